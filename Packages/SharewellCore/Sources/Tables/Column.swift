/// One column of a batch of records. A value is UTF-8 text; the empty text is a missing value.
public enum Column {
    /// A code per row into the distinct values.
    case coded(CodedColumn)
    /// A value per row, for columns that seldom repeat themselves.
    case direct(DirectColumn)
    /// The supply has no such column: every value is missing.
    case absent
}

/// A column by distinct value.
public struct CodedColumn {
    /// One code a row; 0 is missing.
    public var codes: [UInt32]
    /// The distinct values, shared by the batches of one worker.
    public var dictionary: TextDictionary
    /// For a column that shares the codes of another (`ReleasedField.follows`): code → the dictionary's code of this column's value.
    /// Nil where codes are the dictionary's own. A code's entry never changes while the other column's dictionary keeps its generation.
    public var translation: [UInt32]?
    /// Puts them together.
    public init(codes: [UInt32], dictionary: TextDictionary, translation: [UInt32]? = nil) {
        self.codes = codes
        self.dictionary = dictionary
        self.translation = translation
    }
}

/// A column of one value a row, end to end in one buffer.
public struct DirectColumn: Sendable {
    /// All values without separators.
    public var bytes: [UInt8]
    /// End of each row's value in `bytes`; a value starts where the one before it ends.
    public var ends: [Int]
    /// An empty column.
    public init() {
        bytes = []
        ends = []
    }
    /// A column of values already end to end; `ends` ascend and stay within `bytes`.
    init(bytes: [UInt8], ends: [Int]) {
        self.bytes = bytes
        self.ends = ends
    }
    /// The range of a row's value in `bytes`.
    public func range(_ row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }
    /// Adds one row.
    public mutating func append(_ value: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: value)
        ends.append(bytes.count)
    }
    /// A row's value as a string.
    public func string(_ row: Int) -> String { String(decoding: bytes[range(row)], as: UTF8.self) }
}
