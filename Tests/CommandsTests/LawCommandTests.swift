import Foundation
import Testing

@Suite("sharewell law")
struct LawCommandTests {
    let harness: Harness

    init() throws { harness = try Harness() }

    private func assess(_ sheet: String, _ more: String...) throws -> Harness.Result {
        let path = harness.path("case.yaml")
        try sheet.write(toFile: path, atomically: true, encoding: .utf8)
        return try harness.run(["law", "assess", path] + more)
    }

    @Test("the conclusion comes first, then tests with their law and section; the example can be assessed")
    func assessed() throws {
        let example = try harness.run("law", "example")
        let result = try assess(example.output)
        #expect(result.status == 0 && result.notes.isEmpty)
        #expect(result.output.contains("CONCLUSION\n  May be shared if"))
        #expect(result.output.contains("MISSING, AND WHO CAN SAY") && result.output.contains("Crime and Disorder Act 1998 s115, §2.4.1.1"))
        #expect(!result.output.contains("unknown"))
        let object = try #require(try assess(example.output, "--json").objects.first)
        #expect(object["conclusion"] as? String == "conditional")
        let assessment = try #require((object["assessments"] as? [[String: Any]])?.first)
        #expect((assessment["missing"] as? [Any])?.isEmpty == false && (assessment["tests"] as? [Any])?.isEmpty == false)
    }

    @Test(
        "each example can be assessed, and comes to what the guidance says",
        arguments: [
            ("ppo", "conditional"), ("marac", "conditional"), ("treatment", "not-as-asked"), ("accident-and-emergency", "unrestricted"),
            ("out-of-area", "not-as-asked"), ("freedom-of-information", "conditional"), ("scrutiny", "unrestricted"),
        ])
    func examples(name: String, conclusion: String) throws {
        let result = try assess(try harness.run("law", "example", name).output, "--json")
        #expect(result.status == 0 && result.objects.first?["conclusion"] as? String == conclusion, "\(result.notes)")
    }

    @Test("never a bare no: what could be shared instead stands under it")
    func instead() throws {
        let result = try assess("from: police-force\nto: private-group\nfacts: {information-is-personal: yes, consent-given: no}\n")
        #expect(result.status == 0 && result.output.contains("Cannot be shared as asked."))
        #expect(result.output.contains("WHAT COULD BE SHARED INSTEAD\n  - "))
    }

    @Test("a sheet that contradicts itself or misspells is refused with line and remedy, and as JSON too")
    func refused() throws {
        let misspelt = try assess("from: police-force\nfacts:\n  consent-givn: yes\n", "--json")
        #expect(misspelt.status == 65 && misspelt.notes.contains("case.yaml:3:") && misspelt.notes.contains("Did you mean consent-given?"))
        #expect((misspelt.objects.first?["error"] as? [String: Any])?["code"] as? String == "unknown-fact")
        let both = try assess("facts:\n  consent-given: yes\n  consent-refused: yes\n")
        #expect(both.status == 65 && both.notes.contains("contradict") && both.notes.contains("case.yaml:3:"))
        #expect(try harness.run("law", "assess", harness.path("nowhere.yaml")).status == 66)
    }

    @Test("rules, facts and choices are explained; a near name is offered")
    func explained() throws {
        #expect(try harness.run("law", "explain", "section-115").output.contains("Crime and Disorder Act 1998 s115"))
        #expect(try harness.run("law", "explain", "consent-given").output.contains("Who can say"))
        #expect(try harness.run("law", "explain", "purpose").output.contains("performance-monitoring"))
        let wrong = try harness.run("law", "explain", "section-151")
        #expect(wrong.status == 64 && wrong.notes.contains("Did you mean"))
        #expect(try harness.run("law", "rules", "--json").objects.allSatisfy { ($0["section"] as? String)?.hasPrefix("§") == true })
        #expect(try harness.run("law", "facts", "--json").objects.allSatisfy { ($0["who"] as? [String])?.isEmpty == false })
    }

    @Test("a rulebook of one's own: its faults are reported by guidance check, and law diff says what it changes")
    func ownRulebook() throws {
        let shipped = harness.root.appending(path: "Guidance/england-wales-2010")
        let own = harness.folder.appending(path: "own")
        try FileManager.default.copyItem(at: shipped, to: own)
        #expect(try harness.run("law", "diff", shipped.path, own.path).output == "The laws are the same.\n")
        let file = own.appending(path: "law/11-rules-powers.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.replacing("satisfied: consent-given", with: "satisfied: consent-in-writing").write(
            to: file, atomically: true, encoding: .utf8)
        let difference = try harness.run("law", "diff", shipped.path, own.path)
        #expect(difference.output.contains("changed rule consent-as-basis") && difference.output.contains("was: consent-given"))
        try text.replacing("satisfied: consent-given", with: "satisfied: {rule: consent-as-basis}").write(
            to: file, atomically: true, encoding: .utf8)
        let check = try harness.run("guidance", "check", own.path)
        #expect(check.status == 65 && check.output.contains("law/11-rules-powers.yaml:") && check.output.contains("circle"))
    }
}
