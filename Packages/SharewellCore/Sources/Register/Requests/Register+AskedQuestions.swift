public import Law

/// A question that the law puts to somebody, to be asked by itself.
public struct AskedQuestion: Sendable, Hashable {
    /// How it is answered.
    public enum Kind: Sendable, Hashable {
        /// One of its facts holds: a choice.
        case oneOf
        /// One answer of yes is enough.
        case anyOf
        /// Yes or no, to its one fact.
        case yesOrNo
    }
    /// The name of the choice, the rule or the fact.
    public let id: String
    /// How it is answered.
    public let kind: Kind
    /// What to ask.
    public let question: String
    /// The rule because of which it is asked, with its law; nil where several are.
    public let rule: LawRule?
    /// Where the guidance speaks of it.
    public let section: String
    /// The facts that answer it, with what each says or asks.
    public let facts: [FormQuestions.Fact]
}

extension Register {
    /// What an assessment still asks of somebody who can state facts: whole questions, in the order of the law. What is settled is not asked.
    /// - Parameter isAsked: True for the facts and choices that are for them.
    private func questions(in assessment: Assessment, _ isAsked: (String) -> Bool) -> [AskedQuestion] {
        guard let law else { return [] }
        let missing = Set(assessment.missing.map(\.fact))
        var put: Set<String> = []
        var questions: [AskedQuestion] = []
        for test in assessment.tests where test.outcome == .missing {
            let open = test.questions.filter { missing.contains($0.fact) && isAsked($0.fact) && !put.contains($0.fact) }
            put.formUnion(open.map(\.fact))
            let singles = open.filter { law.choice($0.fact) == nil }
            questions += open.compactMap { law.choice($0.fact) }.map { question(choosing: $0, law.rule(test.rule)) }
            if test.oneIsEnough, singles.count > 1 {
                questions.append(
                    AskedQuestion(
                        id: test.rule, kind: .anyOf, question: test.title, rule: law.rule(test.rule), section: test.section,
                        facts: singles.map { FormQuestions.Fact(name: $0.fact, words: $0.question) }))
            } else {
                questions += singles.compactMap { law.fact($0.fact) }.map { question(asking: $0, law.rule(test.rule)) }
            }
        }
        questions += assessment.missing.filter { isAsked($0.fact) && put.insert($0.fact).inserted }.compactMap { question(named: $0.fact) }
        return questions
    }

    /// What the law still asks of whoever makes a request.
    public func questionsToAsker(in assessment: Assessment) -> [AskedQuestion] { questions(in: assessment, isForAsker) }

    /// What somebody with a part in a request can still say.
    public func questions(to person: Person, on request: SharingRequest, in assessment: Assessment) -> [AskedQuestion] {
        questions(in: assessment) { canState($0, on: request, by: person) }
    }

    /// The question that a fact or a choice of the law answers, whether or not it is open: to answer it again.
    public func question(named id: String) -> AskedQuestion? {
        guard let law else { return nil }
        if let choice = law.choice(id) { return question(choosing: choice, nil) }
        guard let fact = law.fact(id) else { return nil }
        if let choice = fact.choice.flatMap(law.choice) { return question(choosing: choice, nil) }
        return question(asking: fact, nil)
    }

    private func question(choosing choice: LawChoice, _ rule: LawRule?) -> AskedQuestion {
        AskedQuestion(
            id: choice.id, kind: .oneOf, question: choice.question, rule: rule, section: choice.section,
            facts: choice.options.map { FormQuestions.Fact(name: $0.fact, words: $0.title) })
    }

    private func question(asking fact: LawFact, _ rule: LawRule?) -> AskedQuestion {
        AskedQuestion(
            id: fact.id, kind: .yesOrNo, question: fact.question, rule: rule, section: fact.section,
            facts: [FormQuestions.Fact(name: fact.id, words: fact.question)])
    }

    /// Who can say, in words: whom the law asks, and whose turn that is in the request.
    public func isForSomebodyElse(_ question: Assessment.Question) -> Bool { !isForAsker(question.fact) }
}
