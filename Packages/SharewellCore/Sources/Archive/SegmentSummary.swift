public import Sealing

/// What became of a segment.
public struct SegmentSummary: Sendable, Hashable {
    /// Records of an earlier segment that this one replaces.
    public struct Superseded: Sendable, Hashable {
        /// The earlier segment's object.
        public let object: ObjectID
        /// How many of its records.
        public let rows: Int
    }
    /// Records.
    public let rows: Int
    /// Length of the file in bytes.
    public let byteCount: Int
    /// SHA-256 of the file, hexadecimal.
    public let digest: String
    /// Earlier segments that lost records, in the order they were given.
    public let superseded: [Superseded]
}
