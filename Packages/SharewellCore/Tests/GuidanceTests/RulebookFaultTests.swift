import Foundation
import Guidance
import Testing

/// One mistake in the small rulebook, and what must be said about it.
struct Mistake: Sendable, CustomTestStringConvertible {
    let file: String
    /// What is replaced; the first place where it stands.
    let old: String
    let new: String
    let code: String
    /// Text of the line, after the mistake, on which the fault must be reported.
    let line: String

    init(_ file: String, _ old: String, _ new: String, _ code: String, at line: String) {
        (self.file, self.old, self.new, self.code, self.line) = (file, old, new, code, line)
    }

    /// The text with the mistake in it.
    func made(in text: String) throws -> String {
        let range = try #require(text.range(of: old), "the mistake does not apply")
        return text.replacingCharacters(in: range, with: new)
    }

    /// The faults that are of its code and its file.
    func matching(among faults: [RulebookFault]) -> [RulebookFault] { faults.filter { $0.code == code && $0.file == file + ".yaml" } }

    /// True if one of the matching faults names the line of the text, after the mistake, on which it must be reported.
    func isReported(among faults: [RulebookFault], in broken: String) -> Bool {
        let lines = broken.split(separator: "\n", omittingEmptySubsequences: false)
        return matching(among: faults).contains { lines.indices.contains($0.line - 1) && lines[$0.line - 1].contains(line) }
    }

    var testDescription: String { "\(code): \(new.isEmpty ? "without " + old : new)" }
}

