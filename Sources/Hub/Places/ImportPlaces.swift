public import Foundation
import Places
public import Register
public import Storage

/// Imports postcodes, boundaries and counts of properties, for a hub or for a folder of their own.
public struct ImportPlaces {
    private let files: [URL]
    private let settings: PlacesImport

    /// An import of those files, or folders of files, in that order.
    public init(_ files: [URL], settings: PlacesImport) {
        self.files = files
        self.settings = settings
    }

    /// Into a hub's places: an operator or the co-ordinator does it, and the ledger says so before the new places are in force.
    public func perform(in hub: Hub, by actor: PersonID) throws -> (pin: PlacesPin, outcomes: [PlacesImport.Outcome]) {
        try hub.recordingRefusals(by: actor, action: .importPlaces, dataset: nil) {
            try hub.refresh()
            _ = try hub.register.person(actor, mayForTheHub: .importPlaces)
            return try settings.run(files, into: PlacesFolder(hub.folder.places), over: hub.placesInForce) { pin, outcomes in
                try hub.transact { register, _ in
                    _ = try register.person(actor, mayForTheHub: .importPlaces)
                    return (outcomes.map { .placesImported(Self.payload($0, images: pin.images, by: actor)) }, ())
                }
            }
        }
    }

    /// Into a folder that belongs to no hub.
    public func perform(in folder: PlacesFolder) throws -> (pin: PlacesPin, outcomes: [PlacesImport.Outcome]) {
        try HubFolder.refuse(folder)
        return try settings.run(files, into: folder)
    }

    private static func payload(_ outcome: PlacesImport.Outcome, images: PlacesImages, by actor: PersonID) -> PlacesImported {
        PlacesImported(
            kind: outcome.source.kind, version: outcome.source.version, digest: outcome.source.digest, count: outcome.source.count,
            images: images, by: actor)
    }
}

/// Removes older versions of places, of a hub or of a folder of their own.
public struct PrunePlaces {
    private let kept: Set<Int>
    /// All but the one in force, what is newer, and these.
    public init(keeping kept: Set<Int>) { self.kept = kept }

    /// From a hub's places, by somebody who may import them; the ledger says so before anything goes. How many went.
    public func perform(in hub: Hub, by actor: PersonID) throws -> Int {
        try hub.recordingRefusals(by: actor, action: .importPlaces, dataset: nil) {
            _ = try hub.register.person(actor, mayForTheHub: .importPlaces)
            return try PlacesFolder(hub.folder.places).prune(keeping: kept, inForce: hub.placesInForce) { versions in
                try hub.transact { register, _ in
                    _ = try register.person(actor, mayForTheHub: .importPlaces)
                    return ([.placesPruned(PlacesPruned(versions: versions, by: actor))], ())
                }
            }
        }
    }

    /// From a folder that belongs to no hub. How many went.
    public func perform(in folder: PlacesFolder) throws -> Int {
        try HubFolder.refuse(folder)
        return try folder.prune(keeping: kept)
    }
}
