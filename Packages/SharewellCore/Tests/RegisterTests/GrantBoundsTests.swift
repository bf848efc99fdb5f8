import Guidance
import Testing

@testable import Register

@Suite("What bounds a request and a grant")
struct GrantBoundsTests {
    @Test("one line is one person, and nobody named is everybody only where that is said")
    func persons() throws {
        func form(_ persons: String) -> String {
            """
            dataset: prolific-and-other-priority-offender
            source: beds-police
            purpose: service-delivery
            why: to manage the case
            benefit: assessments come back
            questions: [What has changed?]
            precision: none
            fields: [name]
            persons: \(persons)
            recipients: [m-rao]
            handler: m-rao
            format: csv
            needed-within: 5
            transfer: hub
            destroy-by: 2099-12-31
            """
        }
        #expect(try RequestForm.load(file: RulebookFile(path: "f.yaml", text: form("[A1, B2, A1]"))).persons == ["A1", "B2"])
        for bad in ["[\"A1\\nB2\"]", "[\"\"]", "[\"A1\\tB2\"]"] {
            #expect(throws: RulebookFaults.self, "\(bad)") { try RequestForm.load(file: RulebookFile(path: "f.yaml", text: form(bad))) }
        }
        var hub = try RequestFixture()
        var content = RequestFixture.content()
        content.persons = 0
        #expect(hub.code(.make(content), by: RequestFixture.member) == .unsoundRequest)
        content.isAboutEveryone = true
        #expect(hub.code(.make(content), by: RequestFixture.member) == nil)
        content.persons = 2
        #expect(hub.code(.make(content), by: RequestFixture.member) == .unsoundRequest)
    }

    @Test("what the source stated, whoever asks can neither change nor wipe by asking anew")
    func statements() throws {
        var hub = try RequestFixture()
        let id = try hub.made()
        #expect(hub.code(.state(id, ["information-originated-elsewhere": true]), by: RequestFixture.officer) == nil)
        var again = RequestFixture.content()
        again.persons = 0
        #expect(hub.code(.amend(id, again), by: RequestFixture.member) == nil)
        let request = try #require(hub.base.state.requests[id])
        #expect(request.content.facts["information-originated-elsewhere"] == true)
        #expect(request.statedBy["information-originated-elsewhere"] == RequestFixture.officer)
    }

