import Foundation
import Guidance
import Testing

@Suite("Faults in the matrix, the calendar and the prescribed information")
struct ProtectionFaultTests {
    static let text =
        """
        markings:
          - {id: PROTECT, title: Protect, section: §2.1D, level: 1, explanation: For some}
        agency-classes:
          - {id: shop, title: Shop, section: §2.2.2, groups: [invited]}
          - {id: council, title: Council, section: §2.2.1, groups: [relevant-authority]}
          - {id: police, title: Police, section: §2.2.1, groups: [relevant-authority]}
        storage-hierarchy:
          section: §4.3.6
          always: Careful
          options:
            - {id: best, title: Best, explanation: At home}
            - {id: next, title: Next, explanation: Elsewhere}
        matrix:
          title: Small
          section: §4.3.6
          source: Typed for tests
          higher-markings: Ask
          sign-in:
            - {id: nothing, title: Nothing}
            - {id: word, title: A word}
          registration:
            - {id: nobody, title: Nobody}
            - {id: somebody, title: Somebody}
          networks:
            - {id: wire, title: Wire}
          devices:
            - {id: desk, title: Desk, external: false}
            - {id: pocket, title: Pocket, external: true}
          notes:
            - {number: 1, text: Buttoned}
          levels:
            - impact: [IL3]
              marking: RESTRICTED
              systems: [Secrets]
              registration: somebody
              sign-in: word
              networks: [wire]
              access: {pocket: Y 1}
            - impact: [IL2]
              marking: PROTECT
              systems: [Others]
              registration: somebody
              sign-in: nothing
              any-network: true
              access: {pocket: Y}
        calendar:
          title: Days
          section: §2.4.2.4
          source: Nobody
          first-year: 2000
          holidays:
            - {id: new-year, title: New Year, source: Law, month: 1, day: 1}
            - {id: may, title: May Day, source: Law, month: 5, weekday: monday, which: first}
            - {id: friday, title: Good Friday, source: Custom, days-before-easter: 2}
          exceptions:
            - {adds: 2011-04-29, title: Wedding}
            - {moves: may, day: 2020-05-08, title: Victory}
        prescribed-information:
          title: Owed
          section: §2.4.1.1
          source: Nobody
          first-day: 2007-07-01
          months: 3
          items:
            - id: things
              title: Things
              owed-by: [police]
              supplied-by: [police-force]
              record-types: [thing]
              outward-postcode-only: false
            - id: others
              title: Others
              owed-by: [council]
              without-record-type: There is none
              outward-postcode-only: true
        marking-rules:

        """ + MarkedKind.allCases.map { "  - {content: \($0.rawValue), title: T, section: §2.1, marking: PROTECT}\n" }.joined()

    static func faults(_ text: String) -> [RulebookFault] {
        SmallRulebook.faults(SmallRulebook.files() + [RulebookFile(path: "more.yaml", text: text)])
    }

