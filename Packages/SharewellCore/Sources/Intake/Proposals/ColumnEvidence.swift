internal import Guidance
internal import Tables

/// What a column's values look like: the share of the sampled values that each kind of field could take.
struct ColumnEvidence {
    private static let most = 400
    private let values: [[UInt8]]
    private let distinct: Int
    private let today: Int
    /// Sampled values that are not empty.
    var count: Int { values.count }

    init(_ column: Column?, rowCount: Int, today: Int) {
        self.today = today
        var values: [[UInt8]] = []
        if let column {
            for row in stride(from: 0, to: rowCount, by: max(1, rowCount / Self.most)) where column.hasValue(row) {
                values.append(column.bytes(of: row))
            }
        }
        self.values = values
        distinct = Set(values).count
    }

    /// Share of values that a field could hold; nil where there is nothing to go by.
    func share(fitting field: Field, _ list: CodeList?) -> Double? {
        guard !values.isEmpty else { return nil }
        switch field.type {
        case .reference: return distinctShare >= 0.9 && share { !$0.contains(0x20) && $0.count <= 70 } > 0.9 && dateShare < 0.8 ? 1 : 0.2
        case .text, .freeText: return 0.5
        case .address: return share { $0.count >= 6 && $0.contains { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A } }
        case .code:
            guard let list else { return distinct * 4 <= values.count + 8 ? 0.6 : 0.3 }
            let index = CodeIndex(list: list, profile: [:])
            let known = share { index.find($0) != nil }
            return list.open ? max(known, distinct * 4 <= values.count + 8 ? 0.5 : 0.2) : known
        default:
            let reader = ValueReader(
                type: field.type, codes: nil, dates: DateScanner(latestYear: CalendarDay(number: today).year), today: today,
                mayLieAhead: true)
            var read = 0
            var given = 0
            for value in values {
                let reading = value.withUnsafeBytes { reader.read($0) }
                if reading.form == .missing, reading.finding == nil { continue }
                given += 1
                if reading.form != .missing, field.type != .easting && field.type != .northing || Self.isMetres(value) { read += 1 }
            }
            return given == 0 ? nil : Double(read) / Double(given)
        }
    }

    /// Month stands before day in the numeric dates, as far as the values tell.
    var isMonthFirst: Bool {
        var monthFirst = 0
        var dayFirst = 0
        let british = DateScanner(order: .dayFirst, latestYear: 2099), american = DateScanner(order: .monthFirst, latestYear: 2099)
        for value in values {
            let asBritish = value.withUnsafeBytes { british.scan($0) }, asAmerican = value.withUnsafeBytes { american.scan($0) }
            if asBritish == .fault(.dateOrderDoubtful) { monthFirst += 1 }
            if asAmerican == .fault(.dateOrderDoubtful) { dayFirst += 1 }
        }
        return monthFirst > 0 && dayFirst == 0
    }

    /// What the values would be read as in each order that reads as many of them as any; nil where the order changes nothing, or none of them is a date.
    var dateReadings: DateReadings? {
        let scanners = DateOrder.allCases.map { DateScanner(order: $0, latestYear: CalendarDay(number: today).year) }
        let dates = scanners.map { scanner in
            values.map { value -> PartialDate? in
                guard case .date(let found) = value.withUnsafeBytes({ scanner.scan($0) }) else { return nil }
                return found.date
            }
        }
        let counts = dates.map { $0.count { $0 != nil } }
        guard let most = counts.max(), most > 0 else { return nil }
        let best = counts.indices.filter { counts[$0] == most }
        let open = values.indices.first { place in Set(best.compactMap { dates[$0][place]?.text }).count > 1 }
        // Where they leave no choice, a whole date shows it that another order reads as another, or not. Months alone tell of no order.
        guard
            let place = open
                ?? values.indices.first(where: { place in
                    best.contains { dates[$0][place]?.day != nil } && Set(dates.map { $0[place]?.text }).count > 1
                })
        else { return nil }
        func reading(_ order: Int) -> DateReadings.Reading {
            DateReadings.Reading(
                order: scanners[order].order, sample: dates[order][place].map { String(decoding: $0.text, as: UTF8.self) })
        }
        let others = counts.indices.filter { other in
            !best.contains(other)
                && values.indices.contains { place in dates[other][place] != nil && best.allSatisfy { dates[$0][place] == nil } }
        }
        return DateReadings(
            count: values.count, read: most, sample: String(decoding: values[place], as: UTF8.self), readings: best.map(reading),
            others: others.map(reading), isOpen: open != nil)
    }

    /// Dates and times of day together.
    var isTimestamp: Bool {
        let scanner = DateScanner(latestYear: 2099)
        return !values.isEmpty
            && share {
                if case .date(let date) = $0.withUnsafeBytes({ scanner.scan($0) }) { return date.minute != nil }
                return false
            } > 0.8
    }

    /// Addresses of one line: a postcode at the end, and more before it.
    var endsInPostcodes: Bool {
        let reader = ValueReader(
            type: .postcode, codes: nil, dates: DateScanner(latestYear: CalendarDay(number: today).year), today: today, mayLieAhead: true)
        return !values.isEmpty
            && share { value in
                let words = value.split(separator: 0x20)
                guard words.count > 2 else { return false }
                let end = Array(words.suffix(2).joined(separator: [0x20]))
                let reading = end.withUnsafeBytes { reader.read($0) }
                return reading.form != .missing && reading.finding == nil
            } > 0.5
    }

    /// Degrees of longitude or latitude.
    func isDegrees(_ range: ClosedRange<Double>) -> Bool {
        !values.isEmpty && share { $0.contains(0x2E) && range.contains($0.withUnsafeBytes { PlainDecimal.value($0) }) } > 0.9
    }

    private var distinctShare: Double { values.isEmpty ? 0 : Double(distinct) / Double(values.count) }
    private var dateShare: Double {
        let scanner = DateScanner(latestYear: 2099)
        return share {
            if case .date = $0.withUnsafeBytes({ scanner.scan($0) }) { return true }
            return false
        }
    }
    private func share(_ test: ([UInt8]) -> Bool) -> Double {
        values.isEmpty ? 0 : Double(values.count { test($0) }) / Double(values.count)
    }
    private static func isMetres(_ value: [UInt8]) -> Bool {
        let number = value.withUnsafeBytes { PlainDecimal.value($0) }
        return number == 0 || (number >= 1000 && number < 1_300_000)
    }
}
