public import Tables

/// Reads a table of postcode units, whichever of the known layouts it has, in pieces of any size.
public struct UnitSourceReader {
    /// `code-point-open`, `ons-lookup`, `onspd` or `properties`.
    public var kind: String { layout.kind.rawValue }
    /// What was found, never the content.
    public private(set) var findings = FindingTally()
    /// Rows read, header not counted.
    public private(set) var rows = 0
    /// Rows that gave a unit.
    public private(set) var taken = 0

    private let layout: UnitSourceLayout
    private var record: RecordFields
    private var table = UnitTable()
    private var dictionaries: [TextDictionary] = []
    private var columns: [[UInt32]] = []
    private var latest: UInt16 = 0
    private var rest: [UInt8] = []
    private var line = 0
    private var headerPending: Bool
    private let terminator: UInt8

    /// Recognises the layout from the first bytes of the file, which should hold at least the first line.
    public init(prefix: UnsafeRawBufferPointer) throws(ImportFault) {
        layout = try UnitSourceLayout(prefix: prefix)
        record = RecordFields(delimiter: layout.delimiter)
        headerPending = layout.hasHeader
        terminator = prefix.contains(0x0A) ? 0x0A : 0x0D
        for area in layout.areas {
            dictionaries.append(table.dictionary(area.set.level))
            columns.append([])
        }
    }

    /// Begins another file of the same form, such as the next area of Code-Point Open.
    public mutating func nextFile() {
        finishLine()
        line = 0
        headerPending = layout.hasHeader
    }

    /// Takes the next piece of the file.
    public mutating func read(_ piece: UnsafeRawBufferPointer) {
        var start = 0
        if !rest.isEmpty {
            guard let end = piece.firstIndex(of: terminator) else {
                rest.append(contentsOf: piece)
                return
            }
            rest.append(contentsOf: piece[..<end])
            let whole = rest
            rest.removeAll(keepingCapacity: true)
            whole.withUnsafeBytes { take($0, 0..<$0.count) }
            start = end + 1
        }
        var index = start
        let count = piece.count
        while index < count {
            if piece[index] == terminator {
                take(piece, start..<index)
                start = index + 1
            }
            index += 1
        }
        if start < count { rest.append(contentsOf: piece[start...]) }
    }

    /// Ends a file whose last record may have no line end, so that `rows` and `taken` count it.
    public mutating func endFile() { finishLine() }

    private mutating func finishLine() {
        let whole = rest
        rest.removeAll()
        if !whole.isEmpty { whole.withUnsafeBytes { take($0, 0..<$0.count) } }
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        var range = range
        line += 1
        if range.count > 0, bytes[range.upperBound - 1] == 0x0D { range = range.lowerBound..<range.upperBound - 1 }
        if range.isEmpty { return }
        if headerPending {
            headerPending = false
            return
        }
        rows += 1
        record.read(bytes, range)
        guard record.sound, record.fields.count >= layout.fieldCount else {
            reject("places-row-form", "Rows need as many fields as the first one, and every quotation mark must close.")
            return
        }
        guard let postcode = Postcode.packed(record.field(layout.postcode, bytes)) else {
            explain(record.field(layout.postcode, bytes))
            return
        }
        take(postcode, bytes)
    }

    private mutating func take(_ postcode: PackedPostcode, _ bytes: UnsafeRawBufferPointer) {
        let row = table.count
        if let column = layout.properties {
            let cell = record.field(column, bytes).trimmed
            if cell.isEmpty, layout.kind == .properties {
                reject("places-count-missing", "The count of properties is empty; the postcode stays unknown and cannot be kept whole.")
                return
            }
            if !cell.isEmpty {
                guard let count = cell.wholeNumber else {
                    reject("places-count-not-understood", "The count of properties must be a whole number from 0 up.")
                    return
                }
                table.append(postcode)
                if layout.kind == .properties || count > 0 { table.setProperties(row, count) }
            } else {
                table.append(postcode)
            }
        } else {
            table.append(postcode)
        }
        takePoint(row, postcode, bytes)
        takeStatus(row, bytes)
        for (index, area) in layout.areas.enumerated() {
            let cell = record.field(area.column, bytes)
            columns[index].append(cell.isEmpty || cell.isPseudoCode ? 0 : dictionaries[index].code(for: cell))
        }
        taken += 1
    }

