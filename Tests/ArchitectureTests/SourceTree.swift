import Foundation

/// The repository's Swift sources as text, read once.
struct SourceTree {
    /// One Swift file.
    struct File {
        /// Path from the repository's root.
        let path: String
        let text: String
        /// Target it belongs to: the folder under `Sources` or `Tests`.
        let target: String
        let isTest: Bool
        let isCore: Bool
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

        /// Modules this file imports, in any form: `public import X`, `@testable import X`, `import struct X.Y`.
        var imports: Set<String> {
            Set(
                lines.compactMap { line in
                    var words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
                    if let first = words.first, Self.access.contains(first) { words.removeFirst() }
                    guard words.first == "import" else { return nil }
                    words.removeFirst()
                    if let first = words.first, Self.kinds.contains(first) { words.removeFirst() }
                    return words.first.map { String($0.prefix { $0 != "." }) }
                })
        }

        private static let access: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
        private static let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]

        /// The code without comments and without the contents of string literals, line by line, so that words in prose do not count.
        var code: [String] { SourceTree.codeOnly(text) }
    }

    let root: URL
    let files: [File]

    /// Reads the tree this test was compiled in.
    static func load(from file: String = #filePath) throws -> SourceTree {
        let root = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let core = root.appending(path: "Packages/SharewellCore")
        var files: [File] = []
        for (base, isCore) in [(root, false), (core, true)] {
            for folder in ["Sources", "Tests"] {
                let top = base.appending(path: folder)
                let found = FileManager.default.enumerator(at: top, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
                for url in found where url.pathExtension == "swift" {
                    let path = url.standardizedFileURL.path.replacing(root.standardizedFileURL.path + "/", with: "")
                    let inside = url.standardizedFileURL.path.replacing(top.standardizedFileURL.path + "/", with: "")
                    files.append(
                        File(
                            path: path, text: try String(contentsOf: url, encoding: .utf8),
                            target: String(inside.prefix { $0 != "/" }), isTest: folder == "Tests", isCore: isCore))
                }
            }
        }
        return SourceTree(root: root, files: files.sorted { $0.path < $1.path })
    }

    var sources: [File] { files.filter { !$0.isTest } }

    /// Blanks comments and string contents; keeps the number of lines.
    static func codeOnly(_ text: String) -> [String] {
        enum Inside { case code, lineComment, blockComment(Int), string(quotes: Int, hashes: Int) }
        var inside = Inside.code
        var output = ""
        let characters = Array(text.utf8)
        var index = 0
        func starts(_ word: String, at position: Int) -> Bool {
            var position = position
            for byte in word.utf8 {
                guard position < characters.count, characters[position] == byte else { return false }
                position += 1
            }
            return true
        }
        while index < characters.count {
            let byte = characters[index]
            if byte == UInt8(ascii: "\n") {
                if case .lineComment = inside { inside = .code }
                if case .string(1, _) = inside { inside = .code }
                output.append("\n")
                index += 1
                continue
            }
            switch inside {
            case .code:
                if starts("//", at: index) {
                    inside = .lineComment
                    index += 2
                } else if starts("/*", at: index) {
                    inside = .blockComment(1)
                    index += 2
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#") {
                    var hashes = 0
                    while index + hashes < characters.count, characters[index + hashes] == UInt8(ascii: "#") { hashes += 1 }
                    if starts("\"\"\"", at: index + hashes) {
                        inside = .string(quotes: 3, hashes: hashes)
                        index += hashes + 3
                    } else if starts("\"", at: index + hashes) {
                        inside = .string(quotes: 1, hashes: hashes)
                        index += hashes + 1
                    } else {
                        output.append("#")
                        index += 1
                        continue
                    }
                    output.append("\"")
                } else {
                    output.unicodeScalars.append(Unicode.Scalar(byte < 128 ? byte : UInt8(ascii: "?")))
                    index += 1
                }
            case .lineComment: index += 1
            case .blockComment(let depth):
                if starts("*/", at: index) {
                    inside = depth == 1 ? .code : .blockComment(depth - 1)
                    index += 2
                } else if starts("/*", at: index) {
                    inside = .blockComment(depth + 1)
                    index += 2
                } else {
                    index += 1
                }
            case .string(let quotes, let hashes):
                let end = String(repeating: "\"", count: quotes) + String(repeating: "#", count: hashes)
                if starts(end, at: index) {
                    inside = .code
                    output.append("\"")
                    index += end.utf8.count
                } else if hashes == 0, byte == UInt8(ascii: "\\") {
                    index += index + 1 < characters.count && characters[index + 1] == UInt8(ascii: "\n") ? 1 : 2
                } else {
                    index += 1
                }
            }
        }
        return output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
