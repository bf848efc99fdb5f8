/// A segment could not be written, opened or read. Never holds a value of a record.
public struct SegmentError: Error, Sendable, Hashable {
    /// Stable, lower-case, hyphenated.
    public let code: String
    /// What happened, where and why.
    public let message: String
    /// What to do next.
    public let remedy: String
    /// Makes an error.
    public init(code: String, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    static let restore = "Restore this segment from a backup of the same hub; if there is none, withdraw the supply and ask for it again."

    static func damaged(_ part: String) -> SegmentError {
        SegmentError(
            code: "segment-damaged", "The \(part) of the segment was altered, cut short, or belongs to another segment or key.",
            remedy: restore)
    }

    static func unknownField(_ name: String, _ known: [SegmentField]) -> SegmentError {
        SegmentError(
            code: "unknown-field", "The segment has no field \(name).", remedy: "Fields are: \(known.map(\.name).joined(separator: ", ")).")
    }

    static func unwritable(_ why: String) -> SegmentError {
        SegmentError(
            code: "segment-not-written", "The segment could not be written: \(why).", remedy: "Nothing was taken; supply the file again.")
    }
}