    private mutating func takePoint(_ row: Int, _ postcode: PackedPostcode, _ bytes: UnsafeRawBufferPointer) {
        guard let easting = layout.easting, let northing = layout.northing else { return }
        var quality = 0
        if let column = layout.quality {
            quality = record.field(column, bytes).wholeNumber ?? 0
            if layout.qualityIsDigit { quality = quality == 9 ? 90 : quality == 8 ? 60 : quality * 10 }
            table.quality[row] = UInt8(clamping: quality)
        }
        // Northern Ireland is given on the Irish grid, the Crown dependencies on none.
        guard quality != 90, PostcodeKind(postcode) == .greatBritain else { return }
        if let east = record.field(easting, bytes).metres, let north = record.field(northing, bytes).metres, east > 0 || north > 0 {
            table.setPoint(row, east, north)
            if table.eastings[row] == GazetteerLayout.noPoint {
                note("places-point-outside", "A point lies outside the National Grid; the postcode is kept without one.")
            }
        }
    }

    private mutating func takeStatus(_ row: Int, _ bytes: UnsafeRawBufferPointer) {
        var flags: UInt8 = layout.kind == .codePointOpen ? UnitTable.statusKnown : 0
        if let column = layout.introduced, let month = record.field(column, bytes).month { latest = max(latest, month) }
        if let column = layout.terminated {
            flags |= UnitTable.statusKnown
            let cell = record.field(column, bytes).trimmed
            if !cell.isEmpty {
                flags |= GazetteerLayout.isTerminated
                if let month = cell.month {
                    table.terminated[row] = month
                    latest = max(latest, month)
                } else {
                    note("places-month-not-understood", "A month of termination is not in the form YYYYMM; the unit counts as terminated.")
                }
            }
        }
        if let column = layout.userType {
            let cell = record.field(column, bytes).trimmed
            if cell.count == 1, cell[0] == 0x30 || cell[0] == 0x31 {
                flags |= UnitTable.userKnown | (cell[0] == 0x31 ? GazetteerLayout.largeUser : 0)
            }
        }
        table.flags[row] = flags
    }

    private mutating func explain(_ cell: UnsafeRawBufferPointer) {
        let fault = PostcodeReading(bytes: cell).fault ?? .outwardForm
        reject(fault.rawValue, fault.advice, field: "postcode")
    }
    private mutating func reject(_ code: String, _ advice: String, field: String? = nil) {
        findings.add(Finding(code: code, severity: .warning, line: line, field: field, advice: advice))
    }
    private mutating func note(_ code: String, _ advice: String) {
        findings.add(Finding(code: code, severity: .note, line: line, field: nil, advice: advice))
    }

    /// Latest month the source speaks of, where it gives months.
    public var latestMonth: MonthNumber? { latest == 0 ? nil : MonthNumber(raw: latest) }

    /// The units. Refuses a source of which hardly a row could be read.
    /// - Parameters:
    ///   - vintage: vintage of area codes whose header names none, such as `2025`.
    ///   - asOf: month as of which the source says which units are in use.
    public consuming func finish(vintage: String, asOf: MonthNumber?) throws(ImportFault) -> (units: UnitTable, findings: FindingTally) {
        finishLine()
        guard taken > 0, taken * 2 >= rows else {
            throw ImportFault(
                code: "places-source-unreadable",
                "Of \(rows) rows only \(taken) hold a postcode and what belongs to it; most often: \(findings.entries.first?.code ?? "nothing").",
                remedy: "Check that this is the file you meant; if so, correct it and import it again.")
        }
        for (index, area) in layout.areas.enumerated() {
            let set = area.set.vintage.isEmpty ? AreaSetName(area.set.level, vintage: vintage) : area.set
            if table.columns[set] == nil { table.columns[set] = columns[index] }
        }
        let month = asOf?.raw ?? latest
        for row in table.flags.indices where table.flags[row] & UnitTable.statusKnown != 0 { table.asOf[row] = month }
        return (table, findings)
    }
}

extension UnsafeRawBufferPointer {
    /// A month in the form `YYYYMM`, `YYYY-MM` or with a day behind it.
    fileprivate var month: UInt16? {
        guard count >= 6, count <= 10 else { return nil }
        var number = 0
        var digits = 0
        for byte in self where byte != 0x2D {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            if digits < 6 { number = number * 10 + Int(byte & 0x0F) }
            digits += 1
        }
        guard digits == 6 || digits == 8 else { return nil }
        return MonthNumber(year: number / 100, month: number % 100)?.raw
    }
}
