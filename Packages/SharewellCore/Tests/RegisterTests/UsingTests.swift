import Guidance
import Law
import Testing

@testable import Register

@Suite("Whatever is done under a grant asks the same")
struct UsingTests {
    private static let why = "the scheme cannot manage them without it"
    private static let yos = AgencyID(rawValue: "yos"), yosOfficer = PersonID(rawValue: "y-officer")

    /// A live grant to probation, and a youth offending service that has signed, too.
    private func granted(transfer: TransferMethod = .hub) throws -> (RequestFixture, GrantID) {
        var hub = try RequestFixture()
        try hub.base.run(.addAgency(id: Self.yos, name: "YOS", agencyClass: "probation-trust"))
        try hub.base.run(.sign(ProtocolID(rawValue: "isp"), agency: Self.yos, consents: "minute 7 of the partnership"))
        try hub.base.run(.addPerson(id: Self.yosOfficer, name: "Y", agency: Self.yos, roles: [.liaisonOfficer], datasets: []))
        let notification = DataProtectionNotification(number: "Z1234567", expires: Fixture.now.day + 400)
        try hub.base.run(.partnership(.recordNotification(Self.yos, notification)))
        let id = try hub.ready(transfer: transfer)
        #expect(hub.code(.grant(id, why: Self.why), by: RequestFixture.officer) == nil)
        for person in [RequestFixture.member, RequestFixture.officer] { try hub.base.run(.partnership(.agree(nil)), by: person) }
        let chief = PersonID(rawValue: "pr-officer")
        try hub.base.run(.addPerson(id: chief, name: "C", agency: RequestFixture.probation, roles: [.liaisonOfficer], datasets: []))
        try hub.base.run(.partnership(.recordPackageKey(RequestFixture.probation, "key-p")), by: chief)
        try hub.base.run(.partnership(.recordPackageKey(Self.yos, "key-y")), by: Self.yosOfficer)
        return (hub, try #require(hub.base.state.requests[id]?.grant))
    }

    private func package(_ hub: RequestFixture, _ grant: GrantID, to agency: AgencyID, of file: String?, by person: PersonID)
        -> Refusal.Code?
    {
        hub.base.refusal { () throws(Refusal) in
            _ = try hub.base.register.permitPackage(under: grant, to: agency, of: file, by: person, at: Fixture.now)
        }
    }

    @Test("a package goes where the grant lets it go, and holds what was taken under it")
    func packages() throws {
        var (hub, grant) = try granted()
        let member = RequestFixture.member, officer = RequestFixture.officer
        #expect(
            package(hub, grant, to: RequestFixture.probation, of: "any", by: officer) == nil, "the source sends what it likes of its own")
        #expect(package(hub, grant, to: Self.yos, of: "any", by: officer) == .beyondGrant)
        #expect(package(hub, grant, to: RequestFixture.probation, of: "any", by: member) == .beyondGrant)
        #expect(package(hub, grant, to: RequestFixture.probation, of: nil, by: Fixture.analyst) != nil)
        let answered = QueryAnswered(
            by: member, agency: RequestFixture.probation, dataset: Fixture.offenders, purpose: "case meeting", category: nil,
            fields: ["name"],
            questionDigest: "", supplies: [], agreements: [], records: 1, shown: 1, grant: grant, isAtMost: nil)
        try hub.base.state.apply(
            .extractReleased(ExtractReleased(question: answered, fileDigest: "the-extract", encrypted: false, marking: "RESTRICTED")),
            at: Fixture.now)
        #expect(package(hub, grant, to: RequestFixture.probation, of: "the-extract", by: member) == nil)
        #expect(package(hub, grant, to: Self.yos, of: "the-extract", by: member) == .beyondGrant, "no leave to pass it on yet")
        #expect(hub.code(.allowOnward(grant, to: Self.yos, why: "same case"), by: officer) == nil)
        #expect(package(hub, grant, to: Self.yos, of: "the-extract", by: member) == nil)
        #expect(hub.code(.stopOnward(grant, to: Self.yos, why: "the case moved"), by: officer) == nil)
        #expect(package(hub, grant, to: Self.yos, of: "the-extract", by: member) == .beyondGrant)
    }

