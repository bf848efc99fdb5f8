import Crypto
public import Foundation
public import Sealing

/// A sealed object about to be written: its identity, its key, and the salt its segment is sealed with.
public struct NewObject: Sendable {
    /// Identity.
    public let id: ObjectID
    /// Data key, in memory alone until the vault keeps it.
    public let key: DataKey
    /// 16 random bytes.
    public let salt: [UInt8]
}

extension KeyVault {
    /// An object whose key is in memory alone. What is sealed with it and never kept is noise as soon as the process ends or lets go of it: a
    /// rehearsal, or a file that is refused, leaves nothing to destroy, so that no backup has to be made useless for it.
    public func passingObject() throws(SealingError) -> NewObject {
        NewObject(id: try VaultRandomness.object(), key: try VaultRandomness.key(), salt: RandomBytes.make(16))
    }

    /// Keeps an object's key, in a compartment. It is durable when the call returns, and has to be before anything names the object.
    public func keep(_ object: NewObject, in compartment: CompartmentID) throws(SealingError) {
        let lock = try VaultLock(folder.lock)
        defer { lock.release() }
        var contents = try contents()
        try contents.table.add(
            object.id, key: object.key, in: compartment, spare: try VaultRandomness.key(), tableKey: contents.tableKey)
        try replaceTable(contents)
    }

    /// Makes an object in a compartment whose key is kept from the beginning.
    public func newObject(in compartment: CompartmentID) throws(SealingError) -> NewObject {
        let object = try passingObject()
        try keep(object, in: compartment)
        return object
    }

    /// The data key of an object; an error with code `no-such-key` if it was destroyed.
    public func dataKey(of object: ObjectID) throws(SealingError) -> DataKey {
        let contents = try contents()
        return try contents.table.dataKey(of: object, tableKey: contents.tableKey)
    }

    /// SHA-256, hexadecimal, and length of an object's segment file as it lies there now; nil if there is none that can be read.
    public func fileFacts(of object: String) -> (digest: String, bytes: Int)? {
        guard let object = ObjectID(object) else { return nil }
        let descriptor = Foundation.open(folder.segment(object).path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // Read, not mapped: a disk that fails is an error here and not the end of the process.
        var hash = SHA256()
        var bytes = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = buffer.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return (hash.finalize().hexadecimal, bytes) }
            buffer.withUnsafeBytes { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            bytes += count
        }
    }

    /// Where the segment of an object lies.
    public func segmentFile(of object: ObjectID) -> URL { folder.segment(object) }

    /// Objects, small sealed files apart, that have a key or a segment file but are not among those known: leftovers of supplies that were
    /// interrupted before the ledger heard of them.
    public func orphans(known: Set<String>) throws(SealingError) -> [ObjectID] {
        let table = try contents().table
        let notes = Set(table.names.compactMap { table.object(named: $0) })
        let found = table.objects.subtracting(notes).union(folder.objects(in: folder.segments, extension: "segment"))
        return found.filter { !known.contains($0.rawValue) }.sorted()
    }

    /// Destroys the orphans and unfinished segment files. Nobody may be writing a supply meanwhile.
    public func removeOrphans(known: Set<String>) throws(SealingError) {
        for file in DurableFile.unfinished(in: folder.segments) { try VaultFile.remove(file) }
        let orphans = try orphans(known: known)
        if !orphans.isEmpty { try destroy(Set(orphans)) }
    }

    /// Destroys an object for good; says how, for the certificate. Doing it again does no harm.
    @discardableResult public func destroy(_ object: String) throws(SealingError) -> String {
        try destroy([try ObjectID(checking: object)])
        return
            "Data key erased: the key table, the compartment's key and the erasure anchor were replaced and the old ones overwritten; the sealed file was removed."
    }

    /// Destroys objects: a crash at any instant leaves them whole, or without keys and cleaned up by the next call or opening.
    ///
    /// The new key table is written first; the new anchor, moved into place, is the instant at which the keys are gone.
    public func destroy(_ objects: Set<ObjectID>) throws(SealingError) {
        let lock = try VaultLock(folder.lock)
        defer { lock.release() }
        try sweep()
        let contents = try contents()
        if !contents.table.objects.isDisjoint(with: objects) {
            let epoch = contents.anchor.epoch + 1
            let anchor = ErasureAnchor(epoch: epoch, vault: vault, key: try VaultRandomness.key())
            let key = anchor.tableKey(root: root)
            var fresh: [DataKey] = []
            for _ in contents.table.objects { fresh.append(try VaultRandomness.key()) }
            let table = try contents.table.forgetting(
                objects, tableKey: contents.tableKey, next: epoch, nextKey: key, freshKeys: fresh)
            try VaultFile.write(table.sealed(tableKey: key, nonce: VaultRandomness.nonce()), to: folder.table(epoch))
            guard link(folder.anchor.path, folder.oldAnchor.path) == 0 else { throw VaultFile.failure("erase", folder.anchor) }
            try VaultFile.write(anchor.sealed(under: root, nonce: VaultRandomness.nonce()), to: folder.anchor)
            try sweep()
        }
        for object in objects {
            try VaultFile.remove(folder.segment(object))
            try VaultFile.erase(folder.note(object))
        }
    }

    /// Finishes what a crash may have left half done. Skipped where the vault cannot be written to: it changes nothing that is read.
    func tidy() throws(SealingError) {
        guard access(folder.root.path, W_OK) == 0 else { return }
        let lock = try VaultLock(folder.lock)
        defer { lock.release() }
        try sweep()
        let table = try contents().table
        for note in folder.objects(in: folder.notes, extension: "sealed") where !table.objects.contains(note) {
            try VaultFile.erase(folder.note(note))
        }
    }

    private func sweep() throws(SealingError) {
        var (now, old) = (stat(), stat())
        if lstat(folder.oldAnchor.path, &old) == 0 {
            guard lstat(folder.anchor.path, &now) == 0 else { throw VaultFile.failure("read", folder.anchor) }
            // The same file under two names: the replacement never happened.
            if now.st_ino == old.st_ino { try VaultFile.remove(folder.oldAnchor) } else { try VaultFile.erase(folder.oldAnchor) }
        }
        let epoch = try VaultContents.load(folder, root: root, vault: vault).anchor.epoch
        for table in folder.tables where table.epoch != epoch { try VaultFile.erase(table.file) }
        for place in [folder.root, folder.erasable, folder.notes] {
            for file in DurableFile.unfinished(in: place) { try VaultFile.erase(file) }
        }
    }
}
