import Foundation
import Guidance
import Testing

@Suite("Faults in the enquiries, their exemptions and the calendars they are counted by")
struct EnquiryFaultTests {
    static let text = """
        calendar:
          title: Days
          section: §2.4.2.4
          source: Nobody
          first-year: 2000
          holidays:
            - {id: new-year, title: New Year, source: Law, month: 1, day: 1}
          elsewhere:
            - title: Other days
              source: Somebody
              holidays:
                - {id: saint, title: Saint, source: Law, month: 11, day: 30, since: 2007}
                - {id: summer, title: Summer, source: Law, month: 8, weekday: monday, which: first}
              exceptions:
                - {adds: 2011-04-29, title: Wedding}
        enquiries:
          - id: foi
            title: Request
            section: §2.4.2.4
            source: Act, section 10
            working-days: 20
            explanation: Promptly
            clarification: Act, section 1(3)
          - id: subject-access
            title: Access
            section: §2.4.2.5
            source: Act, section 7
            days: 40
            counts-first-day: true
            explanation: Within days
          - id: scrutiny
            title: Committee
            section: §2.4.1.2
            source: Regulations
            stated-by-enquirer: true
            owed-by-groups: [responsible-authority]
            explanation: By its day
        exemptions:
          - {id: foi-40, enquiry: foi, title: Personal, section: §2.4.2.4, source: "Act, section 40", met-by-depersonalising: true, absolute-by: "Act, section 2(3)"}
          - {id: dpa-29, enquiry: subject-access, title: Crime, section: §2.4.2.5, source: "Act, section 29"}

        """

    static func faults(_ text: String) -> [RulebookFault] {
        SmallRulebook.faults(SmallRulebook.files() + [RulebookFile(path: "more.yaml", text: text)])
    }

    @Test("the small ones have none")
    func none() { #expect(Self.faults(Self.text) == []) }

    static let mistakes: [Mistake] = [
        Mistake("more", "id: foi\n", "id: foy\n", "unknown-value", at: "id: foy"),
        Mistake("more", "id: subject-access", "id: foi", "duplicate-id", at: "id: foi"),
        Mistake("more", "    working-days: 20\n", "", "rule-does-not-fit", at: "id: foi"),
        Mistake("more", "    working-days: 20\n", "    working-days: 20\n    days: 3\n", "rule-does-not-fit", at: "id: foi"),
        Mistake("more", "working-days: 20", "working-days: 0", "wrong-type", at: "working-days: 0"),
        Mistake("more", "working-days: 20", "working-days: 367", "wrong-type", at: "working-days: 367"),
        Mistake("more", "working-days: 20", "working-days: twenty", "wrong-type", at: "working-days: twenty"),
        Mistake("more", "working-days: 20", "working-days: 20\n    counts-first-day: true", "rule-does-not-fit", at: "counts-first-day"),
        Mistake("more", "stated-by-enquirer: true", "stated-by-enquirer: false", "rule-does-not-fit", at: "id: scrutiny"),
        Mistake("more", "    title: Committee\n", "", "missing-key", at: "id: scrutiny"),
        Mistake("more", "    source: Act, section 10\n", "", "missing-key", at: "id: foi"),
        Mistake("more", "    explanation: Promptly\n", "", "missing-key", at: "id: foi"),
        Mistake("more", "    section: §2.4.1.2\n", "", "missing-key", at: "id: scrutiny"),
        Mistake("more", "section: §2.4.1.2", "section: 2.4.1.2", "bad-section", at: "section: 2.4.1.2"),
        Mistake("more", "[responsible-authority]", "[responsible]", "unknown-value", at: "[responsible]"),
        Mistake("more", "[responsible-authority]", "responsible-authority", "wrong-type", at: "owed-by-groups"),
        Mistake(
            "more", "stated-by-enquirer: true", "stated-by-enquirer: true\n    clarification: Law", "rule-does-not-fit",
            at: "clarification: Law"),
        Mistake("more", "clarification: Act", "clarified: Act", "unknown-key", at: "clarified: Act"),
        Mistake("more", "enquiry: foi,", "enquiry: foy,", "unknown-value", at: "enquiry: foy"),
        Mistake("more", "{id: foi-40, enquiry: foi,", "{id: foi-40,", "missing-key", at: "id: foi-40"),
        Mistake("more", "id: dpa-29", "id: foi-40", "duplicate-id", at: "title: Crime"),
        Mistake("more", "id: dpa-29", "id: DPA 29", "bad-identifier", at: "DPA 29"),
        Mistake("more", "title: Crime, ", "", "missing-key", at: "id: dpa-29"),
        Mistake("more", ", source: \"Act, section 29\"", "", "missing-key", at: "id: dpa-29"),
        Mistake("more", "met-by-depersonalising: true", "met-by-depersonalising: perhaps", "wrong-type", at: "perhaps"),
        Mistake("more", "absolute-by: \"Act, section 2(3)\"", "absolute-by: \"\"", "missing-value", at: "id: foi-40"),
        Mistake("more", "absolute-by: \"Act, section 2(3)\"", "absolute: true", "unknown-key", at: "absolute: true"),
        Mistake("more", "since: 2007", "since: 1999", "rule-does-not-fit", at: "since: 1999"),
        Mistake("more", "since: 2007", "since: 20070", "rule-does-not-fit", at: "since: 20070"),
        Mistake("more", "since: 2007", "since: always", "wrong-type", at: "since: always"),
        Mistake("more", "id: summer", "id: saint", "duplicate-id", at: "title: Summer"),
        Mistake("more", "adds: 2011-04-29", "adds: 2011-08-01", "rule-does-not-fit", at: "adds: 2011-08-01"),
        Mistake("more", "adds: 2011-04-29", "moves: new-year, day: 2011-04-29", "unknown-holiday", at: "moves: new-year"),
        Mistake("more", "      source: Somebody\n", "", "missing-key", at: "title: Other days"),
        Mistake("more", "- title: Other days", "- section: §2.1\n      title: Other days", "unknown-key", at: "section: §2.1"),
        Mistake("more", "first-year: 2000", "first-year: 20000", "wrong-type", at: "first-year: 20000"),
    ]

    @Test("are each reported with code, file, line and remedy", arguments: mistakes)
    func reported(mistake: Mistake) throws {
        let broken = try mistake.made(in: Self.text)
        let faults = Self.faults(broken)
        #expect(mistake.isReported(among: faults, in: broken), "\(faults)")
        #expect(faults.allSatisfy { !$0.message.isEmpty && !$0.remedy.isEmpty })
    }

    @Test("random damage loads or has faults that name a line of the file; it never traps", arguments: 31...36)
    func neverTraps(seed: UInt64) {
        #expect(RulebookMutationTests.misplaced(damaging: Self.text, of: "more.yaml", seed: seed, faults: Self.faults) == [])
    }
}
