import Foundation
import Guidance
import Testing

@testable import Law

/// What a council officer reads.
@Suite("The assessment as text")
struct SheetTextTests {
    private func page(_ sheet: String) throws -> (assessed: SheetAssessment, text: String) {
        let assessed = try Fixture.assess(sheet)
        return (assessed, assessed.text(rulebook: try Fixture.rulebook()))
    }

    private func times(_ piece: String, in text: String) -> Int { text.split(separator: piece, omittingEmptySubsequences: false).count - 1 }

    @Test("the conclusion comes first, no line is too long, and every test has its § and every open question who can say, once")
    func read() throws {
        var asked = 0
        for found in SheetCasesTests.cases where found.refused == nil {
            let (assessed, text) = try page(found.sheet)
            let heading = try #require(text.range(of: "CONCLUSION"))
            #expect(text[..<heading.lowerBound].split(separator: "\n").count <= 3, "\(found.name)")
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 110 }, "\(found.name)")
            let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            for assessment in assessed.assessments {
                for test in assessment.tests where test.kind == .condition && !test.mayNotApply {
                    #expect(flat.contains("\(test.title) (\(test.law), \(test.section))"), "\(found.name) \(test.rule)")
                }
                guard assessment.conclusion != .notAsAsked, assessed.assessments.count == 1 else { continue }
                for question in assessment.missing {
                    asked += 1
                    #expect(times("[\(question.fact), \(question.section)]", in: flat) == 1, "\(found.name) \(question.fact)")
                    #expect(flat.contains("Ask \(question.who.joined(separator: " or "))"), "\(found.name)")
                }
            }
            if assessed.conclusion == .notAsAsked { #expect(text.contains("WHAT COULD BE SHARED INSTEAD\n  - ")) }
        }
        #expect(asked > 20)
    }

    @Test("what fails is named in the conclusion; what is missing is counted there")
    func conclusions() throws {
        let refused = try page("from: police-force\nto: private-group\nfacts: {information-is-personal: yes, consent-given: yes}\n").text
        #expect(refused.contains("Cannot be shared as asked. Not met: No personal information to occasional signatories (§2.2.4)."))
        let open = try page(
            "from: council\nasked-by: public\nfacts: {depersonalised: yes, protectively-marked: no, foi-exemption-applies: no, information-originated-elsewhere: yes}\n"
        )
        #expect(open.text.contains("May be shared if one point that is open is settled."))
        #expect(open.text.contains("  1. Was the agency that it came from consulted before anything is released?"))
    }

    @Test("of many pairs of agencies, what is the same for all is said once, and every pair is named")
    func pairs() throws {
        let found = try #require(SheetCasesTests.cases.first { $0.name.contains("ppo-sparse") })
        let (assessed, text) = try page(found.sheet)
        #expect(assessed.assessments.count == 9 && text.split(separator: "\n").count < 400)
        #expect(times("It is kept secure", in: text) == 1 && times("Power to share between relevant authorities", in: text) < 4)
        let rulebook = try Fixture.rulebook()
        for assessment in assessed.assessments {
            let parties = assessment.parties(rulebook)
            #expect(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(parties), "\(parties)")
        }
    }
}
