public import Places

/// Places in force, open for reading. Whoever makes results with them names `versions` and `pin.number`.
public struct OpenPlaces: Sendable {
    /// Which state of the folder.
    public let pin: PlacesPin
    /// Postcodes.
    public let gazetteer: Gazetteer
    /// Boundaries.
    public let areas: AreaIndex

    init(pin: PlacesPin, in folder: PlacesFolder, checkingAll: Bool) throws(PlacesError) {
        self.pin = pin
        let gazetteerBytes = try MappedImage.open(folder.image(pin.gazetteer), digest: checkingAll ? pin.gazetteer.digest : nil)
        let areaBytes = try MappedImage.open(folder.image(pin.areas), digest: checkingAll ? pin.areas.digest : nil)
        do {
            gazetteer = try Gazetteer(gazetteerBytes, checkingAll: checkingAll)
            areas = try AreaIndex(areaBytes, checkingAll: checkingAll)
        } catch { throw PlacesError(error) }
    }

    /// `code-point-open 2025.2.0`, …
    public var versions: [String] { pin.sources.map(\.name) }
}
