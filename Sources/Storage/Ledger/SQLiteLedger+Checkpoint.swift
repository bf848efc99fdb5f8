public import Foundation
public import Transparency

extension SQLiteLedger {
    /// Name of the newest signed checkpoint beside the ledger's file.
    public static let checkpointName = "checkpoint"

    /// Where the newest signed checkpoint lies.
    public var checkpointFile: URL { file.deletingLastPathComponent().appending(path: Self.checkpointName) }

    /// The newest signed checkpoint as it was kept; nil if none was. Its signature is not checked here.
    public func keptCheckpoint() throws(LedgerError) -> [UInt8]? {
        guard access(checkpointFile.path, F_OK) == 0 else { return nil }
        guard let bytes = try? Data(contentsOf: checkpointFile) else {
            throw LedgerError(
                .storage, code: "checkpoint-not-readable", "The ledger's newest checkpoint is there but cannot be read.",
                remedy: "Check who owns the ledger's folder.")
        }
        return [UInt8](bytes)
    }

    /// Keeps a signed checkpoint beside the ledger, in place of the one before: whole, and on the disk when it returns.
    public func keep(_ checkpoint: Checkpoint) throws(LedgerError) {
        guard LedgerFile(file.deletingLastPathComponent()).replace(Self.checkpointName, with: checkpoint.encoded) else {
            throw Self.notKept
        }
    }

    private static let notKept = LedgerError(
        .storage, code: "checkpoint-not-kept", "The checkpoint could not be kept beside the ledger.",
        remedy: "Check that the ledger's folder has room and may be written to.")
}
