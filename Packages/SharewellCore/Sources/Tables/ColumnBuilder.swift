/// Collects one column of a batch: by distinct value while that pays, value by value when most values are new.
final class ColumnBuilder {
    /// A dictionary that grows beyond either is emptied before the next batch, so that memory does not grow with the file.
    static let mostCodes = 1 << 17
    static let mostBytes = 4 << 20

    private let dictionary: TextDictionary
    private var isDirect = false
    private var known = 1
    private var rows = 0
    private var codes: [UInt32] = []
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var used = 0

    init(seed: UInt64) { dictionary = TextDictionary(seed: seed) }

    /// Starts a batch of about so many rows.
    func begin(rows expected: Int) {
        if dictionary.count > Self.mostCodes || dictionary.byteCount > Self.mostBytes { dictionary.removeAll() }
        known = dictionary.count
        rows = 0
        used = 0
        if isDirect {
            ends = [Int](repeating: 0, count: expected)
            bytes = [UInt8](repeating: 0, count: expected * 12)
        } else {
            codes = [UInt32](repeating: 0, count: expected)
        }
    }

    /// Adds the cells of a block; `slow` gives a cell that cannot be taken as it stands.
    func append(
        _ text: UnsafeBufferPointer<UInt8>, _ index: RecordIndex.Pointers, column: Int, count: Int, isSuspect: Bool,
        slow: (_ row: Int, _ take: (UnsafeRawBufferPointer) -> Void) -> Void
    ) {
        makeRoom(count)
        var row = 0
        while row < count {
            if !isSuspect {
                row = isDirect ? copy(text, index, column: column, rows: row..<count) : encode(text, index, column, row..<count)
                if row == count { break }
            }
            slow(row) { value in
                if isDirect { put(value, at: rows + row) } else { codes[rows + row] = dictionary.code(for: value) }
            }
            row += 1
        }
        rows += count
    }

    private func makeRoom(_ count: Int) {
        let needed = rows + count
        if isDirect {
            if ends.count < needed { ends.append(contentsOf: repeatElement(0, count: max(needed - ends.count, ends.count / 2))) }
        } else if codes.count < needed {
            codes.append(contentsOf: repeatElement(0, count: max(needed - codes.count, codes.count / 2)))
        }
    }

    private func encode(_ text: UnsafeBufferPointer<UInt8>, _ index: RecordIndex.Pointers, _ column: Int, _ range: Range<Int>) -> Int {
        let rows = rows
        return codes.withUnsafeMutableBufferPointer { codes in
            guard let base = codes.baseAddress else { return range.lowerBound }
            return dictionary.encode(text, index, column: column, rows: range, into: base + rows)
        }
    }

    /// Copies cells as they stand; stops before one that holds quotes.
    private func copy(_ text: UnsafeBufferPointer<UInt8>, _ index: RecordIndex.Pointers, column: Int, rows range: Range<Int>) -> Int {
        var total = used
        var stop = range.upperBound
        for row in range {
            let cell = index.cell(row, column)
            if cell.hasQuotes {
                stop = row
                break
            }
            total += cell.end - cell.start
        }
        // Sixteen bytes are written at a time, so there is room for that beyond the last.
        if bytes.count < total + 16 { bytes.append(contentsOf: repeatElement(0, count: max(total + 16 - bytes.count, bytes.count / 2))) }
        var at = used
        let base = rows
        bytes.withUnsafeMutableBytes { target in
            ends.withUnsafeMutableBufferPointer { ends in
                for row in range.lowerBound..<stop {
                    let cell = index.cell(row, column)
                    let count = cell.end &- cell.start
                    if count <= 16, cell.start &+ 16 <= text.count {
                        let source = UnsafeRawBufferPointer(text)
                        let low = source.loadUnaligned(fromByteOffset: cell.start, as: UInt64.self)
                        let high = source.loadUnaligned(fromByteOffset: cell.start &+ 8, as: UInt64.self)
                        target.storeBytes(of: low, toByteOffset: at, as: UInt64.self)
                        target.storeBytes(of: high, toByteOffset: at &+ 8, as: UInt64.self)
                    } else {
                        UnsafeMutableRawBufferPointer(rebasing: target[at...]).copyMemory(
                            from: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: text[cell.start..<cell.end])))
                    }
                    at &+= count
                    ends[base &+ row] = at
                }
            }
        }
        used = at
        return stop
    }

    private func put(_ value: UnsafeRawBufferPointer, at row: Int) {
        let end = used + value.count
        if bytes.count < end { bytes.append(contentsOf: repeatElement(0, count: max(end - bytes.count, bytes.count / 2))) }
        if !value.isEmpty { bytes.withUnsafeMutableBytes { UnsafeMutableRawBufferPointer(rebasing: $0[used...]).copyMemory(from: value) } }
        used = end
        ends[row] = end
    }

    /// The batch's column.
    func end() -> Column {
        if isDirect {
            bytes.removeLast(bytes.count - used)
            ends.removeLast(ends.count - rows)
            defer {
                bytes = []
                ends = []
            }
            return .direct(DirectColumn(bytes: bytes, ends: ends))
        }
        codes.removeLast(codes.count - rows)
        defer { codes = [] }
        // A column that brings a new value in over half its rows repeats itself too seldom for a dictionary to pay.
        if rows >= 256, dictionary.count - known > rows / 2 { isDirect = true }
        return .coded(CodedColumn(codes: codes, dictionary: dictionary))
    }
}
