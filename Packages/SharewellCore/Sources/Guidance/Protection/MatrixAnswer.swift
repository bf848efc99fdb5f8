/// What the matrix says of one way to reach information of one marking.
public enum MatrixAnswer: Sendable, Hashable {
    /// Something that has to be confirmed before the access is allowed.
    public struct Condition: Sendable, Hashable, Encodable {
        /// Number of the footnote of Figure 1; nil where what was not stated has to be confirmed.
        public let note: Int?
        /// What must be so.
        public let text: String
    }
    /// What a level asks.
    public enum Demand: String, Sendable, Hashable, Encodable, CaseIterable {
        /// The marking must be one of the figure's.
        case marking
        /// Registration level of the person.
        case registration
        /// Strength of the sign-in.
        case signIn = "sign-in"
        /// The network.
        case network
        /// The way to reach it.
        case device
    }
    /// A demand that is not met.
    public struct Shortfall: Sendable, Hashable, Encodable {
        /// Which.
        public let demand: Demand
        /// What is short of what.
        public let message: String
        /// What would do.
        public let remedy: String
    }

    /// Allowed as it is.
    case allowed
    /// Allowed only once every condition is confirmed; there is at least one.
    case allowedUnder([Condition])
    /// Not allowed; every demand that fails, in the order of the figure's columns.
    case refused([Shortfall])

    /// What has to be confirmed; empty unless allowed under conditions.
    public var conditions: [Condition] {
        if case .allowedUnder(let conditions) = self { conditions } else { [] }
    }
    /// What fails; empty unless refused.
    public var shortfalls: [Shortfall] {
        if case .refused(let shortfalls) = self { shortfalls } else { [] }
    }
    /// `allowed`, `allowed-under-condition` or `not-allowed`.
    public var verdict: String {
        switch self {
        case .allowed: "allowed"
        case .allowedUnder: "allowed-under-condition"
        case .refused: "not-allowed"
        }
    }
    /// True if the access may go ahead once these are confirmed; false as long as one condition is missing.
    public func isAllowed(confirming confirmed: Set<Condition>) -> Bool {
        switch self {
        case .allowed: true
        case .allowedUnder(let conditions): confirmed.isSuperset(of: conditions)
        case .refused: false
        }
    }
}
