public import Foundation
public import Sealing

extension KeyVault {
    /// Where the erasure anchor lies in a vault's folder: the one file that must not be kept with a backup.
    public static let anchorPath = "erasable/anchor"

    /// Does something while nothing in that vault changes; a vault need not be open for it.
    public static func holding<Result>(_ vault: URL, _ body: () throws -> Result) throws -> Result {
        let lock = try VaultLock(VaultFolder(root: vault).lock)
        defer { lock.release() }
        return try body()
    }

    /// The anchor as it lies there, sealed, and how often something was destroyed before it was made.
    public static func anchor(of vault: URL) throws(SealingError) -> (bytes: [UInt8], epoch: UInt64) {
        try anchor(in: VaultFolder(root: vault).anchor)
    }

    /// The same of a copy of it.
    public static func anchor(in file: URL) throws(SealingError) -> (bytes: [UInt8], epoch: UInt64) {
        guard let bytes = try VaultFile.read(file) else {
            throw SealingError(
                .missing, code: "anchor-missing", "The erasure anchor \(file.lastPathComponent) is not there.",
                remedy: "Name the newest copy that was kept of it.")
        }
        // docs/formats/vault.md: magic 8, version 2, zero 6, epoch 8.
        guard bytes.count == 100, bytes.starts(with: Array("SWANCHOR".utf8)) else {
            throw SealingError(
                .damaged, code: "anchor-damaged", "\(file.lastPathComponent) is no erasure anchor.",
                remedy: "Name the newest copy that was kept of it.")
        }
        return (bytes, bytes[16..<24].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    /// Keeps a copy of the anchor outside of the hub, in place of the one before, which is overwritten: with that one, what was destroyed since
    /// could be read from an older backup.
    public static func keepAnchor(_ bytes: [UInt8], at file: URL) throws(SealingError) {
        let old = file.deletingLastPathComponent().appending(path: file.lastPathComponent + ".old")
        try VaultFile.erase(old)
        if access(file.path, F_OK) == 0 {
            guard link(file.path, old.path) == 0 else { throw VaultFile.failure("erase", file) }
        }
        try VaultFile.write(bytes, to: file)
        try VaultFile.erase(old)
    }
}

extension SQLiteLedger {
    /// Copies what is committed into a folder, as a ledger of its own that is on the disk when the call returns; others may go on appending.
    public func copy(to folder: URL) throws(LedgerError) { try LedgerFile(folder).take(copyOf: self) }
}
