/// What JSON of an operation looks like. Written out as JSON Schema in the documents, and checked by the same table when a body comes in.
indirect enum Schema: Sendable {
    case text(Text = Text())
    case integer(ClosedRange<Int>? = nil)
    case number
    case flag
    case array(Schema, least: Int = 0, most: Int? = nil)
    /// `others`: of what members not named here are; nil where there are none.
    case object([Member], others: Schema? = nil)
    /// One of `Schemas`.
    case named(String)
    /// Or null.
    case orNull(Schema)
    case anything

    /// What a text must be.
    struct Text: Sendable {
        var format: String? = nil
        /// Of the whole text; as ECMA-262 and Swift both read it.
        var pattern: String? = nil
        var values: [String] = []
        var least = 0
        var most: Int? = nil
    }

    static func text(format: String) -> Schema { .text(Text(format: format)) }
    static func text(pattern: String, most: Int = 200) -> Schema { .text(Text(pattern: pattern, most: most)) }
    static func text(least: Int, most: Int) -> Schema { .text(Text(least: least, most: most)) }
    static func text(of values: [String]) -> Schema { .text(Text(values: values)) }

    /// OpenAPI 3.1 takes JSON Schema as it is; 3.0, which older programs read, knows no null but as a mark.
    enum Dialect: Sendable { case openAPI30, openAPI31 }

    func json(_ dialect: Dialect) -> JSON {
        switch self {
        case .text(let text):
            var members: [String: JSON] = ["type": .text("string")]
            if let format = text.format { members["format"] = .text(format) }
            if let pattern = text.pattern { members["pattern"] = .text("^(?:\(pattern))$") }
            if !text.values.isEmpty { members["enum"] = .texts(text.values) }
            if text.least > 0 { members["minLength"] = .integer(text.least) }
            if let most = text.most { members["maxLength"] = .integer(most) }
            return .object(members)
        case .integer(let range):
            var members: [String: JSON] = ["type": .text("integer")]
            if let range {
                members["minimum"] = .integer(range.lowerBound)
                members["maximum"] = .integer(range.upperBound)
            }
            return .object(members)
        case .number: return .object(["type": .text("number")])
        case .flag: return .object(["type": .text("boolean")])
        case .array(let items, let least, let most):
            var members: [String: JSON] = ["type": .text("array"), "items": items.json(dialect)]
            if least > 0 { members["minItems"] = .integer(least) }
            if let most { members["maxItems"] = .integer(most) }
            return .object(members)
        case .object(let known, let others):
            var properties: [String: JSON] = [:]
            for member in known { properties[member.name] = member.schema.json(dialect) }
            var members: [String: JSON] = [
                "type": .text("object"), "properties": .object(properties), "additionalProperties": others?.json(dialect) ?? .flag(false),
            ]
            let required = known.filter { !$0.isOptional }.map(\.name)
            if !required.isEmpty { members["required"] = .texts(required) }
            return .object(members)
        case .named(let name): return .object(["$ref": .text("#/components/schemas/\(name)")])
        case .orNull(let schema):
            switch dialect {
            case .openAPI31: return .object(["anyOf": .array([schema.json(dialect), .object(["type": .text("null")])])])
            case .openAPI30: return .object(["nullable": .flag(true), "allOf": .array([schema.json(dialect)])])
            }
        case .anything: return .object([:])
        }
    }
}

/// A member of an object.
struct Member: Sendable {
    let name: String
    let schema: Schema
    let isOptional: Bool
    init(_ name: String, _ schema: Schema, optional: Bool = false) { (self.name, self.schema, isOptional) = (name, schema, optional) }
}

extension Schema {
    /// What is wrong with JSON by the schema, with where; nil where it is right. `named` finds schemas by name.
    func fault(in json: JSON, at path: String = "", named: (String) -> Schema?) -> String? {
        let place = path.isEmpty ? "The whole" : path
        switch (self, json) {
        case (.anything, _): return nil
        case (.named(let name), _):
            guard let schema = named(name) else { return "\(place): there is no schema \(name)" }
            return schema.fault(in: json, at: path, named: named)
        case (.orNull, .null), (.flag, .flag), (.number, .number), (.number, .integer): return nil
        case (.orNull(let schema), _): return schema.fault(in: json, at: path, named: named)
        case (.text(let rule), .text(let text)):
            return rule.isMet(by: text) ? nil : "\(place) is not a text of the form or length it must have"
        case (.integer(let range), .integer(let number)):
            return range?.contains(number) ?? true ? nil : "\(place) is too small or too great"
        case (.array(let items, let least, let most), .array(let values)):
            guard values.count >= least, values.count <= most ?? .max else { return "\(place) has too few or too many entries" }
            for (index, value) in values.enumerated() {
                if let fault = items.fault(in: value, at: "\(path)/\(index)", named: named) { return fault }
            }
            return nil
        case (.object(let known, let others), .object(let members)):
            for member in known {
                guard let value = members[member.name] else {
                    if member.isOptional { continue }
                    return "\(place) lacks \(member.name)"
                }
                if let fault = member.schema.fault(in: value, at: "\(path)/\(member.name)", named: named) { return fault }
            }
            let names = Set(known.map(\.name))
            for (name, value) in members where !names.contains(name) {
                guard let others else { return "\(place) has a member that is not known" }
                if let fault = others.fault(in: value, at: "\(path)/…", named: named) { return fault }
            }
            return nil
        default: return "\(place) is not of the kind it must be"
        }
    }
}

extension Schema.Text {
    func isMet(by text: String) -> Bool {
        let length = text.unicodeScalars.count
        guard length >= least, length <= most ?? .max, values.isEmpty || values.contains(text) else { return false }
        if format == "uri", text.isEmpty { return false }
        guard let pattern else { return true }
        guard let regex = try? Regex(pattern) else { preconditionFailure("\(pattern) is no pattern") }
        return text.wholeMatch(of: regex) != nil
    }
}
