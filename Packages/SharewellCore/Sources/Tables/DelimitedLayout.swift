/// How one supplied file of delimited text is laid out, as `LayoutDetector` found it.
public struct DelimitedLayout: Sendable, Hashable, Codable {
    /// How its characters are written.
    public let encoding: TextEncoding
    /// True when the beginning of the file proves the encoding: a byte order mark, or characters beyond ASCII that are valid.
    /// Where it is false (the beginning is plain ASCII), a later field that is not UTF-8 is read as Windows-1252.
    public let encodingIsProven: Bool
    /// Bytes of the byte order mark, 0 if there is none.
    public let markLength: Int
    /// What stands between fields: comma, semicolon, tab or pipe.
    public let delimiter: UInt8
    /// What fields are quoted with: always `"`.
    public let quote: UInt8
    /// The headers in file order, cleaned: outer spaces and invisible characters gone, runs of spaces and line ends made one space.
    /// A blank header is the empty text.
    public let headers: [String]
    /// Physical line on which the header begins, from 1.
    public let headerLine: Int
    /// Physical line on which the first record begins.
    public let dataLine: Int
    /// Where the first record begins, in bytes of the text as UTF-8 without its byte order mark.
    public let dataOffset: Int

    /// How the delimiter is called: `comma`, `semicolon`, `tab` or `pipe`.
    public var delimiterName: String {
        switch delimiter {
        case UInt8(ascii: ";"): "semicolon"
        case UInt8(ascii: "\t"): "tab"
        case UInt8(ascii: "|"): "pipe"
        default: "comma"
        }
    }
}
