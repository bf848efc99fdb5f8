import Crypto
import Foundation

/// A package that only one recipient can open: HPKE (RFC 9180) with P-256, HKDF-SHA-256 and AES-256-GCM (docs/formats/package.md).
///
/// ```
/// "sharewell package/v1\n" | u32 n | n bytes of header | 65 bytes encapsulated key
/// frames: u32 length of ciphertext, highest bit set in the last | ciphertext
/// ```
/// All integers little-endian. The header is in the clear, and part of HPKE's `info`; frames are HPKE messages in sequence, so that none can be
/// left out, repeated or moved, and the last says that it is.
public enum TransferPackage {
    /// The first bytes of every package.
    public static let magic = Array("sharewell package/v1\n".utf8)
    /// Most plain bytes in a frame.
    public static let frameBytes = 1 << 20
    /// Longest header.
    static let longestHeader = 1 << 16
    /// Length of an encapsulated P-256 key, uncompressed.
    public static let encapsulatedCount = 65
    /// Marks the last frame in its length.
    public static let lastFrame: UInt32 = 1 << 31

    static let suite = HPKE.Ciphersuite.P256_SHA256_AES_GCM_256
    static func authenticated(_ isLast: Bool) -> Data { Data([isLast ? 1 : 0]) }

    static let damaged = SealingError(
        .damaged, code: "package-damaged", "The package was altered, cut short, or is not for this key.",
        remedy: "Check that the key is the one the package names, and ask the sender for the package again.")
}

/// The key of an agency that packages are sealed to.
public struct PackageKey: Sendable, Hashable {
    /// P-256, uncompressed: 65 bytes.
    public let bytes: [UInt8]
    /// Checks that the bytes are a point of the curve.
    public init(bytes: [UInt8]) throws(SealingError) {
        guard (try? P256.KeyAgreement.PublicKey(x963Representation: bytes)) != nil else {
            throw SealingError(
                .damaged, code: "package-key-unusable", "That is not a public key that packages can be sealed to.",
                remedy: "Give the line that sharewell package key printed, whole.")
        }
        self.bytes = bytes
    }

    /// First 16 bytes of its SHA-256, hexadecimal: enough to name it.
    public var fingerprint: String {
        Array(SHA256.hash(data: bytes).prefix(16)).hexadecimalDigits
    }
}

/// The private half: opens packages sealed to its `PackageKey`.
public struct PackageSecret: Sendable {
    fileprivate let key: P256.KeyAgreement.PrivateKey
    /// What packages are sealed to.
    public let publicKey: PackageKey
    /// The secret, 32 bytes.
    public var bytes: [UInt8] { [UInt8](key.rawRepresentation) }

    /// A new key, drawn by the cryptographic library.
    public static func make() throws(SealingError) -> PackageSecret { try PackageSecret(P256.KeyAgreement.PrivateKey()) }

    /// From its 32 bytes.
    public init(bytes: [UInt8]) throws(SealingError) {
        guard let key = try? P256.KeyAgreement.PrivateKey(rawRepresentation: bytes) else {
            throw SealingError(
                .wrongSecret, code: "package-secret-unusable", "That is not a private key for packages.",
                remedy: "Give the file that sharewell package key wrote.")
        }
        try self.init(key)
    }

    private init(_ key: P256.KeyAgreement.PrivateKey) throws(SealingError) {
        self.key = key
        publicKey = try PackageKey(bytes: [UInt8](key.publicKey.x963Representation))
    }
}

/// Seals a package, frame after frame.
public struct PackageSealer {
    private var sender: HPKE.Sender
    /// The bytes before the first frame.
    public let beginning: [UInt8]

    /// For one recipient; `header` is in the clear and authenticated.
    public init(to recipient: PackageKey, header: [UInt8]) throws(SealingError) {
        guard header.count <= TransferPackage.longestHeader,
            let key = try? P256.KeyAgreement.PublicKey(x963Representation: recipient.bytes),
            let sender = try? HPKE.Sender(
                recipientKey: key, ciphersuite: TransferPackage.suite, info: Data(TransferPackage.magic + header))
        else { throw TransferPackage.damaged }
        self.sender = sender
        var writer = ByteWriter()
        writer.raw(TransferPackage.magic)
        writer.integer(UInt32(header.count))
        writer.raw(header)
        writer.raw(sender.encapsulatedKey)
        beginning = writer.bytes
    }

    /// The next frame, with its length; at most `frameBytes` of plain bytes.
    public mutating func frame(_ plain: [UInt8], isLast: Bool) throws(SealingError) -> [UInt8] {
        guard plain.count <= TransferPackage.frameBytes,
            let sealed = try? sender.seal(Data(plain), authenticating: TransferPackage.authenticated(isLast))
        else { throw TransferPackage.damaged }
        var writer = ByteWriter(reserving: sealed.count + 4)
        writer.integer(UInt32(sealed.count) | (isLast ? TransferPackage.lastFrame : 0))
        writer.raw(sealed)
        return writer.bytes
    }
}

/// Opens a package, frame after frame.
public struct PackageOpener {
    private var recipient: HPKE.Recipient

    /// With the header as it stands in the package and the encapsulated key after it.
    public init(_ secret: PackageSecret, header: [UInt8], encapsulated: [UInt8]) throws(SealingError) {
        guard
            let recipient = try? HPKE.Recipient(
                privateKey: secret.key, ciphersuite: TransferPackage.suite, info: Data(TransferPackage.magic + header),
                encapsulatedKey: Data(encapsulated))
        else { throw TransferPackage.damaged }
        self.recipient = recipient
    }

    /// What the next frame's ciphertext holds.
    public mutating func open(_ sealed: [UInt8], isLast: Bool) throws(SealingError) -> [UInt8] {
        guard let plain = try? recipient.open(Data(sealed), authenticating: TransferPackage.authenticated(isLast)) else {
            throw TransferPackage.damaged
        }
        return [UInt8](plain)
    }
}
