import Sealing

/// The root of the directory: what the sealed end of a segment commits to, and through it every message of the file.
struct SegmentRoot: Sendable {
    struct Block: Sendable, Hashable {
        var batch: Int, part: Int, rows: Int
        /// Number its messages were sealed under.
        var seal: UInt32
    }
    struct Index: Sendable {
        /// The first `bits` bits of a hash choose the bucket.
        var bits: Int
        var count: Int
        var buckets: BlobReference
    }
    struct Superseded: Sendable {
        var object: ObjectID
        var rows: Int
        var list: BlobReference
    }
    var rows = 0
    var blockCount = 0
    var blocks = BlobReference(offset: 0, byteCount: 0, tags: [])
    /// One a column.
    var dictionaries: [BlobReference] = []
    /// One a stream: codes of the members of each combination; empty for single columns.
    var members: [BlobReference] = []
    /// One a stream: its chunks.
    var streams: [BlobReference] = []
    var index: Index?
    var superseded: [Superseded] = []

    static let listLimit = 1 << 20

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.variable(UInt64(rows))
        writer.variable(UInt64(blockCount))
        blocks.write(into: &writer)
        for reference in dictionaries + members + streams { reference.write(into: &writer) }
        writer.integer(UInt8(index == nil ? 0 : 1))
        if let index {
            writer.integer(UInt8(index.bits))
            writer.variable(UInt64(index.count))
            index.buckets.write(into: &writer)
        }
        writer.variable(UInt64(superseded.count))
        for list in superseded {
            writer.raw(list.object.bytes)
            writer.variable(UInt64(list.rows))
            list.list.write(into: &writer)
        }
        return writer.bytes
    }

    init() {}

    /// Nil unless everything it names lies inside `space`.
    init?(_ raw: UnsafeRawBufferPointer, columns: Int, streams streamCount: Int, inside space: Range<Int>) {
        var reader = ByteReader(raw)
        guard let rows = reader.count(below: Int(UInt32.max) + 1), let blockCount = reader.count(below: Int(UInt32.max)),
            blockCount <= rows,
            let blocks = BlobReference(from: &reader, inside: space)
        else { return nil }
        self.rows = rows
        self.blockCount = blockCount
        self.blocks = blocks
        for _ in 0..<columns {
            guard let reference = BlobReference(from: &reader, inside: space) else { return nil }
            dictionaries.append(reference)
        }
        for place in 0..<2 * streamCount {
            guard let reference = BlobReference(from: &reader, inside: space) else { return nil }
            if place < streamCount { members.append(reference) } else { streams.append(reference) }
        }
        switch reader.integer(UInt8.self) {
        case 0: break
        case 1:
            guard let bits = reader.integer(UInt8.self), bits <= ReferenceIndexBuilder.bitLimit, let count = reader.count(below: rows + 1),
                let buckets = BlobReference(from: &reader, inside: space)
            else { return nil }
            index = Index(bits: Int(bits), count: count, buckets: buckets)
        default: return nil
        }
        guard let lists = reader.count(below: Self.listLimit) else { return nil }
        for _ in 0..<lists {
            guard let id = reader.raw(ObjectID.byteCount), let object = ObjectID(bytes: id), let count = reader.variable(),
                count <= UInt32.max,
                let list = BlobReference(from: &reader, inside: space)
            else { return nil }
            superseded.append(Superseded(object: object, rows: Int(count), list: list))
        }
        guard reader.isAtEnd else { return nil }
    }
}

/// The last 48 bytes: where the root lies and its tag.
struct SegmentFooter: Sendable {
    var rootOffset: Int
    var rootBytes: Int
    var tag: MessageCipher.Tag
    static let byteCount = 48
    private static let magic = Array("SWSEGEND".utf8)
    /// The root is one message, whatever its length.
    static let rootLimit = 1 << 28

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.integer(UInt64(rootOffset))
        writer.integer(UInt64(rootBytes))
        writer.tag(tag)
        writer.integer(UInt64(0))
        writer.raw(Self.magic)
        return writer.bytes
    }

    init(rootOffset: Int, rootBytes: Int, tag: MessageCipher.Tag) {
        self.rootOffset = rootOffset
        self.rootBytes = rootBytes
        self.tag = tag
    }

    /// Nil unless root and footer together end a file of that length whose header ends at `start`.
    init?(_ raw: UnsafeRawBufferPointer, fileBytes: Int, after start: Int) {
        var reader = ByteReader(raw)
        guard let offset = reader.integer(UInt64.self), let count = reader.integer(UInt64.self), let tag = reader.tag(),
            reader.integer(UInt64.self) == 0, let magic = reader.raw(8), magic.elementsEqual(Self.magic), reader.isAtEnd,
            offset <= UInt64(fileBytes), offset >= UInt64(start), count < UInt64(Self.rootLimit),
            Int(offset) + Int(count) + Self.byteCount == fileBytes
        else { return nil }
        self.init(rootOffset: Int(offset), rootBytes: Int(count), tag: tag)
    }
}
