import Guidance
import Law
import Testing

@testable import Register

@Suite("Deciding a request")
struct DecidingTests {
    private static let why = "the scheme cannot manage them without it"

    @Test(
        "a decision gives less than was asked, never more",
        arguments: [
            (GrantNarrowing.narrowed { $0.persons = [2] }, true), (.narrowed { $0.persons = [3] }, false),
            (.narrowed { $0.persons = [0] }, false), (.narrowed { $0.persons = [] }, false),
            (.narrowed { $0.people = [Fixture.analyst] }, false),
            (.narrowed { $0.people = [] }, false), (.narrowed { $0.transfer = .sealedPackage }, true),
            (.narrowed { $0.transfer = .encryptedContainer }, true), (.narrowed { $0.transfer = .removableMedia }, false),
            (.narrowed { $0.fields = ["name"] }, true), (.narrowed { $0.fields = ["ethnicity"] }, false),
            (.narrowed { $0.fields = [] }, false), (.narrowed { $0.until = Fixture.now.day }, true),
            (.narrowed { $0.until = Fixture.now.day - 1 }, false), (.narrowed { $0.areas = ["E01015770"] }, true),
            (.narrowed { $0.areas = ["E12000006"] }, false),
            (.narrowed { $0.marking = "CONFIDENTIAL" }, true), (.narrowed { $0.marking = "PROTECT" }, false),
            (.narrowed { $0.marking = "SECRETIVE" }, false), (.narrowed { $0.conditions = [""] }, false),
        ])
    func narrowing(_ narrowing: GrantNarrowing, _ mayBe: Bool) throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        let code = hub.code(.grant(id, narrowing, why: Self.why), by: RequestFixture.officer)
        #expect((code == nil) == mayBe, "\(code?.rawValue ?? "granted")")
        guard mayBe else {
            #expect(hub.base.state.grants.isEmpty && hub.base.state.requests[id]?.stage == .submitted)
            return
        }
        let asked = try GrantTerms(asking: #require(hub.base.state.requests[id]?.content), for: RequestFixture.probation)
        let given = hub.base.state.grants.values.first?.terms ?? hub.base.state.requests[id]?.firstRelease?.terms
        #expect(try #require(given).areWithin(asked) && given != asked)
    }

    @Test("a period is narrowed day by day, whatever precision it was asked in")
    func periods() throws {
        func terms(_ from: String?, _ to: String?) -> GrantTerms {
            GrantTerms(
                dataset: Fixture.crime, source: Fixture.police, agency: Fixture.council, people: [Fixture.analyst], fields: ["x"],
                from: from, to: to, areas: [], persons: .notNamed, transfer: .hub, conditions: [], until: 0)
        }
        let asked = terms("2022", "2023-06")
        for (from, to) in [("2022", "2023-06"), ("2022-01-01", "2023-06-30"), ("2022-05", "2022-05"), ("2023-06-30", "2023-06-30")] {
            #expect(terms(from, to).areWithin(asked), "\(from) \(to)")
        }
        for (from, to) in [
            (nil, "2023-06"), ("2022", nil), ("2021-12-31", "2022"), ("2022", "2023"), ("2022", "2023-07-01"), ("20", "2022"),
        ] {
            #expect(!terms(from, to).areWithin(asked), "\(from ?? "–") \(to ?? "–")")
        }
        #expect(terms("2022", nil).areWithin(terms(nil, nil)))
        #expect(!terms("2023-06-30", "2023-06-29").giveSomething && terms("2022-05", "2022-05").giveSomething)
    }

