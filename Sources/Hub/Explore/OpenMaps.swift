public import Places
import Register
import Storage
import Synchronization

/// The boundaries in force, opened once for a process.
final class OpenMaps: Sendable {
    private let opened = Mutex<OpenPlaces?>(nil)

    func places(of hub: Hub) throws -> OpenPlaces? {
        // A page asks for the name of each of its areas: what the ledger names as the newest and is open is not looked for in the folder again.
        if let known = opened.withLock({ $0 }), let newest = hub.state.places.last, newest.images == known.pin.images { return known }
        guard let pin = try hub.placesInForce() else { return nil }
        if let known = opened.withLock({ $0 }), known.pin.number == pin.number { return known }
        let places = try PlacesFolder(hub.folder.places).open(pin: pin.number)
        opened.withLock { $0 = places }
        return places
    }
}

extension Hub {
    /// Forgets counts that were kept in memory, as when the hub is sealed.
    public func forgetAnswers() { kept.forget() }
    /// The places in force, opened once; nil where none were imported.
    func places() throws -> OpenPlaces? { try maps.places(of: self) }
    /// The boundaries in force; nil where none was imported.
    public func boundaries() throws -> AreaIndex? { try places()?.areas }
    /// Converts between the National Grid and degrees.
    public func gridConverter() throws -> any CoordinateConverting { try grid.converter() }
}