    @Test("a hub restored without what happened since holds every live grant until an officer of its source says that it stands")
    func held() throws {
        var (hub, grant) = try granted()
        let (member, officer, second) = (RequestFixture.member, RequestFixture.officer, RequestFixture.second)
        let chief = PersonID(rawValue: "pr-officer"), probation = RequestFixture.probation
        #expect(package(hub, grant, to: probation, of: nil, by: member) == nil)
        #expect(hub.code(.allowOnward(grant, to: Self.yos, why: "same case"), by: officer) == nil)
        let request = try #require(hub.base.state.grants[grant]?.request)
        func persons() -> Refusal.Code? {
            hub.base.refusal { () throws(Refusal) in _ = try hub.base.register.permitPersons(of: request, to: officer, at: Fixture.now) }
        }
        #expect(persons() == nil)
        // A ledger of before it was so, and a hub of which everything is known, hold nothing.
        for restored in [
            HubRestored(backup: 1, missing: 0, isCertain: false, holdsGrants: nil), HubRestored(backup: 1, missing: 0, isCertain: true),
        ] {
            var other = hub.base.state
            try other.apply(.hubRestored(restored), at: Fixture.now)
            #expect(other.grants[grant]?.isLive(on: Fixture.now.day) == true)
            #expect(other.grants[grant]?.onward == [Self.yos])
        }
        try hub.base.state.apply(.hubRestored(HubRestored(backup: 1, missing: 3, isCertain: false)), at: Fixture.now)
        #expect(hub.base.state.grants[grant]?.isLive(on: Fixture.now.day) == false)
        #expect(persons() == .grantHeld)
        for person in [member, officer] { #expect(package(hub, grant, to: probation, of: nil, by: person) == .grantHeld) }
        #expect(hub.code(.allowOnward(grant, to: Self.yos, why: "same case"), by: officer) == .grantHeld)
        // Nor is an event believed that would have needed it.
        var forged = hub.base.state
        #expect(throws: (any Error).self) {
            try forged.apply(
                .packageSealed(PackageSealed(grant: grant, to: probation, key: "key-p", digest: "d", by: member)), at: Fixture.now)
        }
        for person in hub.base.state.people.keys {
            var state = hub.base.state, isBelieved = true
            let event = Event.grantConfirmed(GrantConfirmed(grant: grant, why: "our book", by: person))
            do { try state.apply(event, at: Fixture.now) } catch { isBelieved = false }
            #expect(isBelieved == [officer, second].contains(person), "\(person)")
        }
        for person in [member, chief, .firstCoordinator, Self.yosOfficer] {
            #expect(hub.code(.confirm(grant, why: "our book"), by: person) != nil, "\(person)")
        }
        #expect(hub.code(.confirm(grant, why: " "), by: officer) != nil)
        // Whoever finds that it was revoked revokes it again.
        var revoking = hub
        #expect(revoking.code(.revoke(grant, why: "revoked in March"), by: second) == nil)
        #expect(revoking.code(.confirm(grant, why: "our book"), by: officer) == .grantNotLive)
        #expect(revoking.base.state.grants[grant]?.isHeld == false, "it is revoked and waits for nobody")
        var ending = hub.base.state
        let over = Moment(milliseconds: Fixture.now.milliseconds + 4000 * 86_400_000)
        try ending.apply(.grantEnded(GrantEnded(grant: grant, destroyed: [], method: "erased")), at: over)
        #expect(ending.grants[grant]?.isHeld == false)
        #expect(hub.code(.confirm(grant, why: "our book"), by: second) == nil)
        #expect(package(hub, grant, to: probation, of: nil, by: member) == nil)
        #expect(persons() == nil)
        // Leave to pass it on may have been stopped without it, and is given anew, or not.
        #expect(hub.base.state.grants[grant]?.onward == [])
        #expect(throws: (any Error).self) {
            var forged = hub.base.state
            try forged.apply(
                .packageSealed(PackageSealed(grant: grant, to: Self.yos, key: "key-y", digest: "d", by: member)), at: Fixture.now)
        }
        var allowing = hub
        #expect(allowing.code(.allowOnward(grant, to: Self.yos, why: "same case"), by: officer) == nil)
        #expect(allowing.base.state.grants[grant]?.onward == [Self.yos])
        // Said once; a second time nothing is recorded.
        let size = hub.base.state.size
        #expect(hub.code(.confirm(grant, why: "our book"), by: officer) == nil)
        #expect(hub.base.state.size == size)
    }

    @Test("what closes a grant for answers closes it for packages and onward disclosure, too")
    func closing() throws {
        let (hub, grant) = try granted()
        let isp = ProtocolID(rawValue: "isp")
        let over = DataProtectionNotification(number: "Z1234567", expires: Fixture.now.day - 1)
        let changes: [(Command, PersonID)] = [
            (.withdrawSignature(isp, agency: RequestFixture.probation), .firstCoordinator),
            (.withdrawSignature(isp, agency: Fixture.police), .firstCoordinator),
            (.partnership(.withdrawProtocol(isp, why: "no longer wanted")), .firstCoordinator),
            (.partnership(.recordNotification(RequestFixture.probation, over)), .firstCoordinator),
            (.setAccessWay(AccessWay(network: "gsi", device: "cafe", signIn: "certificate", registration: "level-2")), .firstCoordinator),
            (
                .partnership(.setUndertaking(nil, text: String(repeating: "Another text for all to agree to. ", count: 3))),
                .firstCoordinator
            ),
            (.request(.revoke(grant, why: "the case is closed")), RequestFixture.officer),
        ]
        for (command, person) in changes {
            var changed = hub
            try changed.base.run(command, by: person)
            #expect(changed.had(grant, by: RequestFixture.member) != nil, "\(command)")
            #expect(package(changed, grant, to: RequestFixture.probation, of: nil, by: RequestFixture.member) != nil, "\(command)")
            #expect(package(changed, grant, to: RequestFixture.probation, of: "x", by: RequestFixture.officer) != nil, "\(command)")
        }
    }

    @Test("it goes on only to an agency that could have asked for it itself, and that owes its own attestation")
    func onward() throws {
        var (hub, grant) = try granted()
        let officer = RequestFixture.officer
        let group = AgencyID(rawValue: "group")
        try hub.base.run(.addAgency(id: group, name: "A group", agencyClass: "private-group"))
        #expect(hub.code(.allowOnward(grant, to: group, why: "same case"), by: officer) == .noSharedProtocol)
        for agency in [Fixture.police, RequestFixture.probation] {
            #expect(hub.code(.allowOnward(grant, to: agency, why: "same case"), by: officer) == .malformed)
        }
        #expect(hub.code(.allowOnward(grant, to: Self.yos, why: "same case"), by: RequestFixture.second) == .roleDoesNotAllow)
        let over = DataProtectionNotification(number: "Z1234567", expires: Fixture.now.day - 1)
        var changed = hub
        try changed.base.run(.partnership(.recordNotification(Self.yos, over)))
        #expect(changed.code(.allowOnward(grant, to: Self.yos, why: "same case"), by: officer) == .lawNotSatisfied)
        #expect(hub.code(.allowOnward(grant, to: Self.yos, why: "same case"), by: officer) == nil)
        try hub.base.state.apply(
            .packageSealed(PackageSealed(grant: grant, to: Self.yos, key: "key-y", digest: "d", by: RequestFixture.member)), at: Fixture.now
        )
        #expect(hub.code(.revoke(grant, why: "the case is closed"), by: officer) == nil)
        let given = try #require(hub.base.state.grants[grant])
        #expect(given.owing(on: Fixture.now.day) == [RequestFixture.probation, Self.yos] && given.overFrom == Fixture.now.day)
        #expect(hub.code(.attest(grant, method: "shredded"), by: Self.yosOfficer) == nil)
        #expect(hub.base.state.grants[grant]?.owing(on: Fixture.now.day) == [RequestFixture.probation])
        let duties = hub.base.register.duties(on: Fixture.now.day).filter { $0.what.contains("attestation") }
        #expect(duties.map(\.agency) == [RequestFixture.probation] && duties[0].due == CalendarDay(number: Fixture.now.day).description)
    }

    @Test("depersonalised records are about nobody in particular: no request for them names persons, of whichever record type")
    func nobodyInParticular() throws {
        var hub = try RequestFixture()
        var tried = 0
        for type in Fixture.rulebook.recordTypes where type.information == .depersonalised && type.sources.contains("police-force") {
            try hub.base.run(.changeProfile(person: Fixture.analyst, datasets: [type.id]))
            var content = RequestFixture.content(type.id, by: Fixture.analyst)
            content.fields = [try #require(type.fields.first { $0.place == nil }?.name)]
            #expect(hub.code(.make(content), by: Fixture.analyst) == .unsoundRequest, "\(type.id)")
            content.persons = 0
            content.isAboutEveryone = true
            #expect(hub.code(.make(content), by: Fixture.analyst) == .unsoundRequest, "\(type.id)")
            content.isAboutEveryone = false
            #expect(hub.code(.make(content), by: Fixture.analyst) == nil, "\(type.id)")
            tried += 1
        }
        #expect(tried > 1)
        #expect(hub.base.state.requests.values.allSatisfy { $0.content.persons == 0 })
        try hub.base.run(.changeProfile(person: Fixture.analyst, datasets: []))
        var content = RequestFixture.content(Fixture.crime, by: Fixture.analyst)
        (content.persons, content.fields) = (0, ["offence_type"])
        #expect(hub.code(.make(content), by: Fixture.analyst) == .notInProfile)
    }

    @Test("consent that has to be reviewed each year closes a grant when the year is over, until it is; withdrawn, at once")
    func consent() throws {
        var (hub, grant) = try granted()
        let id = try #require(hub.base.state.grants[grant]?.request)
        let review = "consent-reviewed-in-last-year"
        let (officer, day) = (RequestFixture.officer, Int64(86_400_000))
        #expect(hub.code(.state(id, [review: true]), by: RequestFixture.member) == .roleDoesNotAllow, "after the decision the source says")
        #expect(
            hub.code(
                .state(id, [review: true, "consent-in-writing": true, "consent-given": true, "information-is-treatment": true]), by: officer
            )
                == nil)
        let request = try #require(hub.base.state.requests[id])
        #expect(request.stage == .granted && request.reading == 1)
        let register = hub.base.register
        #expect(register.lapse(of: review, in: request) == Fixture.now.day + 365 && register.lapse(of: "consent-given", in: request) == nil)
        func outcome(after days: Int64) throws -> Assessment.Outcome? {
            let later = Moment(milliseconds: Fixture.now.milliseconds + days * day)
            let assessment = try hub.base.register.assess(try #require(hub.base.state.requests[id]), at: later)
            return assessment.tests.first { $0.rule == "treatment-consent" }?.outcome
        }
        #expect(try outcome(after: 0) == .satisfied && outcome(after: 365) == .satisfied && outcome(after: 366) == .missing)
        #expect(hub.code(.state(id, ["consent-given": false, "consent-withdrawn": true]), by: officer) != nil, "contradicts the review")
        #expect(
            hub.code(
                .state(id, [review: false, "consent-in-writing": false, "consent-given": false, "consent-withdrawn": true]), by: officer)
                == nil)
        #expect(try outcome(after: 0) != .satisfied)
        #expect(hub.had(grant, by: RequestFixture.member) == .lawNotSatisfied, "what was granted rests on it")
    }

    @Test("persons are shown only to those bound by the undertaking")
    func persons() throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        func shown() -> Refusal.Code? {
            hub.base.refusal { () throws(Refusal) in
                _ = try hub.base.register.permitPersons(of: id, to: RequestFixture.officer, at: Fixture.now)
            }
        }
        #expect(shown() == .undertakingMissing)
        try hub.base.run(.partnership(.agree(nil)), by: RequestFixture.officer)
        #expect(shown() == nil)
        // The Suffolk Matrix holds for them, too.
        var cafe = hub
        try cafe.base.run(
            .setAccessWay(AccessWay(network: "best-commercial", device: "cafe", signIn: "none", registration: "anonymous")))
        hub = cafe
        #expect(shown() == .accessNotAllowed)
    }

    @Test("when the persons of a request are destroyed nothing more comes of it")
    func withoutPersons() throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        try hub.base.state.apply(.personsDestroyed(PersonsDestroyed(request: id, method: "keys erased")), at: Fixture.now)
        var content = RequestFixture.content()
        content.persons = 0
        for (move, person) in [
            (RequestMove.amend(id, content), RequestFixture.member), (.grant(id, why: Self.why), RequestFixture.officer),
        ] { #expect(hub.code(move, by: person) == .wrongStage) }
        try hub.base.run(.partnership(.agree(nil)), by: RequestFixture.officer)
        #expect(throws: Refusal.self) { try hub.base.register.permitPersons(of: id, to: RequestFixture.officer, at: Fixture.now) }
    }

    @Test("a guardian who objects after the decision stops it, and a form that contradicts itself is not recorded")
    func later() throws {
        var (hub, grant) = try granted()
        let id = try #require(hub.base.state.grants[grant]?.request)
        let guardian = PersonID(rawValue: "p-guardian")
        try hub.base.run(.addPerson(id: guardian, name: "G", agency: Fixture.police, roles: [.guardian], datasets: []))
        try hub.base.run(.partnership(.nameGuardian(Fixture.police, guardian)))
        #expect(hub.had(grant, by: RequestFixture.member) == nil)
        #expect(hub.code(.advise(id, agrees: false, why: "the person is at risk"), by: guardian) == nil)
        #expect(hub.had(grant, by: RequestFixture.member) == .guardianObjects)
        var content = RequestFixture.content()
        content.facts = ["process-is-ppo": true, "process-is-marac": true]
        #expect(hub.code(.make(content), by: RequestFixture.member) == .unsoundRequest)
        content.facts = ["consent-given": true, "consent-refused": true]
        #expect(hub.code(.make(content), by: RequestFixture.member) == .unsoundRequest)
    }

    @Test("a grant that everybody attested is over: the hub destroys what it holds for it, and no sooner")
    func attested() throws {
        var (hub, grant) = try granted()
        func ends() -> Bool { hub.base.register.grantsToEnd(at: Fixture.now).contains { $0.id == grant } }
        let ended = Event.grantEnded(GrantEnded(grant: grant, destroyed: [], method: "nothing held"))
        #expect(!ends())
        #expect(throws: ImpossibleEvent.self, "it is live") { try hub.base.state.apply(ended, at: Fixture.now) }
        let supply = hub.base.state.nextSupply
        try hub.base.state.apply(.supplyTaken(.example(supply, of: Fixture.offenders, for: grant)), at: Fixture.now)
        try hub.base.state.apply(
            .extractBegun(
                ExtractBegun(
                    by: RequestFixture.member, agency: RequestFixture.probation, dataset: Fixture.offenders, purpose: "case meeting",
                    category: nil, fields: ["name"], questionDigest: "", supplies: [], agreements: [], encrypted: true, grant: grant)),
            at: Fixture.now)
        #expect(hub.code(.attest(grant, method: "shredded"), by: RequestFixture.member) == nil)
        #expect(ends())
        #expect(throws: ImpossibleEvent.self, "its supply is still held") { try hub.base.state.apply(ended, at: Fixture.now) }
        let orders = hub.base.register.suppliesToDestroy(endingWith: grant, at: Fixture.now)
        #expect(orders.map(\.supply) == [supply])
    }
}

