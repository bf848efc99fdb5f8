/// What a unit keeps of its place, in four bytes.
struct UnitPlace {
    /// Not worked out yet.
    static let unresolved = UnitPlace(raw: 0)
    /// The code plus one above two bits: 1 the unit's LSOA is known, 2 its place still says it.
    private let raw: UInt32

    private init(raw: UInt32) { self.raw = raw }

    /// - Parameters:
    ///   - code: of the place in the `PlaceTable`, which never grows to 2^29 places.
    ///   - keepsArea: whether the place still says the unit's LSOA; nil where that is not known.
    init(code: UInt32, keepsArea: Bool?) { raw = (code + 1) << 2 | (keepsArea == nil ? 0 : 1) | (keepsArea == true ? 2 : 0) }

    /// Code of the place; nil if it was not worked out yet.
    @inline(__always) var code: UInt32? { raw == 0 ? nil : raw >> 2 &- 1 }
    /// Whether the place still says the unit's LSOA.
    @inline(__always) var keepsArea: Bool? { raw & 1 == 0 ? nil : raw & 2 != 0 }
}
