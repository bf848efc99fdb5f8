import CQrencode

/// A QR code as squares (ISO/IEC 18004), drawn by libqrencode.
public struct CodePicture: Sendable {
    /// Squares along a side.
    public let side: Int
    /// Row by row, true where dark.
    public let dark: [Bool]

    /// Of a text; nil where it is too long for a code.
    public init?(of text: String) {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        dark = (0..<side * side).map { code.pointee.data[$0] & 1 == 1 }
    }

    /// One path of unit squares, for an SVG whose view box is `-4 -4 side+8 side+8`.
    public var path: String {
        dark.indices.filter { dark[$0] }.map { "M\($0 % side) \($0 / side)h1v1h-1z" }.joined()
    }
}
