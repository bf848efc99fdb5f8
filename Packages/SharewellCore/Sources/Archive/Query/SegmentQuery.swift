/// What is asked of segments: conditions that must all hold, and what to count by.
public struct SegmentQuery: Sendable {
    /// What a value must be. Tests run once per distinct value, except in columns that do not repeat.
    public enum Test: Sendable {
        /// One of these texts, without regard to case; the empty text stands for a missing value.
        case anyOf([String])
        /// This text somewhere in it, without regard to case.
        case contains(String)
        /// A date that may lie in the period: its days, as many as its precision leaves open, touch those from `from` to `to`, which are ISO
        /// 8601 dates of any precision and both included. Missing and unreadable dates do not match.
        case period(from: String?, to: String?)
        /// Whatever the closure says; it is given the empty text for missing values.
        case satisfies(@Sendable (String) -> Bool)
    }
    /// A test of one field.
    public struct Condition: Sendable {
        /// Name of the field.
        public let field: String
        /// The test.
        public let test: Test
        /// Makes a condition.
        public init(_ field: String, _ test: Test) {
            self.field = field
            self.test = test
        }
    }
    /// What to count by: a field's values, or what a closure makes of them, once per distinct value.
    public struct Expression: Sendable {
        /// Name of the field.
        public let field: String
        /// From value to label; nil to count by the values themselves.
        public let transform: (@Sendable (String) -> String)?
        /// Makes an expression.
        public init(_ field: String, transform: (@Sendable (String) -> String)? = nil) {
            self.field = field
            self.transform = transform
        }
    }
    /// Two fields whose values are numbers.
    public struct Pair: Sendable {
        /// Their names.
        public let first: String, second: String
        /// Puts them together.
        public init(_ first: String, _ second: String) { (self.first, self.second) = (first, second) }
    }
    /// All must hold.
    public var conditions: [Condition]
    /// None, one or two.
    public var by: [Expression]
    /// Two fields of numbers to count by instead: for places, of which there are too many to give each part of one a label.
    public var pair: Pair?
    /// Asks.
    public init(conditions: [Condition] = [], by: [Expression] = []) {
        self.conditions = conditions
        self.by = by
    }
    /// Asks for the counts by two fields' values, each taken as the whole number next to it.
    public init(conditions: [Condition] = [], pair: Pair) {
        self.conditions = conditions
        by = []
        self.pair = pair
    }

    /// The names of the fields counted by.
    var fieldsBy: [String] { pair.map { [$0.first, $0.second] } ?? by.map(\.field) }
}
