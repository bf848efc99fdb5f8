import Guidance
import Places
import Tables
import Testing

@testable import Intake

@Suite struct MapperTests {
    private static let header =
        "crime_reference_number,offence_type,committed_from_date,committed_from_time,committed_to_date,committed_to_time,offence_address,"
        + "offence_easting,offence_northing,method_of_entry,property_stolen,weapon_used,distraction_burglary,drugs_related,alcohol_related,"
        + "racially_motivated,domestic_incident"

    private func offences(_ rows: [String], expected: GridSquares? = nil) throws -> Taken {
        try Taken(
            ([Self.header] + rows).joined(separator: "\n") + "\n", as: "police-recorded-crime-offence", try Fixture.rulebook(),
            expected: expected)
    }

    @Test func seventeenFieldsAreTypedAndKept() throws {
        let taken = try offences(["40/1234/21,8N,03/05/2021,2359,04/05/2021,9 of,\"12 High Street, Luton\",508000,221000,,,,N,N,Y,N,N"])
        #expect(taken.rejected.isEmpty)
        #expect(taken.values("crime_reference_number") == ["40/1234/21"])
        #expect(taken.values("offence_type") == ["8N"])
        #expect(taken.values("committed_from_date") == ["2021-05-03"])
        #expect(taken.values("committed_from_time") == ["23:59"])
        #expect(taken.values("committed_to_time") == [""])
        #expect(taken.values("offence_address") == ["12 High Street, Luton"])
        #expect(taken.values("offence_easting") == ["508000"])
        #expect(taken.values("alcohol_related") == ["yes"])
        #expect(taken.count("time-not-understood") == 1)
    }

    @Test func homeOfficeCodesAreTextAndKeepTheirForm() throws {
        let taken = try offences([
            "1,1/4.1/4.10/4.2,2021-05-03,,,,,,,,,,,,,,", "2,28a,2021-05-03,,,,,,,,,,,,,,", "3,008/06,2021-05-03,,,,,,,,,,,,,,",
        ])
        #expect(taken.values("offence_type")[0] == "1/4.1/4.10/4.2")
        #expect(taken.values("offence_type")[1] == "28A")
        #expect(taken.values("offence_type")[2] == "008/06")
        #expect(taken.count("code-not-listed") == 1)
    }

    @Test func theFutureIsRejectedWithItsLine() throws {
        let taken = try offences([
            "1,8N,2021-05-03,,,,,,,,,,,,,,", "2,8N,25/11/2026,,,,,,,,,,,,,,", "3,8N,2021-05-03,,01/01/2030,,,,,,,,,,,,",
        ])
        #expect(taken.rows.count == 2)
        #expect(taken.rejected == [RejectedRow(row: 1, line: 3, codes: ["date-in-future"])])
        #expect(taken.values("committed_to_date") == ["", ""])
        #expect(!taken.mapper.measures.areOfTheFuture)
    }

    @Test func aFileOfTheFutureIsRefused() throws {
        let taken = try offences(["1,8N,2027-05-03,,,,,,,,,,,,,,", "2,8N,2028-05-03,,,,,,,,,,,,,,", "3,8N,2021-05-03,,,,,,,,,,,,,,"])
        #expect(taken.mapper.measures.areOfTheFuture)
    }

    @Test func aRecordWithNeitherReferenceNorDateIsRejected() throws {
        let taken = try offences([
            "1,8N,2021-05-03,,,,,,,,,,,,,,", ",8N,,,,,,,,,,,,,,,", "2,8N,31/02/2021,,,,,,,,,,,,,,", ",8N,2021-05-03,,,,,,,,,,,,,,",
        ])
        #expect(taken.rows.count == 3)
        #expect(taken.rejected.map(\.codes) == [["record-empty"]])
        #expect(taken.rejected.map(\.line) == [3])
        #expect(taken.count("date-impossible") == 1)
    }

    @Test func genuineRepeatsAreKept() throws {
        let taken = try offences([String](repeating: ",8N,2021-05,,,,High Street,508000,221000,,,,,,,,", count: 7))
        #expect(taken.rows.count == 7)
    }

