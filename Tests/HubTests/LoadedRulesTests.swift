import Foundation
import Register
import Storage
import Testing

@testable import Hub

@Suite("The rules used are the rules pinned")
struct LoadedRulesTests {
    private let fixture: HubFixture
    private let hub: Hub

    init() throws {
        fixture = try HubFixture()
        hub = try fixture.open()
        try fixture.begin(hub)
    }

    private func supply(_ month: String, profile: String? = nil) throws -> SupplyTaken {
        let file = HubFixture.repository.appending(path: "Samples/police-uk/\(month)-bedfordshire-stop-and-search.csv.gz")
        let request = TakeSupply.Request(
            file: file, dataset: HubFixture.stops, agency: HubFixture.police, person: HubFixture.supplier, profile: profile, metadata: nil)
        let vault = try hub.unsealed(fixture.secret, store: nil)
        let supply = try TakeSupply(hub: hub, vault: vault, stop: { false }).perform(request) { _, _ in }.supply
        return try #require(hub.state.supplies[supply]?.taken)
    }

    @Test("profiles and rule pack changed on disk after the digest was checked are not read, and the next opening is refused")
    func changedOnDisk() throws {
        for folder in ["profiles", "rule-packs"] {
            try FileManager.default.removeItem(at: fixture.folder.guidance.appending(path: folder))
        }
        #expect(try supply("2022-10").profile == "police-uk-stop-and-search")
        #expect(code { _ = try fixture.open() } == "rulebook-changed")
    }

    @Test("a profile of one's own under a known name is told from the known one by its digest")
    func profileDigest() throws {
        let known = try supply("2022-10")
        let shipped = fixture.folder.guidance.appending(path: "profiles/police-uk-stop-and-search.yaml")
        let own = fixture.root.appending(path: "own.yaml")
        let text = try String(contentsOf: shipped, encoding: .utf8)
        try (text + "  - A caveat of one's own.\n").write(to: own, atomically: true, encoding: .utf8)
        let changed = try supply("2022-11", profile: own.path)
        let named = try supply("2022-12", profile: known.profile)
        #expect(changed.profile == known.profile && changed.profileDigest != known.profileDigest)
        #expect(named.profileDigest == known.profileDigest && known.profileDigest.count == 64)
    }
}
