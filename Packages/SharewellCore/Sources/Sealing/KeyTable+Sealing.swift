extension KeyTable {
    private static let magic = Array("SWKEYTAB".utf8)
    private static let headerCount = 40

    /// The bytes of the file; `nonce` is 12 random bytes, never used before under this table key.
    public func sealed(tableKey: DataKey, nonce: [UInt8]) throws(SealingError) -> [UInt8] {
        var plain = ByteWriter(reserving: 64 + entries.count * 64)
        let order = compartments.keys.sorted()
        let positions = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        plain.variable(UInt64(order.count))
        for compartment in order {
            plain.text(compartment.rawValue)
            plain.raw(compartments[compartment] ?? [])
        }
        plain.variable(UInt64(entries.count))
        for (object, entry) in entries.sorted(by: { $0.key < $1.key }) {
            plain.raw(object.bytes)
            plain.variable(UInt64(positions[entry.compartment] ?? order.count))
            plain.text(entry.name)
            plain.raw(entry.wrapped)
        }
        return try SmallSeal.seal(
            plain.bytes, key: Self.sealingKey(tableKey), nonce: nonce, header: Self.header(epoch: epoch, vault: vault))
    }

    /// Opens a file with the table key of its epoch.
    public init(opening bytes: [UInt8], tableKey: DataKey, vault: ObjectID, epoch: UInt64) throws(SealingError) {
        guard bytes.count >= Self.headerCount, Array(bytes[..<Self.headerCount]) == Self.header(epoch: epoch, vault: vault),
            let plain = SmallSeal.open(bytes, key: Self.sealingKey(tableKey), headerCount: Self.headerCount),
            let table = plain.withUnsafeBytes({ Self.read($0, vault: vault, epoch: epoch) })
        else { throw .damaged("key table") }
        self = table
    }

    private static func read(_ plain: UnsafeRawBufferPointer, vault: ObjectID, epoch: UInt64) -> KeyTable? {
        var reader = ByteReader(plain)
        var table = KeyTable(vault: vault, epoch: epoch)
        guard let count = reader.count(below: plain.count) else { return nil }
        var order: [CompartmentID] = []
        for _ in 0..<count {
            guard let name = reader.text(limit: textLimit), let wrapped = reader.raw(wrappedCount) else { return nil }
            let compartment = CompartmentID(name)
            order.append(compartment)
            table.compartments[compartment] = Array(wrapped)
        }
        guard let count = reader.count(below: plain.count) else { return nil }
        for _ in 0..<count {
            guard let id = reader.raw(ObjectID.byteCount), let object = ObjectID(bytes: id),
                let position = reader.count(below: order.count),
                let name = reader.text(limit: textLimit), let wrapped = reader.raw(wrappedCount)
            else { return nil }
            table.entries[object] = Entry(compartment: order[position], wrapped: Array(wrapped), name: name)
        }
        return reader.isAtEnd ? table : nil
    }

    private static func sealingKey(_ tableKey: DataKey) -> DataKey {
        tableKey.derived(salt: [], info: Array("sharewell key table seal v1".utf8))
    }

    private static func header(epoch: UInt64, vault: ObjectID) -> [UInt8] {
        var header = ByteWriter()
        header.raw(magic)
        header.integer(UInt16(1))
        header.raw([0, 0, 0, 0, 0, 0])
        header.integer(epoch)
        header.raw(vault.bytes)
        return header.bytes
    }
}