@Suite("Faults in a rulebook")
struct RulebookFaultTests {
    @Test("the small rulebook has none")
    func none() { #expect(SmallRulebook.faults(SmallRulebook.files()) == []) }

    static let mistakes: [Mistake] = [
        Mistake("things", "        type: time\n", "        typ: time\n", "unknown-key", at: "typ: time"),
        Mistake("things", "        type: time\n", "", "missing-key", at: "name: clock"),
        Mistake("things", "    title: A thing\n", "    title:\n", "missing-value", at: "    title:"),
        Mistake("things", "    title: A thing\n", "    title: \"\"\n", "missing-value", at: "    title:"),
        Mistake("things", "    title: A thing\n", "    title: [A, thing]\n", "wrong-type", at: "title: [A"),
        Mistake("things", "  section: §3.2.1\n", "", "missing-key", at: "id: things"),
        Mistake("things", "section: §3.2.1", "section: 3.2.1", "bad-section", at: "section: 3.2.1"),
        Mistake("things", "type: code", "type: cod", "unknown-value", at: "type: cod"),
        Mistake("things", "code-list: colours", "code-list: colour", "unknown-code-list", at: "code-list: colour"),
        Mistake("things", "        code-list: colours\n", "", "missing-key", at: "type: code"),
        Mistake("things", "[police-force]", "[police]", "unknown-agency-class", at: "sources:"),
        Mistake("things", "[police-force]", "[]", "missing-value", at: "sources:"),
        Mistake("things", "[police-force]", "police-force", "wrong-type", at: "sources:"),
        Mistake("things", "marking: RESTRICTED", "marking: SECRET", "unknown-marking", at: "marking: SECRET"),
        Mistake("things", "priority: core", "priority: high", "unknown-value", at: "priority: high"),
        Mistake("things", "information: depersonalised", "information: open", "unknown-value", at: "information: open"),
        Mistake("things", "linked: [other-thing]", "linked: [third-thing]", "unknown-record-type", at: "linked: [third"),
        Mistake("things", "linked: [other-thing]", "linked: [thing]", "linked-with-itself", at: "linked: [thing]"),
        Mistake("things", "    linked: [other-thing]\n", "", "one-sided-link", at: "linked: [thing]"),
        Mistake("things", "        place: scene\n", "", "place-without-use", at: "name: spot"),
        Mistake("things", "        place: scene\n", "        place: home\n", "unknown-place", at: "place: home"),
        Mistake("things", "type: address", "type: text", "place-without-use", at: "place: scene"),
        Mistake("things", "{scene: scene}", "{scene: scene, home: residence}", "unused-place", at: "places:"),
        Mistake("things", "{scene: scene}", "{scene: somewhere}", "unknown-value", at: "places:"),
        Mistake("things", "type: address", "type: easting", "half-a-coordinate", at: "places:"),
        Mistake("things", "role: direct", "role: direct\n        rule: keep", "identifier-not-deleted", at: "rule: keep"),
        Mistake(
            "things", "type: free-text\n        role: plain", "type: free-text\n        role: plain\n        rule: keep",
            "rule-does-not-fit", at: "rule: keep"),
        Mistake("things", "role: direct", "role: quasi\n        rule: keep", "rule-does-not-fit", at: "rule: keep"),
        Mistake(
            "things", "        type: reference\n", "        type: reference\n        rule: keep\n", "rule-does-not-fit", at: "rule: keep"),
        Mistake(
            "things", "        type: age\n", "        type: age\n        role: plain\n        rule: place\n", "rule-does-not-fit",
            at: "rule: place"),
        Mistake("things", "period: day", "period: days", "unknown-field", at: "period: days"),
        Mistake("things", "period: day", "period: clock", "rule-does-not-fit", at: "period: clock"),
        Mistake("things", "    place: scene\n", "    place: home\n", "unknown-place", at: "place: home"),
        Mistake("things", "name: colour", "name: number", "duplicate-id", at: "name: number"),
        Mistake("things", "name: colour", "name: Colour", "bad-identifier", at: "name: Colour"),
        Mistake("things", "id: other-thing", "id: thing", "duplicate-id", at: "id: thing"),
        Mistake("things", "type: time\n", "type: time\n        may-lie-ahead: true\n", "rule-does-not-fit", at: "may-lie-ahead"),
        Mistake("things", "type: time\n", "type: time\n        supplementary: perhaps\n", "wrong-type", at: "supplementary: perhaps"),
        Mistake("things", "    fields:\n", "    fields: none\n    felder:\n", "wrong-type", at: "fields: none"),
        Mistake("things", "title: Things", "title: \"Things", "malformed-yaml", at: "title: \"Things"),
        Mistake("things", "  title: Things\n", "  title: Things\n  title: Again\n", "repeated-key", at: "  title: Again"),
        Mistake("things", "dataset:\n", "dataset:\n\t- x\n", "malformed-yaml", at: "- x"),
        Mistake("lists", "      G | Green\n", "      G\n", "bad-code-line", at: "      G"),
        Mistake("lists", "      G | Green\n", "      R | Green\n", "duplicate-code", at: "R | Green"),
        Mistake("lists", "      G | Green\n", "      G | Green | | ROT\n", "duplicate-code", at: "G | Green"),
        Mistake("lists", "| sensitive", "| dangerous", "unknown-value", at: "dangerous"),
        Mistake("lists", "    open: false\n", "", "missing-key", at: "id: colours"),
        Mistake("lists", "codes: |\n", "codes: >\n", "wrong-type", at: "codes: >"),
        Mistake("lists", "    title: Colours\n", "    titel: Colours\n", "unknown-key", at: "titel"),
        Mistake("book", "groups: [responsible-authority]", "groups: [responsible]", "unknown-value", at: "groups:"),
        Mistake("book", "    restricted: false\n", "", "missing-key", at: "id: census"),
        Mistake("book", "level: 2", "level: high", "wrong-type", at: "level: high"),
        Mistake("book", "key: caveats", "key: cave-ats", "missing-key", at: "title: Form"),
        Mistake("book", "rulebook: {id: small, title: Small, source: Typed for tests}\n", "", "missing-part", at: "markings:"),
        Mistake("book", "markings:", "marking:", "unknown-key", at: "marking:"),
    ]

    @Test("are each reported with code, file, line and remedy", arguments: mistakes)
    func reported(mistake: Mistake) throws {
        var texts = ["book": SmallRulebook.book, "lists": SmallRulebook.lists, "things": SmallRulebook.dataset]
        let text = try #require(texts[mistake.file])
        let broken = try mistake.made(in: text)
        texts[mistake.file] = broken
        let faults = SmallRulebook.faults(
            SmallRulebook.files(book: texts["book"] ?? "", lists: texts["lists"] ?? "", dataset: texts["things"] ?? ""))
        #expect(!mistake.matching(among: faults).isEmpty, "\(faults)")
        #expect(mistake.isReported(among: faults, in: broken), "\(mistake.matching(among: faults))")
        #expect(faults.allSatisfy { !$0.message.isEmpty && !$0.remedy.isEmpty })
    }

    @Test("are all found in one go, in the order of files and lines")
    func allAtOnce() {
        let dataset = SmallRulebook.dataset.replacing("type: code", with: "type: cod").replacing("[police-force]", with: "[police]")
            .replacing("role: direct", with: "role: direct\n        rule: keep")
        let lists = SmallRulebook.lists.replacing("G | Green", with: "G")
        let faults = SmallRulebook.faults(SmallRulebook.files(lists: lists, dataset: dataset))
        #expect(faults.map(\.code) == ["bad-code-line", "unknown-agency-class", "unknown-value", "identifier-not-deleted"])
    }

    @Test("one malformed file hides no fault of another, and what it would have defined is not called missing")
    func malformedFile() {
        let lists = SmallRulebook.lists.replacing("title: Colours", with: "title: [Colours")
        let dataset = SmallRulebook.dataset.replacing("type: time", with: "type: tim")
        let faults = SmallRulebook.faults(SmallRulebook.files(lists: lists, dataset: dataset))
        #expect(faults.map(\.code) == ["malformed-yaml", "unknown-value"])
    }

    @Test("a folder without a rulebook is faulty, not empty")
    func nothing() {
        #expect(SmallRulebook.faults([]).contains { $0.code == "missing-part" })
        #expect(SmallRulebook.faults([RulebookFile(path: "a.yaml", text: "")]).map(\.code) == ["empty-file"])
    }

    @Test("nesting, aliases and sizes that would exhaust a reader are refused")
    func hostile() {
        let deep = String(repeating: "[", count: 20_000)
        #expect(SmallRulebook.faults([RulebookFile(path: "a.yaml", text: deep)]).map(\.code) == ["nested-too-deep"])
        var laughs = "a: &a [x, x]\n"
        for (outer, inner) in zip("bcdefghijklmnop", "abcdefghijklmno") { laughs += "\(outer): &\(outer) [*\(inner), *\(inner)]\n" }
        #expect(SmallRulebook.faults([RulebookFile(path: "a.yaml", text: laughs)]).map(\.code) == ["too-many-aliases"])
        let huge = String(repeating: "# nothing\n", count: 500_000)
        #expect(SmallRulebook.faults([RulebookFile(path: "a.yaml", text: huge)]).map(\.code) == ["file-too-large"])
    }
}
