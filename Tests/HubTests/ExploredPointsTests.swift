import Testing

@testable import Archive
@testable import Hub

@Suite("Points of a map")
struct ExploredPointsTests {
    /// A square of places a kilometre apart; one in a hundred has more records than one.
    private let places = (0..<10_000).map { number in
        PairCount(
            first: 500_000 + Int32(number / 100) * 1_000, second: 200_000 + Int32(number % 100) * 1_000,
            count: number % 100 == 7 ? 2 + number / 1_000 : 1)
    }

    @Test("all are shown where there are no more than may be, from west to east whatever the order they come in")
    func all() {
        let points = ExploredPoints.most(places.reversed(), 10_000)
        #expect(points.map(\.count) == places.map(\.count) && points.first?.easting == 500_000 && points.last?.easting == 599_000)
        #expect(ExploredPoints.most([], 5).isEmpty)
    }

    @Test("of too many, those with the most records, and of the rest some from everywhere, the same each time")
    func some() {
        let points = ExploredPoints.most(places.reversed(), 2_000)
        #expect(points.count == 2_000 && Set(points.map { [$0.easting, $0.northing] }).count == 2_000)
        #expect(points.count { $0.count > 1 } == 100)
        #expect(
            ExploredPoints.most(places, 2_000).map { [$0.easting, $0.northing, $0.count] }
                == points.map { [$0.easting, $0.northing, $0.count] })
        for quarter in 0..<4 {
            let (east, north) = (quarter % 2, quarter / 2)
            let lying = points.count { ($0.easting - 500_000) / 50_000 == east && ($0.northing - 200_000) / 50_000 == north }
            #expect((350...650).contains(lying), "a quarter of the square has \(lying) of 2,000 points")
        }
        #expect(ExploredPoints.most(places, 30).allSatisfy { $0.count >= 9 })
        #expect(ExploredPoints.most(places, 0).isEmpty)
    }
}
