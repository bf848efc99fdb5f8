/// Finds the one table in a zip file by its central directory (APPNOTE 4.3.6 to 4.5.3), zip64 included.
///
/// Read here and not by libarchive: what is needed is a single member, stored or deflated, and these checks; libarchive would run two dozen
/// format readers, many in C with a record of faults, over files that strangers send.
struct ZipDirectory {
    struct Member: Equatable {
        let isDeflated: Bool
        let packed: Int
        let unpacked: Int
        let checkSum: UInt32
        /// Where its packed bytes begin.
        let start: Int
    }
    private struct Entry {
        var name: [UInt8]
        var flags: Int
        var method: Int
        var checkSum: UInt32
        var packed: Int
        var unpacked: Int
        var header: Int
    }
    private static let mostDirectory = 64 << 20

    /// The table inside.
    static func table(in file: RawFile) throws(SuppliedFileError) -> Member {
        let entries = try entries(of: file)
        if let other = try office(entries, in: file) { throw other }
        let files = entries.filter { !isClutter($0.name) }
        let named = files.filter { hasEnding($0.name, [".csv", ".tsv", ".tab", ".psv"]) }
        let texts = files.filter { hasEnding($0.name, [".txt", ".dat", ".asc"]) }
        let choice = named.isEmpty ? (texts.isEmpty ? files : texts) : named
        guard let entry = choice.first else { throw .noTable }
        guard choice.count == 1 else { throw .severalTables(choice.count) }
        return try member(entry, in: file)
    }

    /// What the programs of an office write is a zip of many parts, and no table, whatever the file is called.
    private static func office(_ entries: [Entry], in file: RawFile) throws(SuppliedFileError) -> SuppliedFileError? {
        func has(_ beginning: String) -> Bool { entries.contains { $0.name.starts(with: beginning.utf8) } }
        if has("[Content_Types].xml") || has("xl/") { return has("word/") || has("ppt/") ? .document : .workbook }
        // OpenDocument says what it is in its first part, which is never packed.
        if has("content.xml"), let kind = entries.first(where: { $0.name.elementsEqual("mimetype".utf8) }) {
            let said = try file.peek(at: try member(kind, in: file).start, count: 64)
            return String(decoding: said, as: UTF8.self).contains("opendocument.spreadsheet") ? .workbook : .document
        }
        return has("Index/Tables/") || has("Index/CalculationEngine") ? .workbook : nil
    }

    private static func member(_ entry: Entry, in file: RawFile) throws(SuppliedFileError) -> Member {
        guard entry.flags & 0x2041 == 0 else { throw .encrypted }
        guard entry.method == 0 || entry.method == 8 else { throw entry.method == 99 ? .encrypted : .otherCompression }
        let local = try file.peek(at: entry.header, count: 30)
        guard local.count == 30, number(local, 0, 4) == 0x0403_4B50 else { throw .damaged }
        let start = entry.header + 30 + number(local, 26, 2) + number(local, 28, 2)
        let end = start.addingReportingOverflow(entry.packed)
        guard !end.overflow else { throw .damaged }
        guard end.partialValue <= file.size else { throw .truncated }
        guard entry.method == 8 || entry.packed == entry.unpacked else { throw .damaged }
        return Member(
            isDeflated: entry.method == 8, packed: entry.packed, unpacked: entry.unpacked, checkSum: entry.checkSum, start: start)
    }

