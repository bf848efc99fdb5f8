extension LawBook {
    /// The facts that made an expression what it is, in its order, each once; empty while it is not decided.
    func deciding(_ expression: LawExpression, _ facts: LawFacts) -> [String] {
        unique(walk(expression, facts, wanted: answer(expression, facts)) { [$0] })
    }

    /// The facts still to be answered for an expression to be decided, in its order, each once: facts that follow from others are
    /// resolved to those.
    func undecided(_ expression: LawExpression, _ facts: LawFacts) -> [String] {
        guard answer(expression, facts) == .unknown else { return [] }
        return unique(walk(expression, facts, wanted: .unknown) { id in fact(id)?.means.map { undecided($0, facts) } ?? [id] })
    }

    private func walk(_ expression: LawExpression, _ facts: LawFacts, wanted: LawAnswer, _ leaf: (String) -> [String]) -> [String] {
        guard answer(expression, facts) == wanted else { return [] }
        switch expression {
        case .fact(let id): return leaf(id)
        case .rule(let id):
            guard let rule = rule(id) else { return [] }
            let parts = LawExpression.all([rule.applies, rule.asks].compactMap { $0 })
            return walk(parts, facts, wanted: rule.kind == .prohibition ? wanted.opposite : wanted, leaf)
        case .not(let inner): return walk(inner, facts, wanted: wanted.opposite, leaf)
        case .all(let parts), .any(let parts): return parts.flatMap { walk($0, facts, wanted: wanted, leaf) }
        }
    }

    private func unique(_ ids: [String]) -> [String] {
        var seen: Set<String> = []
        return ids.filter { seen.insert($0).inserted }
    }
}
