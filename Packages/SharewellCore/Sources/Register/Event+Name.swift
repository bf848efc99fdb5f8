extension Event {
    /// The name of what happened, as it stands in the ledger: `supplyTaken`.
    public var name: String { Mirror(reflecting: self).children.first?.label ?? "" }
}
