import Foundation
import Testing

@Suite("Request forms: as they are printed, as the page explains them", .serialized)
struct RequestFormTests {
    private func begin(_ harness: Harness) throws {
        try harness.begin()
        try harness.must("agency", "add", "probation", "--name", "Probation", "--class", "probation-trust")
        try harness.must("protocol", "sign", "isp", "--agency", "probation", "--consent-document", "minute 1")
        try harness.must("person", "add", "m-rao", "--name", "M Rao", "--agency", "probation", "--role", "meeting-member")
        try harness.must("agency", "liaison-officer", "beds-police", "--person", "p-officer")
    }

    private static var inThirtyDays: String {
        String(ISO8601DateFormatter().string(from: Date().addingTimeInterval(30 * 86_400)).prefix(10))
    }

    /// The example of docs/formats/request-form.md, with a day that is always ahead.
    private func example(_ harness: Harness) throws -> String {
        let page = try String(contentsOf: harness.root.appending(path: "docs/formats/request-form.md"), encoding: .utf8)
        let parts = page.components(separatedBy: "```yaml\n")
        let form = try #require(parts.count == 2 ? parts[1].components(separatedBy: "```").first : nil)
        #expect(form.contains("destroy-by: 2027-03-31"))
        return form.replacing("destroy-by: 2027-03-31", with: "destroy-by: \(Self.inThirtyDays)")
    }

    @Test("the example of the page is taken as it stands, and assessing it prints commands that work as they are typed")
    func exampleOfThePage() throws {
        let harness = try Harness()
        try begin(harness)
        try example(harness).write(toFile: harness.path("request.yaml"), atomically: true, encoding: .utf8)
        let made = try harness.must("request", "make", harness.path("request.yaml"), "--as", "m-rao")
        #expect(made.output.contains("Name [name]") && made.output.contains("2, whose references are sealed"))
        #expect(!made.output.contains("PPO/2026/0017"))

        let page = try harness.must("request", "assess", "r000001", "--as", "p-officer").output
        let commands = page.split(separator: "\n").compactMap { line -> [String]? in
            guard let start = line.range(of: "To answer, with =yes or =no: sharewell request state ") else { return nil }
            return ["request", "state"] + line[start.upperBound...].split(separator: " ").map(String.init)
        }
        #expect(commands.count >= 5 && page.contains("WHAT CAN BE DONE NOW"))
        #expect(page.contains("sharewell request grant r000001 --why WHY --as p-officer"))
        for command in commands {
            // As a person would answer them: none of these is so.
            let answered = command.map { $0.replacing("=yes", with: "=no") }
            try harness.must(answered)
        }
        let later = try harness.must("request", "assess", "r000001", "--as", "p-officer").output
        let asked = commands.map { $0[3].replacing("=yes", with: "") }
        #expect(asked.allSatisfy { !later.contains("[\($0), ") }, "what was answered is asked no more")
    }

    @Test("a form as it is printed asks to be filled in, at each place that is empty, and for nothing else")
    func blank() throws {
        let harness = try Harness()
        try begin(harness)
        for dataset in ["prolific-and-other-priority-offender", harness.crime] {
            let form = try harness.must("request", "form", "--dataset", dataset).output
            #expect(form.split(separator: "\n").allSatisfy { $0.count <= 140 })
            try form.write(toFile: harness.path("blank.yaml"), atomically: true, encoding: .utf8)
            let refused = try harness.run("request", "make", harness.path("blank.yaml"), "--as", "m-rao")
            let faults = refused.notes.split(separator: "\n").filter { $0.contains("blank.yaml:") }
            #expect(refused.status == 65 && faults.count >= 6)
            #expect(faults.allSatisfy { $0.hasSuffix("has no value.") || $0.hasSuffix("is not a text.") }, "\(faults)")
        }
    }

    @Test("what a form says wrongly is refused with the place, the reason and what was most likely meant")
    func wrong() throws {
        let harness = try Harness()
        try begin(harness)
        let form = try example(harness)
        for (right, wrong, expected) in [
            ("  - name\n", "  - curent_status\n", "Did you mean current_status?"),
            ("  - name\n", "  - nam\n", "See sharewell datasets show"),
            ("source: beds-police", "source: luton-council", "beds-police"),
            ("dataset: prolific-and-other-priority-offender\n", "dataset: priority-offenders\n", "prolific-and-other-priority-offender"),
            ("benefit: what Probation's assessments say comes back to the police", "benefit: x", "Benefit says nothing"),
            ("  process-is-ppo: yes", "  process-ppo: yes", "process-is-ppo"),
            ("  kept-secure: yes", "  held-in-confidence: no", "--as p-officer"),
            ("necessity: the scheme cannot manage offenders whose progress it does not know", "necessity: we need it", "necessity"),
        ] {
            #expect(form.contains(right))
            try form.replacing(right, with: wrong).write(toFile: harness.path("wrong.yaml"), atomically: true, encoding: .utf8)
            let refused = try harness.run("request", "make", harness.path("wrong.yaml"), "--as", "m-rao")
            #expect(refused.status == 77 && refused.notes.contains(expected), "\(wrong): \(refused.notes)")
        }
        #expect(try harness.must("request", "list", "--as", "m-rao").output.hasPrefix("No request concerns you"))
    }
}