    @Test("what changed since it was made is decided only by naming the reading that was read")
    func reading() throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        var changed = try #require(hub.base.state.requests[id]?.content)
        changed.facts = [:]
        #expect(hub.code(.amend(id, changed), by: RequestFixture.member) == .unsoundRequest, "persons stay who they were")
        changed.persons = 0
        changed.fields = ["name", "current_status"]
        let officer = RequestFixture.officer
        #expect(hub.code(.amend(id, changed), by: RequestFixture.member) == nil)
        #expect(hub.base.state.requests[id]?.content.persons == 2)
        #expect(hub.code(.grant(id, why: Self.why), by: officer) == .requestChanged)
        #expect(hub.code(.grant(id, why: Self.why, reading: 1), by: officer) == .requestChanged)
        #expect(hub.code(.grant(id, why: Self.why, reading: 3), by: officer) == .requestChanged)
        // An answer to a question is something new, too; what the source itself states is not.
        #expect(hub.code(.query(id, "which of the two is meant by the district?"), by: officer) == nil)
        #expect(hub.code(.reply(id, "the town"), by: RequestFixture.member) == nil)
        #expect(hub.code(.grant(id, why: Self.why, reading: 2), by: officer) == .requestChanged)
        try hub.answerEverything(id)
        #expect(hub.base.state.requests[id]?.reading == 3)
        #expect(hub.code(.grant(id, why: Self.why, reading: 3), by: officer) == nil)
        #expect(hub.base.state.grants.values.first?.why == Self.why)
    }

    @Test("a marking that the officer raises asks for the second person, who cannot lower it again")
    func raised() throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        let raised = GrantNarrowing.narrowed { $0.marking = "CONFIDENTIAL" }
        #expect(hub.code(.grant(id, raised, why: Self.why), by: RequestFixture.officer) == nil)
        #expect(hub.base.state.requests[id]?.stage == .halfReleased && hub.base.state.grants.isEmpty)
        #expect(hub.code(.grant(id, raised, why: Self.why), by: RequestFixture.officer) == .secondReleaseNeeded)
        #expect(hub.code(.grant(id, why: Self.why), by: RequestFixture.second) == .unsoundRequest)
        #expect(hub.code(.grant(id, raised, why: Self.why), by: RequestFixture.second) == nil)
        let grant = try #require(hub.base.state.grants.values.first)
        #expect(hub.base.register.marking(of: grant).id == "CONFIDENTIAL")
        #expect(grant.decidedBy == [RequestFixture.officer, RequestFixture.second])
    }

    @Test("what is about violent or sexual offenders is CONFIDENTIAL and takes two people, as soon as it is stated")
    func mappa() throws {
        var hub = try RequestFixture()
        var content = RequestFixture.content()
        content.facts = ["process-is-mappa": true]
        let request = SharingRequest(
            id: hub.base.state.nextRequest, content: content, agency: RequestFixture.probation, by: RequestFixture.member, made: Fixture.now
        )
        let terms = GrantTerms(asking: content, for: RequestFixture.probation)
        #expect(hub.base.register.marking(of: terms, answering: request).id == "CONFIDENTIAL")
        #expect(hub.base.register.marking(of: terms, answering: request).releasers == 2)
        #expect(hub.base.register.marking(of: terms, answering: nil).releasers == 1)
        // Every fact that a marking rule names is one of the law.
        let named = Fixture.rulebook.markingRules.flatMap(\.facts)
        #expect(!named.isEmpty && named.allSatisfy { Fixture.law.fact($0) != nil })
        // One alone grants nothing, whatever stands in the ledger of it.
        (content.necessity, content.proportionality) = ("the public cannot be protected without it", "two persons and three fields")
        let id = try hub.made(content)
        try hub.base.run(.request(.state(id, ["follows-mappa-standard": true])), by: RequestFixture.officer)
        try hub.answerEverything(id)
        try hub.base.run(.partnership(.agree(nil)), by: RequestFixture.member)
        var forged = hub
        try forged.base.state.apply(
            .requestGranted(
                RequestGranted(
                    request: id, grant: forged.base.state.nextGrant, terms: terms, rule: nil, powers: [], why: Self.why,
                    by: RequestFixture.officer)), at: Fixture.now)
        #expect(forged.had(forged.base.state.requests[id]?.grant, by: RequestFixture.member) != nil)
        #expect(hub.code(.grant(id, why: Self.why), by: RequestFixture.officer) == nil)
        #expect(hub.base.state.requests[id]?.stage == .halfReleased)
        var left = hub
        try left.base.run(.removePerson(RequestFixture.officer))
        #expect(left.code(.grant(id, why: Self.why), by: RequestFixture.second) == .secondReleaseNeeded, "the first of two has left")
        #expect(hub.code(.grant(id, why: Self.why), by: RequestFixture.second) == nil)
        #expect(hub.base.state.grants.values.first?.decidedBy.count == 2)
    }

    @Test("copies are attested destroyed by whoever handles them or the recipient's liaison officer, nobody else")
    func attesting() throws {
        var hub = try RequestFixture()
        let other = PersonID(rawValue: "pr-other"), chief = PersonID(rawValue: "pr-officer")
        for (person, role) in [(other, Role.meetingMember), (chief, .liaisonOfficer)] {
            try hub.base.run(.addPerson(id: person, name: "P", agency: RequestFixture.probation, roles: [role], datasets: []))
        }
        let id = try hub.ready()
        #expect(hub.code(.grant(id, why: Self.why), by: RequestFixture.officer) == nil)
        let grant = try #require(hub.base.state.requests[id]?.grant)
        #expect(hub.code(.revoke(grant, why: "the case is closed"), by: RequestFixture.officer) == nil)
        for person in [other, RequestFixture.officer, Fixture.analyst] {
            #expect(hub.code(.attest(grant, method: "shredded"), by: person) != nil, "\(person)")
        }
        var handled = hub
        #expect(handled.code(.attest(grant, method: "shredded"), by: RequestFixture.member) == nil)
        #expect(hub.code(.attest(grant, method: "shredded"), by: chief) == nil)
    }

    @Test("each extract to removable media needs its own entry in the register")
    func media() throws {
        var hub = try RequestFixture()
        let id = try hub.ready(transfer: .removableMedia)
        #expect(hub.code(.grant(id, why: Self.why), by: RequestFixture.officer) == nil)
        let grant = try #require(hub.base.state.requests[id]?.grant)
        func leaves() -> Bool {
            hub.base.state.grants[grant].map { given in
                hub.base.refusal { () throws(Refusal) in
                    try hub.base.register.check(transferOf: given, encrypted: true, by: RequestFixture.member)
                } == nil
            } ?? false
        }
        #expect(!leaves())
        let entry = RequestMove.registerMedia(
            grant, medium: "memory stick 12", necessity: "two persons of three fields", encryption: .fips1402,
            carrier: RequestFixture.member, monitor: RequestFixture.officer)
        #expect(hub.code(entry, by: RequestFixture.member) == nil)
        #expect(leaves())
        try hub.base.state.apply(
            .extractBegun(
                ExtractBegun(
                    by: RequestFixture.member, agency: RequestFixture.probation, dataset: Fixture.offenders, purpose: "case meeting",
                    category: nil,
                    fields: ["name"], questionDigest: "", supplies: [], agreements: [], encrypted: true, grant: grant)),
            at: Fixture.now)
        #expect(!leaves())
        #expect(hub.code(entry, by: RequestFixture.member) == nil)
        #expect(leaves())
    }

    @Test("areas that the records cannot be held to are refused when they are asked, not when the grant is used")
    func areas() throws {
        var hub = try RequestFixture()
        func asking(_ areas: [String], of dataset: RecordTypeID) -> Refusal.Code? {
            var content = RequestFixture.content(dataset, by: Fixture.analyst)
            content.persons = dataset == Fixture.crime ? 0 : 1
            content.fields = dataset == Fixture.crime ? ["offence_type"] : ["name"]
            content.areas = areas
            return hub.code(.make(content), by: Fixture.analyst)
        }
        #expect(asking(["E01015770"], of: Fixture.crime) == nil)
        #expect(asking(["E01015770", "W01000001"], of: Fixture.crime) == nil)
        #expect(asking(["E05002248", "E05002249"], of: Fixture.crime) == nil)
        for areas in [["E01015770", "E05002248"], ["E12000006"], ["e01015770"], ["E0101577"], ["E010157700"], ["LU1"], ["E0101577X"]] {
            #expect(asking(areas, of: Fixture.crime) == .unsoundRequest, "\(areas)")
        }
        #expect(asking(["E01015770", "E05002248"], of: Fixture.offenders) == nil, "records that say themselves which area they are of")
    }

    @Test("what is supplied for a grant is of its source and record type, while it lives, and had under no other")
    func suppliedFor() throws {
        var hub = try RequestFixture()
        try hub.base.run(.partnership(.agree(nil)), by: RequestFixture.member)
        func granted() throws -> GrantID {
            let id = try hub.ready()
            #expect(hub.code(.grant(id, why: Self.why), by: RequestFixture.officer) == nil)
            return try #require(hub.base.state.requests[id]?.grant)
        }
        let grant = try granted(), other = try granted()
        func refused(_ grant: GrantID?, _ dataset: RecordTypeID, from agency: AgencyID, by person: PersonID, in register: Register)
            -> Refusal.Code?
        {
            hub.base.refusal { () throws(Refusal) in
                _ = try register.permitSupply(of: dataset, from: agency, for: grant, by: person, at: Fixture.now)
            }
        }
        let supplier = Fixture.supplier
        var register = hub.base.register
        #expect(refused(grant, Fixture.offenders, from: Fixture.police, by: supplier, in: register) == nil)
        #expect(refused(grant, Fixture.crime, from: Fixture.police, by: supplier, in: register) == .beyondGrant)
        #expect(refused(GrantID(number: 9), Fixture.offenders, from: Fixture.police, by: supplier, in: register) == .unknownGrant)
        let later = Moment(milliseconds: Fixture.now.milliseconds + 61 * 86_400_000)
        #expect(
            hub.base.refusal { () throws(Refusal) in
                _ = try register.permitSupply(of: Fixture.offenders, from: Fixture.police, for: grant, by: supplier, at: later)
            } == .grantNotLive)
        let first = hub.base.state.nextSupply
        try hub.base.state.apply(.supplyTaken(.example(first, of: Fixture.offenders, for: grant)), at: Fixture.now)
        #expect(throws: ImpossibleEvent.self) {
            try hub.base.state.apply(
                .supplyTaken(.example(hub.base.state.nextSupply, of: Fixture.crime, for: grant)), at: Fixture.now)
        }
        register = hub.base.register
        func sources(_ grant: GrantID) throws -> [SupplyID] {
            try register.permitAnswer(
                to: RequestFixture.member, dataset: Fixture.offenders, purpose: "case meeting", action: .query, under: grant,
                at: Fixture.now
            ).sources.supplies.map(\.taken.supply)
        }
        #expect(try sources(grant) == [first] && sources(other).isEmpty)
        #expect(hub.base.state.heldSupplies(of: Fixture.offenders, under: nil).isEmpty)
        // An answer from it under another grant, or under none, is not believed.
        for under in [other, nil] {
            let forged = QueryAnswered(
                by: RequestFixture.member, agency: RequestFixture.probation, dataset: Fixture.offenders, purpose: "case meeting",
                category: nil,
                fields: [], questionDigest: "", supplies: [first], agreements: [], records: 1, shown: 1, grant: under, isAtMost: nil)
            #expect(throws: ImpossibleEvent.self) { try hub.base.state.apply(.queryAnswered(forged), at: Fixture.now) }
        }
        // At its end it is to be destroyed, at the wish of whoever revoked it; nothing of the other grant is.
        #expect(register.suppliesToDestroy(endingWith: grant, at: Fixture.now).isEmpty)
        #expect(hub.code(.revoke(grant, why: "the case is closed"), by: RequestFixture.second) == nil)
        let orders = hub.base.register.suppliesToDestroy(endingWith: grant, at: Fixture.now)
        #expect(orders.map(\.supply) == [first] && orders.first?.by == RequestFixture.second)
        #expect(hub.base.register.suppliesToDestroy(endingWith: other, at: Fixture.now).isEmpty)
        #expect(hub.base.register.suppliesToDestroy(endingWith: other, at: later).isEmpty)
        #expect(refused(grant, Fixture.offenders, from: Fixture.police, by: supplier, in: hub.base.register) == .grantNotLive)
    }
}