    @Test func spansThatEndBeforeTheyBeginAreKeptAndSaid() throws {
        let taken = try offences([
            "1,8N,2021-05-03,10:00,2021-05-02,11:00,,,,,,,,,,,", "2,8N,2021-05-03,10:00,2021-05-03,09:00,,,,,,,,,,,",
            "3,8N,2021-05-03,10:00,2021-05-03,10:00,,,,,,,,,,,", "4,8N,2021-05-03,,2021-05,,,,,,,,,,,,",
            "5,8N,2021-05-03,23:00,2021-05-04,01:00,,,,,,,,,,,",
        ])
        #expect(taken.count("span-reversed") == 2)
        #expect(taken.values("committed_to_date")[0] == "2021-05-02")
    }

    @Test func placesAreKeptAsPairsOrNotAtAll() throws {
        let taken = try offences([
            "1,8N,2021-05-03,,,,,508000,221000,,,,,,,,", "2,8N,2021-05-03,,,,,0,0,,,,,,,,", "3,8N,2021-05-03,,,,,508000,,,,,,,,,",
            "4,8N,2021-05-03,,,,,508000.0,\"221,000\",,,,,,,,", "5,8N,2021-05-03,,,,,5080000,221000,,,,,,,,",
            "6,8N,2021-05-03,,,,,east,north,,,,,,,,",
            "7,8N,2021-05-03,,,,,508000.25,221000.5,,,,,,,,", "8,8N,2021-05-03,,,,,1100000,300000,,,,,,,,",
            "9,8N,2021-05-03,,,,,999999999999999999999,999999999999999999999,,,,,,,,",
        ])
        #expect(taken.values("offence_easting") == ["508000", "", "", "508000", "", "", "508000.25", "300000", ""])
        #expect(taken.values("offence_northing") == ["221000", "", "", "221000", "", "", "221000.5", "1100000", ""])
        #expect(taken.count("coordinate-zero") == 1)
        #expect(taken.count("coordinate-alone") == 1)
        #expect(taken.count("coordinates-outside") == 2)
        #expect(taken.count("coordinates-swapped") == 1)
        #expect(taken.count("coordinate-not-understood") == 2)
        #expect(taken.mapper.measures.fields["offence_easting"]?.filled == 4)
        #expect(taken.mapper.measures.fields["offence_northing"]?.filled == 4)
    }

    @Test func aWholeFileOfSwappedCoordinatesIsPutRight() throws {
        var generator = SeededGenerator(state: 3)
        let points = (0..<400).map { _ in
            (Int.random(in: 500_000...515_000, using: &generator), Int.random(in: 215_000...260_000, using: &generator))
        }
        let swapped = try offences(points.enumerated().map { "\($0),8N,2021-05-03,,,,,\($1.1),\($1.0),,,,,,,," })
        #expect(swapped.values("offence_easting") == points.map { "\($0.0)" })
        #expect(swapped.values("offence_northing") == points.map { "\($0.1)" })
        #expect(swapped.count("coordinates-swapped") == 400)
        let sound = try offences(points.enumerated().map { "\($0),8N,2021-05-03,,,,,\($1.0),\($1.1),,,,,,,," })
        #expect(sound.values("offence_easting") == points.map { "\($0.0)" })
        #expect(sound.count("coordinates-swapped") == 0)
    }

    private static func squares(_ points: [(Int, Int)]) -> GridSquares {
        var squares = GridSquares()
        for point in points { squares.insert(easting: Double(point.0), northing: Double(point.1)) }
        return squares
    }

    @Test func singleSwappedPlacesAreFoundWhereThePlacesAreKnown() throws {
        let rows = [
            "1,8N,2021-05-03,,,,,508000,221000,,,,,,,,", "2,8N,2021-05-03,,,,,221000,508000,,,,,,,,",
            "3,8N,2021-05-03,,,,,430000,433000,,,,,,,,", "4,8N,2021-05-03,,,,,221010.5,508020,,,,,,,,",
        ]
        for expected in [Self.squares([(508_000, 221_000)]).widened(), PopulatedSquares.withSurroundings] {
            let taken = try offences(rows, expected: expected)
            #expect(taken.values("offence_easting") == ["508000", "508000", "430000", "508020"])
            #expect(taken.values("offence_northing") == ["221000", "221000", "433000", "221010.5"])
            #expect(taken.count("coordinates-swapped") == 2)
        }
        #expect(try offences(rows).values("offence_easting") == ["508000", "221000", "430000", "221010.5"])
    }

