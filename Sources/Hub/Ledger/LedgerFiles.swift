public import Foundation
public import Transparency

/// Checkpoints, proofs and keys as files that people hand to each other.
public enum LedgerFiles {
    /// Reads a file of at most `ProofFile.longest` bytes.
    public static func read(_ file: URL) throws(HubError) -> [UInt8] {
        let size = (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
        guard size <= ProofFile.longest, let bytes = try? Data(contentsOf: file) else {
            throw HubError(
                .missing, code: "file-not-readable", "The file \(file.path) cannot be read.",
                remedy: "Check the path, and that it is a checkpoint, a proof or a key.")
        }
        return [UInt8](bytes)
    }

    /// Reads a checkpoint and checks its signature.
    public static func checkpoint(_ file: URL, key: VerifierKey) throws(HubError) -> Checkpoint {
        let bytes = try read(file)
        do { return try Checkpoint(parsing: bytes, key: key) } catch { throw HubError(error) }
    }

    /// A key as it was typed, or the file that holds it.
    public static func key(_ text: String) throws(HubError) -> VerifierKey {
        var text = text
        if !text.contains("+"), FileManager.default.fileExists(atPath: text) {
            text = String(decoding: try read(URL(filePath: text)), as: UTF8.self)
        }
        do { return try VerifierKey(parsing: String(text.filter { !$0.isNewline })) } catch { throw HubError(error) }
    }
}
