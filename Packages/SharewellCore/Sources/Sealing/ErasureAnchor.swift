/// The key that is replaced whenever something is destroyed, sealed under the root key. Layout: `docs/formats/vault.md`.
///
/// Every key table is sealed under a key made from the root key *and* the anchor. Once an anchor is replaced and its old copy erased, key
/// tables of the time before it, wherever they were copied to, cannot be opened any more, not even with the passphrase.
public struct ErasureAnchor: Sendable {
    /// Counts destructions, from 1.
    public let epoch: UInt64
    let vault: ObjectID
    private let key: DataKey

    private static let magic = Array("SWANCHOR".utf8)
    private static let headerCount = 40
    /// Length of the file.
    public static let byteCount = headerCount + SmallSeal.overhead + DataKey.byteCount

    /// A new anchor from 32 random bytes.
    public init(epoch: UInt64, vault: ObjectID, key: DataKey) {
        self.epoch = epoch
        self.vault = vault
        self.key = key
    }

    /// Opens a file with the root key.
    public init(opening bytes: [UInt8], root: DataKey, vault: ObjectID) throws(SealingError) {
        guard bytes.count == Self.byteCount else { throw .damaged("erasure anchor") }
        let epoch = bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 16, as: UInt64.self)) }
        guard Array(bytes[..<Self.headerCount]) == Self.header(epoch: epoch, vault: vault) else { throw .damaged("erasure anchor") }
        guard let key = SmallSeal.open(bytes, key: Self.sealingKey(root, vault), headerCount: Self.headerCount) else {
            throw SealingError(
                .wrongSecret, code: "wrong-root-key", "The root key does not open this vault's erasure anchor, or the anchor was altered.",
                remedy: "Unseal the hub again with its passphrase or key file; if that fails too, restore the vault's erasable folder.")
        }
        self.init(epoch: epoch, vault: vault, key: try DataKey(bytes: key))
    }

    /// The bytes of the file; `nonce` is 12 random bytes.
    public func sealed(under root: DataKey, nonce: [UInt8]) throws(SealingError) -> [UInt8] {
        try SmallSeal.seal(
            key.bytes, key: Self.sealingKey(root, vault), nonce: nonce, header: Self.header(epoch: epoch, vault: vault))
    }

    /// The key of the key table of this epoch.
    public func tableKey(root: DataKey) -> DataKey {
        var info = ByteWriter()
        info.raw("sharewell key table v1".utf8)
        info.integer(epoch)
        return root.derived(salt: vault.bytes + key.bytes, info: info.bytes)
    }

    private static func sealingKey(_ root: DataKey, _ vault: ObjectID) -> DataKey {
        root.derived(salt: vault.bytes, info: Array("sharewell erasure anchor v1".utf8))
    }

    private static func header(epoch: UInt64, vault: ObjectID) -> [UInt8] {
        var header = ByteWriter()
        header.raw(magic)
        header.integer(UInt16(1))
        header.raw([0, 0, 0, 0, 0, 0])
        header.integer(epoch)
        header.raw(vault.bytes)
        return header.bytes
    }
}
