import Guidance
import Testing

@Suite("The marking of a thing")
struct MarkingRuleTests {
    func rulebook() throws -> Rulebook { try ShippedRulebook.rulebook.get() }

    static let known: [(MarkedContent, String)] = [
        (.kind(.publicInformation), "NOT PROTECTIVELY MARKED"), (.aggregate(source: "census"), "NOT PROTECTIVELY MARKED"),
        (.aggregate(source: "iquanta"), "RESTRICTED"), (.kind(.generalCitizenData), "PROTECT"), (.kind(.personalInformation), "RESTRICTED"),
        (.kind(.sensitiveInformation), "RESTRICTED"), (.kind(.intelligenceProduct), "RESTRICTED"), (.kind(.healthRecord), "RESTRICTED"),
        (.kind(.crimeRecord), "RESTRICTED"), (.kind(.violentAndSexOffenders), "CONFIDENTIAL"), (.kind(.witnessProtection), "CONFIDENTIAL"),
        (.records(RecordTypeID(rawValue: "police-recorded-crime-offence")), "RESTRICTED"), (.marked("PROTECT"), "PROTECT"),
        // What is not known is guarded most.
        (.records(RecordTypeID(rawValue: "unheard-of")), "CONFIDENTIAL"), (.aggregate(source: "unheard-of"), "CONFIDENTIAL"),
        (.marked("SECRET"), "CONFIDENTIAL"),
    ]

    @Test("is what its one content asks for")
    func single() throws {
        let rulebook = try rulebook()
        for (content, marking) in Self.known {
            let computed = rulebook.marking(of: [content])
            #expect(computed.marking.id == marking, "\(content)")
            #expect(!computed.reasons.isEmpty)
        }
        #expect(rulebook.marking(of: []).marking.id == "NOT PROTECTIVELY MARKED")
    }

    @Test("is the highest of its contents; order and repetition change nothing, and more contents never lower it", arguments: 1...4)
    func highest(seed: UInt64) throws {
        let rulebook = try rulebook()
        var random = RulebookMutationTests.Source(state: seed)
        for _ in 0..<500 {
            let chosen = (0..<Int.random(in: 1...6, using: &random)).compactMap { _ in Self.known.randomElement(using: &random) }
            let computed = rulebook.marking(of: chosen.map(\.0))
            let levels = chosen.compactMap { rulebook.marking($0.1)?.level }
            #expect(computed.marking.level == levels.max())
            let again = (chosen + chosen).shuffled(using: &random).map(\.0)
            #expect(rulebook.marking(of: again) == computed)
            let more = Self.known.randomElement(using: &random).map { chosen.map(\.0) + [$0.0] } ?? []
            #expect(rulebook.marking(of: more).marking.level >= computed.marking.level)
        }
    }

    @Test("no record type of §3.2 stands above RESTRICTED")
    func recordTypes() throws {
        let rulebook = try rulebook()
        for type in rulebook.recordTypes { #expect(rulebook.marking(of: [.records(type.id)]).marking.id == "RESTRICTED", "\(type.id)") }
    }

    @Test("is raised by anybody, and lowered only with the agreement of every originator")
    func changing() throws {
        let rulebook = try rulebook()
        let sorted = rulebook.markings.sorted { $0.level < $1.level }
        #expect(sorted.map(\.id) == ["NOT PROTECTIVELY MARKED", "PROTECT", "RESTRICTED", "CONFIDENTIAL"])
        for current in sorted {
            for new in sorted {
                func attempt(_ originators: Set<String>, _ agreed: Set<String>) -> String? {
                    try? current.changed(to: new, originators: originators, agreed: agreed).id
                }
                let raised = new.level >= current.level
                #expect(attempt(["police"], []) == (raised ? new.id : nil))
                #expect(attempt([], ["council"]) == (raised ? new.id : nil))
                #expect(attempt(["police", "health"], ["police", "council"]) == (raised ? new.id : nil))
                #expect(attempt(["police", "health"], ["health", "police"]) == new.id)
            }
        }
        #expect(throws: MarkingRefusal.self) { try sorted[2].changed(to: sorted[0], originators: ["police"], agreed: []) }
    }
}
