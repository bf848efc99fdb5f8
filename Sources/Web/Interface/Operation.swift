import Foundation
import Guidance
import HTTPTypes
import Hub
import Register

/// One thing that a program can ask of the hub. The table of them is the interface: routes, documents and checks are made of it, so that none says
/// what another does not.
struct Operation: Sendable {
    /// A part of the address, or of the query behind it.
    struct Parameter: Sendable {
        enum Place: String, Sendable { case path, query }
        let name: String
        let place: Place
        let schema: Schema
        let explanation: String
        /// True where a whole number beyond the greatest means the greatest.
        var isCapped = false

        static func path(_ name: String, _ explanation: String, _ schema: Schema = .text(pattern: "[a-z0-9][a-z0-9-]*", most: 80))
            -> Parameter
        {
            Parameter(name: name, place: .path, schema: schema, explanation: explanation)
        }
        static func query(_ name: String, _ schema: Schema, _ explanation: String) -> Parameter {
            Parameter(name: name, place: .query, schema: schema, explanation: explanation)
        }
    }
    let method: HTTPRequest.Method
    /// `/api/v1/datasets/{dataset}`.
    var path: String
    /// For programs made of the document.
    var id: String
    let summary: String
    let explanation: String
    var parameters: [Parameter] = []
    var body: Schema? = nil
    /// What is answered, and its type.
    let answer: Schema
    var type = "application/json"
    /// The event of the ledger that stands for it; nil where what is seen is no record of anybody.
    var event: String? = nil
    /// Parameters that depend on what the address names.
    var further: (@Sendable (Visit, [String: String]) -> [Parameter])? = nil
    let perform: @Sendable (Call) throws -> Reply

    /// Bodies are questions: short.
    static let longestBody = 64 << 10

    /// The route, which checks what came before the operation sees it.
    var route: Route {
        let operation = self
        guard body != nil else {
            return .get(path, .token, event: event) { visit in try operation.perform(Call(visit, operation, body: nil)) }
        }
        return .body(path, .token, event: event ?? "none", longest: Self.longestBody) { visit, bytes in
            try operation.perform(Call(visit, operation, body: bytes))
        }
    }
}

extension Call {
    /// True if the token was made for that dataset: of another it learns nothing, whatever its person may see.
    func covers(_ dataset: RecordTypeID) -> Bool {
        if case .token(_, let token, _) = visit.identity { token.datasets.contains(dataset) } else { false }
    }
}

/// An operation that was asked for, with what came along, checked.
struct Call: Sendable {
    let visit: Visit
    let operation: Operation
    private let values: [String: String]
    let body: JSON?

    init(_ visit: Visit, _ operation: Operation, body bytes: [UInt8]?) throws {
        self.visit = visit
        self.operation = operation
        guard visit.query.isReadable else { throw ParameterFault("The query cannot be read.") }
        var values: [String: String] = [:]
        for parameter in operation.parameters where parameter.place == .path {
            // What cannot be the name of anything is not there.
            guard let value = visit.parameters[parameter.name], parameter.schema.fault(ofText: value) == nil else {
                throw WebFault.notFound
            }
            values[parameter.name] = value
        }
        let known = operation.parameters + (operation.further?(visit, values) ?? [])
        for pair in visit.query.pairs {
            guard let parameter = known.first(where: { $0.place == .query && $0.name == pair.name }) else {
                throw ParameterFault("There is no parameter of one of the names that were given.")
            }
            guard values[pair.name] == nil else { throw ParameterFault("The parameter \(parameter.name) was given twice.") }
            if parameter.isCapped, case .integer(let range?) = parameter.schema, let number = Int(pair.value), number > range.upperBound {
                values[pair.name] = String(range.upperBound)
                continue
            }
            if let fault = parameter.schema.fault(ofText: pair.value) { throw ParameterFault("The parameter \(parameter.name) \(fault).") }
            values[pair.name] = pair.value
        }
        self.values = values
        guard let schema = operation.body else {
            body = nil
            return
        }
        let type = (visit.headers[.contentType] ?? "").split(separator: ";").first.map { String($0).trimmingSpace.lowercased() }
        guard type == "application/json" else { throw BodyTypeFault(wanted: "application/json") }
        guard let json = JSON(told: bytes ?? []) else {
            throw ParameterFault("The body is not JSON that can be read.")
        }
        if let fault = schema.fault(in: json, named: { Schemas.all[$0] }) { throw ParameterFault("\(fault).") }
        body = json
    }

