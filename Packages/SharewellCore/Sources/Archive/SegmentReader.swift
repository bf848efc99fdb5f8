public import Sealing
import Synchronization

/// One segment, open. Its directory is read when it opens; dictionaries and columns' directories when they are first needed, and kept.
public final class SegmentReader: Sendable {
    /// What it is.
    public let identity: SegmentIdentity
    /// Columns, in order.
    public let fields: [SegmentField]
    /// Records, superseded ones included.
    public var rowCount: Int { root.rows }
    let root: SegmentRoot
    let streams: [SegmentStream]
    let blocks: [SegmentRoot.Block]
    /// Row with which each block starts, and the number of rows at the end.
    let starts: [Int]
    /// Stream of each column and its place in it.
    let places: [(stream: Int, member: Int)]
    private let input: any SegmentInput
    private let cipher: SegmentCipher

    private struct Cache {
        var dictionaries: [Int: SegmentDictionary] = [:]
        var members: [Int: [[UInt32]]] = [:]
        var entries: [Int: [ChunkEntry]] = [:]
        var numbers: [Int: [UInt32]] = [:]
        var index: ReferenceIndex?
    }
    private let cache = Mutex(Cache())

    /// Opens the segment of that object with the object's key. Anything that is not that very segment, whole and unaltered, is refused:
    /// what the directory says is checked now, each block when it is read.
    public init(opening input: any SegmentInput, object: ObjectID, key: DataKey) throws(SegmentError) {
        let size = input.byteCount
        guard size > SegmentHeader.prefixCount + SegmentFooter.byteCount else {
            throw SegmentError(code: "segment-cut-short", "The segment's file is shorter than any segment.", remedy: SegmentError.restore)
        }
        let headerBytes = try input.withBytes(0..<SegmentHeader.prefixCount) { (raw) throws(SegmentError) in
            try SegmentHeader.byteCount(prefix: raw)
        }
        guard headerBytes <= size - SegmentFooter.byteCount else { throw .damaged("header") }
        let header = try input.withBytes(0..<headerBytes) { (raw) throws(SegmentError) in try SegmentHeader(reading: raw) }
        guard header.identity.object == object else {
            throw SegmentError(
                code: "segment-of-another-object",
                "The file under the name of the sealed object \(object) is the segment of \(header.identity.object).",
                remedy:
                    "Somebody renamed or swapped segment files: put each under its own object's name again, or restore them from a backup.")
        }
        let footer = try input.withBytes(size - SegmentFooter.byteCount..<size) { (raw) throws(SegmentError) in
            SegmentFooter(raw, fileBytes: size, after: headerBytes)
        }
        guard let footer else {
            throw SegmentError(
                code: "segment-cut-short", "The segment's end is not there: its file was cut short or lengthened.",
                remedy: SegmentError.restore)
        }
        let cipher = SegmentCipher(header, key: key)
        let streams = SegmentStream.streams(of: header.fields)
        let space = headerBytes..<footer.rootOffset
        let root = try input.withBytes(footer.rootOffset..<footer.rootOffset + footer.rootBytes) { (raw) throws(SegmentError) in
            try cipher.open(raw, tag: footer.tag, at: MessagePosition(part: .root, index: 0)) { plain in
                SegmentRoot(plain, columns: header.fields.count, streams: streams.count, inside: space)
            }
        }
        guard let root else { throw .damaged("directory") }
        self.input = input
        self.cipher = cipher
        self.streams = streams
        self.root = root
        identity = header.identity
        fields = header.fields
        places = header.fields.indices.map { column in
            for (index, stream) in streams.enumerated() {
                if let member = stream.members.firstIndex(of: column) { return (index, member) }
            }
            return (0, 0)
        }
        let table = try Self.blob(root.blocks, .blocks, 0, input, cipher)
        guard let blocks = Self.blockTable(table, root) else { throw .damaged("directory") }
        self.blocks = blocks
        starts = blocks.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.rows) }
    }

    /// Records of earlier segments that this one replaces, by the earlier segment's object.
    public var superseded: [SegmentSummary.Superseded] { root.superseded.map { .init(object: $0.object, rows: $0.rows) } }

    /// Column of that name.
    func column(_ name: String) throws(SegmentError) -> Int {
        guard let column = fields.firstIndex(where: { $0.name == name }) else { throw .unknownField(name, fields) }
        return column
    }

    /// Distinct values of a column.
    func dictionary(_ column: Int) throws(SegmentError) -> SegmentDictionary {
        if let known = cache.withLock({ $0.dictionaries[column] }) { return known }
        guard let read = SegmentDictionary(try blob(root.dictionaries[column], .dictionary, column)) else { throw .damaged("dictionary") }
        cache.withLock { $0.dictionaries[column] = read }
        return read
    }

    /// For a stream of several columns: each member's dictionary code per code of the stream.
    func members(_ stream: Int) throws(SegmentError) -> [[UInt32]] {
        if let known = cache.withLock({ $0.members[stream] }) { return known }
        let bytes = try blob(root.members[stream], .members, stream)
        guard let read = Self.members(bytes, width: streams[stream].members.count) else { throw .damaged("dictionary") }
        cache.withLock { $0.members[stream] = read }
        return read
    }

    /// What a column's codes are as whole numbers, worked out once: places are asked for by every map.
    func numbers(_ column: Int, _ make: () throws(SegmentError) -> [UInt32]) throws(SegmentError) -> [UInt32] {
        if let known = cache.withLock({ $0.numbers[column] }) { return known }
        let made = try make()
        cache.withLock { $0.numbers[column] = made }
        return made
    }

    /// Where a stream's chunks lie, one a block.
    func entries(_ stream: Int) throws(SegmentError) -> [ChunkEntry] {
        if let known = cache.withLock({ $0.entries[stream] }) { return known }
        let bytes = try blob(root.streams[stream], .stream, stream)
        let read: [ChunkEntry]? = bytes.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            var entries: [ChunkEntry] = []
            entries.reserveCapacity(blocks.count)
            for block in blocks {
                guard let entry = ChunkEntry(from: &reader, rows: block.rows, inside: 0..<root.blocks.offset) else { return nil }
                entries.append(entry)
            }
            return reader.isAtEnd ? entries : nil
        }
        guard let read else { throw .damaged("directory") }
        cache.withLock { $0.entries[stream] = read }
        return read
    }

    /// The reference index; nil where the segment has no reference field.
    func referenceIndex() throws(SegmentError) -> ReferenceIndex? {
        guard let index = root.index else { return nil }
        if let known = cache.withLock({ $0.index }) { return known }
        let bytes = try blob(index.buckets, .buckets, 0)
        guard let read = ReferenceIndex(bytes, index, reader: self, inside: 0..<input.byteCount) else { throw .damaged("reference index") }
        cache.withLock { $0.index = read }
        return read
    }

    /// Opens one message of a chunk.
    func withMessage<Result>(
        stream: Int, block: Int, entry: ChunkEntry, message: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(SegmentError) -> Result {
        let before = entry.messages[..<message].reduce(0) { $0 + $1.byteCount }
        let position = MessagePosition(part: .chunk, index: stream, block: blocks[block].seal, message: UInt32(message))
        let start = entry.offset + before
        return try input.withBytes(start..<start + entry.messages[message].byteCount) { (sealed) throws(SegmentError) in
            try cipher.open(sealed, tag: entry.messages[message].tag, at: position, body)
        }
    }

    func blob(_ reference: BlobReference, _ part: SegmentPart, _ index: Int) throws(SegmentError) -> [UInt8] {
        try Self.blob(reference, part, index, input, cipher)
    }

    private static func blob(
        _ reference: BlobReference, _ part: SegmentPart, _ index: Int, _ input: any SegmentInput, _ cipher: SegmentCipher
    ) throws(SegmentError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(reference.byteCount)
        for (message, tag) in reference.tags.enumerated() {
            let start = message * BlobReference.messageBytes
            let count = min(BlobReference.messageBytes, reference.byteCount - start)
            let range = reference.offset + start..<reference.offset + start + count
            guard range.upperBound <= input.byteCount else { throw .damaged(part.title) }
            try input.withBytes(range) { (sealed) throws(SegmentError) in
                try cipher.open(sealed, tag: tag, at: MessagePosition(part: part, index: index, message: UInt32(message))) {
                    bytes.append(contentsOf: $0)
                }
            }
        }
        return bytes
    }

    private static func blockTable(_ bytes: [UInt8], _ root: SegmentRoot) -> [SegmentRoot.Block]? {
        bytes.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            var blocks: [SegmentRoot.Block] = []
            var rows = 0
            for _ in 0..<root.blockCount {
                guard let batch = reader.count(below: .max), let part = reader.count(below: .max),
                    let count = reader.count(below: ChunkEntry.rowLimit + 1), let seal = reader.variable(), seal <= UInt32.max
                else { return nil }
                rows += count
                blocks.append(.init(batch: batch, part: part, rows: count, seal: UInt32(seal)))
            }
            return reader.isAtEnd && rows == root.rows ? blocks : nil
        }
    }

    private static func members(_ bytes: [UInt8], width: Int) -> [[UInt32]]? {
        bytes.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            guard let count = reader.count(below: Int(UInt32.max)) else { return nil }
            var members: [[UInt32]] = []
            for _ in 0..<width {
                guard let bits = reader.integer(UInt8.self), bits <= 32, bits > 0 || count < 1 << 28,
                    let packed = reader.raw(PackedCodes.byteCount(count, width: Int(bits)))
                else { return nil }
                members.append(
                    [UInt32](unsafeUninitializedCapacity: count) { target, filled in
                        PackedCodes.unpack(packed, count: count, base: 0, width: Int(bits), into: target)
                        filled = count
                    })
            }
            return reader.isAtEnd ? members : nil
        }
    }
}
