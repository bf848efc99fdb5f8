import Testing

@testable import Depersonalisation

struct ClassCountsTests {
    /// Levels: the value itself, its tens, its hundreds, everything.
    private static func key(_ value: Int, _ level: Int) -> UInt64 {
        let blurred = [value, value / 10, value / 100, 0][level]
        return ClassHash.mixed(UInt64(level) &+ 77, UInt64(blurred) &+ 1)
    }

    private static func counts(_ values: [Int], people: Int = 0) -> ClassCounts {
        var counts = ClassCounts(levels: 4, people: people)
        for value in values { counts.count(key(value, 0), person: UInt64(value % 3)) { key(value, $0) } }
        return counts
    }

    @Test func smallClassesFallAndAreCountedOnlyWithOthersThatFell() {
        // Five of 11 stay; one 12 falls to the tens and finds itself alone there, since the elevens stayed; 13 and three of 14 fall too.
        var counts = Self.counts([11, 11, 11, 11, 11, 12, 13, 14, 14, 14, 250])
        counts.settle(least: 4)
        #expect(counts.size(Self.key(11, 0), level: 0) == 5)
        #expect(counts.size(Self.key(12, 1), level: 1) == 5)
        #expect(counts.size(Self.key(250, 2), level: 2) == 1)
        #expect(counts.size(Self.key(250, 3), level: 3) == 1)
        #expect(counts.size(Self.key(999, 0), level: 0) == 0)
    }

    @Test func workersMergeInAnyOrder() {
        var state: UInt64 = 7
        let values = (0..<3000).map { _ -> Int in
            state = state &* 6_364_136_223_846_793_005 &+ 1
            return Int(state >> 40) % 700
        }
        var whole = Self.counts(values)
        var left = Self.counts(Array(values[..<1000]))
        var right = Self.counts(Array(values[1000...]))
        var other = right
        left.merge(right)
        other.merge(Self.counts(Array(values[..<1000])))
        right = other
        whole.settle(least: 4)
        left.settle(least: 4)
        right.settle(least: 4)
        for value in Set(values) {
            for level in 0..<4 {
                #expect(whole.size(Self.key(value, level), level: level) == left.size(Self.key(value, level), level: level))
                #expect(whole.size(Self.key(value, level), level: level) == right.size(Self.key(value, level), level: level))
            }
        }
        #expect(left.records == values.count)
    }

    /// Records released at a step are as many as the class says, or all of it is held back.
    @Test func releasedClassesAreNeverSmallerThanWanted() {
        var state: UInt64 = 99
        let values = (0..<2000).map { _ -> Int in
            state = state &* 6_364_136_223_846_793_005 &+ 1
            return Int(state >> 33) % 900
        }
        var counts = Self.counts(values)
        counts.settle(least: 4)
        var released: [UInt64: Int] = [:]
        for value in values {
            guard let level = (0..<4).first(where: { counts.size(Self.key(value, $0), level: $0) >= 4 }) else { continue }
            released[Self.key(value, level), default: 0] += 1
        }
        #expect(!released.isEmpty)
        #expect(released.values.allSatisfy { $0 >= 4 })
    }

    /// Four records of one person are one; four people are four, also when they meet only after falling, and in whichever worker each was.
    @Test func peopleAreCountedNotTheirRecords() {
        func counts(_ records: [(value: Int, person: UInt64)]) -> ClassCounts {
            var counts = ClassCounts(levels: 4, people: 4)
            for record in records { counts.count(Self.key(record.value, 0), person: record.person) { Self.key(record.value, $0) } }
            return counts
        }
        let one = [(11, 1), (11, 1), (11, 1), (11, 1), (12, 2), (12, 3), (13, 4)].map { (value: $0.0, person: UInt64($0.1)) }
        let nobody = [(value: 50, person: ClassHash.missing), (50, 5), (50, 6), (50, 7)]
        var whole = counts(one + nobody)
        var merged = counts(Array(one.prefix(3)) + nobody.suffix(2))
        merged.merge(counts(Array(one.dropFirst(3)) + nobody.prefix(2)))
        whole.settle(least: 4)
        merged.settle(least: 4)
        for counts in [whole, merged] {
            #expect(counts.size(Self.key(11, 0), level: 0) == 1 && counts.records(Self.key(11, 0), level: 0) == 4)
            #expect(counts.size(Self.key(11, 1), level: 1) == 4 && counts.records(Self.key(11, 1), level: 1) == 7)
            #expect(counts.size(Self.key(50, 0), level: 0) == 3 && counts.size(Self.key(50, 3), level: 3) == 3)
        }
    }
}
