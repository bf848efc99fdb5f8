/// Which types, roles and depersonalising rules go together: what is not allowed here could let an identifier through.
enum FieldRules {
    static func check(_ field: Field, _ reader: EntryReader) {
        func wrong(_ code: String, _ key: String, _ problem: String, _ remedy: String) {
            reader.report(code, line: reader.line(of: key), "The \(reader.what) \(problem).", remedy)
        }
        let rules = allowedRules(field)
        if !rules.contains(field.rule) {
            let names = rules.map(\.rawValue).joined(separator: " or ")
            if field.role == .direct {
                wrong(
                    "identifier-not-deleted", "rule", "identifies a person by itself but is not deleted when depersonalised",
                    "Write rule: delete, or leave rule out.")
            } else {
                wrong(
                    "rule-does-not-fit", "rule",
                    "is \(field.role.rawValue) of type \(field.type.rawValue); the rule \(field.rule.rawValue) does not fit",
                    "Write rule: \(names).")
            }
        }
        if let usual = field.type.usualRole, field.type != .age, field.role != usual, field.role != .direct {
            wrong(
                "rule-does-not-fit", "role", "is of type \(field.type.rawValue); the role \(field.role.rawValue) does not fit",
                "Leave role out: it is \(usual.rawValue).")
        }
        if field.role == .place, field.type.placePart == nil {
            wrong(
                "place-without-use", "role", "says where, but its type is no part of a place",
                "Make the type address, postcode, easting, northing or area.")
        }
        if field.type == .code, field.codeList == nil {
            wrong("missing-key", "type", "is a code without a code list", "Add code-list: with the name of a list, or make the type text.")
        }
        if field.type != .code, field.codeList != nil {
            wrong("rule-does-not-fit", "code-list", "has a code list but is not a code", "Make the type code, or remove code-list.")
        }
    }

    private static func allowedRules(_ field: Field) -> [DepersonalisingRule] {
        if field.role == .direct { return [.delete] }
        if field.type == .freeText { return [.holdBack, .delete] }
        switch field.role {
        case .direct: return [.delete]
        case .reference: return [.key, .delete]
        case .place: return [.place, .delete]
        case .quasi: return field.type == .age || field.type == .date ? [.age, .delete] : [.quasi, .delete]
        case .sensitive: return [.keep, .holdBack, .delete]
        case .plain: return [.keep, .holdBack, .delete]
        }
    }
}
