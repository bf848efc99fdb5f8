public import Crypto

/// An AES-256 key. Prints as `<sensitive>`; its bytes are wiped when the last copy goes.
public struct DataKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Length of a key in bytes.
    public static let byteCount = 32
    /// The key, for the ciphers.
    public let symmetric: SymmetricKey

    /// From 32 bytes.
    public init(bytes: [UInt8]) throws(SealingError) {
        guard bytes.count == Self.byteCount else { throw .unusableKey }
        symmetric = SymmetricKey(data: bytes)
    }

    init(checking key: SymmetricKey) throws(SealingError) {
        guard key.bitCount == 8 * Self.byteCount else { throw .unusableKey }
        symmetric = key
    }

    /// HKDF-SHA-256 of this key.
    package func derived(salt: [UInt8], info: [UInt8]) -> DataKey {
        DataKey(derived: HKDF<SHA256>.deriveKey(inputKeyMaterial: symmetric, salt: salt, info: info, outputByteCount: Self.byteCount))
    }

    private init(derived: SymmetricKey) { symmetric = derived }

    /// The key itself, for the root key's keeper. Whoever holds it can open everything under it.
    public var bytes: [UInt8] { symmetric.withUnsafeBytes { Array($0) } }

    /// Always `<sensitive>`.
    public var description: String { "<sensitive>" }
    /// Always `<sensitive>`.
    public var debugDescription: String { description }
    /// Without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
