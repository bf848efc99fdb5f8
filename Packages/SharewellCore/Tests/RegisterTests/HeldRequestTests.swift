import Guidance
import Testing

@testable import Register

@Suite("A hub restored without what happened since: requests")
struct HeldRequestTests {
    private static let why = "the scheme cannot manage them without it"

    @Test("a hub restored without what happened since holds every open request until whoever made it says that it stands")
    func heldRequests() throws {
        var hub = try RequestFixture()
        let (member, officer) = (RequestFixture.member, RequestFixture.officer)
        try hub.base.run(.partnership(.agree(nil)), by: officer)
        let submitted = try hub.ready(), queried = try hub.made(), half = try hub.ready(), appealed = try hub.made(),
            refused = try hub.made(),
            withdrawn = try hub.made()
        let open = [submitted, queried, half, appealed]
        #expect(hub.code(.query(queried, "Which of them?"), by: officer) == nil)
        try hub.base.state.apply(
            .guardianAdvised(GuardianAdvised(request: half, agrees: true, why: "agreed", by: try guardian(&hub))), at: Fixture.now)
        let terms = GrantTerms(asking: try #require(hub.base.state.requests[half]).content, for: RequestFixture.probation)
        try hub.base.state.apply(
            .requestHalfReleased(RequestHalfReleased(request: half, terms: terms, why: Self.why, by: officer)), at: Fixture.now)
        let reason = try #require(hub.base.register.rulebook.refusalReasons.first).id
        for id in [appealed, refused] { #expect(hub.code(.refuse(id, reason: reason, why: "not now"), by: officer) == nil) }
        #expect(hub.code(.appeal(appealed, why: "it is needed"), by: member) == nil)
        #expect(hub.code(.withdraw(withdrawn, why: "off"), by: member) == nil)
        #expect(hub.base.state.openRequests.map(\.id) == open)
        let before = hub.base.state
        // A ledger of before it was so, and a hub of which everything is known, hold nothing.
        for restored in [
            HubRestored(backup: 1, missing: 0, isCertain: false, holdsRequests: nil), HubRestored(backup: 1, missing: 0, isCertain: true),
        ] {
            var other = before
            try other.apply(.hubRestored(restored), at: Fixture.now)
            #expect(other.requests == before.requests)
        }
        try hub.base.state.apply(.hubRestored(HubRestored(backup: 1, missing: 3, isCertain: false)), at: Fixture.now)
        func persons(_ id: RequestID) -> Refusal.Code? {
            hub.base.refusal { () throws(Refusal) in _ = try hub.base.register.permitPersons(of: id, to: officer, at: Fixture.now) }
        }
        for id in open {
            #expect(hub.base.state.requests[id]?.stage == .held)
            #expect(hub.base.state.requests[id]?.firstRelease == nil && hub.base.state.requests[id]?.advice == nil)
            #expect(persons(id) == .wrongStage)
            for move in [
                RequestMove.grant(id, why: Self.why), .query(id, "Is it?"), .state(id, ["held-in-confidence": false]),
                .advise(id, agrees: true, why: "fine"), .settle(id, upholding: false, why: "again"), .reply(id, "it stands"),
            ] { #expect(hub.code(move, by: officer) != nil, "\(move)") }
            var forged = hub.base.state
            #expect(throws: ImpossibleEvent.self) {
                try forged.apply(.personsShown(PersonsShown(request: id, by: officer)), at: Fixture.now)
            }
            #expect(hub.base.register.needsPersons(of: id, at: Fixture.now))
            #expect(
                hub.base.register.duties(on: Fixture.now.day).contains {
                    $0.settling == .answer(id) && $0.who == member.rawValue && $0.due == nil
                })
        }
        #expect(hub.base.state.requests[withdrawn] == before.requests[withdrawn])
        // What was refused in the backup stays so; it may have been appealed and upheld since, and its list destroyed.
        #expect(hub.base.state.requests[refused]?.stage == .refused && persons(refused) == .wrongStage)
        // Taken back by whoever made it, refused by the source, or standing: then it is decided anew, with the reading that says so.
        var others = hub
        #expect(others.code(.withdraw(queried, why: "taken back in March"), by: member) == nil)
        #expect(others.code(.refuse(half, reason: reason, why: "refused in March"), by: officer) == nil)
        let reading = try #require(hub.base.state.requests[submitted]).reading
        #expect(hub.code(.reply(submitted, "we still need it"), by: member) == nil)
        #expect(hub.base.state.requests[submitted]?.stage == .submitted && persons(submitted) == nil)
        #expect(hub.code(.grant(submitted, why: Self.why, reading: reading), by: officer) == .requestChanged)
        #expect(hub.code(.grant(submitted, why: Self.why, reading: reading + 1), by: officer) == nil)
        #expect(hub.code(.reply(appealed, "we still need it"), by: member) == nil)
        #expect(hub.base.state.requests[appealed]?.stage == .submitted)
    }

    @Test(
        "whom a refused request is about is shown after such a restoring only once it is appealed, whether it was refused before or since")
    func refused() throws {
        var hub = try RequestFixture()
        let (member, officer) = (RequestFixture.member, RequestFixture.officer)
        try hub.base.run(.partnership(.agree(nil)), by: officer)
        let before = try hub.made(), since = try hub.made(), later = try hub.made()
        let reason = try #require(hub.base.register.rulebook.refusalReasons.first).id
        func isShown(_ id: RequestID) -> Bool {
            var state = hub.base.state
            let isPossible = (try? state.apply(.personsShown(PersonsShown(request: id, by: officer)), at: Fixture.now)) != nil
            let code = hub.base.refusal { () throws(Refusal) in
                _ = try hub.base.register.permitPersons(of: id, to: officer, at: Fixture.now)
            }
            #expect(isPossible == (code == nil), "\(id)")
            return code == nil
        }
        #expect(hub.code(.refuse(before, reason: reason, why: "not now"), by: officer) == nil)
        #expect(isShown(before))
        try hub.base.state.apply(.hubRestored(HubRestored(backup: 1, missing: 3, isCertain: false)), at: Fixture.now)
        #expect(hub.code(.refuse(since, reason: reason, why: "refused in March"), by: officer) == nil)
        for id in [before, since] {
            #expect(hub.base.state.requests[id]?.stage == .refused && !isShown(id))
            // The list stays for an appeal.
            #expect(hub.base.register.needsPersons(of: id, at: Fixture.now))
            #expect(hub.code(.appeal(id, why: "it is needed"), by: member) == nil)
            #expect(isShown(id))
        }
        // Refused after it was said that it stands: as any other.
        #expect(hub.code(.reply(later, "we still need it"), by: member) == nil)
        #expect(hub.base.state.requests[later]?.history.last?.wasHeld == true)
        #expect(hub.code(.refuse(later, reason: reason, why: "not now"), by: officer) == nil)
        #expect(isShown(later))
    }

    @Test("an objection stays where a request is held")
    func objection() throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        let advised = GuardianAdvised(request: id, agrees: false, why: "not this", by: try guardian(&hub))
        try hub.base.state.apply(.guardianAdvised(advised), at: Fixture.now)
        try hub.base.state.apply(.hubRestored(HubRestored(backup: 1, missing: 3, isCertain: false)), at: Fixture.now)
        #expect(hub.base.state.requests[id]?.advice == advised)
    }

    /// A guardian of the source.
    private func guardian(_ hub: inout RequestFixture) throws -> PersonID {
        let guardian = PersonID(rawValue: "p-guardian")
        try hub.base.run(.addPerson(id: guardian, name: "G", agency: Fixture.police, roles: [.guardian], datasets: []))
        try hub.base.run(.partnership(.nameGuardian(Fixture.police, guardian)))
        return guardian
    }
}
