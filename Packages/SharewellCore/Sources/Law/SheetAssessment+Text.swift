public import Guidance

extension SheetAssessment {
    /// For a person to read: the conclusion first, then each test with its law and §. The same every time. What is the same for every pair
    /// of agencies is said once.
    public func text(rulebook: Rulebook) -> String {
        let page = title.map { "\($0)\n\n" } ?? ""
        guard assessments.count > 1, let first = assessments.first else {
            return page + assessments.map { $0.text(rulebook: rulebook) }.joined()
        }
        var whole = "CONCLUSION FOR ALL\n" + Assessment.wrapped(conclusion.sentence, indent: "  ")
        whole += "  Each pair of agencies is judged by itself; the strictest conclusion holds for the whole.\n"
        for assessment in assessments {
            whole += Assessment.wrapped("\(assessment.parties(rulebook)): \(assessment.conclusion.words)", indent: "    ", first: "  - ")
        }
        whole += first.information(rulebook)
        let alike = assessments.allSatisfy {
            $0.conclusion == first.conclusion && $0.personal == first.personal && $0.needsBasis == first.needsBasis
        }
        let common = alike ? first.tests.filter { test in assessments.allSatisfy { $0.tests.contains(test) } } : []
        let presumed = first.presumed.filter { text in assessments.allSatisfy { $0.presumed.contains(text) } }
        if !common.isEmpty { whole += "\nFOR EVERY PAIR\n" + first.body(common, presumed: presumed, instead: []) }
        var groups: [(parties: [String], text: String)] = []
        for assessment in assessments {
            let own = assessment.body(
                assessment.tests.filter { !common.contains($0) },
                presumed: assessment.presumed.filter { common.isEmpty || !presumed.contains($0) }, instead: assessment.instead,
                personalIsAsked: common.isEmpty)
            let text = "\nCONCLUSION\n" + Assessment.wrapped(assessment.summary, indent: "  ") + own
            if let at = groups.firstIndex(where: { $0.text == text }) {
                groups[at].parties.append(assessment.parties(rulebook))
            } else {
                groups.append(([assessment.parties(rulebook)], text))
            }
        }
        for group in groups {
            whole +=
                "\n" + String(repeating: "-", count: 72) + "\n"
                + group.parties.map { Assessment.wrapped($0, indent: "  ", first: "") }.joined() + group.text
        }
        return page + whole
    }
}

extension Assessment.Conclusion {
    /// In a few words.
    public var words: String {
        switch self {
        case .unrestricted: "may be shared without legal restriction"
        case .conditional: "may be shared if what is said below is so"
        case .notAsAsked: "cannot be shared as asked"
        }
    }

    var sentence: String { words.sentence + "." }
}

extension Assessment {
    /// Who would share with whom.
    public func parties(_ rulebook: Rulebook) -> String {
        func name(_ id: String?) -> String? { id.flatMap(rulebook.agencyClass)?.title }
        let from = name(source) ?? "An agency that is not named"
        let to = name(recipient) ?? asker ?? "whoever asks"
        return "\(from) to \(to)"
    }

    func information(_ rulebook: Rulebook) -> String {
        dataset.flatMap { rulebook.recordType(RecordTypeID(rawValue: $0)) }.map {
            Self.wrapped("Information: \($0.title) (\($0.section))", indent: "")
        } ?? ""
    }

    /// For a person to read. The same every time.
    /// - Parameter answering: The command that answers a question, as typed with an answer of yes, and who would type it; nil for none.
    public func text(rulebook: Rulebook, answering: (Question) -> QuestionAnswer? = { _ in nil }) -> String {
        Self.wrapped(parties(rulebook), indent: "") + information(rulebook) + "\nCONCLUSION\n" + Self.wrapped(summary, indent: "  ")
            + body(tests, presumed: presumed, instead: instead, answering: answering)
    }

    /// True for personal information for which no power or duty is satisfied.
    var needsBasis: Bool {
        personal != .no && !tests.contains { ($0.kind == .power || $0.kind == .duty) && $0.outcome == .satisfied }
    }

