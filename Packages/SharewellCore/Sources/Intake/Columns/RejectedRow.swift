/// A record that could not be taken.
public struct RejectedRow: Sendable, Hashable {
    /// Row within the parsed batch, from 0.
    public let row: Int
    /// Physical line of the file.
    public let line: Int
    /// Codes of the findings that speak against it.
    public let codes: [String]
}
