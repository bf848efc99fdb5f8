public import Guidance

extension SheetAssessment {
    /// For a person to read: the conclusion first, then each test with its law and §. The same every time.
    public func text(rulebook: Rulebook) -> String {
        var page = title.map { "\($0)\n\n" } ?? ""
        if assessments.count > 1 {
            page +=
                "CONCLUSION FOR ALL: \(conclusion.words). Each pair of agencies is judged by itself; the strictest holds for the whole.\n"
            for assessment in assessments { page += "  \(assessment.parties(rulebook)): \(assessment.conclusion.words)\n" }
            page += "\n"
        }
        return page + assessments.map { $0.text(rulebook: rulebook) }.joined(separator: "\n")
    }
}

extension Assessment.Conclusion {
    /// In a few words.
    public var words: String {
        switch self {
        case .unrestricted: "may be shared without legal restriction"
        case .conditional: "may be shared if"
        case .notAsAsked: "cannot be shared as asked"
        }
    }
}

extension Assessment {
    /// Who would share with whom.
    public func parties(_ rulebook: Rulebook) -> String {
        func name(_ id: String?) -> String? { id.flatMap(rulebook.agencyClass)?.title }
        let from = name(source) ?? "An agency that is not named"
        let to = name(recipient) ?? "whoever asks"
        return "\(from) to \(to)"
    }

    /// For a person to read. The same every time.
    public func text(rulebook: Rulebook) -> String {
        var page = parties(rulebook) + "\n"
        if let type = dataset.flatMap({ rulebook.recordType(RecordTypeID(rawValue: $0)) }) {
            page += "Information: \(type.title) (\(type.section))\n"
        }
        page += "\nCONCLUSION\n" + Self.wrapped(summary, indent: "  ")
        let standing = tests.filter { $0.kind != .practice }
        let bases = standing.filter { $0.kind == .power || $0.kind == .duty }
        let rules = standing.filter { $0.kind == .condition || $0.kind == .prohibition }
        let needsBasis = personal != .no && !bases.contains { $0.outcome == .satisfied }
        func section(_ title: String, _ tests: [Test], _ body: (Test) -> String) {
            guard !tests.isEmpty else { return }
            page += "\n\(title)\n" + tests.map { Self.heading($0) + body($0) }.joined()
        }
        let openBases = needsBasis ? bases.filter { $0.outcome == .missing } : []
        if needsBasis, openBases.isEmpty {
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
            page += Self.unsettled((openBases + open).filter(\.mayNotApply), personal == .unknown ? missing.first : nil)
            section(
                "A LEGAL POWER OR DUTY IS NEEDED, ONE OF THESE; WHAT IS MISSING, AND WHO CAN SAY", openBases.filter { !$0.mayNotApply }
            ) { Self.explained($0) + Self.asked($0.questions) + Self.remedy($0) }
            section("MISSING, AND WHO CAN SAY", open.filter { !$0.mayNotApply }) {
                Self.explained($0) + Self.asked($0.questions, heading: $0.oneIsEnough ? "One of these is enough" : nil) + Self.remedy($0)
            }
        }
        section("SATISFIED", standing.filter { $0.outcome == .satisfied || $0.outcome == .notBroken }) {
            $0.because.isEmpty ? "" : Self.wrapped($0.because.joined(separator: "; ") + ".", indent: "      ")
        }
        section("GOOD PRACTICE", tests.filter { $0.kind == .practice && !$0.mayNotApply }) {
            Self.wrapped($0.explanation + ($0.outcome == .satisfied ? " Done." : ""), indent: "      ")
        }
        section("IT MAY ALSO BE A LEGAL DUTY", bases.filter { personal == .no && $0.outcome == .missing && !$0.mayNotApply }) {
            Self.explained($0) + Self.asked($0.questions)
        }
        section("OTHER POWERS AND DUTIES, NOT NEEDED HERE", bases.filter { !needsBasis && personal != .no && $0.outcome == .notSatisfied })
        { _ in
            ""
        }
        if !presumed.isEmpty {
            page +=
                "\nTAKEN AS READ, BECAUSE NOBODY SAID OTHERWISE\n"
                + Self.list(presumed)
        }
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
    private static func unsettled(_ tests: [Test], _ first: Question?) -> String {
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
            page += asked(fresh, indent: "  ")
            let with =
                again.isEmpty
                ? ""
                : fresh.isEmpty
                    ? "The answer to \(again.joined(separator: " and ")) decides"
                    : "Together with \(again.joined(separator: " and ")), decides"
            page += wrapped("\(with.isEmpty ? "Decides" : with) on: \(group.titles.joined(separator: "; ")).", indent: "    ")
        }
        return page
    }

    /// Questions, those that the same people can answer together.
    private static func asked(_ questions: [Question], heading: String? = nil, indent: String = "      ") -> String {
        var groups: [(who: [String], questions: [Question])] = []
        for question in questions {
            if let at = groups.firstIndex(where: { $0.who == question.who }) {
                groups[at].questions.append(question)
            } else {
                groups.append((question.who, [question]))
            }
        }
        return (heading.map { "\(indent)\($0):\n" } ?? "")
            + groups.map { group in
                wrapped("Ask \(group.who.joined(separator: " or ")):", indent: indent)
                    + group.questions.map { question in
                        wrapped("\(question.question) [\(question.fact), \(question.section)]", indent: indent + "  ", first: indent + "? ")
                    }.joined()
            }.joined()
    }

    /// Broken at spaces so that a line has at most 110 characters.
    static func wrapped(_ text: String, indent: String, first: String? = nil) -> String {
        var lines: [String] = []
        var line = first ?? indent
        var empty = true
        for word in text.split(separator: " ") {
            if !empty, line.count + 1 + word.count > 110 {
                lines.append(line)
                line = indent
                empty = true
            }
            line += (empty ? "" : " ") + word
            empty = false
        }
        return (lines + [line]).joined(separator: "\n") + "\n"
    }
}
