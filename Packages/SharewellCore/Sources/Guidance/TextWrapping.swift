/// Text for people, broken at spaces.
public enum TextWrapping {
    /// Characters that a line has at most.
    public static let width = 110

    /// A paragraph of lines of at most `width` characters; a longer word has a line of its own. Ends with a line end.
    /// - Parameter first: What its first line begins with, where that differs from `indent`.
    public static func paragraph(_ text: String, indent: String, first: String? = nil) -> String {
        lines(text, indent: indent, first: first, width: width).joined(separator: "\n") + "\n"
    }

    /// The lines themselves, for columns of another width.
    public static func lines(_ text: String, indent: String = "", first: String? = nil, width: Int) -> [String] {
        var lines: [String] = []
        var line = first ?? indent
        var empty = true
        for word in text.split(separator: " ") {
            if !empty, line.count + 1 + word.count > width {
                lines.append(line)
                line = indent
                empty = true
            }
            line += (empty ? "" : " ") + word
            empty = false
        }
        return lines + [line]
    }
}
