import Foundation
import Testing

@Suite("guidance")
struct GuidanceCheckTests {
    @Test("check reports the faults of rules, profiles and rule pack together, each where it stands")
    func everyFault() throws {
        let harness = try Harness()
        let folder = harness.folder.appending(path: "rules")
        try FileManager.default.copyItem(at: harness.root.appending(path: "Guidance/england-wales-2010"), to: folder)
        let sound = try harness.run("guidance", "check", folder.path, "--json")
        #expect(sound.status == 0 && sound.objects.first?["valid"] as? Bool == true)
        let profile = try #require(
            try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "profiles").path).filter { $0.hasSuffix(".yaml") }
                .min())
        var lines: [String: Int] = [:]
        for (path, fault) in [
            ("markings.yaml", "mistake: 1\n"), ("profiles/\(profile)", "mistake: 1\n"),
            ("rule-packs/a1-2010-r1/numbers.yaml", "mistake: 1\n"), ("rule-packs/a1-2010-r1/typeless-streets.yaml", "area: [KENT\nx: y\n"),
        ] {
            let file = folder.appending(path: path)
            var text = try String(contentsOf: file, encoding: .utf8)
            if !text.hasSuffix("\n") { text += "\n" }
            lines[path] = text.split(separator: "\n", omittingEmptySubsequences: false).count
            try (text + fault).write(to: file, atomically: true, encoding: .utf8)
        }
        let result = try harness.run("guidance", "check", folder.path, "--json")
        #expect(result.status == 65)
        let faults = try #require(result.objects.first?["faults"] as? [[String: Any]])
        for (path, line) in lines {
            let found = faults.filter { $0["file"] as? String == path }
            #expect(found.count == 1, "\(path): \(found)")
            #expect((found.first?["line"] as? Int).map { $0 >= line } == true, "\(path): \(found)")
        }
        #expect(faults.count == lines.count, "\(faults)")
    }

    @Test("with --json an error is JSON too", arguments: ["classes", "aggregates"])
    func errorsAreJSON(_ command: String) throws {
        let harness = try Harness()
        let result = try harness.run(
            ["guidance", command, "--json"], under: ["/usr/bin/env", "SHAREWELL_GUIDANCE=\(harness.path("nowhere"))"])
        #expect(result.status != 0)
        let error = try #require(result.objects.first?["error"] as? [String: Any])
        #expect(error["code"] as? String == "no-rulebook")
    }
}
