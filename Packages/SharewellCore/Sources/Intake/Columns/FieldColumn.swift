internal import Guidance
internal import Tables

/// What is remembered of one distinct value of a field.
struct CodeFacts {
    /// Position in `FieldColumn.noticed`, from 1; 0 is nothing.
    var finding: UInt8 = 0
    var precision = Precision.plain
    /// For dates and times, as in `ValueReading`.
    var from: Int32 = .min
    var to: Int32 = .max
}

/// Brings one field's column into canonical form, each distinct value once.
///
/// The output dictionary gets the values in the order of the input's codes: as long as every value is canonical and new, the codes are the
/// same and the codes array is passed on untouched.
final class FieldColumn {
    /// Above this many distinct values, or bytes of them, the memory of direct columns starts anew between batches.
    private static let mostValues = 1 << 16, mostBytes = 8 << 20

    let field: Field
    let reader: ValueReader
    /// Kinds of finding met so far.
    private(set) var noticed: [ValueFinding] = []
    /// Facts by input code.
    private(set) var facts: [CodeFacts] = []
    /// The batch's input codes; empty when the batch's column was direct or absent.
    private(set) var codes: [UInt32] = []
    /// How often each input code stands in the batch.
    private(set) var counts: [Int] = []
    let output = TextDictionary()
    private let interner = TextDictionary()
    private var table: [UInt32] = []
    private var isIdentity = true
    private var source: TextDictionary?
    private var generation = 0

    init(field: Field, reader: ValueReader) {
        self.field = field
        self.reader = reader
    }

    /// The column in canonical form; what was found goes to `tally`.
    func column(from column: Column, rowCount: Int, _ tally: inout BatchTally) -> Column {
        codes = []
        switch column {
        case .absent: return .absent
        case .coded(let coded): return .coded(coded.translation == nil ? mapped(coded, &tally) : mapped(coded.untranslated, &tally))
        case .direct(let direct):
            if isDirect { return .direct(DirectText(reader: reader).validated(direct, rowCount: rowCount, &tally)) }
            if interner.count > Self.mostValues || interner.byteCount > Self.mostBytes { interner.removeAll() }
            return .coded(mapped(interned(direct), &tally))
        }
    }

    /// Every record has this value.
    func column(constant: String, rowCount: Int, _ tally: inout BatchTally) -> Column {
        let code = interner.code(for: constant)
        return .coded(mapped(CodedColumn(codes: [UInt32](repeating: code, count: rowCount), dictionary: interner), &tally))
    }

    private var isDirect: Bool {
        guard reader.codes == nil, reader.strip.isEmpty, reader.missing.isEmpty else { return false }
        switch reader.type {
        case .reference, .text, .freeText, .address, .number, .easting, .northing: return true
        default: return false
        }
    }

    private func interned(_ direct: DirectColumn) -> CodedColumn {
        var codes: [UInt32] = []
        codes.reserveCapacity(direct.ends.count)
        direct.bytes.withUnsafeBytes { bytes in
            var start = 0
            for end in direct.ends {
                codes.append(interner.code(for: UnsafeRawBufferPointer(rebasing: bytes[start..<end])))
                start = end
            }
        }
        return CodedColumn(codes: codes, dictionary: interner)
    }

    private func mapped(_ column: CodedColumn, _ tally: inout BatchTally) -> CodedColumn {
        learn(column.dictionary)
        codes = column.codes
        count()
        report(&tally)
        if isIdentity { return CodedColumn(codes: column.codes, dictionary: output) }
        let translated = [UInt32](unsafeUninitializedCapacity: codes.count) { buffer, count in
            table.withUnsafeBufferPointer { table in
                codes.withUnsafeBufferPointer { codes in
                    for row in codes.indices { buffer[row] = table[Int(codes[row])] }
                }
            }
            count = codes.count
        }
        return CodedColumn(codes: translated, dictionary: output)
    }

    private func learn(_ dictionary: TextDictionary) {
        if source !== dictionary || generation != dictionary.generation || table.isEmpty {
            if source != nil { output.removeAll() }
            source = dictionary
            generation = dictionary.generation
            table = [0]
            facts = [CodeFacts()]
            isIdentity = true
        }
        for code in UInt32(table.count)..<UInt32(max(table.count, dictionary.count)) {
            let (reading, canonical) = dictionary.withBytes(of: code) { bytes -> (ValueReading, UInt32) in
                let reading = reader.read(bytes)
                switch reading.form {
                case .missing: return (reading, 0)
                case .unchanged: return (reading, output.code(for: bytes))
                case .text(let text): return (reading, text.withUnsafeBytes { output.code(for: $0) })
                }
            }
            if canonical != code { isIdentity = false }
            table.append(canonical)
            facts.append(
                CodeFacts(
                    finding: reading.finding.map(number) ?? 0, precision: reading.precision, from: reading.from, to: reading.to))
        }
    }

    private func number(_ finding: ValueFinding) -> UInt8 {
        if let known = noticed.firstIndex(of: finding) { return UInt8(known + 1) }
        noticed.append(finding)
        return UInt8(noticed.count)
    }

    private func count() {
        counts.removeAll(keepingCapacity: true)
        counts.append(contentsOf: repeatElement(0, count: table.count))
        counts.withUnsafeMutableBufferPointer { counts in
            for code in codes { counts[Int(code)] += 1 }
        }
    }

    private func report(_ tally: inout BatchTally) {
        for code in 1..<max(1, table.count) where counts[code] > 0 {
            let fact = facts[code], times = counts[code]
            if table[code] != 0 {
                tally.filled += times
                tally.count(fact.precision, times: times)
            }
            if fact.finding != 0 {
                let finding = noticed[Int(fact.finding) - 1]
                tally.count(finding, times: times) { rows(of: UInt32(code), atMost: $0) }
            }
            if reader.type == .date, table[code] != 0 {
                tally.earliest = min(tally.earliest, fact.from)
                tally.latest = max(tally.latest, fact.to)
            }
        }
    }

    private func rows(of code: UInt32, atMost most: Int) -> [Int] {
        var rows: [Int] = []
        for (row, found) in codes.enumerated() where found == code {
            rows.append(row)
            if rows.count == most { break }
        }
        return rows
    }

    /// Rows of the batch whose value gave that finding.
    func rows(with finding: ValueFinding) -> [Int] {
        guard let position = noticed.firstIndex(of: finding), !codes.isEmpty else { return [] }
        let number = UInt8(position + 1)
        guard facts.indices.contains(where: { facts[$0].finding == number && counts[$0] > 0 }) else { return [] }
        return codes.indices.filter { facts[Int(codes[$0])].finding == number }
    }
}

extension CodedColumn {
    /// The same column with the dictionary's own codes.
    var untranslated: CodedColumn {
        guard let translation else { return self }
        return CodedColumn(
            codes: codes.map { translation.indices.contains(Int($0)) ? translation[Int($0)] : 0 }, dictionary: dictionary)
    }
}