    @Test("the small ones have none")
    func none() { #expect(Self.faults(Self.text) == []) }

    static let mistakes: [Mistake] = [
        Mistake("more", "sign-in: word", "sign-in: ward", "unknown-step", at: "sign-in: ward"),
        Mistake("more", "registration: somebody", "registration: some", "unknown-step", at: "registration: some"),
        Mistake("more", "networks: [wire]", "networks: [wires]", "unknown-step", at: "networks: [wires]"),
        Mistake("more", "      networks: [wire]\n", "", "missing-key", at: "impact: [IL3]"),
        Mistake("more", "marking: RESTRICTED", "marking: SECRET", "unknown-marking", at: "marking: SECRET"),
        Mistake("more", "marking: RESTRICTED", "marking: PROTECT", "marking-without-level", at: "levels:"),
        Mistake("more", "marking: RESTRICTED", "marking: PROTECT", "duplicate-id", at: "levels:"),
        Mistake("more", "{pocket: Y 1}", "{pocket: Y 2}", "unknown-note", at: "pocket: Y 2"),
        Mistake("more", "{pocket: Y 1}", "{pocket: Y}", "unused-note", at: "notes:"),
        Mistake("more", "{pocket: Y 1}", "{pocket: maybe}", "unknown-value", at: "pocket: maybe"),
        Mistake("more", "{pocket: Y 1}", "{pockets: Y 1}", "unknown-device", at: "pockets: Y 1"),
        Mistake("more", "{pocket: Y 1}", "{desk: Y 1}", "unknown-device", at: "desk: Y 1"),
        Mistake("more", "{pocket: Y}", "{desk: Y}", "missing-cell", at: "{desk: Y}"),
        Mistake("more", "{id: pocket, title: Pocket, external: true}", "{id: pocket, title: Pocket}", "missing-key", at: "id: pocket"),
        Mistake("more", "{id: word, title: A word}", "{id: nothing, title: A word}", "duplicate-id", at: "sign-in:"),
        Mistake("more", "sign-in: nothing", "sign-in: word\n      also: [il3]", "duplicate-id", at: "levels:"),
        Mistake("more", "registration: somebody", "registration: nobody", "weaker-than-lower-level", at: "levels:"),
        Mistake("more", "{number: 1, text: Buttoned}", "{number: one, text: Buttoned}", "wrong-type", at: "number: one"),
        Mistake("more", "level: 1", "level: 3", "levels-out-of-order", at: "levels:"),
        Mistake("more", "- {id: next,", "- {id: best,", "duplicate-id", at: "options:"),
        Mistake("more", "always: Careful", "allways: Careful", "unknown-key", at: "allways"),
        Mistake("more", "month: 1, day: 1", "month: 13, day: 1", "wrong-type", at: "month: 13"),
        Mistake("more", "month: 1, day: 1", "month: 2, day: 29", "wrong-type", at: "day: 29"),
        Mistake("more", "month: 1, day: 1", "month: 1", "missing-key", at: "id: new-year"),
        Mistake("more", "weekday: monday, which: first", "weekday: mondy, which: first", "unknown-value", at: "mondy"),
        Mistake("more", "weekday: monday, which: first", "weekday: monday, which: first, day: 1", "rule-does-not-fit", at: "day: 1"),
        Mistake("more", "days-before-easter: 2", "days-before-easter: 2, month: 4", "rule-does-not-fit", at: "month: 4"),
        Mistake("more", "days-before-easter: 2", "days-before-easter: 200", "wrong-type", at: "days-before-easter: 200"),
        Mistake("more", "id: may", "id: new-year", "duplicate-id", at: "title: May Day"),
        Mistake("more", "moves: may", "moves: mai", "unknown-holiday", at: "moves: mai"),
        Mistake("more", "adds: 2011-04-29", "adds: 2011-02-29", "wrong-type", at: "adds: 2011-02-29"),
        Mistake("more", "adds: 2011-04-29", "adds: 2011-04-30", "rule-does-not-fit", at: "adds: 2011-04-30"),
        Mistake("more", "adds: 2011-04-29", "adds: 2011-04-22", "rule-does-not-fit", at: "adds: 2011-04-22"),
        Mistake("more", "adds: 2011-04-29", "adds: 1999-12-31", "rule-does-not-fit", at: "adds: 1999-12-31"),
        Mistake("more", "adds: 2011-04-29", "adds: 2011-04-29, moves: may", "rule-does-not-fit", at: "moves: may"),
        Mistake("more", "adds: 2011-04-29", "day: 2011-04-29", "rule-does-not-fit", at: "day: 2011-04-29"),
        Mistake("more", "first-year: 2000", "first-year: 20", "wrong-type", at: "first-year: 20"),
        Mistake("more", "first-day: 2007-07-01", "first-day: 2007-07-02", "wrong-type", at: "first-day"),
        Mistake("more", "months: 3", "months: 0", "wrong-type", at: "months: 0"),
        Mistake("more", "record-types: [thing]", "record-types: [thin]", "unknown-record-type", at: "[thin]"),
        Mistake("more", "owed-by: [council]", "owed-by: [counsel]", "unknown-agency-class", at: "[counsel]"),
        Mistake("more", "owed-by: [council]", "owed-by: [shop]", "not-under-the-duty", at: "[shop]"),
        Mistake("more", "      supplied-by: [police-force]\n", "", "cannot-supply", at: "record-types: [thing]"),
        Mistake("more", "      without-record-type: There is none\n", "", "missing-key", at: "id: others"),
        Mistake("more", "[thing]\n", "[thing]\n      without-record-type: None\n", "rule-does-not-fit", at: "without-record-type: None"),
        Mistake("more", "      outward-postcode-only: false\n", "", "missing-key", at: "id: things"),
        Mistake("more", "id: others", "id: things", "duplicate-id", at: "id: things"),
        Mistake("more", "content: health-record", "content: health-records", "unknown-value", at: "health-records"),
        Mistake("more", "content: health-record", "content: health-records", "missing-marking-rule", at: "marking-rules:"),
        Mistake("more", "content: health-record", "content: crime-record", "duplicate-id", at: "content: crime-record"),
        Mistake("more", "calendar:", "metadata-form: {}\ncalendar:", "duplicate-id", at: "metadata-form"),
    ]

    @Test("are each reported with code, file, line and remedy", arguments: mistakes)
    func reported(mistake: Mistake) throws {
        let broken = try mistake.made(in: Self.text)
        let faults = Self.faults(broken)
        #expect(mistake.isReported(among: faults, in: broken), "\(faults)")
        #expect(faults.allSatisfy { !$0.message.isEmpty && !$0.remedy.isEmpty })
    }

    @Test("a part that stands in two files is reported", arguments: ["matrix", "storage-hierarchy", "calendar", "prescribed-information"])
    func twice(key: String) throws {
        let files = SmallRulebook.files() + ["a.yaml", "b.yaml"].map { RulebookFile(path: $0, text: Self.text) }
        #expect(SmallRulebook.faults(files).contains { $0.code == "duplicate-id" && $0.message.contains(key) && $0.file == "b.yaml" })
    }

    @Test("random damage loads or has faults that name a line of the file; it never traps", arguments: 21...26)
    func neverTraps(seed: UInt64) {
        #expect(RulebookMutationTests.misplaced(damaging: Self.text, of: "more.yaml", seed: seed, faults: Self.faults) == [])
    }
}
