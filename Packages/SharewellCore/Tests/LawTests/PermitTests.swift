import Guidance
import Testing

@testable import Law

@Suite("Permits")
struct PermitTests {
    let decision = SharingDecision(person: "j-bloggs", day: CalendarDay(number: 20_000))

    @Test("nothing known: no permit, and not without restriction")
    func defaultDeny() throws {
        let law = try Fixture.law()
        let assessment = law.assess(try law.complete(LawFacts()))
        #expect(assessment.conclusion != .unrestricted && assessment.personal == .unknown && !assessment.missing.isEmpty)
        let refusal = #expect(throws: PermitRefusal.self) { _ = try assessment.permit(decidedBy: decision) }
        #expect(refusal?.code == .missing)
    }

    @Test("depersonalised between signatories is permitted by rule, and the rule is named")
    func byRule() throws {
        let sheet = """
            from: police-force
            to: council
            dataset: police-incident
            purpose: intelligence
            facts: {signed-same-protocol: yes, relevant-to-crime-reduction: yes}
            """
        let assessment = try #require(try Fixture.assess(sheet).assessments.first)
        #expect(assessment.conclusion == .unrestricted)
        #expect(assessment.summary.contains("without legal restriction") && assessment.summary.contains("legal duty"))
        let permit = try assessment.permit()
        #expect(permit.rules == ["section-17a"] && permit.decision == nil)
    }
}
