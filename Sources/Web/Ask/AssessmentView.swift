import Guidance
import Hub
import Law
import Register

/// What the law says of a request, beside the form or the decision: it grows as answers come (§2.4).
struct AssessmentView {
    let visit: Visit
    let assessment: Assessment

    private static func line(_ test: Assessment.Test) -> String { "\(test.title) (\(test.law), \(test.section))" }
    private func own(_ key: String) -> String { visit.t("request.law.\(key)") }

    private var standing: [Assessment.Test] { assessment.tests.filter { $0.kind != .practice && $0.kind != .exemption } }
    private var rules: [Assessment.Test] { standing.filter { $0.kind == .condition || $0.kind == .prohibition } }
    private var bases: [Assessment.Test] { standing.filter { $0.kind == .power || $0.kind == .duty } }
    /// Powers and duties that it rests on.
    var powers: [Assessment.Test] { bases.filter { $0.outcome == .satisfied } }
    private var met: [Assessment.Test] { standing.filter { $0.outcome == .satisfied || $0.outcome == .notBroken } }
    private var unmet: [Assessment.Test] { rules.filter { $0.outcome == .notSatisfied || $0.outcome == .broken } }
    /// What is open, without what depends on an answer that is still to come, such as the rules of a meeting that nobody has named.
    private var open: [Assessment.Test] { undecided.filter { !$0.mayNotApply } }
    private var mayApply: [Assessment.Test] { undecided.filter(\.mayNotApply) }
    private var undecided: [Assessment.Test] {
        rules.filter { $0.outcome == .missing }
            + (powers.isEmpty && assessment.personal != .no ? bases.filter { $0.outcome == .missing } : [])
    }

    private var isDecidable: Bool { assessment.conclusion == .conditional && assessment.missing.isEmpty }

    /// What it all comes to, in a sentence.
    var conclusion: String { visit.t("request.conclusion.\(isDecidable ? "decidable" : assessment.conclusion.rawValue)") }

    /// True where a named person can let it be had now, as far as the law goes.
    var canBeGranted: Bool { assessment.missing.isEmpty && assessment.conclusion != .notAsAsked }

    /// In a third of the width: the conclusion, what stands in the way, and the rest to be opened by whoever wants it.
    var beside: [Block] {
        var blocks: [Block] = [.heading(own("title"), id: "assessment"), .text(conclusion)] + obstacles
        func add(_ key: String, _ tests: [Assessment.Test], _ words: (Assessment.Test) -> String) {
            if !tests.isEmpty { blocks.append(.details(visit.texts.count("request.law.\(key)", tests.count), [.list(tests.map(words))])) }
        }
        add("met", met) { $0.because.isEmpty ? Self.line($0) : "\(Self.line($0)): \($0.because.joined(separator: "; "))" }
        add("open", open, Self.line)
        add("may-apply", mayApply, Self.line)
        let practice = assessment.tests.filter { $0.kind == .practice && !$0.mayNotApply }
        if !practice.isEmpty { blocks.append(.details(own("practice"), [.list(practice.map(\.explanation))])) }
        if !assessment.presumed.isEmpty { blocks.append(.details(own("presumed"), [.list(assessment.presumed)])) }
        return blocks
    }

    /// What is not met, each with its reason and remedy, and what could be shared instead.
    var obstacles: [Block] {
        var blocks: [Block] = []
        if !unmet.isEmpty {
            blocks.append(.heading(visit.texts.count("request.law.unmet", unmet.count), level: 3))
            for test in unmet {
                blocks.append(
                    .details(
                        Self.line(test),
                        [.text(test.explanation), .text(because(test)), .text(visit.t("request.law.remedy", ["remedy": test.remedy]))]))
            }
        }
        if assessment.personal != .no, powers.isEmpty, !bases.contains(where: { $0.outcome == .missing }) {
            blocks.append(.warning(own("no-power")))
        }
        if !assessment.instead.isEmpty { blocks.append(.details(own("instead"), [.list(assessment.instead)])) }
        return blocks
    }

    /// The rules that are settled in this one and were not, or were otherwise, in the one before.
    func settled(since before: Assessment) -> [String] {
        let outcomes = Dictionary(before.tests.map { ($0.rule, $0.outcome) }) { first, _ in first }
        return standing.filter { $0.outcome != .missing && outcomes[$0.rule] != $0.outcome }.map(\.rule)
    }

