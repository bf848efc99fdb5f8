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
        let usable = standing.contains { ($0.kind == .power || $0.kind == .duty) && $0.outcome == .satisfied }
        func section(_ title: String, _ tests: [Test], _ body: (Test) -> String) {
            guard !tests.isEmpty else { return }
            page += "\n\(title)\n" + tests.map { "  - \($0.title) (\($0.law), \($0.section))\n" + body($0) }.joined()
        }
        let optional: (Test) -> Bool = { [.power, .duty].contains($0.kind) && (usable || personal == .no) || $0.kind == .exemption }
        let failed = standing.filter { ($0.outcome == .notSatisfied || $0.outcome == .broken) && !optional($0) }
        section("NOT SATISFIED", failed) { test in
            Self.wrapped(test.explanation, indent: "      ")
                + Self.wrapped("Because: \(test.because.joined(separator: "; ")).", indent: "      ")
                + Self.wrapped("What to do: \(test.remedy)", indent: "      ")
        }
        if !instead.isEmpty {
            page += "\nWHAT COULD BE SHARED INSTEAD\n" + instead.map { Self.wrapped($0, indent: "    ", first: "  - ") }.joined()
        }
        let open = standing.filter { $0.outcome == .missing && !optional($0) }
        section("MISSING, AND WHO CAN SAY", open.filter { !$0.mayNotApply }) { test in
            Self.wrapped("\(test.explanation) \(test.remedy)", indent: "      ") + Self.asked(test.questions)
        }
        page += Self.unsettled(open.filter(\.mayNotApply), personal == .unknown ? missing.first : nil)
        section("SATISFIED", standing.filter { $0.outcome == .satisfied || $0.outcome == .notBroken }) { test in
            test.because.isEmpty ? "" : Self.wrapped(test.because.joined(separator: "; ") + ".", indent: "      ")
        }
        section("GOOD PRACTICE", tests.filter { $0.kind == .practice && !$0.mayNotApply }) { test in
            Self.wrapped(test.explanation + (test.outcome == .satisfied ? " Done." : ""), indent: "      ")
        }
        let others = standing.filter { $0.outcome != .satisfied && optional($0) && !$0.mayNotApply }
        section("OTHER POWERS AND EXEMPTIONS, NOT NEEDED HERE", others) { _ in "" }
        if !presumed.isEmpty {
            page +=
                "\nTAKEN AS READ, BECAUSE NOBODY SAID OTHERWISE\n"
                + presumed.map { Self.wrapped($0, indent: "    ", first: "  - ") }.joined()
        }
        return page
    }

    /// Questions that decide whether rules apply at all, each with the rules it decides.
    private static func unsettled(_ tests: [Test], _ first: Question?) -> String {
        var groups: [(questions: [Question], titles: [String])] = first.map { [([$0], ["everything else"])] } ?? []
        for test in tests {
            let title = "\(test.title) (\(test.law), \(test.section))"
            if let at = groups.firstIndex(where: { $0.questions == test.questions }) {
                groups[at].titles.append(title)
            } else {
                groups.append((test.questions, [title]))
            }
        }
        guard !groups.isEmpty else { return "" }
        return "\nTO BE SAID FIRST: IT DECIDES WHICH RULES APPLY\n"
            + groups.map { group in
                asked(group.questions, indent: "  ") + wrapped("Decides on: \(group.titles.joined(separator: "; ")).", indent: "    ")
            }.joined()
    }

    private static func asked(_ questions: [Question], indent: String = "      ") -> String {
        questions.map { question in
            wrapped(
                "\(question.question) Ask \(question.who.joined(separator: " or ")). [\(question.fact), \(question.section)]",
                indent: indent + "  ", first: indent + "? ")
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
