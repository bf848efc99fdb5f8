import Guidance
import Yams

extension LawDecoder {
    /// Deeper than this an expression is a mistake, and reading it would use up the stack.
    private static let deepest = 32

    /// Reads the expression under a key: a fact's name, or a mapping with one of `all`, `any`, `not`, `rule`.
    mutating func expression(_ key: String, of reader: EntryReader, required: Bool, mayNameRules: Bool = true) -> LawExpression? {
        guard let found = reader.node(key) else {
            if required { _ = reader.text(key) }
            return nil
        }
        return expression(found.value, found.line, key, reader, mayNameRules, 0)
    }

    private mutating func expression(
        _ node: Node, _ above: Int, _ key: String, _ reader: EntryReader, _ mayNameRules: Bool, _ depth: Int
    ) -> LawExpression? {
        let line = node.mark?.line ?? above
        func wrong(_ message: String) -> LawExpression? {
            reader.report(
                "bad-expression", line: line, "\(key) of the \(reader.what) \(message).",
                "Write a fact, or one of all: [...], any: [...], not: ..., rule: ....")
            return nil
        }
        guard depth < Self.deepest else { return wrong("is nested more than \(Self.deepest) deep") }
        if let scalar = node.scalar {
            let id = Spelling.trimmed(scalar.string)
            guard Spelling.isIdentifier(id, separator: "-") else { return wrong("holds \(Spelling.shown(id)), which cannot be a fact") }
            refer(.fact, Located(id, line: line), in: reader.file, by: reader.what)
            return .fact(id)
        }
        guard let mapping = node.mapping, mapping.count == 1, let (word, value) = mapping.first, let name = word.scalar?.string else {
            return wrong("is neither a fact nor one of all, any, not, rule")
        }
        switch name {
        case "not": return expression(value, line, key, reader, mayNameRules, depth + 1).map { .not($0) }
        case "all", "any":
            guard let sequence = value.sequence, !sequence.isEmpty else { return wrong("has \(name) without a list") }
            var parts: [LawExpression] = []
            for member in sequence {
                if let part = expression(member, line, key, reader, mayNameRules, depth + 1) { parts.append(part) }
            }
            return name == "all" ? .all(parts) : .any(parts)
        case "rule":
            guard let id = value.scalar.map({ Spelling.trimmed($0.string) }), !id.isEmpty else { return wrong("has rule without a name") }
            guard mayNameRules else { return wrong("names a rule, which a fact cannot follow from") }
            refer(.rule, Located(id, line: value.mark?.line ?? line), in: reader.file, by: reader.what)
            return .rule(id)
        default: return wrong("has \(Spelling.shown(name)), which is not one of all, any, not, rule")
        }
    }
}
