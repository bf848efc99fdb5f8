import Guidance
import Testing

@testable import Disclosure

/// Somebody who reads a table and tries every table that it could be.
private struct Reader {
    let table: ProtectedTable

    /// True if a table of counts would be shown like this, as far as anything is shown.
    func allows(_ counts: [[Int]]) -> Bool {
        func fits(_ count: Int, _ shown: ShownCount) -> Bool { shown == .withheld || table.rule.shown(count) == shown }
        for (row, shown) in zip(counts, table.cells) { for (count, shown) in zip(row, shown) where !fits(count, shown) { return false } }
        for (row, shown) in zip(counts, table.rowTotals) where !fits(row.reduce(0, +), shown) { return false }
        for (column, shown) in table.columnTotals.enumerated() where !fits(counts.reduce(0) { $0 + $1[column] }, shown) { return false }
        return fits(counts.reduce(0) { $0 + $1.reduce(0, +) }, table.total)
    }
}

@Suite("Tables with small numbers")
struct ProtectedTableTests {
    /// Every list of that length with numbers up to a limit.
    private static func lists(_ length: Int, upTo most: Int) -> [[Int]] {
        (0..<length).reduce([[]]) { lists, _ in lists.flatMap { list in (0...most).map { list + [$0] } } }
    }

    @Test(
        "of a list and its total, whoever tries everything finds a small number to be any small number",
        arguments: [(5, 5, 3, 9, 16), (3, 3, 3, 8, 14), (3, 1, 3, 6, 12), (2, 2, 4, 4, 8)])
    func lists(_ threshold: Int, _ rounding: Int, _ length: Int, _ most: Int, _ reach: Int) throws {
        let rule = try #require(SmallNumberRule(threshold: threshold, rounding: rounding))
        let tries = Self.lists(length, upTo: reach).map { $0.map { [$0] } }
        var checked = 0
        // In any order of the cells a list is protected alike: one order of each is enough.
        for list in Self.lists(length, upTo: most) where list == list.sorted() && list.contains(where: { (1..<threshold).contains($0) }) {
            let table = ProtectedTable(list: list, by: rule)
            let reader = Reader(table: table)
            #expect(reader.allows(list.map { [$0] }))
            let possible = tries.filter(reader.allows)
            for place in list.indices where (1..<threshold).contains(list[place]) {
                let found = Set(possible.map { $0[place][0] })
                #expect(
                    found.isSuperset(of: 1..<threshold), "\(list) shows \(table.cells) of \(table.total), which leaves \(found.sorted())")
                checked += 1
            }
        }
        #expect(checked > 20)
    }

    @Test("of a cross-table too", arguments: [(3, 3, 5, 8), (2, 2, 4, 7), (3, 1, 4, 7)])
    func crossTables(_ threshold: Int, _ rounding: Int, _ most: Int, _ reach: Int) throws {
        let rule = try #require(SmallNumberRule(threshold: threshold, rounding: rounding))
        let tries = Self.lists(4, upTo: reach).map { [[$0[0], $0[1]], [$0[2], $0[3]]] }
        for (number, flat) in Self.lists(4, upTo: most).enumerated() where number % 7 == 0 {
            let counts = [[flat[0], flat[1]], [flat[2], flat[3]]]
            let table = ProtectedTable(counts, by: rule)
            let reader = Reader(table: table)
            let possible = tries.filter(reader.allows)
            #expect(possible.contains(counts))
            for row in 0..<2 {
                for column in 0..<2 where (1..<threshold).contains(counts[row][column]) {
                    let found = Set(possible.map { $0[row][column] })
                    #expect(found.isSuperset(of: 1..<threshold), "\(counts) shows \(table), which leaves \(found.sorted())")
                }
            }
        }
    }

    @Test("the same counts are shown the same way, and the total whatever it is counted by")
    func same() {
        var state: UInt64 = 17
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        for _ in 0..<60 {
            let table = (0..<6).map { _ in (0..<5).map { _ in random(4) == 0 ? random(5) : random(40) } }
            let protected = ProtectedTable(table, by: .usual)
            #expect(protected == ProtectedTable(table, by: .usual))
            let all = table.flatMap(\.self)
            #expect(protected.total == ProtectedTable(list: all, by: .usual).total)
            #expect(protected.total == SmallNumberRule.usual.shown(all.reduce(0, +)))
            for (row, counts) in table.enumerated() {
                for (column, count) in counts.enumerated() where protected.cells[row][column] != .withheld {
                    #expect(protected.cells[row][column] == SmallNumberRule.usual.shown(count))
                }
            }
        }
    }

    @Test("with nothing to protect nothing is withheld")
    func own() {
        let table = ProtectedTable([[1, 2], [3, 0]], by: .none)
        #expect(table.cells == [[.count(1), .count(2)], [.count(3), .count(0)]] && table.rowTotals == [.count(3), .count(3)])
    }

    @Test("the reader who knows the total is told as 10 and that all three cells are small does not learn that each is 2 at least")
    func example() {
        let table = ProtectedTable(list: [4, 4, 3], by: .usual)
        #expect(table.total == .count(10))
        #expect(table.cells.contains([.withheld]))
        // Two numbers rounded down leave the third any small number.
        #expect(ProtectedTable(list: [5, 5, 1], by: .usual).cells == [[.count(5)], [.count(5)], [.small]])
    }

    @Test("a large table is protected in no time to speak of")
    func large() {
        let table = (0..<200).map { row in (0..<24).map { ($0 * 7 + row * 13) % 11 } }
        let began = ContinuousClock.now
        _ = ProtectedTable(table, by: .usual)
        #expect(ContinuousClock.now - began < .seconds(20))
    }

    @Test("a tall one too, each row of which gives its small numbers away", arguments: [(3_000, 2), (2, 3_000), (20_000, 1), (140, 140)])
    func tall(_ rows: Int, _ columns: Int) {
        let table = (0..<rows).map { row in (0..<columns).map { (row * 5 + $0 * 3) % 4 } }
        let began = ContinuousClock.now
        let protected = ProtectedTable(table, by: .usual)
        #expect(ContinuousClock.now - began < .seconds(30))
        #expect(protected.cells.count == rows)
    }
}
