import Foundation
import Guidance
import Testing
import Yams

@testable import Law

/// Fact sheets as an outside examiner would write them from the text of the guidance, each with what the guidance says of it: one file of
/// `Tests/LawCases` each. They were written before the rules were looked at.
@Suite("Sheets written from the guidance")
struct SheetCasesTests {
    /// One file: a sheet, perhaps once for each of several answers, and what is to come of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let section: String
        let conclusion: String?
        let refused: String?
        /// Facts that must be asked for; empty for none at all.
        let missing: [String]?
        /// Sections under which it fails.
        let fails: [String]
        let duty: String?
        /// What the help on a refused sheet names.
        let teaches: [String]
        /// `fact` or `not fact`: each in turn is answered yes or no.
        let each: [String]
        let sheet: String
        var testDescription: String { "\(name) (\(section))" }
    }

    static let cases: [Case] = {
        let folder = URL(filePath: #filePath).appending(path: "../../LawCases").standardized
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().compactMap { name in
            guard let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8),
                let node = try? Yams.compose(yaml: text, .basic), let sheet = node["sheet"]?.string
            else { return nil }
            let expects = node["expects"]
            func list(_ node: Node?) -> [String]? { node?.sequence.map { $0.compactMap(\.string) } }
            return Case(
                name: name, section: node["section"]?.string ?? "", conclusion: expects?["conclusion"]?.string,
                refused: expects?["refused"]?.string, missing: list(expects?["missing"]), fails: list(expects?["fails"]) ?? [],
                duty: expects?["duty"]?.string, teaches: list(expects?["teaches"]) ?? [], each: list(node["each"]) ?? [], sheet: sheet)
        }
    }()

    @Test("there are a hundred of them, every one has its section and says what is to come of it, and each conclusion comes up")
    func many() throws {
        let folder = URL(filePath: #filePath).appending(path: "../../LawCases").standardized
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        #expect(Self.cases.count >= 100 && Self.cases.count == files.count)
        for found in Self.cases {
            #expect(found.section.hasPrefix("§") && (found.conclusion == nil) != (found.refused == nil), "\(found.name)")
        }
        for conclusion in Assessment.Conclusion.allCases {
            #expect(Self.cases.filter { $0.conclusion == conclusion.rawValue }.count >= 10, "\(conclusion)")
        }
    }

    @Test("what the guidance says of it is what comes of it", arguments: cases)
    func conclude(_ found: Case) throws {
        for change in found.each.isEmpty ? [""] : found.each {
            let sheet = Self.sheet(found, change)
            let faults = try Fixture.faults(sheet)
            if let refused = found.refused {
                #expect(faults.contains { $0.code == refused }, "\(faults)")
                for word in found.teaches {
                    #expect(faults.contains { $0.remedy.contains(word) || $0.message.contains(word) }, "\(word): \(faults)")
                }
                continue
            }
            #expect(faults.isEmpty, "\(change)")
            let assessed = try Fixture.assess(sheet)
            #expect(assessed.conclusion.rawValue == found.conclusion, "\(change): \(assessed.assessments.map(\.summary))")
            for assessment in assessed.assessments { try check(found, change, assessment) }
        }
    }

    private func check(_ found: Case, _ change: String, _ assessment: Assessment) throws {
        let missing = assessment.missing.map(\.fact)
        if let wanted = found.missing {
            #expect(wanted.isEmpty ? missing.isEmpty : wanted.allSatisfy(missing.contains), "\(change): \(missing)")
        }
        #expect(assessment.missing.allSatisfy { !$0.who.isEmpty && $0.section.hasPrefix("§") })
        let failing = assessment.tests.filter { test in
            switch test.kind {
            case .condition, .prohibition: test.outcome == .notSatisfied || test.outcome == .broken
            case .power, .duty: test.outcome == .notSatisfied && assessment.summary.contains("no legal power")
            case .exemption, .practice: false
            }
        }
        for section in found.fails {
            #expect(failing.contains { $0.section.hasPrefix(section) }, "\(change): \(failing.map(\.rule)), not \(section)")
        }
        if assessment.conclusion == .notAsAsked {
            #expect(!failing.isEmpty && !assessment.instead.isEmpty, "\(change)")
        } else {
            #expect(failing.isEmpty, "\(change): \(failing.map(\.rule))")
        }
        if let duty = found.duty {
            #expect(assessment.tests.contains { $0.kind == .duty && $0.outcome == .satisfied } == (duty == "yes"), "\(change)")
        }
        // Personal information waits for a person, whatever the rules say.
        if assessment.personal != .no { #expect(throws: PermitRefusal.self) { _ = try assessment.permit() } }
    }

    /// The sheet with one answer changed or added; facts stand last in it.
    private static func sheet(_ found: Case, _ change: String) -> String {
        guard let fact = change.split(separator: " ").last else { return found.sheet }
        let kept = found.sheet.split(separator: "\n").filter { !$0.hasPrefix("  \(fact):") }
        return kept.joined(separator: "\n") + "\n  \(fact): \(change.hasPrefix("not ") ? "no" : "yes")\n"
    }
}
