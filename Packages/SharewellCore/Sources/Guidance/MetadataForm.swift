/// The form that goes with a supply (§3.4).
public struct MetadataForm: Sendable, Hashable {
    /// How an answer is written.
    public enum Shape: String, Sendable, Codable, CaseIterable {
        /// A line of text.
        case text
        /// A whole number.
        case count
        /// ISO 8601, a year, a month or a day.
        case date
        /// A list of texts.
        case list
        /// A name and a text for each.
        case table
    }
    /// One line to fill in.
    public struct Entry: Sendable, Hashable {
        /// The key in the YAML, such as `record-count`.
        public let key: String
        /// The item of §3.4 it belongs to, from 1; two entries may share one.
        public let item: Int
        /// The item in the guidance's words.
        public let title: String
        /// What to write.
        public let explanation: String
        /// How it is written.
        public let shape: Shape
        /// True when a statement that lacks it cannot be used at all.
        public let required: Bool
        /// Makes an entry.
        public init(key: String, item: Int, title: String, explanation: String, shape: Shape, required: Bool) {
            self.key = key
            self.item = item
            self.title = title
            self.explanation = explanation
            self.shape = shape
            self.required = required
        }
    }
    /// Its name.
    public let title: String
    /// Where the guidance asks for it.
    public let section: String
    /// What the supplier is reminded of: legal roles, the protocol, restrictions on use.
    public let reminder: String
    /// In the order of the guidance.
    public let entries: [Entry]

    /// Makes a form.
    public init(title: String, section: String, reminder: String, entries: [Entry]) {
        self.title = title
        self.section = section
        self.reminder = reminder
        self.entries = entries
    }

    /// The empty form as YAML, with what to write beside each line.
    public var template: String {
        var text = "# \(title) (\(section))\n"
        for line in reminder.split(separator: "\n") { text += "# \(line)\n" }
        for entry in entries {
            text += "\n# \(entry.item). \(entry.title)\(entry.required ? "" : " (if there is anything to say)")\n"
            for line in entry.explanation.split(separator: "\n") { text += "# \(line)\n" }
            text += "\(entry.key):\n"
        }
        return text
    }
}
