import Foundation
import Register
import Storage
import Testing

@testable import Hub

@Suite("A hub's places change only by its ledger's word")
struct HubPlacesTests {
    private let fixture: HubFixture
    private let hub: Hub

    init() throws {
        fixture = try HubFixture()
        hub = try fixture.open()
        try fixture.begin(hub)
    }

    private func file(_ properties: Int) throws -> URL {
        let file = fixture.root.appending(path: "properties-\(properties).csv")
        try Data("postcode,properties\nLU1 1AA,\(properties)\n".utf8).write(to: file)
        return file
    }

    private func importing(_ properties: Int) throws -> PlacesPin {
        try ImportPlaces([file(properties)], settings: PlacesImport()).perform(in: hub, by: .firstCoordinator).pin
    }

    private var places: PlacesFolder { PlacesFolder(fixture.folder.places) }
    private var inForce: URL { fixture.folder.places.appending(path: "places.json") }

    @Test("the ledger names the images, and what it does not name is not used: not for a supply, not to lay an import over")
    func unrecorded() throws {
        #expect(try hub.placesInForce() == nil)
        let pin = try importing(3)
        #expect(try hub.placesInForce() == pin)
        #expect(hub.state.places.last?.images == PlacesImages(gazetteer: pin.gazetteer.digest, areas: pin.areas.digest))
        _ = try PlacesImport().run([file(4000)], into: places)
        #expect(code { _ = try hub.placesInForce() } == "places-not-recorded")
        #expect(code { _ = try importing(5) } == "places-not-recorded")
        #expect(try refusal() == "places-not-recorded" && hub.state.supplies.isEmpty)
    }

    @Test("a supply made with an image that was exchanged for another sound one is refused before anything of it is sealed")
    func exchanged() throws {
        let one = try importing(3), two = try importing(5)
        let image = { fixture.folder.places.appending(path: $0.gazetteer.file) } as (PlacesPin) -> URL
        try FileManager.default.removeItem(at: image(two))
        try FileManager.default.copyItem(at: image(one), to: image(two))
        #expect(try refusal() == "places-digest" && hub.state.supplies.isEmpty)
        let segments = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.vault.appending(path: "segments").path)
        #expect(segments.isEmpty)
    }

    /// Code of what a supply is refused with; nil if it is taken.
    private func refusal() throws -> String? {
        let month = HubFixture.repository.appending(path: "Samples/police-uk/2022-10-bedfordshire-street.csv.gz")
        let request = TakeSupply.Request(
            file: month, dataset: HubFixture.crime, agency: HubFixture.police, person: HubFixture.supplier, profile: nil, metadata: nil)
        let vault = try hub.unsealed(fixture.secret, store: nil)
        return code { _ = try TakeSupply(hub: hub, vault: vault, stop: { false }).perform(request) { _, _ in } }
    }

    @Test("places put into a hub that never imported any are not used")
    func neverImported() throws {
        _ = try PlacesImport().run([file(4000)], into: places)
        #expect(code { _ = try hub.placesInForce() } == "places-not-recorded")
    }

    @Test("after a crash between record and places.json the ledger's word counts, and the next import is laid over it")
    func crashed() throws {
        _ = try importing(3)
        let before = try Data(contentsOf: inForce)
        let newest = try importing(5)
        try before.write(to: inForce)
        #expect(try hub.placesInForce() == newest)
        #expect(try importing(7).sources.count == 3)
        try FileManager.default.removeItem(at: inForce)
        #expect(try hub.placesInForce()?.number == 3)
    }

    @Test("a hub's folder is not changed as if it were nobody's")
    func aroundTheRegister() throws {
        _ = try importing(3)
        let link = fixture.root.appending(path: "link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: fixture.folder.places)
        for folder in [places, PlacesFolder(link)] {
            #expect(code { _ = try ImportPlaces([file(9)], settings: PlacesImport()).perform(in: folder) } == "places-of-a-hub")
            #expect(code { _ = try PrunePlaces(keeping: []).perform(in: folder) } == "places-of-a-hub")
        }
        let own = PlacesFolder(fixture.root.appending(path: "own"))
        #expect(code { _ = try ImportPlaces([file(9)], settings: PlacesImport()).perform(in: own) } == nil)
        #expect(code { _ = try PrunePlaces(keeping: []).perform(in: own) } == nil)
    }

    @Test("removing older versions is a person's act that the ledger records")
    func pruned() throws {
        for properties in 3...5 { _ = try importing(properties) }
        #expect(code { _ = try PrunePlaces(keeping: []).perform(in: hub, by: HubFixture.analyst) } == "role-does-not-allow")
        #expect(try places.pins().count == 3)
        #expect(try PrunePlaces(keeping: [1]).perform(in: hub, by: .firstCoordinator) == 1)
        let last = try #require(try hub.ledger.events(from: Int64(hub.state.size) - 1, limit: 1).first)
        #expect(try EventCoding.decode(last.payload) == .placesPruned(PlacesPruned(versions: [2], by: .firstCoordinator)))
        let size = hub.state.size
        #expect(try PrunePlaces(keeping: [1]).perform(in: hub, by: .firstCoordinator) == 0)
        #expect(hub.state.size == size)
    }
}
