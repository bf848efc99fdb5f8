/// A word or number of an address.
struct AddressToken {
    /// How its characters look.
    enum Shape: UInt8 {
        /// Letters only, two or more.
        case word
        /// One letter.
        case letter
        /// What a house number looks like: `12`, `12A`, `12-14`, `12/14`.
        case number
        /// `1ST`, `12TH`.
        case ordinal
        /// Any other mixture that holds a digit: `B12`, `AB12`, `07700900123`, a part of a postcode.
        case mixed
        /// What can stand after FLAT or NO.
        var isDesignator: Bool { self == .number || self == .mixed || self == .letter }
    }
    /// What stands between it and the token before.
    enum Gap: UInt8 {
        /// A hyphen or nothing.
        case joined
        /// Space.
        case space
        /// A dash with spaces around it.
        case dash
        /// A stroke.
        case stroke
        /// A comma, line end, bracket: another part of the address begins.
        case hard
    }
    var start: Int32
    var end: Int32
    var hash: UInt64
    var classes: WordClass
    var shape: Shape
    var gap: Gap
    /// Holds bytes that are not shown.
    var isWide = false
    /// Length of the town or area that begins here, in tokens; 0 where none does.
    var tail: UInt8 = 0
    /// Part of a postcode.
    var isPostcode = false
}