    @Test("an attested grant gives nothing more; extracts that were begun have to be attested")
    func attested() throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        #expect(hub.code(.grant(id, why: "the scheme needs it"), by: RequestFixture.officer) == nil)
        let grant = try #require(hub.base.state.requests[id]?.grant)
        try hub.base.run(.partnership(.agree(nil)), by: RequestFixture.member)
        let permit = try hub.base.register.permitAnswer(
            to: RequestFixture.member, dataset: Fixture.offenders, purpose: "case meeting", action: .extract, under: grant, at: Fixture.now)
        let begun = permit.begun(fields: ["name"], questionDigest: "x", encrypted: false)
        try hub.base.state.apply(.extractBegun(begun), at: Fixture.now)
        #expect(
            hub.base.state.grants[grant]?.owing(on: Fixture.now.day + 100) == [RequestFixture.probation],
            "it broke off, and counts as given")
        try hub.base.state.apply(.destructionAttested(attestation(grant, in: &hub)), at: Fixture.now)
        #expect(hub.had(grant, by: RequestFixture.member) == .grantNotLive)
        #expect(hub.base.state.grants[grant]?.owing(on: Fixture.now.day + 100) == [])
    }

    private func attestation(_ grant: GrantID, in hub: inout RequestFixture) throws -> DestructionAttested {
        var copy = hub
        let after = Moment(milliseconds: Fixture.now.milliseconds + 61 * 86_400_000)
        #expect(copy.code(.attest(grant, method: "shredded"), by: RequestFixture.officer, at: after) == .otherAgency)
        let events = try hub.base.register.decide(.request(.attest(grant, method: "shredded")), by: RequestFixture.member, at: after)
        guard case .destructionAttested(let attested)? = events.first else { throw Refusal(.malformed, "no event", remedy: "") }
        return attested
    }

    @Test("of a depersonalised place only what the granted precision holds is seen")
    func precision() throws {
        let type = try #require(Fixture.rulebook.recordType(Fixture.crime))
        let group = try #require(type.place)
        func lets(_ fields: [String], _ field: String) -> Bool {
            GrantTerms(
                dataset: type.id, source: Fixture.police, agency: Fixture.council, people: [], fields: fields, from: nil, to: nil,
                areas: [],
                persons: .notNamed, transfer: .hub, conditions: [], until: 0
            ).lets(field: field, of: type)
        }
        let area = try #require(type.fields.first { $0.place?.group == group && $0.place?.part == .area }?.name)
        let address = try #require(type.fields.first { $0.place?.group == group && $0.place?.part == .address }?.name)
        for kept in ["ward", "lsoa", "msoa", "district"] { #expect(lets([area], "\(group)_\(kept)"), "\(kept)") }
        for finer in ["place", "postcode", "sector", "easting", "street", "anything-new"] {
            #expect(!lets([area], "\(group)_\(finer)"), "\(finer)")
            #expect(lets([address], "\(group)_\(finer)"), "\(finer)")
        }
        #expect(!lets(["offence_type"], "\(group)_ward"))
    }

    @Test("a version once replaced, and a signature of an agency that left, stay without force")
    func replaced() throws {
        var hub = try RequestFixture()
        let first = ProtocolID(rawValue: "isp")
        func binding(_ day: Int) -> ProtocolID? {
            hub.base.state.protocolBinding([Fixture.police, Fixture.council], for: Fixture.crime, on: day)?.id
        }
        let today = Fixture.now.day
        var terms = ProtocolTerms()
        terms.replaces = first
        for (name, from) in [("isp-two", today - 1), ("isp-three", today + 1000)] {
            try hub.base.run(
                .recordProtocol(id: ProtocolID(rawValue: name), title: name, datasets: nil, inForceFrom: from, expires: nil, terms: terms))
        }
        #expect(binding(today) == nil)
        let second = ProtocolID(rawValue: "isp-two")
        for agency in [Fixture.police, Fixture.council] { try hub.base.run(.sign(second, agency: agency)) }
        #expect(binding(today) == second)
        try hub.base.run(.partnership(.part(Fixture.council, hub.base.state.firstPartnership)))
        #expect(binding(today) == nil)
    }

    @Test("a grant forged in the ledger is not believed, nor an answer under one that is over")
    func forged() throws {
        var hub = try RequestFixture()
        let id = try hub.ready()
        let content = try #require(hub.base.state.requests[id]?.content)
        func granted(by person: PersonID, rule: String?) -> RequestGranted {
            let terms = GrantTerms(
                dataset: content.dataset, source: content.source, agency: RequestFixture.probation, people: content.recipients,
                fields: content.fields, from: nil, to: nil, areas: [], persons: .all, transfer: .hub, conditions: [],
                until: content.destroyBy)
            return RequestGranted(
                request: id, grant: hub.base.state.nextGrant, terms: terms, rule: rule, powers: [],
                why: rule == nil ? "the scheme needs it" : nil, by: person)
        }
        for person in [RequestFixture.member, Fixture.analyst, Fixture.supplier, .firstCoordinator] {
            #expect(throws: ImpossibleEvent.self, "\(person)") {
                try hub.base.state.apply(.requestGranted(granted(by: person, rule: nil)), at: Fixture.now)
            }
        }
        #expect(throws: ImpossibleEvent.self) {
            try hub.base.state.apply(.requestGranted(granted(by: RequestFixture.member, rule: "any-rule")), at: Fixture.now)
        }
        let rule = "depersonalised-between-signatories"
        #expect(throws: ImpossibleEvent.self) {
            try hub.base.state.apply(.requestGranted(granted(by: RequestFixture.member, rule: rule)), at: Fixture.now)
        }
        // About everybody it can be written by the name of the rule, as a ledger does not know what is personal; nothing is given for it.
        var everyone = RequestFixture.content()
        everyone.persons = 0
        everyone.isAboutEveryone = true
        let other = try hub.made(everyone)
        let terms = GrantTerms(asking: everyone, for: RequestFixture.probation)
        try hub.base.state.apply(
            .requestGranted(
                RequestGranted(
                    request: other, grant: hub.base.state.nextGrant, terms: terms, rule: rule, powers: [], why: nil,
                    by: RequestFixture.member)),
            at: Fixture.now)
        try hub.base.run(.partnership(.agree(nil)), by: RequestFixture.member)
        #expect(hub.had(hub.base.state.requests[other]?.grant, by: RequestFixture.member) == .grantNotLive)
    }
}
