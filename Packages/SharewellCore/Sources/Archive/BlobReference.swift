import Sealing

/// Where a piece of the segment that belongs to no block lies: dictionary, directory, index. In messages of 64 KiB.
struct BlobReference: Sendable, Hashable {
    var offset: Int
    var byteCount: Int
    var tags: [MessageCipher.Tag]
    static let messageBytes = 65_536

    static func messageCount(_ byteCount: Int) -> Int { (byteCount + messageBytes - 1) / messageBytes }

    func write(into writer: inout ByteWriter) {
        writer.variable(UInt64(offset))
        writer.variable(UInt64(byteCount))
        for tag in tags { writer.tag(tag) }
    }

    init(offset: Int, byteCount: Int, tags: [MessageCipher.Tag]) {
        self.offset = offset
        self.byteCount = byteCount
        self.tags = tags
    }

    /// Nil unless it lies inside `space`.
    init?(from reader: inout ByteReader, inside space: Range<Int>) {
        guard let offset = reader.count(below: space.upperBound + 1), offset >= space.lowerBound,
            let byteCount = reader.count(below: space.upperBound - offset + 1)
        else { return nil }
        var tags: [MessageCipher.Tag] = []
        for _ in 0..<Self.messageCount(byteCount) {
            guard let tag = reader.tag() else { return nil }
            tags.append(tag)
        }
        self.init(offset: offset, byteCount: byteCount, tags: tags)
    }
}

extension SegmentSpool {
    /// Seals and writes a blob.
    func add(blob: [UInt8], part: SegmentPart, index: Int, cipher: SegmentCipher) throws(SegmentError) -> BlobReference {
        guard index < MessagePosition.indexLimit else { throw .unwritable("it has too many parts") }
        var (sealed, tags): ([UInt8], [MessageCipher.Tag]) = ([], [])
        sealed.reserveCapacity(blob.count)
        for message in 0..<BlobReference.messageCount(blob.count) {
            let start = message * BlobReference.messageBytes
            let piece = start..<min(start + BlobReference.messageBytes, blob.count)
            let position = MessagePosition(part: part, index: index, message: UInt32(message))
            let result: Result<MessageCipher.Tag, SegmentError> = blob.withUnsafeBytes { all in
                do throws(SegmentError) {
                    return .success(try cipher.seal(UnsafeRawBufferPointer(rebasing: all[piece]), at: position, into: &sealed))
                } catch { return .failure(error) }
            }
            tags.append(try result.get())
        }
        return BlobReference(offset: try add(sealed), byteCount: blob.count, tags: tags)
    }
}
