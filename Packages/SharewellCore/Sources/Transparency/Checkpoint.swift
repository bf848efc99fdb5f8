/// A ledger's size and root at one time, signed by the ledger's key (c2sp.org/tlog-checkpoint). Having one means its signature was checked.
public struct Checkpoint: Sendable, Hashable {
    /// Identity of the ledger.
    public let origin: String
    /// Events at the time.
    public let size: Int64
    /// Root of the tree over them.
    public let root: TreeHash
    /// Lines after the root. Sharewell writes none and gives none a meaning.
    public let extensions: [String]
    /// The whole file, to keep and to hand on unchanged.
    public let note: SignedNote

    /// Reads a checkpoint file and checks that the ledger's key signed it.
    public init(parsing bytes: [UInt8], key: VerifierKey) throws(TransparencyError) {
        try self.init(verifying: SignedNote(parsing: bytes), key: key)
    }

    /// Checks the signature first, then reads the text.
    public init(verifying note: SignedNote, key: VerifierKey) throws(TransparencyError) {
        try key.verify(note)
        let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, lines.last == "", lines.dropLast().allSatisfy({ !$0.isEmpty }) else {
            throw .malformed("The checkpoint does not have origin, size and root on its first three lines.")
        }
        guard lines[0].utf8.elementsEqual(key.name.utf8) else {
            throw TransparencyError(
                .wrongOrigin, "The checkpoint is of another ledger than the key: its first line differs from the key's name.",
                remedy: "Use the key and the checkpoints of one and the same hub.")
        }
        guard let size = Int64(lines[1]), size >= 0, String(size) == lines[1] else {
            throw .malformed("The second line of the checkpoint is not a number of events.")
        }
        guard let root = TreeHash(base64: String(lines[2])) else { throw .malformed("The third line of the checkpoint is not a root.") }
        guard size > 0 || root == MerkleTree.emptyRoot else {
            throw .malformed("The checkpoint is of no events but its root is not that of an empty ledger.")
        }
        origin = key.name
        self.size = size
        self.root = root
        extensions = lines[3...].dropLast().map(String.init)
        self.note = note
    }

    /// The file.
    public var encoded: [UInt8] { note.encoded }

    static func text(origin: String, size: Int64, root: TreeHash, extensions: [String]) -> String {
        ([origin, String(size), root.base64] + extensions).map { $0 + "\n" }.joined()
    }
}
