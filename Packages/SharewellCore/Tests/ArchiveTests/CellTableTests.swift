import Testing

@testable import Archive

@Suite("A table of cells counts as a dictionary does")
struct CellTableTests {
    @Test("whatever the cells are, in whatever portions, merged with another's", arguments: [1, 2, 900, 5000, 200_000])
    func counts(different: UInt32) {
        var generator = SeededGenerator(UInt64(different))
        var (tables, expected) = ([CellTable(), CellTable()], [UInt64: UInt32]())
        for portion in 0..<40 {
            func labels() -> [UInt32] {
                (0..<3000).map { _ in
                    // Some at either end of the numbers there are.
                    UInt32.random(in: 0..<different, using: &generator) &* (portion % 2 == 0 ? 1 : 0xffff_fffb)
                }
            }
            let (count, hasSecond) = (Int.random(in: 0...3000, using: &generator), portion % 3 > 0)
            let (first, second) = (Array(labels().prefix(count)), labels())
            for place in first.indices { expected[UInt64(first[place]) << 32 | (hasSecond ? UInt64(second[place]) : 0), default: 0] += 1 }
            first.withUnsafeBufferPointer { first in
                second.withUnsafeBufferPointer { second in tables[portion % 2].add(first, hasSecond ? second : nil) }
            }
        }
        tables[0].merge(tables[1])
        var found: [UInt64: UInt32] = [:]
        tables[0].forEach { cell, count in found[cell, default: 0] += count }
        #expect(found == expected)
    }
}
