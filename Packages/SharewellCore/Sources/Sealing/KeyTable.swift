import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Every object's data key, wrapped by its compartment's key, which is wrapped by the table key. Nothing here is a bare key.
///
/// Wrapping is AES key wrap (RFC 3394) under a key made by HKDF for that one purpose, so that a wrapped key moved to another object,
/// compartment or table does not unwrap.
public struct KeyTable: Sendable {
    struct Entry: Sendable, Hashable {
        var compartment: CompartmentID
        var wrapped: [UInt8]
        var name: String
    }
    static let wrappedCount = 40
    static let textLimit = 1024
    /// Identity of the vault.
    public let vault: ObjectID
    /// The anchor it belongs to.
    public internal(set) var epoch: UInt64
    var compartments: [CompartmentID: [UInt8]] = [:]
    var entries: [ObjectID: Entry] = [:]

    /// An empty table.
    public init(vault: ObjectID, epoch: UInt64) {
        self.vault = vault
        self.epoch = epoch
    }

    /// Every object that has a key.
    public var objects: Set<ObjectID> { Set(entries.keys) }

    /// The small sealed object of that name.
    public func object(named name: String) -> ObjectID? { name.isEmpty ? nil : entries.first { $0.value.name == name }?.key }

    /// Names of the small sealed objects, sorted.
    public var names: [String] { entries.values.map(\.name).filter { !$0.isEmpty }.sorted() }

    /// Adds an object under a fresh data key. `spare` becomes the compartment's key if it has none yet.
    /// A name already taken passes to the new object and the old one is forgotten.
    public mutating func add(
        _ object: ObjectID, key: DataKey, in compartment: CompartmentID, named name: String = "", spare: DataKey, tableKey: DataKey
    ) throws(SealingError) {
        guard max(name.utf8.count, compartment.rawValue.utf8.count) <= Self.textLimit else {
            throw SealingError(
                .storage, code: "name-too-long", "The name of a sealed object or compartment is longer than \(Self.textLimit) bytes.",
                remedy: "Use a shorter name.")
        }
        let holder: DataKey
        if let wrapped = compartments[compartment] {
            holder = try Self.unwrap(wrapped, Self.compartmentWrapper(tableKey, compartment))
        } else {
            holder = spare
            compartments[compartment] = try Self.wrap(spare, Self.compartmentWrapper(tableKey, compartment))
        }
        if let old = self.object(named: name) { entries[old] = nil }
        entries[object] = Entry(
            compartment: compartment, wrapped: try Self.wrap(key, Self.objectWrapper(holder, object, compartment)), name: name)
    }

    /// The data key of an object.
    public func dataKey(of object: ObjectID, tableKey: DataKey) throws(SealingError) -> DataKey {
        guard let entry = entries[object], let wrapped = compartments[entry.compartment] else {
            throw SealingError(
                .missing, code: "no-such-key",
                "The vault holds no key for the sealed object \(object): it was destroyed, or is of another hub.",
                remedy: "The ledger says what became of it: sharewell ledger log.")
        }
        let holder = try Self.unwrap(wrapped, Self.compartmentWrapper(tableKey, entry.compartment))
        return try Self.unwrap(entry.wrapped, Self.objectWrapper(holder, object, entry.compartment))
    }

    /// The table of the next epoch, without those objects: every compartment that lost one gets a fresh key, and all keys are wrapped anew.
    /// Give as many fresh keys as there are objects; no more are used.
    public func forgetting(
        _ condemned: Set<ObjectID>, tableKey: DataKey, next epoch: UInt64, nextKey: DataKey, freshKeys: [DataKey]
    ) throws(SealingError) -> KeyTable {
        var next = KeyTable(vault: vault, epoch: epoch)
        let touched = Set(condemned.compactMap { entries[$0]?.compartment })
        var freshKeys = freshKeys[...]
        for (compartment, wrapped) in compartments {
            let old = try Self.unwrap(wrapped, Self.compartmentWrapper(tableKey, compartment))
            let members = entries.filter { $0.value.compartment == compartment && !condemned.contains($0.key) }
            if members.isEmpty { continue }
            guard let new = touched.contains(compartment) ? freshKeys.popFirst() : old else { throw .unusableKey }
            next.compartments[compartment] = try Self.wrap(new, Self.compartmentWrapper(nextKey, compartment))
            for (object, entry) in members {
                var entry = entry
                if touched.contains(compartment) {
                    let key = try Self.unwrap(entry.wrapped, Self.objectWrapper(old, object, compartment))
                    entry.wrapped = try Self.wrap(key, Self.objectWrapper(new, object, compartment))
                }
                next.entries[object] = entry
            }
        }
        return next
    }

    private static func compartmentWrapper(_ tableKey: DataKey, _ compartment: CompartmentID) -> DataKey {
        tableKey.derived(salt: [], info: Array("sharewell compartment v1\u{0}\(compartment)".utf8))
    }

    private static func objectWrapper(_ holder: DataKey, _ object: ObjectID, _ compartment: CompartmentID) -> DataKey {
        holder.derived(salt: object.bytes, info: Array("sharewell object v1\u{0}\(compartment)".utf8))
    }

    private static func wrap(_ key: DataKey, _ wrapper: DataKey) throws(SealingError) -> [UInt8] {
        do { return Array(try AES.KeyWrap.wrap(key.symmetric, using: wrapper.symmetric)) } catch { throw .unusableKey }
    }

    private static func unwrap(_ wrapped: [UInt8], _ wrapper: DataKey) throws(SealingError) -> DataKey {
        guard let key = try? AES.KeyWrap.unwrap(wrapped, using: wrapper.symmetric) else { throw .damaged("key table") }
        return try DataKey(checking: key)
    }
}
