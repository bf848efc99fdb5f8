import Testing

@testable import Intake

@Suite struct PointCountsTests {
    @Test func aHeavyPointOutlastsAMergeWithSixteenOthers() {
        var first = PointCounts()
        for point in 0..<16 { first.count(Double(point), 1, times: 2) }
        var second = PointCounts()
        second.count(508_000, 221_000, times: 10_000)
        first.merge(second)
        #expect(first.total == 10_032)
        #expect(first.leastShareOfMostFrequent > 0.99)
    }

    @Test func noCountFallsShortByMoreThanASeventeenthOfAll() {
        var generator = SeededGenerator(state: 11)
        for _ in 0..<200 {
            var workers = [PointCounts](repeating: PointCounts(), count: 4)
            var exact: [Int: Int] = [:]
            for _ in 0..<300 {
                let point = Int.random(in: 0..<(Bool.random(using: &generator) ? 5 : 60), using: &generator)
                let times = Int.random(in: 1...64, using: &generator)
                exact[point, default: 0] += times
                workers[Int.random(in: 0..<4, using: &generator)].count(Double(point), 1, times: times)
            }
            var all = workers[0]
            for worker in workers[1...] { all.merge(worker) }
            let total = exact.values.reduce(0, +), most = exact.values.max() ?? 0
            #expect(all.total == total)
            #expect(all.leastShareOfMostFrequent <= Double(most) / Double(total))
            #expect(all.leastShareOfMostFrequent >= (Double(most) - Double(total) / 17) / Double(total) - 1e-12)
        }
    }
}
