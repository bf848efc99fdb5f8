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
            _ = try hub.register.person(actor, may: .importPlaces)
            return try settings.run(files, into: PlacesFolder(hub.folder.places)) { outcomes in
                try hub.transact { register, _ in
                    _ = try register.person(actor, may: .importPlaces)
                    return (outcomes.map { .placesImported(Self.payload($0, by: actor)) }, ())
                }
            }
        }
    }

    /// Into a folder that belongs to no hub.
    public func perform(in folder: PlacesFolder) throws -> (pin: PlacesPin, outcomes: [PlacesImport.Outcome]) {
        try settings.run(files, into: folder)
    }

    private static func payload(_ outcome: PlacesImport.Outcome, by actor: PersonID) -> PlacesImported {
        PlacesImported(
            kind: outcome.source.kind, version: outcome.source.version, digest: outcome.source.digest, count: outcome.source.count,
            by: actor)
    }
}