    /// Beside Leeds both ways make sense; Carlisle's other way round is Norfolk; and beyond the edge of the known places people live too.
    @Test func aPairThatMakesSenseBothWaysIsLeftAsSupplied() throws {
        let known = Self.squares([(430_000, 433_000), (340_000, 556_000), (508_000, 221_000)]).widened()
        let pairs = [
            (433_000, 430_000), (445_000, 415_000), (562_000, 330_000), (527_000, 241_000), (481_000, 199_000), (530_000, 180_000),
        ]
        let taken = try offences(pairs.enumerated().map { "\($0),8N,2021-05-03,,,,,\($1.0),\($1.1),,,,,,,," }, expected: known)
        #expect(taken.values("offence_easting") == pairs.map { "\($0.0)" })
        #expect(taken.count("coordinates-swapped") == 0)
    }

    /// No address of Great Britain is ever taken for a swapped one, wherever in its square it lies and whatever places are known.
    @Test func noPlaceWithin10KilometresOfAnAddressIsSwapped() throws {
        var generator = SeededGenerator(state: 16)
        var pairs: [(Int, Int)] = []
        while pairs.count < 3000 {
            let point = (Int.random(in: 1...690_000, using: &generator), Int.random(in: 1...1_290_000, using: &generator))
            guard PopulatedSquares.all.contains(easting: Double(point.0), northing: Double(point.1)) else { continue }
            let moved = (
                point.0 + Int.random(in: -9999...9999, using: &generator), point.1 + Int.random(in: -9999...9999, using: &generator)
            )
            if moved.0 > 0, moved.1 > 0, moved.0 <= 700_000 { pairs.append(moved) }
        }
        let taken = try offences(
            pairs.enumerated().map { "\($0),8N,2021-05-03,,,,,\($1.0),\($1.1),,,,,,,," }, expected: PopulatedSquares.withSurroundings)
        #expect(taken.values("offence_easting") == pairs.map { "\($0.0)" })
        #expect(taken.count("coordinates-swapped") == 0)
    }

    @Test func aWholeFileOfSwappedCoordinatesIsPutRightWherePlacesAreKnownToo() throws {
        let known = Self.squares([(425_000, 564_000)]).widened()
        let taken = try offences(
            (0..<40).map { "\($0),8N,2021-05-03,,,,,\(564_000 + $0 * 11),\(425_000 + $0 * 7),,,,,,,," }, expected: known)
        #expect(taken.count("coordinates-swapped") == 40)
        #expect(taken.values("offence_easting").first == "425000")
    }

    @Test func oneDefaultPointShows() throws {
        var rows = (0..<80).map { "\($0),8N,2021-05-03,,,,,\(508_000 + $0 * 7),\(221_000 + $0 * 3),,,,,,,," }
        rows += (80..<120).map { "\($0),8N,2021-05-03,,,,,509001,222003,,,,,,,," }
        let taken = try offences(rows)
        #expect(taken.mapper.measures.findings.entries.map(\.code) == ["coordinates-default-point"])
        let same = try offences((0..<60).map { "\($0),8N,2021-05-03,,,,,509001,222003,,,,,,,," })
        #expect(same.mapper.measures.findings.entries.map(\.code) == ["coordinates-identical"])
    }

    @Test func degreesInEachOthersPlaceAreSwappedBack() throws {
        let rulebook = try Fixture.rulebook()
        let text = """
            Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context
            a,2022-05,Bedfordshire Police,Bedfordshire Police,52.301536,-0.472054,Shelton Road,,,Drugs,,
            b,2022-05,Bedfordshire Police,Bedfordshire Police,-0.472054,52.301536,Shelton Road,,,Drugs,,
            c,2022-05,Bedfordshire Police,Bedfordshire Police,0,0,Shelton Road,,,Drugs,,
            d,2022-05,Bedfordshire Police,Bedfordshire Police,12.5,41.9,Shelton Road,,,Drugs,,
            e,2022-05,Bedfordshire Police,Bedfordshire Police,-0.472054,,Shelton Road,,,Drugs,,
            """
        let taken = try Taken(text, as: "police-recorded-crime-offence", profile: "police-uk-street", rulebook)
        #expect(taken.values("offence_easting") == ["505428", "505428", "", "", ""])
        #expect(taken.count("coordinates-swapped") == 1)
        #expect(taken.count("coordinate-zero") == 1)
        #expect(taken.count("coordinates-outside") == 1)
        #expect(taken.count("coordinate-alone") == 1)
    }

    @Test func unsoundRecordsAreRejectedWithTheReadersReason() throws {
        let taken = try offences(["1,8N,2021-05-03,,,,,,,,,,,,,,", "2,8N,2021-05-03", "3,8N,2021-05-03,,,,,,,,,,,,,,"])
        #expect(taken.rows.count == 2)
        #expect(taken.rejected.map(\.codes) == [["missing-cells"]])
        #expect(taken.mapper.measures.recordsRead == 3)
    }

