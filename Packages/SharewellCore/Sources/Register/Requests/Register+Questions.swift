public import Guidance
internal import Law

extension Register {
    /// What the law asks people of a request for a record type when nothing has been stated yet; answers may lead to further questions.
    public func questions(of type: RecordType) -> [(fact: String, question: String)] {
        guard let law else { return [] }
        let source = type.sources.first.flatMap { rulebook.agencyClass($0) }
        guard let facts = try? law.complete(LawFacts(), given: law.given(source: source, recipient: nil, dataset: type)) else { return [] }
        var asked: [(fact: String, question: String)] = []
        for question in law.assess(facts, dataset: type).missing {
            if let choice = law.choice(question.fact) {
                asked += choice.options.map { ($0.fact, "\(choice.question) \($0.title)") }
            } else {
                asked.append((question.fact, question.question))
            }
        }
        // What follows from who the agencies are, nobody is asked.
        let given = Set(law.givens.map(\.fact))
        return asked.filter { fact, _ in
            RegisterFact(rawValue: fact) == nil && !given.contains(fact)
                && Self.isForAsker(law.fact(fact).map(whoSays) ?? [])
        }
    }
}
