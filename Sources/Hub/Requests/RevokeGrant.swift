public import Register
public import Storage

/// Stops a grant at once, and has that signed as soon as it can be: an unsigned revocation could be cut off the ledger's end.
public struct RevokeGrant {
    private let hub: Hub
    /// In that hub.
    public init(hub: Hub) { self.hub = hub }

    /// Does it, sealed or not. `store`: where the key of an unsealed hub is.
    public func perform(_ grant: GrantID, why: String, by actor: PersonID, store: UnsealedKeyStore?) throws {
        try hub.run(.request(.revoke(grant, why: why)), by: actor)
        guard hub.isUnsealed(store) else { return }
        let vault = try hub.unsealed(nil, store: store)
        _ = try PublishCheckpoint(hub: hub, vault: vault).perform()
    }

    /// Does it where the vault is open, or, while the hub is sealed, with nil for it.
    public func perform(_ grant: GrantID, why: String, by actor: PersonID, vault: KeyVault?) throws {
        try hub.run(.request(.revoke(grant, why: why)), by: actor)
        if let vault { _ = try PublishCheckpoint(hub: hub, vault: vault).perform() }
    }
}
