public import Guidance
internal import Law

/// What one test of the law asks of whoever makes a request.
public struct FormQuestions: Sendable, Hashable {
    /// The test, with its law and section.
    public let title: String
    /// What to ask, where all are answers to one question; nil where each is a question.
    public let question: String?
    /// True when one answer of yes is enough.
    public let oneIsEnough: Bool
    /// Each fact with what it says or asks.
    public let facts: [Fact]
    /// One line of the form.
    public struct Fact: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// What it says or asks.
        public let words: String
    }
}

extension Register {
    /// What the law asks whoever makes a request for a record type, test by test, when nothing has been stated yet; answers may lead to
    /// further questions.
    public func questions(of type: RecordType) -> [FormQuestions] {
        guard let law else { return [] }
        let source = type.sources.first.flatMap { rulebook.agencyClass($0) }
        guard let facts = try? law.complete(LawFacts(), given: law.given(source: source, recipient: nil, dataset: type)) else { return [] }
        let assessment = law.assess(facts, dataset: type)
        let missing = Set(assessment.missing.map(\.fact))
        // What follows from who the agencies are, nobody is asked.
        let given = Set(law.givens.map(\.fact))
        func isAsked(_ fact: String) -> Bool {
            RegisterFact(rawValue: fact) == nil && !given.contains(fact) && Self.isForAsker(law.fact(fact).map(whoSays) ?? [])
        }
        var put: Set<String> = []
        var groups: [FormQuestions] = []
        func add(_ title: String, _ question: String?, oneIsEnough: Bool, _ facts: [FormQuestions.Fact]) {
            let fresh = facts.filter { isAsked($0.name) && put.insert($0.name).inserted }
            guard !fresh.isEmpty else { return }
            groups.append(FormQuestions(title: title, question: question, oneIsEnough: oneIsEnough, facts: fresh))
        }
        for test in assessment.tests {
            let asked = test.questions.filter { missing.contains($0.fact) }
            for choice in asked.compactMap({ law.choice($0.fact) }) {
                let options = choice.options.map { FormQuestions.Fact(name: $0.fact, words: $0.title) }
                add("What applies depends on this (\(choice.section))", choice.question, oneIsEnough: true, options)
            }
            let single = asked.filter { law.choice($0.fact) == nil }.map { FormQuestions.Fact(name: $0.fact, words: $0.question) }
            add("\(test.title) (\(test.law), \(test.section))", nil, oneIsEnough: test.oneIsEnough, single)
        }
        let rest = assessment.missing.filter { law.choice($0.fact) == nil }.map { FormQuestions.Fact(name: $0.fact, words: $0.question) }
        add("Asked of every request", nil, oneIsEnough: false, rest)
        return groups
    }
}