    /// What is to be said of some of the tests.
    func body(
        _ tests: [Test], presumed: [String], instead: [String], personalIsAsked: Bool = true,
        answering: (Question) -> QuestionAnswer? = { _ in nil }
    ) -> String {
        var page = ""
        let standing = tests.filter { $0.kind != .practice }
        let bases = standing.filter { $0.kind == .power || $0.kind == .duty }
        let rules = standing.filter { $0.kind == .condition || $0.kind == .prohibition }
        func section(_ title: String, _ tests: [Test], _ body: (Test) -> String) {
            guard !tests.isEmpty else { return }
            page += "\n\(title)\n" + tests.map { Self.heading($0) + body($0) }.joined()
        }
        let openBases = needsBasis ? bases.filter { $0.outcome == .missing } : []
        let anyOpenBasis = self.tests.contains { ($0.kind == .power || $0.kind == .duty) && $0.outcome == .missing }
        if needsBasis, !anyOpenBasis {
            section("NO LEGAL POWER OR DUTY: ONE OF THESE WOULD BE NEEDED", bases) { Self.why($0) + Self.remedy($0) }
        }
        section("NOT SATISFIED", rules.filter { $0.outcome == .notSatisfied || $0.outcome == .broken }) {
            Self.explained($0) + Self.why($0) + Self.remedy($0)
        }
        if !instead.isEmpty { page += "\nWHAT COULD BE SHARED INSTEAD\n" + Self.list(instead) }
        let open = rules.filter { $0.outcome == .missing }
        if conclusion == .notAsAsked {
            // What is open matters little where something fails: it is named, and asked once the request has changed.
            section("ALSO NOT KNOWN YET, AND WHO CAN SAY", openBases + open) { test in
                var who: [String] = []
                for person in test.questions.compactMap(\.who.first) where !who.contains(person) { who.append(person) }
                return Self.wrapped("Ask \(who.joined(separator: ", ")).", indent: "      ")
            }
        } else {
            let first = personal == .unknown && personalIsAsked ? missing.first : nil
            page += Self.unsettled((openBases + open).filter(\.mayNotApply), first, answering)
            let (settledBases, settled) = (openBases.filter { !$0.mayNotApply }, open.filter { !$0.mayNotApply })
            let asked = QuestionList((settledBases + settled).flatMap(\.questions))
            section("A LEGAL POWER OR DUTY IS NEEDED, ONE OF THESE", settledBases) { asked.reference($0) + Self.remedy($0) }
            section("MISSING, AND WHO CAN SAY", settled) { asked.reference($0) + Self.remedy($0) }
            page += asked.text(answering)
        }
        section("SATISFIED", standing.filter { $0.outcome == .satisfied || $0.outcome == .notBroken }) {
            $0.because.isEmpty ? "" : Self.wrapped($0.because.joined(separator: "; ") + ".", indent: "      ")
        }
        section("GOOD PRACTICE", tests.filter { $0.kind == .practice && !$0.mayNotApply }) {
            Self.wrapped($0.explanation + ($0.outcome == .satisfied ? " Done." : ""), indent: "      ")
        }
        let duties = bases.filter { personal == .no && $0.outcome == .missing && !$0.mayNotApply }
        section("IT MAY ALSO BE A LEGAL DUTY", duties) { Self.explained($0) + QuestionList($0.questions).lines(indent: "      ") }
        section("OTHER POWERS AND DUTIES, NOT NEEDED HERE", bases.filter { !needsBasis && personal != .no && $0.outcome == .notSatisfied })
        { _ in
            ""
        }
        if !presumed.isEmpty { page += "\nTAKEN AS READ, BECAUSE NOBODY SAID OTHERWISE\n" + Self.list(presumed) }
        return page
    }

    private static func heading(_ test: Test) -> String {
        wrapped("\(test.title) (\(test.law), \(test.section))", indent: "    ", first: "  - ")
    }
    private static func explained(_ test: Test) -> String { wrapped(test.explanation, indent: "      ") }
    private static func why(_ test: Test) -> String { wrapped("Because: \(test.because.joined(separator: "; ")).", indent: "      ") }
    private static func remedy(_ test: Test) -> String { wrapped("What to do: \(test.remedy)", indent: "      ") }
    private static func list(_ texts: [String]) -> String { texts.map { wrapped($0, indent: "    ", first: "  - ") }.joined() }

    /// Questions that decide whether rules apply at all, each once, with the rules they decide.
    private static func unsettled(
        _ tests: [Test], _ first: Question?, _ answering: (Question) -> QuestionAnswer?
    ) -> String {
        var groups: [(questions: [Question], titles: [String])] = first.map { [([$0], ["everything else"])] } ?? []
        for test in tests {
            let title = "\(test.title) (\(test.section))"
            if let at = groups.firstIndex(where: { $0.questions == test.questions }) {
                groups[at].titles.append(title)
            } else {
                groups.append((test.questions, [title]))
            }
        }
        guard !groups.isEmpty else { return "" }
        var page = "\nTO BE SAID FIRST: IT DECIDES WHICH RULES APPLY\n"
        var put: Set<String> = []
        for group in groups {
            let fresh = group.questions.filter { !put.contains($0.fact) }
            let again = group.questions.filter { put.contains($0.fact) }.map(\.fact)
            put.formUnion(fresh.map(\.fact))
            page += fresh.map { question in
                wrapped(
                    "\(question.question) Ask \(question.who.joined(separator: " or ")). [\(question.fact), \(question.section)]",
                    indent: "    ", first: "  - ")
                    + QuestionList.answered([question], by: answering, indent: "      ")
            }.joined()
            let with =
                again.isEmpty
                ? ""
                : fresh.isEmpty
                    ? "The answer to \(again.joined(separator: " and ")) decides"
                    : "Together with \(again.joined(separator: " and ")), decides"
            page += wrapped("\(with.isEmpty ? "Decides" : with) on: \(group.titles.joined(separator: "; ")).", indent: "      ")
        }
        return page
    }

    static func wrapped(_ text: String, indent: String, first: String? = nil) -> String {
        TextWrapping.paragraph(text, indent: indent, first: first)
    }
}
