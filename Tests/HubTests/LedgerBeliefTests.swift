import Foundation
import Register
import Storage
import Testing

@testable import Hub

@Suite("What a hub believes of its ledger")
struct LedgerBeliefTests {
    private let fixture: HubFixture

    init() throws {
        fixture = try HubFixture()
        let hub = try fixture.open()
        try fixture.begin(hub)
        _ = try PublishCheckpoint(hub: hub, vault: hub.unsealed(fixture.secret, store: nil)).perform()
    }

    private static func widen(_ payload: [UInt8]) -> [UInt8] {
        Array(String(decoding: payload, as: UTF8.self).replacing("[\"police-recorded-crime-offence\"]", with: "[\"prison-release\"]").utf8)
    }

    @Test("a payload changed in place is not acted on, not even when it is put back before the ledger is verified")
    func changedPayload() throws {
        let change = "UPDATE event SET payload = CAST(replace(CAST(payload AS TEXT), '%1', '%2') AS BLOB)"
        func swap(_ from: String, _ to: String) throws {
            try fixture.tamper(change.replacing("%1", with: from).replacing("%2", with: to))
        }
        try swap("police-recorded-crime-offence", "prison-release")
        #expect(code { _ = try fixture.open() } == "ledger-altered")
        try swap("prison-release", "police-recorded-crime-offence")
        #expect(try fixture.open().state.size == 9)
    }

    @Test("an open hub believes no event that was changed since, nor does it sign over one")
    func changedMeanwhile() throws {
        let hub = try fixture.open()
        let vault = try hub.unsealed(fixture.secret, store: nil)
        let other = try fixture.open()
        try other.run(.addAgency(id: AgencyID(rawValue: "fire"), name: "Fire", agencyClass: "police-force"), by: .firstCoordinator)
        try fixture.tamper("UPDATE event SET payload = CAST(replace(CAST(payload AS TEXT), 'Fire', 'Firm') AS BLOB)")
        #expect(code { _ = try PublishCheckpoint(hub: hub, vault: vault).perform() } == "ledger-altered")
    }

    @Test("history written anew, every hash right, is refused as soon as the vault is open")
    func rewritten() throws {
        try fixture.rewrite(Self.widen)
        let hub = try fixture.open()
        #expect(code { _ = try hub.unsealed(fixture.secret, store: nil) } == "ledger-contradicts-checkpoint")
    }

    @Test("hashes left from the true history do not vouch for a changed one")
    func halfRewritten() throws {
        // Positions 0 to 8 were signed. With 16 events one subtree covers them all: the old hashes inside it can stay as they were.
        let hub = try fixture.open()
        for number in 0..<7 {
            try hub.run(
                .changeProfile(person: HubFixture.analyst, datasets: number % 2 == 0 ? [] : [HubFixture.crime]), by: .firstCoordinator)
        }
        try #require(hub.state.size == 16)
        let aside = fixture.root.appending(path: "true.sqlite")
        try fixture.tamper("VACUUM INTO '\(aside.path)'")
        try fixture.rewrite(Self.widen)
        try fixture.tamper(
            "ATTACH '\(aside.path)' AS aside",
            "UPDATE event SET hashes = (SELECT a.hashes FROM aside.event a WHERE a.position = event.position) WHERE position < 15")
        let forged = try fixture.open()
        #expect(code { _ = try forged.unsealed(fixture.secret, store: nil) } == "ledger-contradicts-checkpoint")
    }

    @Test(
        "an event that cannot follow the others is refused, however well it is hashed",
        arguments: [
            #"{"hubInitialised":{"_0":{"hub":"00","partnership":"X","rulebook":"x","rulebookDigest":"x","verifierKey":"x"}}}"#,
            #"{"agencyAdded":{"_0":{"agency":"beds-police","agencyClass":"police-force","by":"co-ordinator","isResponsible":true,"name":"P"}}}"#,
            #"{"liaisonOfficerNamed":{"_0":{"agency":"luton-council","by":"co-ordinator","officer":"p-officer"}}}"#,
            #"{"personAdded":{"_0":{"agency":"luton-council","by":"co-ordinator","datasets":[],"name":"A","partnerships":[],"person":"a-shah","roles":[]}}}"#,
            #"{"personAdded":{"_0":{"agency":"nowhere","by":"co-ordinator","datasets":[],"name":"A","partnerships":[],"person":"a-new","roles":[]}}}"#,
            #"{"profileChanged":{"_0":{"by":"a-shah","datasets":["prison-release"],"person":"a-shah"}}}"#,
            #"{"personLeft":{"_0":{"by":"co-ordinator","person":"nobody"}}}"#,
            #"{"protocolRecorded":{"_0":{"by":"co-ordinator","id":"isp","inForceFrom":0,"title":"X"}}}"#,
            #"{"protocolSigned":{"_0":{"agency":"beds-police","by":"co-ordinator","id":"other"}}}"#,
            #"{"signatureWithdrawn":{"_0":{"agency":"nowhere","by":"co-ordinator","id":"isp"}}}"#,
            #"{"supplyWithdrawn":{"_0":{"by":"p-ellis","supply":"s000001","why":"because"}}}"#,
            #"{"destructionOrdered":{"_0":{"by":"p-officer","supply":"s000001","why":"because"}}}"#,
        ])
    func impossible(_ payload: String) throws {
        try SQLiteLedger.open(at: fixture.folder.ledger).append([Array(payload.utf8)], at: fixture.clock())
        #expect(code { _ = try fixture.open() } == "impossible-event")
    }

    @Test("a ledger whose first event is another is no hub's")
    func noBeginning() throws {
        let before = try SQLiteLedger.open(at: fixture.folder.ledger).events(from: 1, limit: 1)
        try fixture.rewrite { payload in payload.starts(with: Array(#"{"hubInitialised""#.utf8)) ? before[0].payload : payload }
        #expect(code { _ = try fixture.open() } == "impossible-event")
    }
}

@Suite("A clock that goes backwards")
struct ClockTests {
    @Test("a protocol that has expired stays expired, and time in the ledger never runs back")
    func setBack() throws {
        let fixture = try HubFixture()
        let hub = try fixture.open()
        try fixture.begin(hub, expires: HubFixture.began.day + 10)
        let question = Question(dataset: HubFixture.crime, from: nil, to: nil, filters: [], by: [])
        let vault = try hub.unsealed(fixture.secret, store: nil)
        func ask(_ hub: Hub) -> String? {
            code {
                _ = try AnswerQuestion(hub: hub, vault: vault, entry: .terminal).perform(
                    question, for: HubFixture.analyst, purpose: "profile", showing: 0)
            }
        }
        #expect(ask(hub) == nil)
        fixture.setClock(days: 20)
        #expect(ask(hub) == "protocol-not-in-force")
        for days in [5, 0, -4000] {
            fixture.setClock(days: days)
            #expect(ask(hub) == "protocol-not-in-force", "the same process, \(days)")
            #expect(ask(try fixture.open()) == "protocol-not-in-force", "another process, \(days)")
        }
        #expect(hub.now.day == HubFixture.began.day + 20)
        let times = try hub.ledger.events(from: 0, limit: .max).map(\.at)
        #expect(times == times.sorted() && times.last?.day == HubFixture.began.day + 20)
        #expect(try hub.ledger.verify(against: []).isSound)
    }
}
