import Sealing

/// Writes what follows the blocks: dictionaries, streams' directories, reference index, superseded records, root and footer.
struct SegmentEnding {
    private let writer: SegmentWriter
    private var spool: SegmentSpool { writer.spool }

    init(_ writer: SegmentWriter) { self.writer = writer }

    func write(superseding earlier: [SegmentReader]) throws(SegmentError) -> SegmentSummary {
        var blocks = try spool.takeBlocks()
        var root = SegmentRoot()
        root.rows = blocks.reduce(0) { $0 + $1.rows }
        root.blockCount = blocks.count
        root.blocks = try add(blockTable(blocks), .blocks, 0)
        for (column, dictionary) in writer.dictionaries.enumerated() {
            root.dictionaries.append(try add(Self.encode(dictionary.snapshot), .dictionary, column))
        }
        for (index, stream) in writer.streams.enumerated() {
            let members = stream.kind == .group ? Self.encode(writer.groups[index].snapshot) : []
            root.members.append(try add(members, .members, index))
        }
        for index in writer.streams.indices {
            var list = ByteWriter()
            for block in blocks { block.entries[index].write(into: &list) }
            root.streams.append(try add(list.bytes, .stream, index))
        }
        if writer.streams.contains(where: { $0.kind == .reference }) {
            let index = ReferenceIndexBuilder(&blocks, exact: !earlier.isEmpty)
            root.index = try index.write { (bytes, part, number) throws(SegmentError) in try add(bytes, part, number) }
            for reader in earlier {
                let rows = try Supersession.rows(of: reader, replacedBy: index)
                guard !rows.isEmpty else { continue }
                let list = try add(Supersession.encode(rows), .superseded, root.superseded.count)
                root.superseded.append(.init(object: reader.identity.object, rows: rows.count, list: list))
            }
        }
        try end(root)
        try spool.commit()
        let (byteCount, digest) = spool.written
        return SegmentSummary(
            rows: root.rows, byteCount: byteCount, digest: digest.hexadecimalDigits,
            superseded: root.superseded.map { .init(object: $0.object, rows: $0.rows) })
    }

    private func end(_ root: SegmentRoot) throws(SegmentError) {
        let plain = root.bytes
        guard plain.count < SegmentFooter.rootLimit else { throw .unwritable("its directory is too large") }
        var sealed: [UInt8] = []
        let result: Result<MessageCipher.Tag, SegmentError> = plain.withUnsafeBytes { plain in
            do throws(SegmentError) {
                return .success(try writer.cipher.seal(plain, at: MessagePosition(part: .root, index: 0), into: &sealed))
            } catch { return .failure(error) }
        }
        let tag = try result.get()
        let offset = try spool.add(sealed)
        _ = try spool.add(SegmentFooter(rootOffset: offset, rootBytes: plain.count, tag: tag).bytes)
    }

    private func add(_ bytes: [UInt8], _ part: SegmentPart, _ index: Int) throws(SegmentError) -> BlobReference {
        try spool.add(blob: bytes, part: part, index: index, cipher: writer.cipher)
    }

    private func blockTable(_ blocks: [SegmentSpool.Block]) -> [UInt8] {
        var table = ByteWriter()
        for block in blocks {
            table.variable(UInt64(block.batch))
            table.variable(UInt64(block.part))
            table.variable(UInt64(block.rows))
            table.variable(UInt64(block.seal))
        }
        return table.bytes
    }

    static func encode(_ dictionary: DictionaryBuilder) -> [UInt8] {
        var writer = ByteWriter(reserving: dictionary.bytes.count + 2 * dictionary.count)
        writer.variable(UInt64(dictionary.count - 1))
        for length in dictionary.lengths { writer.variable(UInt64(length)) }
        writer.raw(dictionary.bytes)
        return writer.bytes
    }

    /// Members column by column, packed, so that each packs in its own width.
    static func encode(_ group: GroupBuilder) -> [UInt8] {
        var writer = ByteWriter()
        writer.variable(UInt64(group.count))
        for member in 0..<group.width {
            let codes = group.codes(of: member)
            let width = PackedCodes.width(for: codes.max() ?? 0)
            var packed = [UInt8](repeating: 0, count: PackedCodes.byteCount(codes.count, width: width))
            codes.withUnsafeBufferPointer { codes in
                packed.withUnsafeMutableBytes { PackedCodes.pack(codes, base: 0, width: width, into: $0) }
            }
            writer.integer(UInt8(width))
            writer.raw(packed)
        }
        return writer.bytes
    }
}
