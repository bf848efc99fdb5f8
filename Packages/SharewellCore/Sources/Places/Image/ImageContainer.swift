/// The frame of every image of places: a header, a table of sections, the sections. Byte layout: docs/formats/gazetteer.md.
struct ImageContainer: Sendable {
    static let magic = Array("SWPLACES".utf8)
    static let version: UInt32 = 1
    static let headerLength = 48
    static let entryLength = 32
    static let sectionLimit = 4096

    /// What an image holds.
    enum Kind: UInt32 {
        case gazetteer = 1
        case areas = 2
    }

    struct Section: Sendable {
        let elementSize: Int
        let offset: Int
        let length: Int
        let checksum: UInt64
    }

    let bytes: ImageBytes
    private let sections: [UInt32: Section]

    init(_ bytes: ImageBytes, kind: Kind) throws(ImageFault) {
        self.bytes = bytes
        let raw = bytes.bytes
        guard raw.count >= Self.headerLength, raw.prefix(8).elementsEqual(Self.magic) else {
            throw ImageFault(.notAnImage, "The file is not an image of places.")
        }
        func number<Value: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _: Value.Type) -> Value {
            Value(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: Value.self))
        }
        guard number(8, UInt32.self) == Self.version else {
            throw ImageFault(.otherVersion, "The image of places was written by another version of Sharewell.")
        }
        guard number(12, UInt32.self) == kind.rawValue else {
            throw ImageFault(.notAnImage, "The image holds something else than it should.")
        }
        let count = Int(number(16, UInt32.self))
        guard number(24, UInt64.self) == UInt64(raw.count), count <= Self.sectionLimit,
            raw.count >= Self.headerLength + count * Self.entryLength
        else { throw ImageFault(.length, "The image of places is cut short, or longer than it says.") }
        let table = Self.headerLength + count * Self.entryLength
        guard number(20, UInt32.self) == 0, number(40, UInt64.self) == 0,
            number(32, UInt64.self) == Self.headerChecksum(raw, tableEnd: table)
        else { throw ImageFault(.checksum, "The header of the image of places was damaged.") }
        var sections: [UInt32: Section] = [:]
        for index in 0..<count {
            let entry = Self.headerLength + index * Self.entryLength
            let offset = number(entry + 8, UInt64.self)
            let length = number(entry + 16, UInt64.self)
            let size = number(entry + 4, UInt32.self)
            guard offset >= UInt64(table), offset <= UInt64(raw.count), length <= UInt64(raw.count) - offset, [1, 2, 4, 8].contains(size)
            else {
                throw ImageFault(.structure, "A section of the image of places lies outside the file.")
            }
            sections[number(entry, UInt32.self)] = Section(
                elementSize: Int(size), offset: Int(offset), length: Int(length), checksum: number(entry + 24, UInt64.self))
        }
        self.sections = sections
    }

    static func headerChecksum(_ raw: UnsafeRawBufferPointer, tableEnd: Int) -> UInt64 {
        let front = ImageChecksum.of(UnsafeRawBufferPointer(rebasing: raw[0..<32]))
        return front ^ ImageChecksum.of(UnsafeRawBufferPointer(rebasing: raw[headerLength..<tableEnd]))
    }

    /// Bytes of a section; empty if the image has none.
    func section(_ id: UInt32) -> UnsafeRawBufferPointer {
        guard let section = sections[id] else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: bytes.bytes[section.offset..<section.offset + section.length])
    }

    func array<Element: FixedWidthInteger & BitwiseCopyable>(_ id: UInt32, of _: Element.Type) -> ImageArray<Element> {
        ImageArray(section(id))
    }

    func column(_ id: UInt32) -> ImageColumn { ImageColumn(section(id), elementSize: sections[id]?.elementSize ?? 2) }

    func texts(_ id: UInt32) -> ImageTexts { ImageTexts(bytes: section(id), ends: section(id + 1)) }

    /// Compares the checksum of a section.
    func verify(_ ids: some Sequence<UInt32>) throws(ImageFault) {
        for id in ids {
            guard let section = sections[id] else { continue }
            guard ImageChecksum.of(self.section(id)) == section.checksum else {
                throw ImageFault(.checksum, "Section \(id) of the image of places was damaged.")
            }
        }
    }

    /// Compares every checksum, and that what lies between the sections is empty: reads the whole image.
    func verifyAll() throws(ImageFault) {
        try verify(sections.keys.sorted())
        var end = Self.headerLength + sections.count * Self.entryLength
        for section in sections.values.sorted(by: { ($0.offset, $0.length) < ($1.offset, $1.length) }) {
            guard section.offset >= end, isEmpty(end..<section.offset) else {
                throw ImageFault(.checksum, "The image of places was damaged between its sections.")
            }
            end = section.offset + section.length
        }
        guard isEmpty(end..<bytes.count) else { throw ImageFault(.checksum, "The image of places was damaged at its end.") }
    }

    private func isEmpty(_ range: Range<Int>) -> Bool { bytes.bytes[range].allSatisfy { $0 == 0 } }
}
