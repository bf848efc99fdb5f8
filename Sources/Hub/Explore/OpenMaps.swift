import Foundation
public import Places
public import Storage
import Synchronization

/// The boundaries in force and what converts them for maps, opened once for a process.
final class OpenMaps: Sendable {
    private struct Opened {
        var places: OpenPlaces?
        var converter: GridConverter?
    }
    private let opened = Mutex(Opened())

    func places(of hub: Hub) throws -> OpenPlaces? {
        guard let pin = try hub.placesInForce() else { return nil }
        if let known = opened.withLock({ $0.places }), known.pin.number == pin.number { return known }
        let places = try PlacesFolder(hub.folder.places).open(pin: pin.number)
        opened.withLock { $0.places = places }
        return places
    }

    func converter(of hub: Hub) throws -> GridConverter {
        if let known = opened.withLock({ $0.converter }) { return known }
        let converter = try GridConverter(gridFolder: PlacesFolder(hub.folder.places).grids)
        opened.withLock { $0.converter = converter }
        return converter
    }
}

extension Hub {
    /// Forgets counts that were kept in memory, as when the hub is sealed.
    public func forgetAnswers() { kept.forget() }
    /// The boundaries in force; nil where none was imported.
    public func boundaries() throws -> AreaIndex? { try maps.places(of: self)?.areas }
    /// Converts between the National Grid and degrees.
    public func gridConverter() throws -> GridConverter { try maps.converter(of: self) }
}
