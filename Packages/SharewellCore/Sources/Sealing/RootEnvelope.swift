import Crypto

/// The root key, sealed under a passphrase or a key file. Layout: `docs/formats/vault.md`.
public struct RootEnvelope: Sendable {
    /// How the key that seals it is made.
    public enum Method: UInt8, Sendable {
        /// PBKDF2-HMAC-SHA-256.
        case passphrase = 1
        /// HKDF-SHA-256 of a file of random bytes.
        case keyFile = 2
    }
    /// Random bytes one envelope is made with, from the operating system's generator.
    public struct Randomness: Sendable {
        let salt: [UInt8], nonce: [UInt8]
        /// 32 bytes of salt and 12 of nonce, never used before.
        public init(salt: [UInt8], nonce: [UInt8]) {
            self.salt = salt
            self.nonce = nonce
        }
    }
    /// How the key that seals it is made.
    public let method: Method
    /// Identity of the vault it opens, 16 bytes.
    public let vault: ObjectID
    /// The bytes of the file.
    public let bytes: [UInt8]
    private let rounds: UInt32
    private let salt: [UInt8]

    private static let magic = Array("SWROOTEV".utf8)
    private static let headerCount = 64, checksumOffset = 124
    /// Length of the file.
    public static let byteCount = 156

    /// Seals a root key.
    public init(sealing root: DataKey, vault: ObjectID, with secret: VaultSecret, randomness: Randomness) throws(SealingError) {
        guard randomness.salt.count == 32 else { throw .unusableKey }
        method = secret.method
        rounds = method == .passphrase ? VaultSecret.rounds : 0
        self.vault = vault
        salt = randomness.salt
        var header = ByteWriter()
        header.raw(Self.magic)
        header.integer(UInt16(1))
        header.integer(method.rawValue)
        header.integer(UInt8(0))
        header.integer(rounds)
        header.raw(vault.bytes)
        header.raw(salt)
        let key = try secret.keyEncryptionKey(salt: salt, rounds: rounds)
        let sealed = try SmallSeal.seal(root.bytes, key: key, nonce: randomness.nonce, header: header.bytes)
        bytes = sealed + Array(SHA256.hash(data: sealed))
    }

    /// Reads a file. A checksum tells a damaged file from a wrong secret; it protects against accidents, the seal against people.
    public init(reading bytes: [UInt8]) throws(SealingError) {
        guard bytes.count == Self.byteCount, bytes.starts(with: Self.magic),
            Array(SHA256.hash(data: bytes[..<Self.checksumOffset])) == Array(bytes[Self.checksumOffset...])
        else { throw .damaged("root envelope") }
        let fields = bytes.withUnsafeBytes { raw -> (UInt16, UInt8, UInt8, UInt32)? in
            var reader = ByteReader(raw)
            _ = reader.raw(8)
            guard let version = reader.integer(UInt16.self), let method = reader.integer(UInt8.self), let zero = reader.integer(UInt8.self),
                let rounds = reader.integer(UInt32.self)
            else { return nil }
            return (version, method, zero, rounds)
        }
        guard let (version, code, zero, rounds) = fields, zero == 0 else { throw .damaged("root envelope") }
        guard version == 1 else {
            throw SealingError(
                .damaged, code: "envelope-version", "The root envelope has version \(version); this program knows version 1.",
                remedy: "Use a later version of Sharewell.")
        }
        guard let method = Method(rawValue: code), let vault = ObjectID(bytes: bytes[16..<32]),
            method == .passphrase ? VaultSecret.acceptedRounds.contains(rounds) : rounds == 0
        else { throw .damaged("root envelope") }
        self.method = method
        self.rounds = rounds
        self.vault = vault
        self.bytes = bytes
        salt = Array(bytes[32..<64])
    }

    /// The root key.
    public func open(with secret: VaultSecret) throws(SealingError) -> DataKey {
        guard secret.method == method else {
            throw SealingError(
                .wrongSecret, code: "other-kind-of-secret",
                "This vault is opened with a \(method == .passphrase ? "passphrase" : "key file"), not with a \(method == .passphrase ? "key file" : "passphrase").",
                remedy: "Give the kind of secret the hub was made with.")
        }
        let key = try secret.keyEncryptionKey(salt: salt, rounds: rounds)
        guard let root = SmallSeal.open(Array(bytes[..<Self.checksumOffset]), key: key, headerCount: Self.headerCount) else {
            throw SealingError(
                .wrongSecret, code: "wrong-secret", "The \(method == .passphrase ? "passphrase" : "key file") does not open this vault.",
                remedy: "Check that it is this hub's. The root envelope itself is undamaged.")
        }
        return try DataKey(bytes: root)
    }
}
