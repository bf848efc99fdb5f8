import Testing

@testable import Archive

/// What the tests count by: a column, and one of a few ways to make a label of its value.
struct Grouping {
    let column: Int
    let way: Int

    init(using generator: inout SeededGenerator) {
        column = Int.random(in: 0..<RandomRecords.columnCount, using: &generator)
        way = Int.random(in: 0..<3, using: &generator)
    }

    func label(_ value: String) -> String {
        switch way {
        case 0: value
        case 1: String(value.prefix(4))
        default: value.isEmpty ? "none" : "some"
        }
    }

    var expression: SegmentQuery.Expression {
        let name = RandomRecords.fields[column].name
        return way == 0 ? .init(name) : .init(name, transform: { label($0) })
    }
}

/// Answers queries the slow, obvious way.
struct Oracle {
    let rows: [[String]]

    static func date(_ text: String) -> ClosedRange<Int32>? { CivilSpan(text).map { $0.first...$0.last } }

    func matching(_ conditions: [(column: Int, test: SegmentQuery.Test)]) -> [[String]] {
        rows.filter { row in
            conditions.allSatisfy { column, test in
                let value = row[column]
                switch test {
                case .anyOf(let texts): return texts.contains { $0.lowercased() == value.lowercased() }
                case .contains(let text): return text.isEmpty || value.lowercased().contains(text.lowercased())
                case .period(let from, let to):
                    guard let days = Self.date(value) else { return false }
                    if let from, let first = Self.date(from), days.upperBound < first.lowerBound { return false }
                    if let to, let last = Self.date(to), days.lowerBound > last.upperBound { return false }
                    return true
                case .satisfies(let closure): return closure(value)
                }
            }
        }
    }

    func counts(_ rows: [[String]], _ by: [Grouping]) -> [GroupCount] {
        if by.isEmpty { return [] }
        var counts: [[String]: Int] = [:]
        for row in rows { counts[by.map { $0.label(row[$0.column]) }, default: 0] += 1 }
        return counts.map { GroupCount(values: $0, count: $1) }.sorted { $0.values.lexicographicallyPrecedes($1.values) }
    }

    func pairs(_ rows: [[String]], _ columns: (Int, Int)) -> [PairCount] {
        var counts: [[Int32]: Int] = [:]
        for row in rows {
            guard let first = Double(row[columns.0]), let second = Double(row[columns.1]) else { continue }
            counts[[Int32(first.rounded()), Int32(second.rounded())], default: 0] += 1
        }
        return counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { PairCount(first: $0[0], second: $0[1], count: $1) }
    }
}

@Suite("Queries answer as if every row had been looked at")
struct QueryOracleTests {
    static func condition(_ rows: [[String]], using generator: inout SeededGenerator) -> (Int, SegmentQuery.Test) {
        let column = Int.random(in: 0..<RandomRecords.columnCount, using: &generator)
        let sample = rows.randomElement(using: &generator)?[column] ?? "x"
        switch Int.random(in: 0..<6, using: &generator) {
        case 0:
            return (
                1,
                .period(
                    from: ["2019-06", "2020", nil, "2020-02-10"].randomElement(using: &generator) ?? nil,
                    to: ["2020-11-15", "2020", nil].randomElement(using: &generator) ?? nil)
            )
        case 1: return (column, .contains(String(sample.uppercased().dropFirst(1).prefix(2))))
        case 2: return (column, .satisfies { $0.utf8.count % 2 == 0 })
        case 3: return (column, .anyOf([sample.uppercased(), sample.lowercased(), rows.randomElement(using: &generator)?[column] ?? ""]))
        default: return (column, .anyOf([sample]))
        }
    }

