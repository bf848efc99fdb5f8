/// What the records of linked files already keep of their places, by reference (rule 6). Holds hashes, no values.
///
/// The hub fills it from what the archive holds of the record types in `RecordType.linked` before a supply is depersonalised.
public struct LinkedPlaces: Sendable {
    struct Entry: Sendable {
        var hasResidence = false
        var exact: [UInt64] = []
        var residences: [UInt64] = []
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
    ///   - nearestPlace: For a point that stays as it is, the label of what the ladder would retain there.
    ///   - isResidence: Whether the place is somebody's home.
    public mutating func add(
        reference: UnsafeRawBufferPointer, place: String, rung: PlaceRung, nearestPlace: String?, isResidence: Bool
    ) {
        var entry = entries[ClassHash.of(reference)] ?? Entry()
        if isResidence {
            entry.hasResidence = true
            entry.residences.append(ClassHash.of(place))
        } else if rung == .exact || rung == .snapped {
            entry.exact.append(ClassHash.of(nearestPlace ?? ""))
        }
        entries[ClassHash.of(reference)] = entry
    }

    func entry(_ reference: UInt64) -> Entry? { entries[reference] }
}
