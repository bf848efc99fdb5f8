public import Foundation
import Guidance
public import Register
import Storage
import Transparency

/// Begins a hub: folders, keys, rulebook, ledger and its first event.
public struct InitialiseHub {
    private let partnership: String
    private let secret: UnsealingSecret
    private let guidance: URL
    /// For that partnership, sealed with that secret, on the rulebook in that folder.
    public init(partnership: String, secret: UnsealingSecret, guidance: URL) {
        self.partnership = partnership
        self.secret = secret
        self.guidance = guidance
    }

    /// Does it; everything is made in a folder beside the final one and moved into place at the end, so that a crash leaves nothing half begun.
    public func perform(in folder: HubFolder, clock: @escaping @Sendable () -> Moment) throws -> Hub {
        guard !partnership.isEmpty, !partnership.contains(where: \.isNewline), partnership.count <= 200 else {
            throw HubError(
                .setUp, code: "partnership-name", "The name of the partnership is empty, too long or more than one line.",
                remedy: "Give one line of at most 200 characters with --partnership.")
        }
        let files = FileManager.default
        if files.fileExists(atPath: folder.root.path) {
            let contents = try? files.contentsOfDirectory(atPath: folder.root.path)
            guard contents == [] else {
                throw Self.inUse(folder)
            }
        }
        let secret = try secret.secret()
        let rules = try RulebookFolder(guidance).load()
        let parent = folder.root.deletingLastPathComponent()
        let begun = HubFolder(parent.appending(path: ".\(folder.root.lastPathComponent).beginning-\(UUID().uuidString.prefix(8))"))
        defer { try? files.removeItem(at: begun.root) }
        try begun.create()
        try copy(rules.files, to: begun.guidance)
        let vault = try KeyVault.create(at: begun.vault, with: secret)
        let id = RandomBytes.make(16).hexadecimal
        let origin = "sharewell/\(id)"
        let signer = try CheckpointKey.make(origin: origin)
        try vault.seal(signer.secretBytes, as: .checkpointKey)
        try vault.seal(RandomBytes.make(32), as: .referenceKey)
        let ledger = try SQLiteLedger.create(at: begun.ledger)
        let first = HubInitialised(
            hub: id, partnership: partnership, rulebook: rules.rulebook.id, rulebookDigest: rules.digest, verifierKey: signer.verifierKey)
        _ = try ledger.append([EventCoding.encode(.hubInitialised(first))], at: clock())
        // From the first event on, a ledger cut short is recognised by the checkpoint in the vault.
        let checkpoint = try CheckpointSigner(origin: origin, privateKey: signer.secretBytes).sign(size: ledger.size, root: ledger.root)
        try vault.seal(checkpoint.encoded, as: .latestCheckpoint)
        try ledger.keep(checkpoint)
        try files.createDirectory(at: parent, withIntermediateDirectories: true)
        do {
            try DurableFile.sync(begun.root)
            // Takes an empty folder away and nothing else: another process may have begun a hub in it meanwhile.
            rmdir(folder.root.path)
            try DurableFile.move(begun.root, toFree: folder.root)
        } catch {
            throw error.cause == EEXIST || error.cause == ENOTEMPTY ? Self.inUse(folder) : HubError(explaining: error)
        }
        return try Hub.open(folder, clock: clock)
    }

    private func copy(_ files: [RulebookFile], to target: URL) throws(HubError) {
        do {
            for file in files {
                let copy = target.appending(path: file.path)
                try FileManager.default.createDirectory(at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
                try DurableFile.write(Array(file.text.utf8), to: copy)
            }
        } catch {
            throw HubError(
                .storage, code: "rulebook-not-copied", "The rulebook could not be copied into the hub.",
                remedy: "Check that the place has room and may be written to.")
        }
    }

    private static func inUse(_ folder: HubFolder) -> HubError {
        HubError(
            .setUp, code: "folder-in-use", "The folder \(folder.root.path) is there already and not empty.",
            remedy: "Name a folder that does not exist yet, or see sharewell status for the hub in it.")
    }
}