    /// What the answer given last settled, each with how.
    func settling(_ rules: [String]) -> [Block] {
        let tests = standing.filter { rules.contains($0.rule) && $0.outcome != .missing }
        guard !tests.isEmpty else { return [] }
        return [
            .heading(visit.texts.count("request.law.settled", tests.count), level: 3),
            .list(
                tests.map { test in
                    let isMet = test.outcome == .satisfied || test.outcome == .notBroken
                    return visit.t("request.law.settled-\(isMet ? "met" : "unmet")", ["rule": Self.line(test)])
                }),
        ]
    }

    private func because(_ test: Assessment.Test) -> String {
        visit.t("request.law.because", ["because": test.because.joined(separator: "; ")])
    }

    /// The questions that are open, by whose they are: the reader's, those that whoever asks knows best, and what others settle.
    func questions(of request: SharingRequest, for reader: Person) -> [Block] {
        func words(_ question: Assessment.Question) -> String { "\(question.question) (\(question.section))" }
        let able = assessment.missing.filter { visit.register.canState($0.fact, on: request, by: reader) }
        let others = assessment.missing.filter { !able.contains($0) }
        var blocks: [Block] = []
        func add(_ title: String, _ items: [String]) {
            if !items.isEmpty { blocks += [.heading(title, level: 3), .list(items)] }
        }
        add(own("yours"), able.filter(visit.register.isForSomebodyElse).map(words))
        add(
            visit.t("request.law.askers", ["name": visit.named(request.by)]),
            able.filter { !visit.register.isForSomebodyElse($0) }.map(words))
        add(own("others"), others.map { "\(words($0)): \($0.who.joined(separator: " / "))" })
        return blocks
    }
}

/// A question of the law as a field.
struct AskedField {
    let visit: Visit
    let question: AskedQuestion

    /// The field: its name is what `facts` reads. `stated` is what was said before.
    func field(_ name: String, stated: [String: Bool], isDoubted: Bool, isHeading: Bool) -> Field {
        let unknown = Choice(value: "unknown", label: visit.t("request.law.unknown"), hint: nil)
        switch question.kind {
        case .yesOrNo:
            let value = question.facts.first.flatMap { stated[$0.name] }.map { $0 ? "yes" : "no" } ?? (isDoubted ? "unknown" : "")
            return Field(
                name, question.question,
                .radios([
                    Choice(value: "yes", label: visit.t("request.law.yes")), Choice(value: "no", label: visit.t("request.law.no")), unknown,
                ]), hint: why, value: value, isHeading: isHeading, isInline: !isHeading)
        case .oneOf:
            let value = question.facts.first { stated[$0.name] == true }?.name ?? (isDoubted ? "unknown" : "")
            return Field(
                name, question.question, .radios(question.facts.map { Choice(value: $0.name, label: $0.words) } + [unknown]), hint: why,
                value: value, isHeading: isHeading)
        case .anyOf:
            var chosen = question.facts.filter { stated[$0.name] == true }.map(\.name)
            if chosen.isEmpty, question.facts.allSatisfy({ stated[$0.name] == false }) { chosen = ["none"] }
            if chosen.isEmpty, isDoubted { chosen = ["unknown"] }
            return Field(
                name, visit.t("request.law.any-of", ["title": question.question]),
                .checkboxes(
                    question.facts.map { Choice(value: $0.name, label: $0.words) }
                        + [Choice(value: "none", label: visit.t("request.law.none")), unknown]), hint: why, values: chosen,
                isHeading: isHeading)
        }
    }

    /// Why it is asked, with its law and section.
    var why: String {
        guard let rule = question.rule else { return visit.t("request.law.section", ["section": question.section]) }
        return visit.t(
            "request.law.why", ["explanation": rule.explanation, "law": rule.law, "section": rule.section])
    }

    /// What an answer states; nil where nothing was chosen, empty where it is not known.
    func facts(_ values: [String]) -> [String: Bool]? {
        guard let first = values.first else { return nil }
        let names = question.facts.map(\.name)
        if values.contains("unknown") { return [:] }
        switch question.kind {
        case .yesOrNo: return ["yes": true, "no": false][first].flatMap { value in names.first.map { [$0: value] } }
        case .oneOf: return names.contains(first) ? [first: true] : nil
        case .anyOf:
            let chosen = values.filter(names.contains)
            if chosen.isEmpty { return values.contains("none") ? Dictionary(uniqueKeysWithValues: names.map { ($0, false) }) : nil }
            return Dictionary(uniqueKeysWithValues: Set(chosen).map { ($0, true) })
        }
    }
}
