extension LawBook {
    /// Everything that follows from what is stated and what is given, then what is taken as read where nobody said.
    ///
    /// The order in which facts are stated plays no part: what follows is added until nothing more does.
    /// - Throws: the first contradiction, in the order of the law.
    public func complete(_ stated: LawFacts, given: LawFacts = LawFacts()) throws(LawContradiction) -> CompletedFacts {
        var work = Completion(law: self)
        let doubted = stated.doubted.union(given.doubted)
        for id in stated.answered + stated.doubted.sorted() {
            guard fact(id) != nil else {
                throw LawContradiction(
                    facts: [id], message: "There is no fact \(id).", remedy: "See sharewell law facts for those there are.")
            }
            try work.set(id, stated[id], "it was stated", [])
        }
        for id in given.answered { try work.set(id, given[id], "it follows from \(subjects(of: id))", []) }
        try work.close()
        var presumed: [String] = []
        for fact in facts where work.facts[fact.id] == .unknown && !doubted.contains(fact.id) {
            guard let answer = fact.unlessSaid else { continue }
            try work.add(fact.id, answer, "nothing else was said")
            presumed.append(fact.id)
        }
        for choice in choices where choice.options.allSatisfy({ work.facts[$0.fact] != .yes }) {
            guard let option = choice.options.first(where: { $0.id == choice.unlessSaid }), work.facts[option.fact] == .unknown,
                !choice.options.contains(where: { doubted.contains($0.fact) })
            else {
                continue
            }
            try work.add(option.fact, .yes, "nothing else was said")
            presumed.append(option.fact)
        }
        return CompletedFacts(facts: work.facts, presumed: presumed)
    }
}

extension LawBook {
    /// What a given fact was drawn from, as a sentence has it.
    private func subjects(of id: String) -> String {
        var found: [String] = []
        for given in givens where given.fact == id {
            let words =
                switch given.subject {
                case .source: "the agency that holds the information (from)"
                case .recipient: "the agency that asks (to)"
                case .dataset: "the dataset"
                }
            if !found.contains(words) { found.append(words) }
        }
        return found.isEmpty ? "the agencies and the dataset that are named" : found.joined(separator: " and ")
    }
}

/// Adds what follows from what until nothing more does.
private struct Completion {
    let law: LawBook
    var facts = LawFacts()
    /// What was added since it was last looked at.
    private var added: [String] = []
    /// Why an answer is what it is, and the facts it was drawn from.
    private var reasons: [String: (why: String, from: [String])] = [:]

    init(law: LawBook) { self.law = law }

    mutating func set(_ id: String, _ answer: LawAnswer, _ why: String, _ from: [String]) throws(LawContradiction) {
        guard answer != .unknown else { return }
        if facts[id] == answer { return }
        if facts[id] == .unknown {
            facts[id] = answer
            reasons[id] = (why, from)
            added.append(id)
            return
        }
        let other = reasons[id] ?? ("it was stated", [])
        var named: [String] = []
        for name in [id] + origins(of: from) + origins(of: other.from) where !named.contains(name) { named.append(name) }
        let title = law.fact(id)?.title ?? id
        let section = law.fact(id).map { " (\($0.section))" } ?? ""
        throw LawContradiction(
            facts: named,
            message:
                "The facts contradict each other about “\(title)” (\(id))\(section): \(facts[id].words), because \(other.why); and \(answer.words), because \(why).",
            remedy: "Correct the one that is wrong, or leave it out: \(named.joined(separator: ", ")).")
    }

    /// The facts that were stated, from which these were drawn.
    private func origins(of ids: [String]) -> [String] {
        var found: [String] = []
        var next = ids
        while let id = next.popLast() {
            guard !found.contains(id) else { continue }
            found.append(id)
            next += reasons[id]?.from ?? []
        }
        return found.filter { reasons[$0]?.from.isEmpty ?? true }.sorted()
    }

    mutating func close() throws(LawContradiction) {
        added = []
        for choice in law.choices { try closeChoice(choice) }
        for fact in law.facts { try closeFact(fact) }
        try settle()
    }

    /// One more answer, with what follows from it.
    mutating func add(_ id: String, _ answer: LawAnswer, _ why: String) throws(LawContradiction) {
        try set(id, answer, why, [])
        try settle()
    }

    /// Adds what follows from what was added: only what names a new answer is gone through again, so that a long chain costs its length.
    private mutating func settle() throws(LawContradiction) {
        while let new = added.popLast() {
            if let choice = law.fact(new)?.choice.flatMap(law.choice) { try closeChoice(choice) }
            for position in law.touched[new] ?? [] { try closeFact(law.facts[position]) }
        }
    }

    private mutating func closeChoice(_ choice: LawChoice) throws(LawContradiction) {
        guard let chosen = choice.options.first(where: { facts[$0.fact] == .yes }) else { return }
        for option in choice.options where option.fact != chosen.fact {
            try set(option.fact, .no, "only one answer to \(choice.id) can hold, and \(chosen.fact) is yes", [chosen.fact])
        }
    }

    private mutating func closeFact(_ fact: LawFact) throws(LawContradiction) {
        if let means = fact.means {
            let answer = law.answer(means, facts)
            if answer != facts[fact.id] {
                let from = law.deciding(means, facts)
                try set(fact.id, answer, "it follows from \(from.joined(separator: ", "))", from)
            }
        }
        for other in fact.implies {
            if facts[fact.id] == .yes { try set(other, .yes, "\(fact.id) is yes and says so", [fact.id]) }
            if facts[other] == .no { try set(fact.id, .no, "it cannot be where \(other) is no", [other]) }
        }
        for other in fact.excludes {
            if facts[fact.id] == .yes { try set(other, .no, "\(fact.id) is yes and rules it out", [fact.id]) }
            if facts[other] == .yes { try set(fact.id, .no, "\(other) is yes and rules it out", [other]) }
        }
    }
}
