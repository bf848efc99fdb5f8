import Sealing

/// New keys, identities and nonces of a vault.
enum VaultRandomness {
    static func key() throws(SealingError) -> DataKey { try DataKey(bytes: RandomBytes.make(DataKey.byteCount)) }

    static func object() throws(SealingError) -> ObjectID {
        try ObjectID(checking: RandomBytes.make(ObjectID.byteCount).hexadecimal)
    }

    static func nonce() -> [UInt8] { RandomBytes.make(12) }
}
