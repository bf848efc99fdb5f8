/// Something to know about supplied data. Never holds a cell's content: code, place and advice only.
public struct Finding: Sendable, Hashable, Codable {
    /// How much it matters.
    public enum Severity: String, Sendable, Codable, Comparable {
        /// Noted, nothing lost.
        case note
        /// The value could not be used as supplied.
        case warning
        /// The record, or the file, cannot be taken.
        case error
        /// `note` below `warning` below `error`.
        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .error: 2
            }
        }
    }
    /// Stable, lower-case, hyphenated: `ragged-row`, `unclosed-quote`, `date-not-understood`.
    public let code: String
    /// How much it matters.
    public let severity: Severity
    /// Physical line in the file, from 1, where one is known.
    public let line: Int?
    /// Field or header concerned, where there is one. A header is given only when it is one of the rulebook's or the profile's.
    public let field: String?
    /// What to do about it, in a sentence.
    public let advice: String
    /// Makes a finding.
    public init(code: String, severity: Severity, line: Int?, field: String?, advice: String) {
        self.code = code
        self.severity = severity
        self.line = line
        self.field = field
        self.advice = advice
    }
}