    /// A parameter; nil where it was not given.
    subscript(name: String) -> String? { values[name] }
    func integer(_ name: String, default usual: Int) -> Int { values[name].flatMap { Int($0) } ?? usual }

    /// Whose name the program asks in.
    var person: Person { get throws { try visit.person } }

    /// The token: what the program may ask, and what for.
    var token: AppToken {
        get throws {
            guard case .token(_, let token, _) = visit.identity else { throw WebFault.signInNeeded }
            return token
        }
    }

    var entry: Entry { get throws { .session(try visit.way) } }

    /// A part of the address as a name.
    func name<Name: ShortName>(_ parameter: String, _: Name.Type = Name.self) throws -> Name {
        guard let text = values[parameter], let id = try? Name(checking: text) else { throw WebFault.notFound }
        return id
    }

    /// The parameters that came with it by name, for those that depend on what the address names.
    var given: [String: String] { values }

    /// The dataset of the address, if the token is for it.
    func dataset(_ parameter: String = "dataset") throws -> RecordType {
        guard let text = values[parameter], let type = visit.rulebook.recordType(RecordTypeID(rawValue: text)),
            try token.datasets.contains(type.id)
        else { throw WebFault.notFound }
        return type
    }

    /// The depersonalised datasets that can be asked by this token now, each with the supplies it would be answered from: no more than asking gives.
    func askable() throws -> [(type: RecordType, supplies: [Supply])] {
        let person = try person, token = try token, way = try visit.way, register = visit.register
        return token.datasets.compactMap { id in
            do {
                let permit = try register.permitAnswer(
                    to: person.id, dataset: id, purpose: token.purpose, category: token.category, action: .query, through: way,
                    at: visit.now)
                return (permit.recordType, permit.sources.supplies)
            } catch { return nil }
        }
    }

    /// Where the hub is, as the program asked for it; behind a proxy, as the settings name it.
    var origin: String {
        let settings = visit.face.settings
        let host = settings.proxy == nil ? visit.host : settings.names?.first ?? visit.host
        let isHost =
            !host.isEmpty
            && host.utf8.allSatisfy { (48...58).contains($0) || ($0 | 0x20 >= 97 && $0 | 0x20 <= 122) || [45, 46, 91, 93].contains($0) }
        return "https://\(isHost ? host : "localhost")"
    }

    /// The address of this call with another value of one parameter.
    func address(with parameter: String, _ value: String, limit: Int? = nil) -> String {
        let query = limit.map { visit.query.with("limit", String($0)) } ?? visit.query
        return "\(origin)\(visit.path)?\(query.with(parameter, value).encoded)"
    }
}

extension Schema {
    /// What is wrong with a text that stands for a value of the schema, as in an address; nil where it is right.
    fileprivate func fault(ofText text: String) -> String? {
        switch self {
        case .integer(let range):
            guard text.utf8.count < 19, let number = Int(text), String(number) == text else { return "is no whole number" }
            return range?.contains(number) ?? true ? nil : "is too small or too great"
        case .flag: return ["true", "false"].contains(text) ? nil : "is neither true nor false"
        case .text(let rule): return rule.isMet(by: text) ? nil : "is not of the form or length it must have"
        case .array(let items, let least, let most):
            let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard parts.count >= least, parts.count <= most ?? .max else { return "has too few or too many parts" }
            return parts.lazy.compactMap { items.fault(ofText: $0) }.first.map { "has a part that \($0)" }
        case .number:
            // As JSON has them: Swift reads others too, such as hexadecimal ones.
            let isPlain = text.utf8.count < 40 && text.utf8.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
            return isPlain && Double(text).map(\.isFinite) == true ? nil : "is no number"
        default: return nil
        }
    }
}
