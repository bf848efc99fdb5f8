/// Collects one column of a batch: by distinct value while that pays, value by value when most values are new.
final class ColumnBuilder {
    /// A dictionary that grows beyond either is emptied before the next batch, so that memory does not grow with the file.
    static let mostCodes = 1 << 18
    static let mostBytes = 8 << 20

    private let dictionary: TextDictionary
    private var codes: [UInt32] = []
    private var direct = DirectColumn()
    private var isDirect = false
    private var known = 1

    init(seed: UInt64) { dictionary = TextDictionary(seed: seed) }

    /// Starts a batch of about so many rows.
    func begin(rows: Int) {
        if dictionary.count > Self.mostCodes || dictionary.byteCount > Self.mostBytes { dictionary.removeAll() }
        known = dictionary.count
        if isDirect { direct = DirectColumn() } else { codes.reserveCapacity(rows) }
    }

    func append(_ value: UnsafeRawBufferPointer) {
        if isDirect { direct.append(value) } else { codes.append(dictionary.code(for: value)) }
    }

    /// The batch's column.
    func end() -> Column {
        if isDirect { return .direct(direct) }
        let column = Column.coded(CodedColumn(codes: codes, dictionary: dictionary))
        // A column that brings a new value in over half its rows repeats itself too seldom for a dictionary to pay.
        if codes.count >= 256, dictionary.count - known > codes.count / 2 {
            isDirect = true
        }
        codes = []
        return column
    }
}
