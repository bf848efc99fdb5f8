/// A small sealed file: a signing key, a secret, a report. Layout: `docs/formats/vault.md`.
public enum SealedNote {
    private static let magic = Array("SWSEALED".utf8)
    private static let headerCount = 32

    /// The bytes of the file. The name is authenticated, not stored; `nonce` is 12 random bytes.
    public static func seal(_ bytes: [UInt8], object: ObjectID, name: String, key: DataKey, nonce: [UInt8]) throws(SealingError) -> [UInt8]
    {
        try SmallSeal.seal(bytes, key: key, nonce: nonce, header: header(object), context: Array(name.utf8))
    }

    /// What was sealed under that identity and name.
    public static func open(_ bytes: [UInt8], object: ObjectID, name: String, key: DataKey) throws(SealingError) -> [UInt8] {
        guard bytes.starts(with: header(object)),
            let plain = SmallSeal.open(bytes, key: key, headerCount: headerCount, context: Array(name.utf8))
        else { throw .damaged("sealed file \(object)") }
        return plain
    }

    private static func header(_ object: ObjectID) -> [UInt8] { magic + [1, 0, 0, 0, 0, 0, 0, 0] + object.bytes }
}
