/// What a rule asks of the facts: `all`, `any`, `not`, a fact, or another rule.
public indirect enum LawExpression: Sendable, Hashable {
    /// The answer to a fact.
    case fact(String)
    /// Whether another rule applies and is met.
    case rule(String)
    /// The opposite.
    case not(LawExpression)
    /// Every one of them.
    case all([LawExpression])
    /// At least one of them.
    case any([LawExpression])

    /// The answer, given those of facts and rules.
    public func answer(fact: (String) -> LawAnswer, rule: (String) -> LawAnswer) -> LawAnswer {
        switch self {
        case .fact(let id): fact(id)
        case .rule(let id): rule(id)
        case .not(let inner): inner.answer(fact: fact, rule: rule).opposite
        case .all(let parts): LawAnswer.all(parts.map { $0.answer(fact: fact, rule: rule) })
        case .any(let parts): LawAnswer.any(parts.map { $0.answer(fact: fact, rule: rule) })
        }
    }

    /// The facts and rules it names, in its order, each as often as it is named.
    public var leaves: [LawExpression] {
        switch self {
        case .fact, .rule: [self]
        case .not(let inner): inner.leaves
        case .all(let parts), .any(let parts): parts.flatMap(\.leaves)
        }
    }

    /// As text that reads the same as its YAML: `all: [a, not: b]`.
    public var text: String {
        switch self {
        case .fact(let id): id
        case .rule(let id): "rule: \(id)"
        case .not(let inner): "not: \(inner.text)"
        case .all(let parts): "all: [\(parts.map(\.text).joined(separator: ", "))]"
        case .any(let parts): "any: [\(parts.map(\.text).joined(separator: ", "))]"
        }
    }
}
