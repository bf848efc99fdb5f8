import Sealing

/// References of the segment being written, in buckets by the first bits of their hash.
///
/// While it is made it takes 12 bytes a record that has a reference, 16 where older segments are superseded, beside the 12 a record of the blocks' lists, which are emptied on the way.
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

    /// Empties the blocks' lists. `exact` keeps the hashes that tell letters' case apart, for superseding.
    init(_ blocks: inout [SegmentSpool.Block], exact keepsExact: Bool) {
        let total = blocks.reduce(0) { $0 + $1.references.folded.reduce(0) { $1 == 0 ? $0 : $0 + 1 } }
        var bits = 0
        while bits < Self.bitLimit, total >> bits > Self.bucketRows { bits += 1 }
        let counts = Self.starts(blocks, bits)
        var next = counts
        var (hashes, exact, rows) = (
            [UInt64](repeating: 0, count: total), [UInt32](repeating: 0, count: keepsExact ? total : 0),
            [UInt32](repeating: 0, count: total)
        )
        var first = 0
        for index in blocks.indices {
            let references = blocks[index].references
            for row in references.folded.indices where references.folded[row] != 0 {
                let hash = references.folded[row]
                let bucket = Self.bucket(hash, bits)
                let place = next[bucket]
                next[bucket] = place + 1
                hashes[place] = hash
                if keepsExact { exact[place] = references.exact[row] }
                rows[place] = UInt32(truncatingIfNeeded: first + row)
            }
            first += blocks[index].rows
            blocks[index].references = ReferenceHashes()
        }
        self.bits = bits
        self.starts = counts
        self.hashes = hashes
        self.exact = exact
        self.rows = rows
    }

    private static func starts(_ blocks: [SegmentSpool.Block], _ bits: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: 1 << bits + 1)
        for block in blocks {
            for hash in block.references.folded where hash != 0 { counts[bucket(hash, bits) + 1] += 1 }
        }
        for bucket in 1..<counts.count { counts[bucket] += counts[bucket - 1] }
        return counts
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
            var words = [UInt32](repeating: 0, count: range.count * 2)
            for place in range {
                words[place - range.lowerBound] = Self.label(hashes[place], bits).littleEndian
                words[place - range.lowerBound + range.count] = rows[place].littleEndian
            }
            try add(words.withUnsafeBytes { Array($0) }, .bucket, bucket).write(into: &directory)
        }
        return SegmentRoot.Index(bits: bits, count: hashes.count, buckets: try add(directory.bytes, .buckets, 0))
    }
}
