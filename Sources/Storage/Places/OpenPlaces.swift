public import Places

/// Places in force, open for reading. Whoever makes results with them names `versions` and `pin.number`.
public struct OpenPlaces: Sendable {
    /// Which state of the folder.
    public let pin: PlacesPin
    /// Postcodes.
    public let gazetteer: Gazetteer
    /// Boundaries.
    public let areas: AreaIndex

    private let gazetteerBytes: ImageBytes
    private let areaBytes: ImageBytes

    init(pin: PlacesPin, in folder: PlacesFolder) throws(PlacesError) {
        self.pin = pin
        gazetteerBytes = try MappedImage.open(folder.image(pin.gazetteer))
        areaBytes = try MappedImage.open(folder.image(pin.areas))
        do {
            gazetteer = try Gazetteer(gazetteerBytes)
            areas = try AreaIndex(areaBytes)
        } catch { throw PlacesError(error) }
    }

    /// Compares every byte with its checksum, and the images with the digests the version names.
    func check() throws(PlacesError) {
        try MappedImage.check(gazetteerBytes, of: pin.gazetteer)
        try MappedImage.check(areaBytes, of: pin.areas)
        do {
            try gazetteer.verify()
            _ = try AreaIndex(areaBytes, checkingAll: true)
        } catch { throw PlacesError(error) }
    }

    /// `code-point-open 2025.2.0`, …
    public var versions: [String] { pin.sources.map(\.name) }
}
