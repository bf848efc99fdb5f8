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
    /// What a value that an open list does not hold must look like to be a code all the same, and so to be released.
    public enum Form: String, Sendable, Hashable, CaseIterable {
        /// No form tells a code from words: an unlisted value may be anything somebody typed.
        case none
        /// Digits and capitals in short runs, such as `8N`, `105A`, `37.2`, `1/4.1`: too little to say anything of a person.
        case shortCode = "short-code"

        /// Whether the text is a code by this form.
        public func holds(_ text: some StringProtocol) -> Bool {
            guard self == .shortCode, text.utf8.count <= 8, let first = text.utf8.first,
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
            else { return false }
            var digits = 0, letters = 0
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): (digits, letters) = (digits + 1, 0)
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): (digits, letters) = (0, letters + 1)
                case UInt8(ascii: "."), UInt8(ascii: "/"): (digits, letters) = (0, 0)
                default: return false
                }
                if digits > 3 || letters > 2 { return false }
            }
            return true
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
    /// What an unlisted value of an open list must look like to be released.
    public let form: Form
    /// In the list's own order.
    public let codes: [Code]
    /// Makes a list.
    public init(id: String, title: String, source: String, open: Bool, form: Form = .none, codes: [Code]) {
        self.id = id
        self.title = title
        self.source = source
        self.open = open
        self.form = form
        self.codes = codes
    }
}
