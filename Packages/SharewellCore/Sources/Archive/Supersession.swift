import Sealing

/// Which records of an earlier segment a newer one replaces: those whose reference occurs in it.
enum Supersession {
    /// Rows of the earlier segment, ascending.
    static func rows(of earlier: SegmentReader, replacedBy index: ReferenceIndexBuilder) throws(SegmentError) -> [UInt32] {
        guard let old = try earlier.referenceIndex(), !index.hashes.isEmpty else { return [] }
        var candidates: [UInt32] = []
        let shared = min(old.bits, index.bits)
        var table = BucketTable(index, shared: shared)
        for bucket in 0..<(1 << old.bits) {
            let entries = try old.bucket(bucket)
            // Left-aligned: the bucket's bits, then the label's 32.
            var known = entries.map { entry in
                let hash = (old.bits == 0 ? 0 : UInt64(bucket) << UInt64(64 - old.bits)) | UInt64(entry.label) << UInt64(32 - old.bits)
                return (hash, entry.row)
            }
            if old.bits < index.bits { known.sort { $0.0 < $1.0 } }
            for (hash, row) in known where table.mayHold(hash) { candidates.append(row) }
        }
        if candidates.isEmpty { return [] }
        candidates.sort()
        let exact = ExactTable(index)
        var rows: [UInt32] = []
        try earlier.references(of: candidates) { row, text in if exact.holds(ReferenceHash(text)) { rows.append(row) } }
        return rows
    }

    /// Rows as differences, LEB128.
    static func encode(_ rows: [UInt32]) -> [UInt8] {
        var writer = ByteWriter(reserving: rows.count * 2)
        var last: UInt32 = 0
        for row in rows {
            writer.variable(UInt64(row - last))
            last = row
        }
        return writer.bytes
    }

    /// Nil if the bytes are not such a list of `count` rows.
    static func decode(_ bytes: [UInt8], count: Int) -> [UInt32]? {
        bytes.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            var rows: [UInt32] = []
            var last: UInt64 = 0
            for index in 0..<count {
                guard let step = reader.variable(), index == 0 || step > 0, step <= UInt32.max, last + step <= UInt32.max else {
                    return nil
                }
                last += step
                rows.append(UInt32(last))
            }
            return reader.isAtEnd ? rows : nil
        }
    }
}

/// The newer segment's hashes of one bucket as an open-addressed table, made anew when the bucket changes.
private struct BucketTable {
    private let index: ReferenceIndexBuilder
    /// Bits that both segments' hashes certainly have in common.
    private let comparable: UInt64
    private var bucket = -1
    private var slots: [UInt32] = []

    init(_ index: ReferenceIndexBuilder, shared: Int) {
        self.index = index
        comparable = UInt64(shared + 32)
    }

    mutating func mayHold(_ hash: UInt64) -> Bool {
        let wanted = ReferenceIndexBuilder.bucket(hash, index.bits)
        if wanted != bucket { fill(wanted) }
        if slots.isEmpty { return false }
        var slot = place(hash)
        while slots[slot] != 0 {
            if (index.hashes[Int(slots[slot]) - 1] ^ hash) >> (64 - comparable) == 0 { return true }
            slot = (slot + 1) & (slots.count - 1)
        }
        return false
    }

    private mutating func fill(_ wanted: Int) {
        bucket = wanted
        let range = index.starts[wanted]..<index.starts[wanted + 1]
        slots.removeAll(keepingCapacity: true)
        if range.isEmpty { return }
        var size = 16
        while size < range.count * 2 { size *= 2 }
        slots.append(contentsOf: repeatElement(0, count: size))
        for entry in range {
            var slot = place(index.hashes[entry])
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = UInt32(entry + 1)
        }
    }

    /// Chosen by bits that both sides know.
    private func place(_ hash: UInt64) -> Int {
        let known = (hash >> (64 - comparable)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: known >> 32) & (slots.count - 1)
    }
}

/// All hashes of the newer segment in one open-addressed table, for candidates in the order of the older segment's rows.
private struct ExactTable {
    private let index: ReferenceIndexBuilder
    private var slots: [UInt32]

    init(_ index: ReferenceIndexBuilder) {
        self.index = index
        var size = 16
        while size < index.hashes.count * 2 { size *= 2 }
        slots = [UInt32](repeating: 0, count: size)
        for (entry, hash) in index.hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = UInt32(entry + 1)
        }
    }

    func holds(_ hash: ReferenceHash) -> Bool {
        var slot = Int(truncatingIfNeeded: hash.folded) & (slots.count - 1)
        while slots[slot] != 0 {
            let entry = Int(slots[slot]) - 1
            if index.hashes[entry] == hash.folded, index.exact[entry] == hash.exact { return true }
            slot = (slot + 1) & (slots.count - 1)
        }
        return false
    }
}
