package import Yams

/// Composes one YAML document, or reports why it cannot be.
package struct YAMLText {
    /// Above this a file is not a rulebook but an attack on whoever reads it.
    static let largestFile = 4 << 20
    /// Aliases multiply what they name; a rulebook has no need of them.
    static let mostAliases = 16

    let file: RulebookFile

    package init(_ file: RulebookFile) { self.file = file }

    /// The root node; nil after a report, or when the document is empty (also reported).
    package func compose(_ log: FaultLog) -> Node? {
        guard file.text.utf8.count <= Self.largestFile else {
            log.report("file-too-large", file.path, 1, "The file is larger than 4 MiB.", "Split it into several files.")
            return nil
        }
        if let line = lineOfTooManyAliases {
            log.report(
                "too-many-aliases", file.path, line, "The file uses more than \(Self.mostAliases) YAML aliases (*name).",
                "Write the values out; put texts that begin with * in quotes.")
            return nil
        }
        do {
            // The parser keeps a pointer into the string: a very short one must not live inside the string's own two words.
            let text = file.text.utf8.count < 64 ? file.text + "\n" + String(repeating: "\n", count: 64) : file.text
            // Without resolving: what 1, yes and 2010-03 mean is for the reader of the key to say, and the resolver's patterns are slow.
            if let node = try Yams.compose(yaml: text, .basic), !node.isEmptyScalar { return node }
            log.report("empty-file", file.path, 1, "The file holds nothing.", "Fill it in or remove it.")
        } catch let error as YamlError {
            if let (line, keys) = repeatedKey(error) {
                log.report(
                    "repeated-key", file.path, line,
                    "The key \(Spelling.shown(keys.key)) stands twice: on line \(keys.first) and on line \(line).",
                    "Keep one of them.")
                return nil
            }
            let (line, problem) = Self.describe(error)
            guard !problem.contains("nesting level") else {
                log.report(
                    "nested-too-deep", file.path, max(line, 1), "Something is nested more than 1000 deep.",
                    "Write it flatter: a rulebook or a sheet needs no more than a few levels.")
                return nil
            }
            let last = file.text.utf8.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
            log.report(
                "malformed-yaml", file.path, min(max(line, 1), last), "This is not well-formed YAML: \(problem).",
                "Check indentation, colons, quotes and repeated keys on this line and the one above.")
        } catch {
            log.report("malformed-yaml", file.path, 1, "This is not well-formed YAML.", "Check the file with a YAML editor.")
        }
        return nil
    }

    /// Where a key stands for the second time, and for the first; nil for any other error, and where the lines cannot be told.
    private func repeatedKey(_ error: YamlError) -> (line: Int, keys: (key: String, first: Int))? {
        guard case .duplicatedKeysInMapping(let duplicates, let context) = error, let key = duplicates.first else { return nil }
        var found: [(line: Int, indent: Int)] = []
        for (number, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where number + 1 >= context.mark.line {
            let text = Spelling.trimmed(line)
            guard text.hasPrefix("\(key):") else { continue }
            let indent = line.utf8.prefix { $0 == 0x20 }.count
            if let first = found.first(where: { $0.indent == indent }) { return (number + 1, (key, first.line)) }
            found.append((number + 1, indent))
        }
        return nil
    }

    /// Line of the alias that is one too many. Counts what looks like an alias, quoted or not: a refusal too many does no harm here.
    private var lineOfTooManyAliases: Int? {
        var line = 1
        var found = 0
        var before: UInt8 = 0x20
        var star = false
        for byte in file.text.utf8 {
            if star, !Self.isSpace(byte), byte != 0x2A {
                found += 1
                if found > Self.mostAliases { return line }
            }
            star = byte == 0x2A && (Self.isSpace(before) || [0x2C, 0x5B, 0x7B, 0x3A, 0x2D, 0x3F].contains(before))
            if byte == 0x0A { line += 1 }
            before = byte
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func describe(_ error: YamlError) -> (line: Int, problem: String) {
        switch error {
        // A quote that is never closed is found missing at the end of the file; where it opened is what one has to see.
        case .scanner(let context?, let problem, _, _) where context.text.contains("quoted scalar"):
            (context.mark.line, "\(problem), and the quote opens here")
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            (mark.line, problem)
        case .reader(let problem, let offset, _, let yaml):
            (offset.map { offset in yaml.utf8.prefix(max(offset, 0)).reduce(1) { $1 == 0x0A ? $0 + 1 : $0 } } ?? 1, problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            (context.mark.line, "the key \(duplicates.first ?? "") stands twice in one mapping")
        default: (1, "it cannot be read")
        }
    }
}

extension Node {
    /// True for `key:` with nothing after it, `~` and `null`.
    var isEmptyScalar: Bool {
        guard let scalar else { return false }
        return scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}