@Suite("Events of requests and grants that somebody else wrote")
struct ForgedStepTests {
    /// An event with whoever else could be said to have done it.
    private typealias Forgery = (name: String, by: (PersonID) -> Event, able: Set<PersonID>)

    @Test("a step said to be taken by anybody who has no such part is not believed, nor one of nobody")
    func steps() throws {
        var hub = try RequestFixture()
        let guardian = PersonID(rawValue: "p-guardian"), chief = PersonID(rawValue: "pr-officer"),
            nobody = PersonID(rawValue: "nobody-at-all")
        try hub.base.run(.addPerson(id: guardian, name: "G", agency: Fixture.police, roles: [.guardian], datasets: []))
        try hub.base.run(.addPerson(id: chief, name: "C", agency: RequestFixture.probation, roles: [.liaisonOfficer], datasets: []))
        try hub.base.run(.partnership(.nameGuardian(Fixture.police, guardian)))
        try hub.base.run(.partnership(.recordPackageKey(RequestFixture.probation, "key")), by: chief)
        let id = try hub.ready(transfer: .removableMedia)
        let request = try #require(hub.base.state.requests[id])
        let asked = GrantTerms(asking: request.content, for: request.agency)
        let (officer, second, member) = (RequestFixture.officer, RequestFixture.second, RequestFixture.member)
        let open: [Forgery] = [
            ("amended", { .requestAmended(RequestMade(request: id, content: request.content, agency: request.agency, by: $0)) }, [member]),
            ("queried", { .requestQueried(RequestRemark(request: id, text: "which?", by: $0)) }, [officer, second, guardian]),
            (
                "stated", { .factsStated(FactsStated(request: id, facts: ["consent-given": true], by: $0)) },
                [member, officer, second, guardian]
            ),
            ("advised", { .guardianAdvised(GuardianAdvised(request: id, agrees: true, why: "needed", by: $0)) }, [guardian]),
            ("half", { .requestHalfReleased(RequestHalfReleased(request: id, terms: asked, why: "needed", by: $0)) }, [officer, second]),
            ("refused", { .requestRefused(RequestRefused(request: id, reason: "data-quality", why: "old", by: $0)) }, [officer, second]),
            ("withdrawn", { .requestWithdrawn(RequestMoved(request: id, why: "moot", by: $0)) }, [member]),
            ("shown", { .personsShown(PersonsShown(request: id, by: $0)) }, [officer, second, guardian]),
            (
                "granted",
                {
                    .requestGranted(
                        RequestGranted(
                            request: id, grant: GrantID(number: 1), terms: asked, rule: nil, powers: [], why: "needed", by: $0))
                }, [officer, second]
            ),
        ]
        try check(open, in: hub, nobody)
        #expect(hub.code(.grant(id, why: "needed"), by: officer) == nil)
        let grant = try #require(hub.base.state.requests[id]?.grant)
        let live: [Forgery] = [
            ("revoked", { .grantRevoked(GrantRevoked(grant: grant, why: "over", by: $0)) }, [officer, second]),
            (
                "attested",
                { .destructionAttested(DestructionAttested(grant: grant, agency: RequestFixture.probation, method: "shredded", by: $0)) },
                [member, chief]
            ),
            ("onward", { .onwardAllowed(OnwardAllowed(grant: grant, to: Fixture.council, why: "same case", by: $0)) }, [officer]),
            (
                "media",
                {
                    .mediaRegistered(
                        MediaRegistered(
                            grant: grant, medium: "stick", necessity: "two persons", encryption: .fips1402, carrier: member,
                            monitor: officer,
                            by: $0))
                }, [member, chief]
            ),
            (
                "package",
                { .packageSealed(PackageSealed(grant: grant, to: RequestFixture.probation, key: "key", digest: "d", by: $0)) },
                [member, chief, officer, second]
            ),
        ]
        try check(live, in: hub, nobody)
    }

    private func check(_ forgeries: [Forgery], in hub: RequestFixture, _ nobody: PersonID) throws {
        for forgery in forgeries {
            for person in Array(hub.base.state.people.keys) + [nobody] {
                var state = hub.base.state
                var isBelieved = true
                do { try state.apply(forgery.by(person), at: Fixture.now) } catch { isBelieved = false }
                #expect(isBelieved == forgery.able.contains(person), "\(forgery.name) by \(person)")
            }
        }
    }
}