    private static func entries(of file: RawFile) throws(SuppliedFileError) -> [Entry] {
        let tailLength = min(file.size, 65_557)
        let tail = try file.peek(at: file.size - tailLength, count: tailLength)
        guard tail.count == tailLength, tailLength >= 22 else { throw .truncated }
        var at = tailLength - 22
        while at >= 0, number(tail, at, 4) != 0x0605_4B50 { at -= 1 }
        guard at >= 0 else { throw .truncated }
        var disks = number(tail, at + 4, 2)
        var count = number(tail, at + 10, 2)
        var length = number(tail, at + 12, 4)
        var offset = number(tail, at + 16, 4)
        if count == 0xFFFF || length == 0xFFFF_FFFF || offset == 0xFFFF_FFFF, at >= 20, number(tail, at - 20, 4) == 0x0706_4B50 {
            let wide = try file.peek(at: number(tail, at - 12, 8), count: 56)
            guard wide.count == 56, number(wide, 0, 4) == 0x0606_4B50 else { throw .damaged }
            disks = number(wide, 16, 4)
            count = number(wide, 32, 8)
            length = number(wide, 40, 8)
            offset = number(wide, 48, 8)
        }
        guard disks == 0 || disks == 0xFFFF else { throw .splitZip }
        guard length <= mostDirectory, offset <= file.size, count <= length / 46 else { throw .damaged }
        let directory = try file.peek(at: offset, count: length)
        guard directory.count == length else { throw .damaged }
        return try parse(directory, count: count)
    }

    private static func parse(_ directory: [UInt8], count: Int) throws(SuppliedFileError) -> [Entry] {
        var entries: [Entry] = []
        var at = 0
        for _ in 0..<count {
            guard at + 46 <= directory.count, number(directory, at, 4) == 0x0201_4B50 else { throw .damaged }
            let nameEnd = at + 46 + number(directory, at + 28, 2)
            let extraEnd = nameEnd + number(directory, at + 30, 2)
            let end = extraEnd + number(directory, at + 32, 2)
            guard end <= directory.count else { throw .damaged }
            var entry = Entry(
                name: Array(directory[(at + 46)..<nameEnd]), flags: number(directory, at + 8, 2), method: number(directory, at + 10, 2),
                checkSum: UInt32(truncatingIfNeeded: number(directory, at + 16, 4)), packed: number(directory, at + 20, 4),
                unpacked: number(directory, at + 24, 4), header: number(directory, at + 42, 4))
            widen(&entry, directory, nameEnd, extraEnd)
            entries.append(entry)
            at = end
        }
        return entries
    }

    /// Sizes and offset too large for 32 bits stand in the extra field 0x0001, only those that are, in this order.
    private static func widen(_ entry: inout Entry, _ directory: [UInt8], _ start: Int, _ end: Int) {
        var at = start
        while at + 4 <= end {
            let length = number(directory, at + 2, 2)
            let fieldEnd = at + 4 + length
            guard fieldEnd <= end else { return }
            if number(directory, at, 2) == 1 {
                var value = at + 4
                func next(_ old: Int) -> Int {
                    guard old == 0xFFFF_FFFF, value + 8 <= fieldEnd else { return old }
                    defer { value += 8 }
                    return number(directory, value, 8)
                }
                entry.unpacked = next(entry.unpacked)
                entry.packed = next(entry.packed)
                entry.header = next(entry.header)
            }
            at = fieldEnd
        }
    }

    private static func isClutter(_ name: [UInt8]) -> Bool {
        if name.last == UInt8(ascii: "/") || name.last == UInt8(ascii: "\\") || name.starts(with: "__MACOSX/".utf8) { return true }
        let base = name.suffix(while: { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\") })
        return base.first == UInt8(ascii: ".") || base.elementsEqual("Thumbs.db".utf8) || base.elementsEqual("desktop.ini".utf8)
    }

    private static func hasEnding(_ name: [UInt8], _ endings: [String]) -> Bool {
        let tail = name.suffix(4).map { $0 >= 65 && $0 <= 90 ? $0 | 0x20 : $0 }
        return endings.contains { tail.elementsEqual($0.utf8) }
    }

    /// An unsigned little-endian number of up to 8 bytes; the largest `Int` if it does not fit.
    private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int {
        var value: UInt64 = 0
        for index in (at..<(at + count)).reversed() { value = value << 8 | UInt64(bytes[index]) }
        return Int(clamping: value)
    }
}

extension Array<UInt8> {
    /// The longest end of which every byte passes.
    fileprivate func suffix(while passes: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        var start = count
        while start > 0, passes(self[start - 1]) { start -= 1 }
        return self[start...]
    }
}
