/// Recognises files that are no delimited text, so that the supplier is told what the file is rather than shown a wall of findings.
enum ForeignFormat {
    private static let signatures: [(bytes: [UInt8], fault: TableFault)] = [
        ([0xD0, 0xCF, 0x11, 0xE0], .workbookFile), (Array("%PDF".utf8), .documentFile), (Array("{\\rtf".utf8), .documentFile),
        ([0x1F, 0x8B], .compressedFile), (Array("BZh".utf8), .compressedFile), ([0x37, 0x7A, 0xBC, 0xAF], .compressedFile),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], .compressedFile), ([0x28, 0xB5, 0x2F, 0xFD], .compressedFile),
        (Array("Rar!".utf8), .compressedFile), (Array("SQLite format 3\0".utf8), .binaryFile), (Array("PAR1".utf8), .binaryFile),
        ([0x89, 0x50, 0x4E, 0x47], .binaryFile), ([0xFF, 0xD8, 0xFF], .binaryFile), (Array("GIF8".utf8), .binaryFile),
        ([0x7F, 0x45, 0x4C, 0x46], .binaryFile), ([0, 1, 0, 0, 0x53, 0x74, 0x61, 0x6E], .binaryFile),
    ]

    /// What the beginning of a file shows it to be, if that is not text.
    static func recognise(_ prefix: [UInt8]) -> TableFault? {
        if prefix.starts(with: [0x50, 0x4B, 0x03, 0x04]) || prefix.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            return holds("[Content_Types].xml", prefix) || holds("xl/", prefix) || holds("mimetypeapplication/vnd.oasis", prefix)
                ? .workbookFile : .compressedFile
        }
        return signatures.first { prefix.starts(with: $0.bytes) }?.fault
    }

    /// The same of a file that is still on its way: what is packed may hold a table, unless the first thing in it is one of a workbook or document.
    static func recognise(beginning: [UInt8]) -> TableFault? {
        if beginning.starts(with: [0x1F, 0x8B]) { return nil }
        guard beginning.starts(with: [0x50, 0x4B]) else { return recognise(beginning) }
        // The file's name stands 30 bytes after the beginning of its local header (APPNOTE 4.3.7).
        guard beginning.count > 30, beginning.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { return nil }
        let name = beginning.dropFirst(30).prefix(Int(beginning[26]) | Int(beginning[27]) << 8)
        if name.elementsEqual("mimetype".utf8) {
            guard holds("mimetypeapplication/vnd.oasis.opendocument", beginning) else { return nil }
            return holds("mimetypeapplication/vnd.oasis.opendocument.spreadsheet", beginning) ? .workbookFile : .documentFile
        }
        let parts = ["[Content_Types].xml", "_rels/", "docProps/", "xl/", "word/", "ppt/"]
        guard parts.contains(where: { name.starts(with: $0.utf8) }) else { return nil }
        return holds("word/", beginning) || holds("ppt/", beginning) ? .documentFile : .workbookFile
    }

    /// What decoded text shows itself to be, if that is not a table.
    static func recognise(text: ArraySlice<UInt8>) -> TableFault? {
        let visible = text.drop { $0 <= 32 }.prefix(64)
        let start = String(decoding: visible, as: UTF8.self).lowercased()
        if start.hasPrefix("<") {
            for tag in ["<html", "<!doctype", "<?xml", "<table", "<workbook", "<head", "<meta"] where start.hasPrefix(tag) {
                return .markupFile
            }
        }
        let dense = start.filter { !$0.isWhitespace }
        for opening in ["{\"", "[{\"", "[[\"", "[{}", "{}"] where dense.hasPrefix(opening) { return .jsonFile }
        return nil
    }

    /// True if too much of it is neither text nor space.
    static func isBinary(_ text: ArraySlice<UInt8>) -> Bool {
        let sample = text.prefix(64 << 10)
        var controls = 0
        for byte in sample where byte < 32 && byte != 0 && byte != 9 && byte != 10 && byte != 13 && byte != 12 && byte != 26 && byte != 27 {
            controls += 1
        }
        let nuls = sample.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
        return controls >= 4 && controls * 50 > sample.count || nuls >= 16 && nuls * 3 > sample.count
    }

    private static func holds(_ text: String, _ prefix: [UInt8]) -> Bool {
        let wanted = Array(text.utf8)
        guard let first = wanted.first, prefix.count >= wanted.count else { return false }
        for index in 0...(min(prefix.count, 64 << 10) - wanted.count) where prefix[index] == first {
            if prefix[index..<(index + wanted.count)].elementsEqual(wanted) { return true }
        }
        return false
    }
}
