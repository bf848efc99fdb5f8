/// What somebody may be told by mail that waits for them. Never more than the kind: no name, no number, no text of a request.
public enum NoticeKind: String, Sendable, Codable, CaseIterable, Comparable {
    /// A request waits for a decision.
    case request
    /// A question about one's own request.
    case question
    /// A question was answered.
    case answer
    /// One's own request was decided on.
    case decision
    /// A grant ends soon, or was revoked.
    case grant
    /// Something is due within a week, or overdue.
    case duty
    /// One's agency is consulted on an enquiry from outside.
    case enquiry
    /// One's own account: locked, changed, used from elsewhere.
    case account

    /// In the order in which they stand in a notice.
    public static func < (left: Self, right: Self) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

/// What a person wants to be told, and where. Sealed with their credentials; nothing of it stands in the ledger.
public struct NoticeWishes: Sendable, Codable, Hashable {
    /// Where, once it was confirmed.
    public var address: String?
    /// What.
    public var kinds: Set<NoticeKind> = Set(NoticeKind.allCases)
    /// An address that was given and not yet confirmed by the code mailed to it.
    public var pending: Pending?

    /// An address that waits for its code.
    public struct Pending: Sendable, Codable, Hashable {
        /// The address.
        public let address: String
        /// SHA-256 of the code.
        let digest: [UInt8]
        /// Until when it is taken, in milliseconds.
        let until: Int64
        /// Wrong ones so far.
        var wrong = 0
    }
}
