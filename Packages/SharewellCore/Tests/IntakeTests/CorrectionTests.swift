import Guidance
import Tables
import Testing

@testable import Intake

@Suite("Columns corrected by a person")
struct CorrectionTests {
    private static let street = [
        "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name", "Crime type",
        "Last outcome category", "Context",
    ]

    @Test("what a profile makes of a file's columns, and the same again where nothing is changed")
    func unchanged() throws {
        let rulebook = try Fixture.rulebook()
        let type = try Fixture.type("police-recorded-crime-offence", rulebook)
        let profile = try Fixture.profile("police-uk-street", rulebook)
        let uses = profile.uses(of: Self.street)
        #expect(uses[4] == [.longitude("offence")] && uses[5] == [.latitude("offence")] && uses[3] == [.supplier] && uses[8] == [])
        let same = profile.corrected(Array(zip(Self.street, uses)), for: type, named: "corrected-police-uk-street")
        // Codes, words for nothing and the like stay, field by field.
        for mapping in same.fields {
            let before = try #require(profile.fields.first { $0.field == mapping.field })
            #expect(mapping.codes == before.codes && mapping.missing == before.missing && mapping.strip == before.strip)
        }
        #expect(same.uses(of: Self.street).map(Set.init) == uses.map(Set.init))
        #expect(same.coordinateMethod == profile.coordinateMethod && same.caveats == profile.caveats)
        let again = try MappingProfile.load(file: RulebookFile(path: "p.yaml", text: same.yaml), rulebook: rulebook)
        #expect(again == same)
    }

    @Test("a column taken for something else loses what was said of the field it filled; half a pair of degrees fills nothing")
    func changed() throws {
        let rulebook = try Fixture.rulebook()
        let type = try Fixture.type("police-recorded-crime-offence", rulebook)
        let profile = try Fixture.profile("police-uk-street", rulebook)
        var uses = profile.uses(of: Self.street)
        uses[9] = []
        uses[10] = [.field("crime_type")]
        uses[4] = []
        uses[8] = [.field("offence_address")].filter { _ in type.field("offence_address") != nil }
        let corrected = profile.corrected(Array(zip(Self.street, uses)), for: type, named: "corrected")
        let crimeType = try #require(corrected.fields.first { $0.field == "crime_type" })
        #expect(crimeType.headers == ["Last outcome category"] && crimeType.codes.isEmpty)
        #expect(corrected.places.isEmpty && corrected.ignored.contains("Crime type") && corrected.ignored.contains("Longitude"))
        #expect(!corrected.fields.contains { $0.field == "last_outcome_category" })
        _ = try MappingProfile.load(file: RulebookFile(path: "p.yaml", text: corrected.yaml), rulebook: rulebook)
    }

