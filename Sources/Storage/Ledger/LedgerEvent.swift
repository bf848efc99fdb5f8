public import Register

/// One entry of the ledger.
public struct LedgerEvent: Sendable, Hashable {
    /// Position, from 0.
    public let index: Int64
    /// When it was recorded; never earlier than the entry before.
    public let at: Moment
    /// Its bytes as they were appended.
    public let payload: [UInt8]
}
