import Crypto
import CryptoExtras

/// What a person unseals a vault with.
public enum VaultSecret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A passphrase; its UTF-8 bytes count as they are typed.
    case passphrase(String)
    /// The bytes of a key file, at least 32 and random.
    case keyFile([UInt8])

    /// Rounds of PBKDF2-HMAC-SHA-256 for new envelopes (OWASP's figure for this function).
    public static let rounds: UInt32 = 600_000
    /// Rounds an envelope may ask for: fewer would be a downgrade, more would be a way to stall the hub.
    static let acceptedRounds: ClosedRange<UInt32> = 600_000...10_000_000

    /// Always `<sensitive>`.
    public var description: String { "<sensitive>" }
    /// Always `<sensitive>`.
    public var debugDescription: String { description }
    /// Without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }

    var method: RootEnvelope.Method {
        switch self {
        case .passphrase: .passphrase
        case .keyFile: .keyFile
        }
    }

    /// The key that seals the root key.
    func keyEncryptionKey(salt: [UInt8], rounds: UInt32) throws(SealingError) -> DataKey {
        switch self {
        case .passphrase(let text):
            do {
                return try DataKey(
                    checking: KDF.Insecure.PBKDF2.deriveKey(
                        from: Array(text.utf8), salt: salt, using: .sha256, outputByteCount: DataKey.byteCount,
                        unsafeUncheckedRounds: Int(rounds)))
            } catch { throw .unusableKey }
        case .keyFile(let bytes):
            guard bytes.count >= DataKey.byteCount else {
                throw SealingError(
                    .wrongSecret, code: "key-file-too-short", "The key file holds fewer than 32 bytes.",
                    remedy: "Use the key file the hub was made with, or make a new one with: head -c 32 /dev/urandom > hub.key")
            }
            return try DataKey(
                checking: HKDF<SHA256>.deriveKey(
                    inputKeyMaterial: SymmetricKey(data: bytes), salt: salt, info: Array("sharewell root envelope key v1".utf8),
                    outputByteCount: DataKey.byteCount))
        }
    }
}
