/// A postcode unit in its written form: upper case, one space before the last three characters.
///
/// Grammar: BS 7666-2 and Royal Mail's allowed letters by position; GIR 0AA; the areas BF (forces), BX (no geography), JE, GY and IM.
public struct Postcode: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The eight-byte form, for hot loops.
    public let packed: PackedPostcode

    /// Names the unit that a packed form stands for.
    public init(_ packed: PackedPostcode) { self.packed = packed }

    /// Reads a text: any case, with or without space, other separators forgiven.
    public init(parsing text: some StringProtocol) throws(PostcodeFault) {
        let reading = PostcodeReading(text)
        guard let packed = reading.packed else { throw reading.fault ?? .outwardForm }
        self.packed = packed
    }

    /// Reads bytes (UTF-8) without allocating; nil if they are no postcode unit.
    @inlinable public static func packed(_ bytes: UnsafeRawBufferPointer) -> PackedPostcode? {
        let text = CompactText(bytes)
        return text.clean ? PostcodeGrammar.unit(text) : nil
    }

    /// `LU1 2AB`.
    public var description: String { outward + " " + inward }
    /// `LU1`: the outward code, also called postcode district.
    public var outward: String { Self.text(packed.outwardBits) }
    /// `2AB`.
    public var inward: String { String(decoding: [24, 16, 8].map { UInt8(truncatingIfNeeded: packed.bits >> $0) }, as: UTF8.self) }
    /// `LU1 2`.
    public var sector: String { outward + " \(packed.sectorDigit)" }
    /// `LU`.
    public var area: String { String(outward.prefix { $0.isLetter }) }
    /// What the postcode is for.
    public var kind: PostcodeKind { PostcodeKind(packed) }

    /// Alphabetical by padded form.
    public static func < (left: Postcode, right: Postcode) -> Bool { left.packed < right.packed }

    static func text(_ outward: UInt32) -> String {
        var characters: [UInt8] = []
        for shift in [24, 16, 8, 0] where outward >> UInt32(shift) & 0xFF > 0x20 {
            characters.append(UInt8(truncatingIfNeeded: outward >> UInt32(shift)))
        }
        return String(decoding: characters, as: UTF8.self)
    }
}

/// What a postcode is for, judged by its area alone.
public enum PostcodeKind: String, Sendable, Codable, CaseIterable {
    /// England, Scotland or Wales.
    case greatBritain = "great-britain"
    /// Area BT.
    case northernIreland = "northern-ireland"
    /// Areas JE, GY and IM.
    case crownDependency = "crown-dependency"
    /// Area BF.
    case forces
    /// Area BX, and GIR 0AA: mail only, no place.
    case nonGeographic = "non-geographic"

    init(_ packed: PackedPostcode) {
        switch packed.outwardBits >> 16 {
        case 0x4254: self = .northernIreland
        case 0x4A45, 0x4759, 0x494D: self = .crownDependency
        case 0x4246: self = .forces
        case 0x4258: self = .nonGeographic
        case 0x4749 where packed.outwardBits == 0x4749_5220: self = .nonGeographic
        default: self = .greatBritain
        }
    }
}