    @Test("the order of a column's dates is chosen where its values leave it open, kept with the profile, and read by")
    func orders() throws {
        let rulebook = try Fixture.rulebook()
        let type = try Fixture.type("police-incident", rulebook)
        func readings(_ values: [String]) throws -> DateReadings? {
            let rows = ["Incident Ref,Incident Date"] + values.enumerated().map { "I\($0.offset),\($0.element)" }
            let table = try #require(try TableReader(Array(rows.joined(separator: "\n").utf8)).tables.first)
            return DateReadings.find(in: table, today: Fixture.today)[1]
        }
        let open = try #require(try readings(["05/05/2021", "03/05/2021", "04/06/2021"]))
        #expect(open.sample == "03/05/2021" && open.count == 3 && open.read == 3)
        #expect(open.readings.map(\.order) == [.dayFirst, .monthFirst])
        #expect(open.readings.map(\.sample) == ["2021-05-03", "2021-03-05"])
        let short = try #require(try readings(["11/10/12"]))
        #expect(short.readings.map(\.sample) == ["2012-10-11", "2012-11-10", "2011-10-12"])
        #expect(open.isOpen && open.only == nil && open.offered(insteadOf: [.dayFirst]) == open.readings)
        // However few of them are dates, those that are have an order.
        #expect(
            try readings(["a", "b", "", "c", "03/05/2021"])?.offered(insteadOf: [.dayFirst])?.map(\.order) == [.dayFirst, .monthFirst])
        // Values that tell, that are the same either way, that are months, or that are no dates ask nothing.
        for told in [
            ["03/05/2021", "23/05/2021"], ["05/05/2021"], ["2021-05-03"], ["a", "b", "12:30"], [""], ["201001", "201002"],
        ] {
            #expect(try readings(told)?.offered(insteadOf: [.dayFirst]) == nil, "\(told)")
        }
        // Where they tell of another order than they would be read in, that one is offered.
        for (told, order, sample) in [
            (["05/23/2021", "03/05/2021"], DateOrder.monthFirst, "2021-05-23"), (["85/03/02", "12/05/03"], .yearFirst, "1985-03-02"),
            (["03/05/2021", "23/05/2021"], .dayFirst, "2021-05-03"),
        ] as [([String], DateOrder, String)] {
            let found = try #require(try readings(told))
            #expect(!found.isOpen && found.only == order && found.offered(insteadOf: [order]) == nil)
            for other in DateOrder.allCases where other != order {
                #expect(found.offered(insteadOf: [other]) == [DateReadings.Reading(order: order, sample: sample)], "\(told)")
                // Of a column that fills two dates, either may be the one that is read wrongly.
                #expect(found.offered(insteadOf: [order, other]) == found.offered(insteadOf: [other]))
            }
        }
        // Of those that contradict each other none is gone by unasked, and the present one may stay.
        let mixed = try #require(try readings(["05/23/2021", "23/05/2021", "05/24/2021"]))
        #expect(mixed.only == nil && mixed.offered(insteadOf: [.dayFirst])?.map(\.order) == [.monthFirst, .dayFirst])
        #expect(mixed.offered(insteadOf: [.monthFirst]) == nil)
        let profile = MappingProfile.standard(for: type)
        let columns: [(header: String, uses: [ColumnUse])] = [("Incident Date", [.field("incident_date")])]
        #expect(profile.corrected(columns, for: type, named: "corrected").dateOrders(of: "incident date", in: type) == [.dayFirst])
        for order in DateOrder.allCases {
            let chosen = profile.corrected(columns, orders: ["Incident Date": order], for: type, named: "corrected-standard")
            let again = try MappingProfile.load(file: RulebookFile(path: "p.yaml", text: chosen.yaml), rulebook: rulebook)
            #expect(again == chosen && again.dateOrders(of: "Incident Date", in: type) == [order])
            // A date and its time in two columns are one date.
            let both = profile.corrected(
                columns + [("Hour", [.field("incident_date")])], orders: ["Incident Date": order], for: type, named: "corrected-standard")
            #expect(both.fields.first { $0.field == "incident_date" }?.headers == ["Incident Date", "Hour"])
            #expect(both.dateOrders(of: "Hour", in: type) == [order])
        }
    }

    @Test("of columns with one header, in capitals or not, the first is read and no other, whatever the others are taken for")
    func sameHeader() throws {
        let rulebook = try Fixture.rulebook()
        let type = try Fixture.type("police-recorded-crime-offence", rulebook)
        let headers = ["Date", "Kind", " DATE ", "", "date"], dates = type.fields.filter { $0.type == .date }.map(\.name)
        #expect(MappingProfile.unread(headers) == [2, 3, 4])
        let uses: [[ColumnUse]] = [[.field(dates[0])], [.field("crime_type")], [.field(dates[1])], [.field(dates[1])], []]
        let corrected = MappingProfile.standard(for: type).corrected(
            Array(zip(headers, uses)), orders: ["Date": .dayFirst, " DATE ": .monthFirst, "": .monthFirst], for: type,
            named: "corrected-standard")
        #expect(corrected.fields.map(\.field).sorted() == [dates[0], "crime_type"].sorted())
        #expect(corrected.dateOrders(of: "Date", in: type) == [.dayFirst] && corrected.ignored == [])
    }

    @Test("a column that fills two dates has both their orders; a date that was read in one order and could be in another is named")
    func openOrders() throws {
        let rulebook = try Fixture.rulebook()
        let type = try Fixture.type("police-recorded-crime-offence", rulebook)
        let dates = type.fields.filter { $0.type == .date }.map(\.name)
        func profile(_ second: DateOrder) throws -> MappingProfile {
            let yaml = MappingProfile.standard(for: type).corrected(
                [("Ref", [.field("crime_type")]), ("When", [.field(dates[0]), .field(dates[1])])], orders: ["When": .dayFirst], for: type,
                named: "two-dates"
            ).yaml
            let text = yaml.replacing("field: \(dates[1])", with: "field: \(dates[1])\n    date-order: \(second.rawValue)")
            return try MappingProfile.load(file: RulebookFile(path: "p.yaml", text: text), rulebook: rulebook)
        }
        func open(_ values: [String], _ second: DateOrder) throws -> [OpenDateOrder] {
            let rows = ["Ref,When"] + values.map { "Burglary,\($0)" }
            let table = try #require(try TableReader(Array(rows.joined(separator: "\n").utf8)).tables.first)
            return OpenDateOrder.find(
                in: table, headers: ["Ref", "When"], profile: try profile(second), recordType: type, today: Fixture.today)
        }
        #expect(try profile(.monthFirst).dateOrders(of: "when", in: type) == [.dayFirst, .monthFirst])
        #expect(try profile(.monthFirst).dateOrders(of: "Ref", in: type) == [])
        #expect(
            try open(["03/05/2021", "04/06/2021"], .monthFirst) == [
                OpenDateOrder(field: dates[0], order: .dayFirst, others: [.monthFirst]),
                OpenDateOrder(field: dates[1], order: .monthFirst, others: [.dayFirst]),
            ])
        #expect(try open(["23/05/2021", "04/06/2021"], .dayFirst) == [])
        #expect(
            try open(["23/05/2021", "04/06/2021"], .monthFirst) == [
                OpenDateOrder(field: dates[1], order: .monthFirst, others: [.dayFirst])
            ])
    }

    @Test("two columns for one field are joined in the file's order")
    func joined() throws {
        let rulebook = try Fixture.rulebook()
        let type = try Fixture.type("police-recorded-crime-offence", rulebook)
        let headers = ["House", "Street"]
        let corrected = MappingProfile.standard(for: type).corrected(
            [("House", [.field("crime_type")]), ("Street", [.field("crime_type")])], for: type, named: "corrected-standard")
        #expect(corrected.fields.map(\.headers) == [headers])
        #expect(corrected.fields.allSatisfy { $0.either.isEmpty })
    }
}
