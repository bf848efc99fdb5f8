import Foundation
import Register
import Sealing
import Storage
import Testing
import Transparency

@testable import Hub

@Suite("The newest events are under a signature the hub keeps")
struct SignedTailTests {
    private let fixture: HubFixture
    private let hub: Hub
    private let vault: KeyVault

    init() throws {
        fixture = try HubFixture()
        hub = try fixture.open()
        vault = try hub.unsealed(fixture.secret, store: nil)
    }

    /// Events under the checkpoint in the vault, and beside the ledger.
    private func signed() throws -> (sealed: Int64?, kept: Int64?) {
        let opened = try HubLedger.open(fixture.folder)
        return (try opened.sealedCheckpoint(vault)?.size, try opened.keptCheckpoint()?.size)
    }

    private func supply() throws -> SupplyID {
        try fixture.begin(hub)
        let month = HubFixture.repository.appending(path: "Samples/police-uk/2022-10-bedfordshire-stop-and-search.csv.gz")
        let request = TakeSupply.Request(
            file: month, dataset: HubFixture.stops, agency: HubFixture.police, person: HubFixture.supplier, profile: nil, metadata: nil)
        return try TakeSupply(hub: hub, vault: vault, stop: { false }).perform(request) { _, _ in }.supply
    }

    private func destroy(_ supply: SupplyID) throws -> Certificate {
        try DestroySupply(hub: hub, vault: vault).perform(supply, why: "end of the test", by: HubFixture.officer)
    }

    private func segment(of supply: SupplyID) throws -> URL {
        vault.segmentFile(of: try #require(try ObjectID(checking: hub.state.supplies[supply]?.taken.object ?? "")))
    }

    @Test("a hub is signed from its first event on")
    func first() throws { #expect(try signed() == (1, 1)) }

    @Test("an extract and a certificate are signed before anybody sees them, and cutting them off is noticed")
    func extractAndCertificate() throws {
        let supply = try supply()
        let question = Question(dataset: HubFixture.stops, from: nil, to: nil, filters: [], by: [])
        _ = try ReleaseExtract(hub: hub, vault: vault, entry: .terminal).perform(
            question, for: HubFixture.analyst, purpose: "profile", to: fixture.root.appending(path: "out"), encrypted: false
        ) { _, _ in }
        #expect(try signed() == (hub.ledger.size, hub.ledger.size))
        _ = try destroy(supply)
        #expect(try signed() == (hub.ledger.size, hub.ledger.size))
        // The certificate cut off, the head made to fit, the checkpoint beside the ledger taken away.
        let last = try hub.ledger.size - 1
        let before = try SQLiteLedger.open(at: fixture.folder.ledger).root(at: last).description
        try fixture.tamper("DELETE FROM event WHERE position = \(last)", "UPDATE head SET size = \(last), root = x'\(before)'")
        try FileManager.default.removeItem(at: fixture.folder.ledger.appending(path: "checkpoint"))
        let cut = try fixture.open()
        #expect(code { _ = try cut.unsealed(fixture.secret, store: nil) } == "ledger-contradicts-checkpoint")
    }

    @Test("events of questions and of the register are signed when many have gathered")
    func gathered() throws {
        for number in 0..<70 {
            try hub.run(
                .addAgency(id: AgencyID(rawValue: "agency-\(number)"), name: "A", agencyClass: "police-force"), by: .firstCoordinator)
        }
        #expect(try signed().sealed == 1)
        _ = try hub.unsealed(fixture.secret, store: nil)
        #expect(try signed() == (71, 71))
    }

    @Test("a certificate says what the file was when it was erased")
    func certificate() throws {
        let supply = try supply()
        let taken = try #require(hub.state.supplies[supply]?.taken)
        let certificate = try destroy(taken.supply).certificate
        #expect(certificate.file == .asSealed(digest: taken.objectDigest, bytes: taken.objectBytes))
        #expect(certificate.method.hasSuffix("It was the file that the ledger recorded when it was sealed."))
    }

    @Test(
        "damage to the file does not keep it from being destroyed, and the certificate says that it was another", arguments: [true, false])
    func damaged(isThere: Bool) throws {
        let supply = try supply()
        let file = try segment(of: supply)
        if isThere { try Data("something else".utf8).write(to: file) } else { try FileManager.default.removeItem(at: file) }
        let certificate = try destroy(supply).certificate
        if isThere {
            guard case .other(_, bytes: 14) = certificate.file else { return #expect(Bool(false), "\(certificate.file)") }
            #expect(certificate.method.contains("NOT the file"))
        } else {
            #expect(certificate.file == .absent)
        }
        #expect(!FileManager.default.fileExists(atPath: file.path))
        #expect(hub.state.supplies[supply]?.status == .destroyed)
    }

    @Test("verifying changes nothing in the vault, whatever lies there")
    func evidence() throws {
        let store = try #require(UnsealedKeyStore(environment: [:]))
        try UnsealHub(secret: fixture.secret, hours: 1).perform(on: hub, keeping: store)
        defer { store.forget(hub: hub.state.hub?.hub ?? "") }
        let left = [
            "notes/00112233445566778899aabbccddeeff.sealed", "keys-99", "keys-1.part-left",
            "segments/00112233445566778899aabbccddeeff.segment",
        ].map { fixture.folder.vault.appending(path: $0) }
        for file in left { try Data("evidence".utf8).write(to: file) }
        let opened = try HubLedger.open(fixture.folder)
        let report = try VerifyLedger(opened).perform(against: [], vault: opened.vault(store, at: fixture.clock()))
        #expect(report.sound && report.checkpoints.count == 2)
        for file in left { #expect(try Data(contentsOf: file) == Data("evidence".utf8), "\(file.lastPathComponent)") }
    }
}
