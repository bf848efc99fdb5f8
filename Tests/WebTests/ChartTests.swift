import Disclosure
import Foundation
import Guidance
import HTTPTypes
import Places
import Register
import Testing

@testable import Hub
@testable import Web

@Suite("Charts")
struct ChartTests {
    @Test("steps of a map hold alike many areas, whatever one of them has")
    func steps() {
        let numbers = (1...49).map { $0 } + [5_000]
        let steps = ShadeSteps(numbers.shuffled())
        #expect(steps.tops == [10, 20, 30, 40, 5_000])
        #expect((1...5).allSatisfy { step in numbers.count { steps.step(of: $0) == step } == 10 })
        #expect(steps.step(of: nil) == 0 && steps.step(of: 0) == 0 && steps.step(of: 9_999) == 5)
        #expect(ShadeSteps([]).tops.isEmpty && ShadeSteps([0]).step(of: 3) == 0 && ShadeSteps([7, 7, 7]).tops == [7])
    }

    @Test("every text of a drawing is escaped")
    func escaped() throws {
        #expect(Markup.escaped("<script>\"'&") == "&lt;script&gt;&quot;&#39;&amp;")
        let chart = Chart(id: "c", title: "<b>", description: "\"x\"", small: "few", withheld: "no")
        let square = [
            GridPoint(easting: 0, northing: 0), GridPoint(easting: 9_000, northing: 0), GridPoint(easting: 9_000, northing: 9_000),
        ]
        let still = StillMap(
            id: "s", title: "<b>", description: "",
            shapes: [.init(outline: MapOutline("<script>", [square]), label: "<script>", shade: "1")],
            outlines: [MapOutline("<script>", [square])], frame: try #require(MapFrame(around: square)))
        for svg in [
            chart.columns([.init(label: "<script>", count: .count(5))]), chart.columns([.init(label: "<script>", count: .small)]),
            still.svg,
        ] {
            #expect(!svg.contains("<script>") && !svg.contains("<b>") && svg.contains("role=\"img\""))
        }
    }

    @Test("a map shows first where nearly all records lie, on the hub's own ground where they fill it")
    func frame() throws {
        func point(_ east: Double, _ north: Double) -> GridPoint { GridPoint(easting: east, northing: north) }
        var places = (0..<300).map { (middle: point(500_000 + Double($0 % 20) * 1_000, 230_000 + Double($0 / 20) * 1_000), weight: 10) }
        places += [(point(200_000, 50_000), 3), (point(400_000, 600_000), 3)]
        let trimmed = try #require(MapFrame(of: places, margin: 1_000, ground: nil))
        #expect(trimmed.west > 490_000 && trimmed.east < 530_000 && trimmed.south > 220_000 && trimmed.north < 255_000)
        let ground = try #require(MapFrame(around: [point(495_000, 225_000), point(525_000, 250_000)]))
        #expect(MapFrame(of: places, margin: 1_000, ground: ground) == ground)
        // The boundaries of a whole country are no ground for a county's records.
        let country = try #require(MapFrame(around: [point(0, 0), point(650_000, 650_000)]))
        #expect(MapFrame(of: places, margin: 1_000, ground: country) == trimmed)
        #expect(MapFrame(of: [], margin: 1, ground: ground) == ground && MapFrame(of: [], margin: 1, ground: nil) == nil)
        #expect(MapFrame(of: [(point(1, 2), 0), (point(9_000, 2), 0)], margin: 1, ground: nil)?.has(point(9_000, 2)) == true)
    }

    @Test("squares of the National Grid have the names that maps print")
    func squares() {
        #expect(GridSquare.name(GridPoint(easting: 505_300, northing: 249_200), digits: 2) == "TL 05 49")
        #expect(GridSquare.name(GridPoint(easting: 505_300, northing: 249_200), digits: 3) == "TL 053 492")
        #expect(GridSquare.name(GridPoint(easting: 530_000, northing: 180_000), digits: 2) == "TQ 30 80")
        #expect(GridSquare.name(GridPoint(easting: 216_600, northing: 771_200), digits: 2) == "NN 16 71")
        #expect(GridSquare.name(GridPoint(easting: -1, northing: 0), digits: 2) == nil)
    }

    @Test("months and periods are said as people write them")
    func periods() {
        #expect(ExploreWords.months("2022-11", "2023-02") == ["2022-11", "2022-12", "2023-01", "2023-02"])
        #expect(ExploreWords.months("2022", "2022").count == 12 && ExploreWords.months(nil, "2022").isEmpty)
        #expect(ExploreWords.months("1990-01", "2022-12").first == "1990" && ExploreWords.months("2023-01", "2022-01").isEmpty)
        #expect(ExploreWords.brief("2022-10") == "Oct 2022" && ExploreWords.brief("2022-10-03") == "3 Oct 2022")
        #expect(PartialDay.words("2022-10") == "October 2022" && PartialDay.words("x") == "x")
    }

    @Test("rows of a list say what they are and of which column each cell is; those of a cross-table stay a table")
    func stacking() {
        let rows = [[Cell("a"), Cell("b"), Cell("c")]]
        var list = Markup(), grid = Markup()
        list.add(Table(caption: "", columns: ["One", "<Two>", "Three"], rows: rows))
        grid.add(Table(caption: "", columns: ["One", "Two", "Three"], rows: rows, isGrid: true))
        #expect(list.html.contains("role=\"rowheader\">a<") && list.html.contains("role=\"cell\" data-label=\"&lt;Two&gt;\">b<"))
        #expect(!grid.html.contains("role=") && !grid.html.contains("data-label"))
    }

    @Test("an axis ends at or above the largest, in few round steps")
    func axis() {
        for largest in 0...3_000 {
            let (steps, most) = Chart.axis(largest)
            #expect(most >= largest && steps.count <= 6 && steps.first == 0 && steps.last == most)
        }
    }
}
