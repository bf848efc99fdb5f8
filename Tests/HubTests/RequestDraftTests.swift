import Foundation
import Guidance
import Register
import Storage
import Testing

@testable import Hub

@Suite("Drafts of requests are sealed, their writer's, and not for ever")
struct RequestDraftTests {
    private func draft(_ hub: Hub, by person: PersonID) -> RequestDraft {
        let content = RequestContent(
            purpose: .intelligence, why: "", benefit: "", questions: [], dataset: HubFixture.crime, fields: [], precision: .none,
            source: HubFixture.police, recipients: [person], handler: person, format: "csv", neededWithin: 5, transfer: .hub,
            destroyBy: hub.now.day + 30)
        var draft = RequestDraft(content, by: person, at: hub.now)
        draft.persons = ["CANARY-7731"]
        return draft
    }

    @Test("one person's are nobody else's; taken once; no byte of them in clear")
    func own() throws {
        let fixture = try HubFixture(), hub = try fixture.open()
        try fixture.begin(hub)
        let vault = try hub.unsealed(fixture.secret, store: nil)
        let mine = RequestDrafts(of: HubFixture.analyst, vault: vault, at: hub.now)
        let written = draft(hub, by: HubFixture.analyst)
        try mine.keep(written)
        #expect(try mine.find(written.id)?.persons == ["CANARY-7731"])
        #expect(try RequestDrafts(of: HubFixture.officer, vault: vault, at: hub.now).find(written.id) == nil)
        let files = FileManager.default.enumerator(at: fixture.root, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        for file in files {
            let data = FileManager.default.contents(atPath: file.path) ?? Data()
            #expect(data.range(of: Data("CANARY-7731".utf8)) == nil, "\(file.lastPathComponent)")
        }
        #expect(try mine.take(written.id))
        #expect(try !mine.take(written.id), "sent twice, it is one request")
    }

    @Test("one that nobody touched for 28 days is destroyed, as are those of whoever left and the oldest of too many")
    func end() throws {
        let fixture = try HubFixture(), hub = try fixture.open()
        try fixture.begin(hub)
        let vault = try hub.unsealed(fixture.secret, store: nil)
        let old = draft(hub, by: HubFixture.analyst), left = draft(hub, by: HubFixture.officer)
        try RequestDrafts(of: HubFixture.analyst, vault: vault, at: hub.now).keep(old)
        try RequestDrafts(of: HubFixture.officer, vault: vault, at: hub.now).keep(left)
        fixture.setClock(days: 28)
        #expect(try RequestDrafts(of: HubFixture.analyst, vault: vault, at: hub.now).find(old.id) != nil)
        fixture.setClock(days: 29)
        #expect(try RequestDrafts(of: HubFixture.analyst, vault: vault, at: hub.now).find(old.id) == nil)
        let fresh = RequestDrafts(of: HubFixture.officer, vault: vault, at: hub.now)
        for _ in 0..<(RequestDrafts.most + 3) { try fresh.keep(draft(hub, by: HubFixture.officer)) }
        #expect(try fresh.all().count == RequestDrafts.most)
        try hub.run(.removePerson(HubFixture.officer), by: .firstCoordinator)
        _ = try hub.unsealed(fixture.secret, store: nil)
        #expect(try vault.passing().names() == [])
    }

    @Test("they are in no backup, and neither writing, sending nor deleting one makes an older backup useless")
    func backups() throws {
        let fixture = try HubFixture(), hub = try fixture.open()
        try fixture.begin(hub)
        let vault = try hub.unsealed(fixture.secret, store: nil)
        let before = try KeyVault.anchor(of: hub.folder.vault).epoch
        let drafts = RequestDrafts(of: HubFixture.analyst, vault: vault, at: hub.now)
        let sent = draft(hub, by: HubFixture.analyst), kept = draft(hub, by: HubFixture.analyst)
        for draft in [sent, kept] { try drafts.keep(draft) }
        #expect(try drafts.take(sent.id))
        #expect(try KeyVault.anchor(of: hub.folder.vault).epoch == before)
        _ = try BackUpHub(hub).perform(to: fixture.root.appending(path: "backup"), anchor: fixture.root.appending(path: "anchor"))
        let copied = try FolderCopy.files(in: fixture.root.appending(path: "backup"))
        #expect(!copied.isEmpty && !copied.contains { $0.contains(KeyVault.passingPath) })
        #expect(
            try RequestDrafts(of: HubFixture.analyst, vault: fixture.open().unsealed(fixture.secret, store: nil), at: hub.now).all().map(
                \.id) == [kept.id])
    }

    @Test("those of before, which lay beside everything else, are taken along")
    func early() throws {
        let fixture = try HubFixture(), hub = try fixture.open()
        try fixture.begin(hub)
        let vault = try hub.unsealed(fixture.secret, store: nil)
        let draft = draft(hub, by: HubFixture.analyst)
        let name = SealedName(rawValue: "\(RequestDrafts.prefix)\(HubFixture.analyst)/\(draft.id)")
        try vault.seal([UInt8](JSONEncoder().encode(draft)), as: name)
        _ = try hub.unsealed(fixture.secret, store: nil)
        #expect(try RequestDrafts(of: HubFixture.analyst, vault: vault, at: hub.now).find(draft.id)?.persons == ["CANARY-7731"])
        #expect(try !vault.names().contains(name))
    }
}
