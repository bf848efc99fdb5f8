import Storage
public import Transparency

/// A new key for a hub's checkpoints: the secret half goes into the vault, the public half into the ledger's first event.
struct CheckpointKey {
    /// An Ed25519 seed of 32 bytes.
    let secretBytes: [UInt8]
    /// What partners keep.
    let verifierKey: String

    static func make(origin: String) throws(HubError) -> CheckpointKey {
        let secret = RandomBytes.make(32)
        do {
            return CheckpointKey(
                secretBytes: secret, verifierKey: try CheckpointSigner(origin: origin, privateKey: secret).verifierKey.description)
        } catch { throw HubError(error) }
    }
}

extension HubError {
    /// What a failed proof, checkpoint or key means at the hub.
    public init(_ error: TransparencyError) {
        self.init(error.code == .malformed ? .data : .tampered, code: error.code.rawValue, error.message, remedy: error.remedy)
    }
}
