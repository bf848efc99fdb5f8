/// One thing wrong with a rulebook, or another YAML file that is checked against it.
public struct RulebookFault: Error, Sendable, Hashable, Encodable {
    /// Stable, lower-case, hyphenated: `malformed-yaml`, `unknown-key`, `unknown-code-list`.
    public let code: String
    /// Path of the file.
    public let file: String
    /// Line in that file, from 1.
    public let line: Int
    /// What is wrong, and where.
    public let message: String
    /// What to do about it.
    public let remedy: String
    /// Makes a fault.
    public init(code: String, file: String, line: Int, message: String, remedy: String) {
        self.code = code
        self.file = file
        self.line = line
        self.message = message
        self.remedy = remedy
    }
}

/// Every fault that was found, in the order of files and lines; never empty when thrown.
public struct RulebookFaults: Error, Sendable, Hashable {
    /// The faults.
    public let faults: [RulebookFault]
    /// Bundles them.
    public init(_ faults: [RulebookFault]) { self.faults = faults }

    /// Each with its place and what to do, for people; those beyond `most` are counted.
    public func listing(most: Int = 30) -> String {
        let lines = faults.prefix(most).map { "  \($0.file):\($0.line): \($0.message)\n      \($0.remedy)" }
        return (lines + (faults.count > most ? ["  … and \(faults.count - most) more."] : [])).joined(separator: "\n")
    }
}
