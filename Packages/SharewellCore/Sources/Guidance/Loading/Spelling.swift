/// Small questions about words in a rulebook.
package enum Spelling {
    /// Lower-case letters and digits in words joined by one separator.
    package static func isIdentifier(_ text: String, separator: Character) -> Bool {
        guard let joint = separator.asciiValue, text.utf8.first.map({ (0x61...0x7A).contains($0) }) == true else { return false }
        var before = joint
        for byte in text.utf8 {
            if byte == joint, before == joint { return false }
            guard byte == joint || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) else { return false }
            before = byte
        }
        return before != joint
    }

    /// Without spaces and line ends around it.
    package static func trimmed(_ text: String) -> String {
        guard let first = text.utf8.first, let last = text.utf8.last, isSpace(first) || isSpace(last) else { return text }
        return String(trimmed(text[...]))
    }

    /// Without spaces and line ends around it.
    package static func trimmed(_ text: Substring) -> Substring {
        let bytes = text.utf8
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) }) else { return "" }
        return text[first...last]
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// A word as messages quote it: short, on one line.
    package static func shown(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > 60 ? "“\(line.prefix(60))…”" : "“\(line)”"
    }

    /// The candidate that is at most two letters away, if any.
    package static func nearest(to word: String, among candidates: [String]) -> String? {
        guard word.utf8.count <= 64 else { return nil }
        return candidates.map { (candidate: $0, away: distance(Array(word.utf8), Array($0.utf8))) }
            .filter { $0.away <= 2 && $0.away < $0.candidate.utf8.count }.min { $0.away < $1.away }?.candidate
    }

    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