    @Test func batchesOfAnySizeGiveTheSame() throws {
        let rulebook = try Fixture.rulebook()
        var generator = SeededGenerator(state: 11)
        let rows = (0..<3000).map { row -> String in
            let day = CalendarDay(number: Int.random(in: 18_000...20_700, using: &generator))
            let address = ["1 High Street", "  2  Mill Lane ", "The Café", "N/A", ""].randomElement(using: &generator) ?? ""
            return
                "\(row % 97 == 0 ? "" : "R\(row)"),\(["8N", "28A", "zz", ""].randomElement(using: &generator) ?? ""),\(day.day)/\(day.month)/\(day.year),"
                + "\(Int.random(in: 0...2400, using: &generator)),,,\(address),\(500_000 + row * 3),\(220_000 + row),,,,Y,N,,,maybe"
        }
        let bytes = Array(([Self.header] + rows).joined(separator: "\r\n").utf8)
        let whole = try Taken(bytes, as: "police-recorded-crime-offence", rulebook, chunkBytes: 1 << 22)
        let pieces = try Taken(bytes, as: "police-recorded-crime-offence", rulebook, chunkBytes: 2000)
        #expect(whole.rows == pieces.rows)
        #expect(whole.rejected.map(\.line) == pieces.rejected.map(\.line))
        #expect(whole.mapper.findings == pieces.mapper.findings)
        #expect(whole.mapper.measures.fields == pieces.mapper.measures.fields)
        var merged = QualityMeasures()
        merged.merge(whole.mapper.measures)
        merged.merge(pieces.mapper.measures)
        #expect(merged.recordsRead == 6000)
    }

    @Test func headersOfOneFieldAreJoinedAndOneHeaderFillsSeveralFields() throws {
        let rulebook = try Fixture.rulebook()
        let profile = try MappingProfile.load(
            file: RulebookFile(
                path: "profiles/own.yaml",
                text: """
                    name: own
                    title: Own headers
                    datasets: [police-incident]
                    fields:
                      - {field: incident_reference_number, header: URN}
                      - {field: incident_date, header: When, date-order: month-first}
                      - {field: incident_time, header: When}
                      - {field: incident_address, headers: [House, Street, Town], joiner: ","}
                      - {field: domestic_incident, header: DV, yes: [DV], no: [NDV]}
                      - field: incident_type
                        header: Kind
                        codes: {R: Rowdy behaviour}
                    """), rulebook: rulebook)
        let taken = try Taken(
            "URN,When,House,Street,Town,DV,Kind\n7,05/23/2021 9.30pm,12,High Street,Luton,DV,R\n8,05/03/2021 09:30,,Mill Lane,,NDV,r\n",
            as: "police-incident", rulebook, own: profile)
        #expect(taken.values("incident_date") == ["2021-05-23", "2021-05-03"])
        #expect(taken.values("incident_time") == ["21:30", "09:30"])
        #expect(taken.values("incident_address") == ["12, High Street, Luton", "Mill Lane"])
        #expect(taken.values("domestic_incident") == ["yes", "no"])
        #expect(Set(taken.values("incident_type")).count == 1)
    }

    @Test func dictionariesThatStartAnewDoNotMixValues() throws {
        let rulebook = try Fixture.rulebook()
        let type = try Fixture.type("police-incident", rulebook)
        guard let field = type.field("incident_date") else { throw Missing(what: "incident_date") }
        let column = FieldColumn(
            field: field, reader: ValueReader(type: .date, codes: nil, dates: DateScanner(latestYear: 2026), today: Fixture.today))
        let dictionary = TextDictionary()
        for (values, expected) in [
            (["2021-05-03", "03/05/2021", "x", ""], ["2021-05-03", "2021-05-03", "", ""]),
            (["2020", "2021-05-03"], ["2020", "2021-05-03"]),
        ] {
            var tally = BatchTally()
            let codes = values.map { dictionary.code(for: $0) }
            let result = column.column(from: .coded(CodedColumn(codes: codes, dictionary: dictionary)), rowCount: values.count, &tally)
            #expect(values.indices.map { result.string($0) } == expected)
            #expect(tally.filled == expected.count { !$0.isEmpty })
            dictionary.removeAll()
        }
    }
}
