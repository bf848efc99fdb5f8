/// Root key and identity of the vault of what passes, which lies in a vault and is in no backup: both follow from those of the vault around it, and
/// no key of the one opens anything of the other.
public struct PassingVault: Sendable {
    /// Its root key.
    public let root: DataKey
    /// Its identity.
    public let vault: ObjectID

    /// Of the vault with that root key.
    public init(of root: DataKey, vault: ObjectID) throws(SealingError) {
        self.root = root.derived(salt: vault.bytes, info: Array("sharewell passing vault v1".utf8))
        let identity = root.derived(salt: vault.bytes, info: Array("sharewell passing vault identity v1".utf8))
        guard let own = ObjectID(bytes: identity.bytes.prefix(ObjectID.byteCount)) else { throw .unusableKey }
        self.vault = own
    }
}
