/// A closed or open list of codes a field may hold, with other spellings that mean the same.
public struct CodeList: Sendable, Hashable, Identifiable {
    /// One member.
    public struct Code: Sendable, Hashable {
        /// The canonical code, always text: `8N`, `28A`, `W1`, `1/4.1/4.10/4.2`.
        public let code: String
        /// What it means.
        public let label: String
        /// Other spellings met in the field, the label among them unless two codes share it; compared without regard to case or outer spaces.
        public let aliases: [String]
        /// The group it counts under, if the list has groups.
        public let group: String?
        /// What the depersonalising rules must know of it: `sensitive` (sexual, domestic, hate), `public-place`, `residence`, `protected`;
        /// `other` stands for whatever an open list does not hold.
        public let marks: Set<String>
        /// The marks there are.
        public static let knownMarks: Set<String> = ["sensitive", "public-place", "residence", "protected", "other"]
        /// Makes a code.
        public init(code: String, label: String, aliases: [String] = [], group: String? = nil, marks: Set<String> = []) {
            self.code = code
            self.label = label
            self.aliases = aliases
            self.group = group
            self.marks = marks
        }
    }
    /// Identifier within the rulebook.
    public let id: String
    /// What the list is.
    public let title: String
    /// Where it comes from, with licence where it is not the guidance.
    public let source: String
    /// True when other values are allowed and only noted.
    public let open: Bool
    /// In the list's own order.
    public let codes: [Code]
    /// Makes a list.
    public init(id: String, title: String, source: String, open: Bool, codes: [Code]) {
        self.id = id
        self.title = title
        self.source = source
        self.open = open
        self.codes = codes
    }
}
