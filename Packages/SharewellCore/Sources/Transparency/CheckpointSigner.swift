import Crypto

/// Signs a ledger's checkpoints: the private half of a `VerifierKey`.
public struct CheckpointSigner: Sendable, CustomStringConvertible {
    private let key: Curve25519.Signing.PrivateKey
    /// What partners check with.
    public let verifierKey: VerifierKey

    /// A signer for the ledger of that origin, which is also the key's name. `privateKey` is an Ed25519 seed of 32 random bytes.
    public init(origin: String, privateKey: [UInt8]) throws(TransparencyError) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: privateKey) else {
            throw .malformed("The key that signs checkpoints is not 32 bytes.")
        }
        self.key = key
        verifierKey = try VerifierKey(name: origin, publicKey: [UInt8](key.publicKey.rawRepresentation))
    }

    /// Identity of the ledger it signs for.
    public var origin: String { verifierKey.name }

    /// Signs the state of a ledger.
    public func sign(size: Int64, root: TreeHash) throws(TransparencyError) -> Checkpoint {
        try sign(text: Checkpoint.text(origin: origin, size: size, root: root, extensions: []))
    }

    /// Signs another statement of the hub, such as over a package. Its first line says what it is, and is never this ledger's origin, so that no
    /// statement can stand for a checkpoint.
    public func sign(statement text: String) throws(TransparencyError) -> SignedNote {
        guard text.hasSuffix("\n"), !text.hasPrefix(origin), let signature = try? key.signature(for: Array(text.utf8)) else {
            throw .malformed("That statement cannot be signed.")
        }
        return SignedNote(
            text: text, signatures: [SignedNote.Signature(name: origin, keyID: verifierKey.keyID, bytes: [UInt8](signature))])
    }

    func sign(text: String) throws(TransparencyError) -> Checkpoint {
        guard let signature = try? key.signature(for: Array(text.utf8)) else { throw .malformed("The checkpoint could not be signed.") }
        let line = SignedNote.Signature(name: origin, keyID: verifierKey.keyID, bytes: [UInt8](signature))
        return try Checkpoint(verifying: SignedNote(text: text, signatures: [line]), key: verifierKey)
    }

    /// Says whose key it is, never the key.
    public var description: String { "CheckpointSigner(\(origin), <sensitive>)" }
}
