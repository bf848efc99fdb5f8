import Testing

@testable import Web

@Suite("Long tables")
struct LongTableTests {
    private func table(_ count: Int, isWhole: Bool = false, _ made: @escaping () -> Void = {}) -> [Block] {
        LongTable(
            caption: "c", columns: ["a"],
            rows: {
                made()
                return (0..<count).map { [Cell("\($0)")] }
            }, count: count, link: "all of them", name: "places", path: "/there",
            query: FormValues("from=2022&place=a%20b") ?? FormValues(),
            isWhole: isWhole
        ).blocks
    }

    @Test("some hundred rows open in place, more are a page of their own, and whoever asks for all has all")
    func blocks() throws {
        guard case .details("all of them", let inside) = try #require(table(200).first),
            case .table(let opened) = try #require(inside.first)
        else {
            Issue.record("200 rows do not open in place")
            return
        }
        #expect(opened.rows.count == 200)
        guard case .links(let links) = try #require(table(201) { Issue.record("rows are made that nobody sees") }.first) else {
            Issue.record("201 rows are no page of their own")
            return
        }
        #expect(links.map(\.href) == ["/there?from=2022&place=a%20b&whole=places#places"])
        guard case .table(let all) = try #require(table(201, isWhole: true).first) else {
            Issue.record("all rows were asked for and are not there")
            return
        }
        #expect(all.rows.count == 201 && all.id == "places")
    }
}
