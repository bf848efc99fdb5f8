import Sealing

/// References of the segment being written, in buckets by the first bits of their hash.
///
/// While it is made it takes 20 bytes a record that has a reference, beside the 24 a record that the blocks' lists take until they are emptied.
struct ReferenceIndexBuilder {
    /// Buckets of about this many references: one is 64 KiB.
    static let bucketRows = 8192
    static let bitLimit = 20
    /// The first `bits` bits of a hash choose the bucket.
    let bits: Int
    /// Where each bucket starts; one more than there are buckets.
    let starts: [Int]
    let hashes: [UInt64]
    let exact: [UInt32]
    /// Rows counted through the segment in file order.
    let rows: [UInt32]

    /// Empties the blocks' lists.
    init(_ blocks: inout [SegmentSpool.Block]) {
        let total = blocks.reduce(0) { $0 + $1.references.lazy.filter { $0 != nil }.count }
        var bits = 0
        while bits < Self.bitLimit, total >> bits > Self.bucketRows { bits += 1 }
        var counts = [Int](repeating: 0, count: 1 << bits + 1)
        for block in blocks { for case .some(let hash) in block.references { counts[Self.bucket(hash.folded, bits) + 1] += 1 } }
        for bucket in 1..<counts.count { counts[bucket] += counts[bucket - 1] }
        var next = counts
        var (hashes, exact, rows) = (
            [UInt64](repeating: 0, count: total), [UInt32](repeating: 0, count: total), [UInt32](repeating: 0, count: total)
        )
        var first = 0
        for index in blocks.indices {
            for (row, hash) in blocks[index].references.enumerated() {
                guard let hash else { continue }
                let bucket = Self.bucket(hash.folded, bits)
                let place = next[bucket]
                next[bucket] = place + 1
                hashes[place] = hash.folded
                exact[place] = hash.exact
                rows[place] = UInt32(truncatingIfNeeded: first + row)
            }
            first += blocks[index].rows
            blocks[index].references = []
        }
        self.bits = bits
        self.starts = counts
        self.hashes = hashes
        self.exact = exact
        self.rows = rows
    }

    @inline(__always) static func bucket(_ hash: UInt64, _ bits: Int) -> Int {
        bits == 0 ? 0 : Int(truncatingIfNeeded: hash &>> UInt64(64 &- bits))
    }

    /// The 32 bits behind those that choose the bucket.
    @inline(__always) static func label(_ hash: UInt64, _ bits: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: (hash &<< UInt64(bits)) &>> 32)
    }

    /// Writes the buckets and their directory.
    func write(_ add: ([UInt8], SegmentPart, Int) throws(SegmentError) -> BlobReference) throws(SegmentError) -> SegmentRoot.Index {
        var directory = ByteWriter()
        for bucket in 0..<(1 << bits) {
            let range = starts[bucket]..<starts[bucket + 1]
            var writer = ByteWriter(reserving: range.count * 8)
            for place in range { writer.integer(Self.label(hashes[place], bits)) }
            for place in range { writer.integer(rows[place]) }
            try add(writer.bytes, .bucket, bucket).write(into: &directory)
        }
        return SegmentRoot.Index(bits: bits, count: hashes.count, buckets: try add(directory.bytes, .buckets, 0))
    }
}
