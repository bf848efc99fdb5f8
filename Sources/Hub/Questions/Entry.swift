public import Guidance

/// By which way somebody comes to the hub: what is shown is checked against it (§4.3.6, Figure 1).
public enum Entry: Sendable, Hashable {
    /// At the terminal, by the way that the co-ordinator stated for it.
    case terminal
    /// In a session of the browser, or with a token, by the way found when it began.
    case session(AccessWay)

    /// For the register: nil for the terminal's own.
    var way: AccessWay? {
        switch self {
        case .terminal: nil
        case .session(let way): way
        }
    }
}
