/// A reason for refusing a request (§4.1), so that barriers can be counted.
public struct RefusalReason: Sendable, Hashable, Identifiable, Encodable {
    /// Lower-case words joined by hyphens: `data-quality`.
    public let id: String
    /// The reason as somebody would give it.
    public let title: String
    /// Where the guidance speaks of it.
    public let section: String
    /// True for the barriers of §4.1 that are given as excuses.
    public let isExcuse: Bool
    /// What the guidance, or the hub, has to say to it.
    public let answer: String
}