@Suite("Texts that would stand in the ledger")
struct PersonalTraceTests {
    @Test(
        "signs of a data subject are seen by their form",
        arguments: [
            "ask j.bloggs@example.org about it", "ring 07981234567", "ring 0798 123 4567 today", "NHS 943 476 5919", "NI AB123456C",
            "NI AB 12 34 56 C.", "the car is AB12 CDE", "(AB12CDE)", "about Mr Smith", "Mrs Jones's children", "DOB 1 May",
            "born 12/03/1980", "case CRIME/2026/0012345678", "NHS 943-476-5919", "NHS 943.476.5919", "dr Patel was asked",
            "about MR SMITH", "Mx Jones", "the ab12cde", "the car A123 BCD", "ab123456c", "born on 12/03/1980", "date of birth 12/03/1980",
        ])
    func seen(_ text: String) throws {
        #expect(PersonalTrace.first(in: text) != nil)
        #expect(throws: Refusal.self) { try text.checkedAsReason() }
    }

    @Test(
        "ordinary reasons are taken",
        arguments: [
            "section 29 of the Data Protection Act 1998", "S.I. 2009/942, regulation 5",
            "burglary in LU2 between 2026-03-31 and 2027-03-31",
            "40 records of 12 fields, 2022 2023", "the MARAC of 12 May 2026", "Miss the deadline and it is late", "DIP, PPO and IOM",
            "ward E05002248, 2 of 3", "from 2026-03-31 to 31/03/2027", "MS Excel is wanted", "who was born here?",
            "burglary in 2021, 2022, 2023", "financial years 2022/23, 2023/24 and 2024/25", "sector LU12 has none",
            "2022-10 2022-11 2022-12",
        ])
    func ordinary(_ text: String) { #expect(PersonalTrace.first(in: text) == nil) }
}
