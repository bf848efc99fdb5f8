public import Sealing

extension KeyVault {
    /// The compartment of the hub's own secrets and reports.
    public static let ownCompartment = CompartmentID("hub")

    /// Seals a small thing under a name, replacing what was there.
    public func seal(_ bytes: [UInt8], as name: SealedName, in compartment: CompartmentID = KeyVault.ownCompartment) throws(SealingError) {
        let lock = try VaultLock(folder.lock)
        defer { lock.release() }
        var contents = try contents()
        let (object, key) = (try VaultRandomness.object(), try VaultRandomness.key())
        let sealed = try SealedNote.seal(bytes, object: object, name: name.rawValue, key: key, nonce: VaultRandomness.nonce())
        let old = contents.table.object(named: name.rawValue)
        try VaultFile.write(sealed, to: folder.note(object))
        try contents.table.add(
            object, key: key, in: compartment, named: name.rawValue, spare: try VaultRandomness.key(), tableKey: contents.tableKey)
        try replaceTable(contents)
        if let old { try VaultFile.erase(folder.note(old)) }
    }

    /// What was sealed under that name; an error with code `no-such-note` if there is nothing.
    public func open(_ name: SealedName) throws(SealingError) -> [UInt8] {
        for _ in 0..<5 {
            let contents = try contents()
            guard let object = contents.table.object(named: name.rawValue) else {
                throw SealingError(
                    .missing, code: "no-such-note", "The vault holds nothing under the name \(name.rawValue).",
                    remedy: "Restore the vault folder from a backup of this hub.")
            }
            // Another process may have replaced it between the two reads.
            guard let sealed = try VaultFile.read(folder.note(object)) else { continue }
            let key = try contents.table.dataKey(of: object, tableKey: contents.tableKey)
            return try SealedNote.open(sealed, object: object, name: name.rawValue, key: key)
        }
        throw SealingError(
            .missing, code: "note-file-missing", "The sealed file of \(name.rawValue) is not there.",
            remedy: "Restore the vault folder from a backup of this hub.")
    }

    /// Destroys what is sealed under that name for good; says how, for the certificate, or nil if there is nothing.
    public func destroy(_ name: SealedName) throws(SealingError) -> String? {
        guard let object = try contents().table.object(named: name.rawValue) else { return nil }
        try destroy([object])
        return Self.noteErased
    }

    /// Destroys what is sealed under those names for good, all at once.
    public func destroy(_ names: [SealedName]) throws(SealingError) {
        let table = try contents().table
        let objects = Set(names.compactMap { table.object(named: $0.rawValue) })
        if !objects.isEmpty { try destroy(objects) }
    }

    private static let noteErased =
        "Data key erased: the key table, the compartment's key and the erasure anchor were replaced and the old ones overwritten; the sealed note was erased."

    /// Names that something is sealed under.
    public func names() throws(SealingError) -> [SealedName] { try contents().table.names.map(SealedName.init(rawValue:)) }
}
