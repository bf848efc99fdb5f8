import Testing

@testable import Sealing

@Suite("The key table")
struct KeyTableTests {
    static let crime = CompartmentID(dataset: "police-recorded-crime-offence", marking: "RESTRICTED")
    static let fire = CompartmentID(dataset: "fire-and-rescue-incident", marking: "RESTRICTED")

    /// Three objects, two of them in one compartment.
    static func table(_ tableKey: DataKey) throws -> KeyTable {
        var table = KeyTable(vault: try Fixed.object(1), epoch: 4)
        try table.add(Fixed.object(10), key: Fixed.key(10), in: crime, spare: Fixed.key(50), tableKey: tableKey)
        try table.add(Fixed.object(11), key: Fixed.key(11), in: crime, spare: Fixed.key(51), tableKey: tableKey)
        try table.add(Fixed.object(12), key: Fixed.key(12), in: fire, named: "note", spare: Fixed.key(52), tableKey: tableKey)
        return table
    }

    @Test("gives back the keys put in, through its file")
    func roundTrip() throws {
        let key = try Fixed.key(77)
        let sealed = try Self.table(key).sealed(tableKey: key, nonce: Fixed.bytes(12, 1))
        let table = try KeyTable(opening: sealed, tableKey: key, vault: Fixed.object(1), epoch: 4)
        for seed: UInt8 in 10...12 { #expect(try table.dataKey(of: Fixed.object(seed), tableKey: key).bytes == Fixed.bytes(32, seed)) }
        #expect(try table.object(named: "note") == Fixed.object(12))
        #expect(table.names == ["note"])
        #expect(table.object(named: "") == nil)
        let error = #expect(throws: SealingError.self) { try table.dataKey(of: Fixed.object(13), tableKey: key) }
        #expect(error?.code == "no-such-key")
    }

    @Test("refuses every altered byte, every cut, another key, vault or epoch")
    func damage() throws {
        let key = try Fixed.key(77)
        let sealed = try Self.table(key).sealed(tableKey: key, nonce: Fixed.bytes(12, 1))
        for index in sealed.indices {
            var altered = sealed
            altered[index] ^= 1
            #expect(throws: SealingError.self) { try KeyTable(opening: altered, tableKey: key, vault: Fixed.object(1), epoch: 4) }
        }
        for count in 0..<sealed.count {
            #expect(throws: SealingError.self) {
                try KeyTable(opening: Array(sealed[..<count]), tableKey: key, vault: Fixed.object(1), epoch: 4)
            }
        }
        #expect(throws: SealingError.self) { try KeyTable(opening: sealed, tableKey: Fixed.key(78), vault: Fixed.object(1), epoch: 4) }
        #expect(throws: SealingError.self) { try KeyTable(opening: sealed, tableKey: key, vault: Fixed.object(2), epoch: 4) }
        #expect(throws: SealingError.self) { try KeyTable(opening: sealed, tableKey: key, vault: Fixed.object(1), epoch: 5) }
    }

    @Test("forgetting an object keeps the others and gives its compartment a fresh key")
    func forgetting() throws {
        let (key, next) = (try Fixed.key(77), try Fixed.key(78))
        let table = try Self.table(key)
        let after = try table.forgetting(
            [Fixed.object(10)], tableKey: key, next: 5, nextKey: next, freshKeys: [Fixed.key(90), Fixed.key(91), Fixed.key(92)])
        #expect(after.epoch == 5)
        #expect(try after.objects == [Fixed.object(11), Fixed.object(12)])
        #expect(try after.dataKey(of: Fixed.object(11), tableKey: next).bytes == Fixed.bytes(32, 11))
        #expect(try after.dataKey(of: Fixed.object(12), tableKey: next).bytes == Fixed.bytes(32, 12))
        #expect(throws: SealingError.self) { try after.dataKey(of: Fixed.object(10), tableKey: next) }
        #expect(after.entries[try Fixed.object(11)]?.wrapped != table.entries[try Fixed.object(11)]?.wrapped)
        #expect(throws: SealingError.self) { try after.dataKey(of: Fixed.object(11), tableKey: key) }
    }

    @Test("a wrapped key moved to another object or compartment does not unwrap")
    func moved() throws {
        let key = try Fixed.key(77)
        var table = try Self.table(key)
        let (one, other) = (try Fixed.object(10), try Fixed.object(11))
        let wrapped = table.entries[one]?.wrapped ?? []
        table.entries[other]?.wrapped = wrapped
        #expect(throws: SealingError.self) { try table.dataKey(of: other, tableKey: key) }
        table.entries[one]?.compartment = Self.fire
        #expect(throws: SealingError.self) { try table.dataKey(of: one, tableKey: key) }
    }

    @Test("the anchor opens with the root key alone, and each epoch has a table key of its own")
    func anchor() throws {
        let (root, vault) = (try Fixed.key(1), try Fixed.object(2))
        let anchor = ErasureAnchor(epoch: 3, vault: vault, key: try Fixed.key(5))
        let sealed = try anchor.sealed(under: root, nonce: Fixed.bytes(12, 6))
        let opened = try ErasureAnchor(opening: sealed, root: root, vault: vault)
        #expect(opened.epoch == 3)
        #expect(opened.tableKey(root: root).bytes == anchor.tableKey(root: root).bytes)
        #expect(
            ErasureAnchor(epoch: 4, vault: vault, key: try Fixed.key(5)).tableKey(root: root).bytes != anchor.tableKey(root: root).bytes)
        #expect(
            ErasureAnchor(epoch: 3, vault: vault, key: try Fixed.key(6)).tableKey(root: root).bytes != anchor.tableKey(root: root).bytes)
        #expect(throws: SealingError.self) { try ErasureAnchor(opening: sealed, root: Fixed.key(9), vault: vault) }
        for index in sealed.indices {
            var altered = sealed
            altered[index] ^= 4
            #expect(throws: SealingError.self) { try ErasureAnchor(opening: altered, root: root, vault: vault) }
        }
        #expect(sealed.hexadecimalDigits == Vectors.anchor)
        let table = try Self.table(anchor.tableKey(root: root)).sealed(tableKey: anchor.tableKey(root: root), nonce: Fixed.bytes(12, 7))
        #expect(table.hexadecimalDigits == Vectors.table)
    }

    @Test("a sealed note opens under its own name and identity only")
    func note() throws {
        let key = try Fixed.key(5)
        let sealed = try SealedNote.seal([1, 2, 3], object: Fixed.object(6), name: "report/s000001", key: key, nonce: Fixed.bytes(12, 8))
        #expect(try SealedNote.open(sealed, object: Fixed.object(6), name: "report/s000001", key: key) == [1, 2, 3])
        #expect(throws: SealingError.self) { try SealedNote.open(sealed, object: Fixed.object(6), name: "report/s000002", key: key) }
        #expect(throws: SealingError.self) { try SealedNote.open(sealed, object: Fixed.object(7), name: "report/s000001", key: key) }
        #expect(throws: SealingError.self) {
            try SealedNote.open(sealed, object: Fixed.object(6), name: "report/s000001", key: Fixed.key(6))
        }
        #expect(sealed.hexadecimalDigits == Vectors.note)
    }
}
