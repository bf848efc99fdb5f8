/// A part of an address: a run of tokens with one meaning.
struct AddressPart {
    /// What it is.
    enum Kind: UInt8 {
        /// House number or range of numbers.
        case number
        /// Flat, floor, unit: always removed.
        case withinBuilding
        /// Digits or codes that are no house number, persons, identifiers: always removed.
        case noise
        /// `near`, `opposite`, `rear of`, `at`.
        case near
        /// `junction of`, `off`.
        case junction
        /// Town, district, county, country at the end.
        case tail
        /// A road number such as A56 or M60.
        case roadNumber
        /// `HIGH STREET`: a street wherever it stands.
        case street
        /// `THE CLOSE`, `BROADWAY`: a street, or a house called after one.
        case namedStreet
        /// `ALBERT SQUARE`: a street even without a number.
        case openStreet
        /// `THE GREEN`, `ALBION PLACE`.
        case weakStreet
        /// `HOLLY COURT`.
        case blockOrStreet
        /// `ROSE COTTAGE`.
        case house
        /// A locality known by name.
        case locality
        /// Words of which nothing is known.
        case unknown
        /// A name that may be a street's or a building's.
        var isTyped: Bool { self == .weakStreet || self == .openStreet || self == .blockOrStreet }
    }
    var kind: Kind
    /// First token.
    var first: Int
    /// Token after the last.
    var end: Int
    /// A comma or the like stands before it.
    var isApart: Bool
    /// Follows `near` and the like.
    var isNear = false
    /// Follows `junction of` and the like.
    var isJunction = false

    /// True for words that may be a name of a street, house or locality.
    var isName: Bool { kind.rawValue >= Kind.street.rawValue }
    /// True for what is a street wherever it stands.
    var isStreet: Bool { kind == .street || kind == .namedStreet }
}
