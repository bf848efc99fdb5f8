/// What may stand in a package's header and on a terminal: whoever opens a package did not choose the words in it.
public enum PackageName {
    /// Longest name of a file, in bytes of UTF-8: what file systems take.
    static let mostBytes = 255

    /// Refuses a name with characters that forge lines or turn text round, or that no file system takes.
    static func check(_ name: String) throws(HubError) {
        guard !name.isEmpty, name.utf8.count <= mostBytes, ![".", ".."].contains(name),
            !name.unicodeScalars.contains(where: { isHidden($0) || $0 == "/" || $0 == "\\" })
        else {
            throw HubError(
                .data, code: "package-name-unusable",
                "The name of the file is empty, longer than \(mostBytes) bytes, or holds a slash or characters that cannot be seen, such as a line feed.",
                remedy: "Rename the file, and seal it again.")
        }
    }

    /// The text with every character that cannot be seen written as its number: what is printed is what is there.
    public static func shown(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { shown, scalar in
            if isHidden(scalar) {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        default: false
        }
    }
}
