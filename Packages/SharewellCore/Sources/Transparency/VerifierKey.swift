import Crypto

/// The public half of a key that signs notes, as it is handed to partners: `name+keyid+base64` (Ed25519 of c2sp.org/signed-note).
public struct VerifierKey: Sendable, Hashable, CustomStringConvertible {
    /// The signature type byte of Ed25519.
    static let ed25519: UInt8 = 1

    /// Name of the key; for a ledger, its origin.
    public let name: String
    /// Short identity that signature lines carry.
    public let keyID: UInt32
    /// The Ed25519 public key: 32 bytes.
    public let publicKey: [UInt8]

    /// A key of that name; refused if the name or the 32 bytes cannot be used.
    public init(name: String, publicKey: [UInt8]) throws(TransparencyError) {
        guard SignedNote.isKeyName(name), publicKey.count == 32,
            (try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)) != nil
        else { throw .malformed("That is not a key for checkpoints.") }
        self.name = name
        self.publicKey = publicKey
        keyID = Self.keyID(name: name, publicKey: publicKey)
    }

    /// Reads `name+keyid+base64`.
    public init(parsing text: String) throws(TransparencyError) {
        // The base64 part may itself hold a plus: only the first two separate.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decode(parts[2]), bytes.count == 33, bytes[0] == Self.ed25519 else {
            throw .malformed("That is not a key for checkpoints: it looks like name+1a2b3c4d+base64.")
        }
        try self.init(name: String(parts[0]), publicKey: Array(bytes.dropFirst()))
        guard parts[1] == hexadecimal(keyID) else {
            throw .malformed("The key for checkpoints was mistyped: its identity does not fit its name and bytes.")
        }
    }

    /// `name+keyid+base64`.
    public var description: String { "\(name)+\(hexadecimal(keyID))+\(Base64.encode([Self.ed25519] + publicKey))" }

    /// Checks that this key signed the note, once, over exactly its text. Signatures by other keys are ignored.
    public func verify(_ note: SignedNote) throws(TransparencyError) {
        let own = note.signatures.filter { $0.keyID == keyID && $0.name.utf8.elementsEqual(name.utf8) }
        guard let signature = own.first else {
            throw TransparencyError(
                .notSigned, "The checkpoint is not signed by \(name) (\(hexadecimal(keyID))).",
                remedy: "Check that you hold the right hub's key and the right file.")
        }
        guard own.count == 1 else { throw .malformed("The checkpoint carries more than one signature by \(name).") }
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey),
            key.isValidSignature(signature.bytes, for: Array(note.text.utf8))
        else {
            throw TransparencyError(
                .badSignature, "The signature by \(name) does not fit the checkpoint: its text or the signature was altered.",
                remedy: "Do not rely on the checkpoint. Get it again from the hub, and keep this file.")
        }
    }

    private static func keyID(name: String, publicKey: [UInt8]) -> UInt32 {
        SHA256.hash(data: Array(name.utf8) + [0x0A, ed25519] + publicKey).prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
}

private func hexadecimal(_ keyID: UInt32) -> String {
    let digits = String(keyID, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
}
