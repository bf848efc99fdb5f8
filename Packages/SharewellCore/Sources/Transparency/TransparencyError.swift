/// A proof, checkpoint or key that does not show what it is said to show.
public struct TransparencyError: Error, Sendable, Hashable, Codable {
    /// Kinds of failure, stable.
    public enum Code: String, Sendable, Codable, CaseIterable {
        /// The text is not in the form its format asks for.
        case malformed
        /// The proof has more or fewer hashes than the tree's shape asks for, or names a position the tree does not have.
        case wrongShape = "wrong-shape"
        /// The hashes do not lead to the root.
        case rootDiffers = "root-differs"
        /// No signature by the key that was named.
        case notSigned = "not-signed"
        /// A signature by that key does not fit the text.
        case badSignature = "bad-signature"
        /// The checkpoint belongs to another ledger.
        case wrongOrigin = "wrong-origin"
        /// Two signed checkpoints of one ledger cannot both be true.
        case forked
        /// The checkpoint is older than one already seen.
        case rolledBack = "rolled-back"
        /// A newer checkpoint came without the proof that it continues the one already seen.
        case proofMissing = "proof-missing"
    }
    /// What kind of failure.
    public let code: Code
    /// What is wrong, and where.
    public let message: String
    /// What to do next.
    public let remedy: String

    init(_ code: Code, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    static func malformed(_ message: String) -> TransparencyError {
        TransparencyError(.malformed, message, remedy: "Get the file again from whoever made it, as a file and not pasted as text.")
    }

    static let forkRemedy =
        "Keep both files: together they show that the ledger was altered. Tell the partnership's agencies and compare with their checkpoints."
}
