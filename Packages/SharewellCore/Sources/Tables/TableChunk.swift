/// Whole records of one file, ready to be parsed by any worker.
public struct TableChunk: Sendable {
    /// Position among the file's chunks, from 0, without gaps.
    public let batch: Int
    /// Physical line on which the chunk begins, from 1.
    public let firstLine: Int
    /// UTF-8 text that begins and ends at the bounds of records.
    public let bytes: [UInt8]
    /// Where in `bytes` quotes open that never close; ascending. Their fields are read as if unquoted.
    let unclosed: [Int]
}
