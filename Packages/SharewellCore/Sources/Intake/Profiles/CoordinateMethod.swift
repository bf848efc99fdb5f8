/// How a supplier made the coordinates of a place (§3.4: "what methodology has been used to determine any geographic coordinates").
public enum CoordinateMethod: Sendable, Hashable {
    /// Nothing is known; taken as exact, which is the safe reading.
    case unknown
    /// The address or the spot itself.
    case exact
    /// The middle, or the first address, of a postcode.
    case postcode
    /// Moved to the nearest of a list of points, each of which has at least so many addresses nearest to it, or none.
    case snapped(atLeast: Int)
    /// Rounded to a grid of so many metres.
    case rounded(to: Int)

    /// Words for a report.
    public var title: String {
        switch self {
        case .unknown: "not stated"
        case .exact: "the address or spot itself"
        case .postcode: "the postcode's own point"
        case .snapped(let addresses): "moved to map points shared by at least \(addresses) addresses, or by none"
        case .rounded(let metres): "rounded to \(metres) metres"
        }
    }
}
