import Places

/// What the records of linked files already keep of their places, by reference (rule 6). Holds hashes, no values.
///
/// The hub fills it from what the archive holds of the record types in `RecordType.linked` before a supply is depersonalised.
public struct LinkedPlaces: Sendable {
    struct Entry: Sendable {
        var hasResidence = false
        /// Points that stay as they are.
        var points: [GridPoint] = []
        /// Hashes of the places that the ladder would retain at such points, where the caller knows them.
        var places: [UInt64] = []
    }
    private var entries: [UInt64: Entry] = [:]

    /// Nothing is linked.
    public init() {}

    /// True if nothing is linked.
    public var isEmpty: Bool { entries.isEmpty }

    /// Adds what a linked record keeps.
    /// - Parameters:
    ///   - reference: The reference as supplied.
    ///   - place: Its retained place, `<group>_place`.
    ///   - rung: Its rung, `<group>_rung`.
    ///   - nearestPlace: For a point that stays as it is, what the ladder would retain there; nil to have it worked out.
    ///   - isResidence: Whether the place is somebody's home.
    public mutating func add(
        reference: UnsafeRawBufferPointer, place: String, rung: PlaceRung, nearestPlace: String?, isResidence: Bool
    ) {
        var entry = entries[ClassHash.of(reference)] ?? Entry()
        if isResidence {
            entry.hasResidence = true
        } else if rung == .exact || rung == .snapped {
            if let nearestPlace { entry.places.append(ClassHash.of(nearestPlace)) }
            let numbers = place.split(separator: " ").prefix(2).compactMap { Double($0) }
            if numbers.count == 2 { entry.points.append(GridPoint(easting: numbers[0], northing: numbers[1])) }
        }
        entries[ClassHash.of(reference)] = entry
    }

    func entry(_ reference: UInt64) -> Entry? { entries[reference] }
}
