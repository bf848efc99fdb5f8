/// Proofs as text files that carry the checkpoint they lead to, so that they can be checked anywhere with the ledger's key alone.
///
/// An inclusion proof is a c2sp.org/tlog-proof@v1 whose `extra` line holds the entry itself; a consistency proof is the body of a
/// c2sp.org/tlog-witness `add-checkpoint` request. Nothing in either is believed before `verify`.
public enum ProofFile: Sendable, Hashable {
    /// That an entry stands in the ledger of a checkpoint.
    case inclusion(entry: [UInt8], index: Int64, path: [TreeHash], checkpoint: SignedNote)
    /// That the ledger of a checkpoint continues an earlier one.
    case consistency(from: Int64, path: [TreeHash], checkpoint: SignedNote)

    /// First line of an inclusion proof.
    static let inclusionTitle = "c2sp.org/tlog-proof@v1"
    /// Longest file read, in bytes: an entry of 16 MiB in base64, and room.
    public static let longest = 24 << 20

    /// Reads either kind.
    public init(parsing bytes: [UInt8]) throws(TransparencyError) {
        guard bytes.count <= Self.longest else { throw .malformed("The proof is longer than \(Self.longest) bytes.") }
        guard let end = bytes.indices.first(where: { bytes[$0] == 0x0A && $0 + 1 < bytes.count && bytes[$0 + 1] == 0x0A }),
            let head = String(validating: bytes[..<end], as: UTF8.self)
        else { throw .malformed("The proof has no checkpoint after its first empty line.") }
        let checkpoint = try SignedNote(parsing: Array(bytes[(end + 2)...]))
        var lines = head.split(separator: "\n", omittingEmptySubsequences: false)[...]
        if lines.first == Self.inclusionTitle[...] {
            lines.removeFirst()
            guard let extra = lines.popFirst(), extra.hasPrefix("extra "), let entry = Base64.decode(extra.dropFirst(6)) else {
                throw .malformed("The proof does not hold the entry it is about on its second line.")
            }
            guard let line = lines.popFirst(), line.hasPrefix("index "), let index = number(line.dropFirst(6)) else {
                throw .malformed("The proof does not name a position on its third line.")
            }
            self = .inclusion(entry: entry, index: index, path: try Self.path(lines), checkpoint: checkpoint)
        } else {
            guard let line = lines.popFirst(), line.hasPrefix("old "), let from = number(line.dropFirst(4)) else {
                throw .malformed("The file is neither an inclusion proof (\(Self.inclusionTitle)) nor a consistency proof (old N).")
            }
            self = .consistency(from: from, path: try Self.path(lines), checkpoint: checkpoint)
        }
    }

    /// The file.
    public var encoded: [UInt8] {
        let (head, path, checkpoint) =
            switch self {
            case .inclusion(let entry, let index, let path, let checkpoint):
                ("\(Self.inclusionTitle)\nextra \(Base64.encode(entry))\nindex \(index)\n", path, checkpoint)
            case .consistency(let from, let path, let checkpoint): ("old \(from)\n", path, checkpoint)
            }
        return Array((head + path.map { $0.base64 + "\n" }.joined() + "\n").utf8) + checkpoint.encoded
    }

    private static func path(_ lines: ArraySlice<Substring>) throws(TransparencyError) -> [TreeHash] {
        guard lines.count <= 63 else { throw .malformed("The proof has more hashes than any ledger asks for.") }
        var path: [TreeHash] = []
        for line in lines {
            guard let hash = TreeHash(base64: String(line)) else { throw .malformed("A hash of the proof is not base64 of 32 bytes.") }
            path.append(hash)
        }
        return path
    }
}

/// Decimal digits without leading zeros, up to 2⁶³ − 1.
private func number(_ text: Substring) -> Int64? {
    guard let number = Int64(text), number >= 0, String(number) == text else { return nil }
    return number
}
