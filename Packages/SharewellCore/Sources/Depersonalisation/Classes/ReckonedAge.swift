/// An age as far as it is known: in single years, as the band that was supplied, or not at all.
struct ReckonedAge: Hashable {
    static let oldest = 120
    /// Edge of a band that is open on that side.
    private static let open = 127
    static let missing = ReckonedAge(raw: -1)

    /// Years from 0; -1 missing; below that the edges of a band, 128 × lower + upper.
    private let raw: Int16
    private init(raw: Int16) { self.raw = raw }
    private init(lower: Int, upper: Int) { raw = Int16(-2 - (lower << 7 | upper)) }

    /// Years; missing if nobody is that old.
    init(years: Int) { raw = (0...Self.oldest).contains(years) ? Int16(years) : -1 }

    /// A band in its canonical text: `18-24`, `under 10`, `over 34`; nil if the text is none.
    init?(band text: UnsafeRawBufferPointer) {
        func years(_ part: Substring) -> Int? { Int(part).flatMap { (0...Self.oldest + 1).contains($0) ? $0 : nil } }
        let parts = String(decoding: text, as: UTF8.self).split(whereSeparator: { $0 == "-" || $0 == " " })
        guard text.count <= 9, parts.count == 2, let upper = years(parts[1]) else { return nil }
        switch parts[0] {
        case "under": self.init(lower: Self.open, upper: upper)
        case "over": self.init(lower: upper, upper: Self.open)
        default:
            guard let lower = years(parts[0]), lower < upper else { return nil }
            self.init(lower: lower, upper: upper)
        }
    }

    var isMissing: Bool { raw == -1 }

    private var band: (lower: Int, upper: Int)? { raw < -1 ? (Int(-2 - raw) >> 7, Int(-2 - raw) & 127) : nil }

    /// The age in bands of so many years (1: as it is). A supplied band that lies within one of them becomes it; any other stays what it is.
    func inBands(of width: Int) -> ReckonedAge {
        guard width > 1, !isMissing else { return self }
        let first: Int, last: Int
        switch band {
        case nil: (first, last) = (Int(raw), Int(raw))
        case (Self.open, let upper)?: (first, last) = (0, max(0, upper - 1))
        case (_, Self.open)?: return self
        case (let lower, let upper)?: (first, last) = (lower, upper)
        }
        guard first / width == last / width else { return self }
        return ReckonedAge(lower: first / width * width, upper: min(first / width * width + width - 1, Self.open - 1))
    }

    /// The same in every worker and both passes over a file.
    var hash: UInt64 { isMissing ? ClassHash.missing : UInt64(UInt16(bitPattern: raw)) }

    /// `34`, `30-34`, `under 10`, `over 34`, or nothing.
    var text: String {
        switch band {
        case nil: isMissing ? "" : String(raw)
        case (Self.open, let upper)?: "under \(upper)"
        case (let lower, Self.open)?: "over \(lower)"
        case (let lower, let upper)?: "\(lower)-\(upper)"
        }
    }
}
