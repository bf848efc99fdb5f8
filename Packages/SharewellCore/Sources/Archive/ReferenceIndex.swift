import Sealing

/// Finds records by their reference: opens one bucket of the sealed index, then the records it names.
final class ReferenceIndex: Sendable {
    let bits: Int
    private let buckets: [BlobReference]
    private unowned let reader: SegmentReader

    /// Nil if the bytes are not the directory of such an index.
    init?(_ bytes: [UInt8], _ index: SegmentRoot.Index, reader: SegmentReader, inside space: Range<Int>) {
        let buckets: [BlobReference]? = bytes.withUnsafeBytes { raw in
            var directory = ByteReader(raw)
            var buckets: [BlobReference] = []
            for _ in 0..<(1 << index.bits) {
                guard let bucket = BlobReference(from: &directory, inside: space), bucket.byteCount % 8 == 0 else { return nil }
                buckets.append(bucket)
            }
            return directory.isAtEnd ? buckets : nil
        }
        guard let buckets else { return nil }
        self.buckets = buckets
        self.reader = reader
        bits = index.bits
    }

    /// Every entry of a bucket: 32 bits of the hash behind those that choose the bucket, and the row.
    func bucket(_ number: Int) throws(SegmentError) -> [(label: UInt32, row: UInt32)] {
        let bytes = try reader.blob(buckets[number], .bucket, number)
        let count = bytes.count / 8
        return bytes.withUnsafeBytes { raw in
            (0..<count).map { entry in
                (
                    UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * entry, as: UInt32.self)),
                    UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * (count + entry), as: UInt32.self))
                )
            }
        }
    }

    /// Rows whose reference may be that one, ASCII case apart; ascending.
    func candidates(_ reference: String) throws(SegmentError) -> [UInt32] {
        let hash = ReferenceHash(reference).folded
        let wanted = ReferenceIndexBuilder.label(hash, bits)
        let number = ReferenceIndexBuilder.bucket(hash, bits)
        let bytes = try reader.blob(buckets[number], .bucket, number)
        let count = bytes.count / 8
        var rows: [UInt32] = []
        bytes.withUnsafeBytes { raw in
            for entry in 0..<count where UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * entry, as: UInt32.self)) == wanted {
                rows.append(UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * (count + entry), as: UInt32.self)))
            }
        }
        return rows.sorted()
    }
}