    @Test("2,400 random queries over random segments", arguments: 0..<60)
    func oracle(seed: UInt64) throws {
        var generator = SeededGenerator(seed &* 31 &+ 7)
        let records = RandomRecords([0, 1, 30, 400][Int(seed) % 4], using: &generator)
        let object = try TestObject(1)
        let (bytes, _) = try records.sealed(
            object: object.id, key: object.key, batches: records.rows.isEmpty ? 0 : min(records.rows.count, 4), using: &generator)
        let set = try SegmentSet([object.open(bytes)])
        let oracle = Oracle(rows: records.rows)
        let names = RandomRecords.fields.map(\.name)
        var told = 0
        for (column, name) in names.enumerated() where name != "reference" {
            let occurring = Set(records.rows.map { $0[column] }).subtracting([""])
            // All of them or none: where some stand in no dictionary, nothing is told.
            guard let values = try set.values(of: name, most: 1_000) else { continue }
            told += 1
            #expect(values == occurring.sorted())
            if occurring.count > 2 { #expect(try set.values(of: name, most: 2) == nil) }
        }
        #expect(told > 0 || records.rows.count < 2)
        #expect(try set.values(of: "nothing", most: 9) == nil)
        for _ in 0..<40 {
            let conditions = (0..<Int.random(in: 0...3, using: &generator)).map { _ in Self.condition(records.rows, using: &generator) }
            let by = (0..<Int.random(in: 0...2, using: &generator)).map { _ in Grouping(using: &generator) }
            let query = SegmentQuery(
                conditions: conditions.map { .init(names[$0], $1) }, by: by.map(\.expression))
            // Counted in an array, in a table of cells, or in either by chance.
            let limit = try #require([0, 4, QueryPlan.arrayLimit].randomElement(using: &generator))
            let plan = try set.plan(query, arrayLimit: limit)
            var workers = [plan.makeAccumulator(), plan.makeAccumulator()]
            for block in 0..<plan.blockCount { try plan.run(block, into: &workers[block % 2]) }
            workers[0].merge(workers[1])
            let expected = oracle.matching(conditions)
            #expect(workers[0].total == expected.count)
            #expect(plan.counts(workers[0]) == oracle.counts(expected, by))
            #expect(try Self.countedAmong(set, query) == (expected.count, oracle.counts(expected, by)))
            let listed = try (0..<plan.blockCount).flatMap { number in
                let block = try plan.records(in: number, fields: names)
                return (0..<block.count).map { record in names.indices.map { block.string($0, record) } }
            }
            #expect(listed == expected)
        }
    }

    /// The same answer, where the records are looked for first and counted then.
    static func countedAmong(_ set: SegmentSet, _ query: SegmentQuery) throws -> (Int, [GroupCount]) {
        let finding = try set.plan(SegmentQuery(conditions: query.conditions))
        let matches = try (0..<finding.blockCount).map { try finding.matches(in: $0) }
        let plan = try set.plan(by: query.by, among: finding.found(matches))
        var counts = plan.makeAccumulator()
        for block in 0..<plan.blockCount { try plan.run(block, into: &counts) }
        return (counts.total, plan.counts(counts))
    }

    @Test("600 random queries by pairs of numbers", arguments: 0..<60)
    func pairs(seed: UInt64) throws {
        var generator = SeededGenerator(seed &* 17 &+ 3)
        // Of two segments; a condition that the other's values never fulfil leaves it unopened.
        var (rows, readers) = ([[String]](), [SegmentReader]())
        for number: UInt8 in 1...2 {
            let records = RandomRecords([0, 1, 30, 400][(Int(seed) + Int(number)) % 4], using: &generator)
            let object = try TestObject(number)
            let (bytes, _) = try records.sealed(
                object: object.id, key: object.key, batches: records.rows.isEmpty ? 0 : min(records.rows.count, 4), using: &generator)
            readers.append(try object.open(bytes))
            rows += records.rows
        }
        let set = try SegmentSet(readers), oracle = Oracle(rows: rows)
        let names = RandomRecords.fields.map(\.name)
        // Easting, numbers with parts, dates of which some are years, references of which none is a number.
        let columns = [5, 7, 1, 0]
        for _ in 0..<10 {
            let conditions = (0..<Int.random(in: 0...2, using: &generator)).map { _ in Self.condition(rows, using: &generator) }
            let pair = try (#require(columns.randomElement(using: &generator)), #require(columns.randomElement(using: &generator)))
            let plan = try set.plan(
                SegmentQuery(conditions: conditions.map { .init(names[$0], $1) }, pair: .init(names[pair.0], names[pair.1])))
            var workers = [plan.makeAccumulator(), plan.makeAccumulator()]
            for block in 0..<plan.blockCount { try plan.run(block, into: &workers[block % 2]) }
            workers[0].merge(workers[1])
            let expected = oracle.matching(conditions)
            #expect(workers[0].total == expected.count)
            #expect(plan.pairs(workers[0]).sorted { ($0.first, $0.second) < ($1.first, $1.second) } == oracle.pairs(expected, pair))
        }
    }

    @Test(
        "A value is the whole number next to it",
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-7", -7), ("2.5", 3), ("-2.5", -3), ("1e3", 1_000), ("2147483647", .max),
            ("-2147483647", -.max),
            ("999999999", 999_999_999), ("", nil), ("-", nil), ("--1", nil), ("1 2", nil), ("n/a", nil), ("nan", nil), ("inf", nil),
            ("1e300", nil), ("2147483648", nil), ("-2147483648", nil), ("-99999999999", nil),
        ] as [(String, Int32?)])
    func wholeNumbers(text: String, number: Int32?) {
        var text = text
        let label = text.withUTF8 { WholeNumber.label(UnsafeRawBufferPointer($0)) }
        #expect((UInt64(label) == WholeNumber.none ? nil : WholeNumber.value(label)) == number)
    }
}
