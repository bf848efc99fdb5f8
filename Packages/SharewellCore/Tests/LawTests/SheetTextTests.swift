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
            #expect(text[..<heading.lowerBound].split(separator: "\n").count <= 4, "\(found.name)")
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

    @Test("points and questions are counted each; of a list of which one is enough, what was answered no already is said")
    func counts() throws {
        let (assessed, text) = try page(
            "from: probation-trust\nto: police-force\npurpose: service-delivery\nprocess: ppo\nfacts: {personal: yes, protocol-signed: yes, consent-given: no}\n"
        )
        let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let missing = try #require(assessed.assessments.first).missing.count
        #expect(missing > 20 && flat.contains("points that are open are settled (\(missing) questions, not all of which need an answer)"))
        let second = try #require(assessed.assessments.first?.tests.first { $0.rule == "schedule-2" })
        #expect(second.oneIsEnough && second.questions.count == 5)
        #expect(
            flat.contains("Of the others: \(second.because.joined(separator: "; ")).") && second.because.count == 1, "\(second.because)")
    }

    @Test("who asks stands in the heading: a committee is not the public")
    func askers() throws {
        let rulebook = try Fixture.rulebook()
        for (asker, words) in [
            ("scrutiny-committee", "scrutiny committee"), ("public", "Freedom of Information"), ("partner", "an agency"),
        ] {
            let sheet = try page("from: police-force\nasked-by: \(asker)\nfacts: {depersonalised: yes}\n").0
            #expect(try #require(sheet.assessments.first).parties(rulebook).hasPrefix("Police force to a"), "\(asker)")
            #expect(try #require(sheet.assessments.first).parties(rulebook).contains(words), "\(asker)")
        }
        #expect(
            try page("from: police-force\nfacts: {depersonalised: yes}\n").0.assessments.first?.parties(rulebook)
                == "Police force to whoever asks")
    }

    @Test("a short name is not guessed at: another one of a few letters was not meant", arguments: ["GP", "HMX", "PCX", "CPX", "XYZ"])
    func short(name: String) throws {
        let fault = try #require(try Fixture.faults("from: police\nto: \(name)\n").first { $0.code == "unknown-agency-class" })
        #expect(!fault.remedy.contains("Did you mean") && fault.remedy.contains("sharewell guidance classes"), "\(fault.remedy)")
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
