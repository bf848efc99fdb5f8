import Guidance
import Testing

@testable import Law

/// Laws and sheets that are too deep, too long or too large, by mistake or on purpose: each is a fault that says so, and none uses up the
/// stack or the day.
@Suite("Robustness of laws and sheets")
struct RobustnessTests {
    private func faults(_ text: String) -> [RulebookFault] {
        do { _ = try LawBook.load(files: [RulebookFile(path: "law/x.yaml", text: text)], rulebook: nil) } catch { return error.faults }
        return []
    }

    private func rule(_ id: String, _ asks: String) -> String {
        "  - {id: \(id), title: C, kind: power, law: L, section: §1, for: any, satisfied: \(asks), explanation: E, remedy: M}\n"
    }

    private func nested(_ depth: Int) -> String {
        LawLoadingTests.sound.replacing(
            "satisfied: agreed",
            with: "satisfied: " + String(repeating: "{not: ", count: depth) + "agreed" + String(repeating: "}", count: depth))
    }

    @Test(
        "an expression nested deep: a few are read, more than 32 are a fault, and a hundred thousand too",
        arguments: [3, 31, 32, 33, 900, 100_000])
    func deep(depth: Int) {
        let found = faults(nested(depth))
        if depth < 32 {
            #expect(found.isEmpty)
        } else {
            #expect(found.map(\.code) == [depth < 900 ? "bad-expression" : depth == 900 ? "bad-expression" : "nested-too-deep"], "\(found)")
            #expect(found.allSatisfy { !$0.remedy.isEmpty && $0.line >= 1 })
        }
    }

    @Test("a long chain of rules is a fault, in whatever order they stand", arguments: [32, 33, 20_000])
    func chains(length: Int) {
        let rules = (0..<length).map { rule("r-\($0)", $0 + 1 < length ? "{rule: r-\($0 + 1)}" : "agreed") }
        for ordered in [rules, rules.reversed()] {
            let found = faults(LawLoadingTests.sound + ordered.joined())
            #expect(found.map(\.code) == (length < 32 ? [] : ["rule-too-large"]), "\(found.prefix(3))")
        }
    }

    @Test("rules that double at every step are a fault before they take for ever")
    func doubling() {
        let rules = (0..<31).map { rule("r-\($0)", $0 < 30 ? "{all: [{rule: r-\($0 + 1)}, {rule: r-\($0 + 1)}]}" : "agreed") }
        #expect(faults(LawLoadingTests.sound + rules.joined()).map(\.code) == ["rule-too-large"])
        let few = (0..<5).map { rule("r-\($0)", $0 < 4 ? "{all: [{rule: r-\($0 + 1)}, {rule: r-\($0 + 1)}]}" : "agreed") }
        #expect(faults(LawLoadingTests.sound + few.joined()).isEmpty)
    }

    @Test("a circle of twenty thousand rules is reported once, in a message that can be read")
    func circle() {
        let rules = (0..<20_000).map { rule("r-\($0)", "{rule: r-\(($0 + 1) % 20_000)}") }
        let found = faults(LawLoadingTests.sound + rules.joined())
        #expect(found.map(\.code) == ["cycle"] && (found.first?.message.utf8.count ?? 0) < 500, "\(found.map(\.message.count))")
    }

    @Test("facts that follow from each other in a long chain are reckoned in time, whichever way they stand")
    func longImplications() throws {
        let count = 4_000
        let facts = (0..<count).map { number in
            "  - {id: f-\(number), title: T, question: Q?, who: officer, section: §1"
                + (number + 1 < count ? ", implies: f-\(number + 1)}\n" : "}\n")
        }
        for ordered in [facts, facts.reversed()] {
            let text = LawLoadingTests.sound.replacing("rules:", with: ordered.joined() + "rules:")
            let law = try LawBook.load(files: [RulebookFile(path: "law/x.yaml", text: text)], rulebook: nil)
            #expect(try law.complete(LawFacts(["f-0": .yes]))["f-\(count - 1)"] == .yes)
            #expect(try law.complete(LawFacts(["f-\(count - 1)": .no]))["f-0"] == .no)
            #expect(throws: LawContradiction.self) { try law.complete(LawFacts(["f-0": .yes, "f-\(count - 1)": .no])) }
        }
    }

    @Test("a sheet of many unknown names, a deep one and a large one are refused")
    func sheets() throws {
        let many = "facts:\n" + (0..<20_000).map { "  unheard-of-\($0): yes\n" }.joined()
        let found = try Fixture.faults(many)
        #expect(found.count == 1_001 && found.last?.code == "more-faults" && found.first?.code == "unknown-fact")
        for depth in [500, 100_000] {
            let deep = "facts: " + String(repeating: "{a: ", count: depth) + "x" + String(repeating: "}", count: depth)
            #expect(try Fixture.faults(deep).count == 1)
        }
        #expect(try Fixture.faults("title: " + String(repeating: "x", count: 5 << 20)).map(\.code) == ["file-too-large"])
    }

    @Test("a key that stands twice is refused with both lines")
    func repeated() throws {
        let found = try Fixture.faults("from: police-force\nfacts:\n  consent-given: yes\n  held-in-confidence: no\n  consent-given: no\n")
        #expect(found.map(\.code) == ["repeated-key"] && found.first?.line == 5)
        #expect(found.first?.message.contains("on line 3 and on line 5") == true)
    }

    @Test("facts that contradict each other are refused with the line of each, and what to do")
    func contradictions() throws {
        let found = try Fixture.faults(
            "from: police-force\nfacts:\n  consent-given: yes\n  held-in-confidence: no\n  consent-withdrawn: yes\n")
        let fault = try #require(found.first)
        #expect(found.count == 1 && fault.code == "contradictory-facts" && fault.line == 5)
        #expect(fault.message.contains("consent-given stands on line 3, consent-withdrawn stands on line 5"), "\(fault.message)")
        #expect(fault.remedy.contains("Correct the one that is wrong"))
        let given = try #require(try Fixture.faults("from: council\nfacts:\n  source-is-police: yes\n").first)
        #expect(given.line == 3 && given.message.contains("the agency that holds the information (from)"), "\(given.message)")
    }

    @Test(
        "a rule, a fact or a choice without its section, or with one that is none, is a fault",
        arguments: ["", "section: 2.4", "section: §", "section: §x"])
    func sections(section: String) {
        let comma = section.isEmpty ? "" : ", " + section
        let law = LawLoadingTests.sound.replacing("law: L, section: §1", with: "law: L" + comma)
        #expect(faults(law).map(\.code) == [section.isEmpty ? "missing-key" : "bad-section"])
        let fact = LawLoadingTests.sound.replacing("question: R?, who: officer, section: §1", with: "question: R?, who: officer" + comma)
        #expect(faults(fact).map(\.code) == [section.isEmpty ? "missing-key" : "bad-section"])
    }

    @Test("a name that two facts share is a fault, whether identifier, other name or opposite")
    func sharedNames() {
        func law(_ more: String) -> String { LawLoadingTests.sound.replacing("question: A?,", with: "question: A?, \(more),") }
        #expect(faults(law("also-called: consented, opposite: declined")).isEmpty)
        for more in [
            "also-called: refused", "opposite: personal", "also-called: [yes-said, yes-said]", "also-called: said, opposite: said",
        ] {
            #expect(faults(law(more)).map(\.code) == ["duplicate-id"], "\(more)")
        }
        #expect(faults(law("also-called: Said Yes")).map(\.code) == ["bad-identifier"])
    }
}
