import Foundation
import Register
import Sealing
import Storage
import Transparency

/// Checks a copied hub: every file is there as it was read, the ledger is sound, and every supply that it holds has its sealed file. With the vault
/// open, also that each has its key and opens.
struct BackupCheck {
    let manifest: BackupManifest
    let folder: HubFolder
    var vault: KeyVault?

    init(manifest: BackupManifest, folder: HubFolder, vault: KeyVault? = nil) {
        self.manifest = manifest
        self.folder = folder
        self.vault = vault
    }

    func perform() throws {
        try manifest.check()
        try checkFiles()
        let report = try VerifyLedger(try HubLedger.open(folder)).perform(against: [], vault: vault)
        if let fault = report.faults.first { throw Self.damaged("its ledger is not sound: \(fault.message)") }
        guard report.events == manifest.events, report.root == manifest.root else {
            throw Self.damaged("its ledger is not the one the manifest names")
        }
    }

    private func checkFiles() throws {
        let found = Set(try FolderCopy.files(in: folder.root))
        for file in manifest.files {
            guard let facts = try FolderCopy.facts(of: folder.root.appending(path: file.path)) else {
                throw Self.damaged("\(file.path) is missing")
            }
            guard facts.bytes == file.bytes, facts.digest == file.digest else { throw Self.damaged("\(file.path) is not as it was copied") }
        }
        if let more = found.subtracting(manifest.files.map(\.path)).sorted().first { throw Self.damaged("\(more) is not in its manifest") }
    }

    /// Supplies of the ledger whose sealed file or key is not there; empty where nothing is lost. A file that is there and is another is an error.
    static func lost(_ hub: Hub, _ vault: KeyVault) throws -> [SupplyID] {
        var lost: [SupplyID] = []
        for supply in hub.state.supplies.values.sorted(by: { $0.position < $1.position }) {
            guard supply.status == .held || supply.status == .withdrawn else { continue }
            let taken = supply.taken
            guard let facts = vault.fileFacts(of: taken.object), let object = ObjectID(taken.object),
                (try? vault.dataKey(of: object)) != nil
            else {
                lost.append(taken.supply)
                continue
            }
            guard facts.digest == taken.objectDigest else {
                throw damaged("the sealed file of supply \(taken.supply) is not the one the ledger recorded")
            }
            _ = try hub.segments.reader(of: taken, in: vault)
        }
        return lost
    }

    static func damaged(_ what: String) -> HubError {
        HubError(
            .tampered, code: "backup-damaged", "The backup cannot be used: \(what).",
            remedy: "Use another backup; nothing was changed. If it was just made, check the disk it was made on.")
    }
}
