/// What was measured of one field of a supply.
public struct FieldMeasures: Sendable, Hashable, Codable {
    /// False when no header of the file fills the field.
    public internal(set) var supplied = false
    /// Records with a usable value.
    public internal(set) var filled = 0
    /// Values that had to be left out.
    public internal(set) var leftOut = 0
    /// Values that were kept but are in doubt: a postcode the gazetteer does not have, a span that ends before it begins.
    public internal(set) var doubtful = 0
    /// Records by detail, under `Precision.rawValue`.
    public internal(set) var precision: [UInt8: Int] = [:]

    /// Records by detail of the values that are filled.
    public func count(of precision: Precision) -> Int { self.precision[precision.rawValue] ?? 0 }

    mutating func merge(_ other: FieldMeasures) {
        supplied = supplied || other.supplied
        filled += other.filled
        leftOut += other.leftOut
        doubtful += other.doubtful
        precision.merge(other.precision, uniquingKeysWith: +)
    }
}
