import Foundation
import Guidance
import Tables
import Testing

@testable import Intake

@Suite struct QualityTests {
    private static let header =
        "crime_reference_number,offence_type,committed_from_date,committed_from_time,committed_to_date,committed_to_time,offence_address,"
        + "offence_postcode,offence_easting,offence_northing,method_of_entry,property_stolen,weapon_used,distraction_burglary,drugs_related,"
        + "alcohol_related,racially_motivated,domestic_incident"

    private func taken(_ rows: Int, _ row: (Int) -> String) throws -> Taken {
        try Taken(
            ([Self.header] + (0..<rows).map(row)).joined(separator: "\n"), as: "police-recorded-crime-offence", try Fixture.rulebook())
    }

    private func full(_ row: Int, date: String = "2026-11-20") -> String {
        "R\(row),8N,\(date),12:00,\(date),13:00,\(row) High Street,LU1 2AB,\(508_001 + row * 7),\(221_003 + row * 11),door,cash,none,N,N,N,N,N"
    }

    private func statement(count: Int?, from: String? = nil, to: String? = nil, fields: [String] = []) -> MetadataStatement {
        MetadataStatement(
            agency: "A", supplier: "B", contact: "C", dataset: "police-recorded-crime-offence", periodFrom: from, periodTo: to,
            fileFormat: "CSV",
            recordCount: count, dateSupplied: "2026-11-24", fields: fields)
    }

    @Test func aFullPreciseCurrentSupplyIsGood() throws {
        let taken = try taken(100) { full($0) }
        let stamp = QualityStamp(
            judging: taken.mapper.measures, of: taken.recordType, statement: statement(count: 100, from: "2026-11-01", to: "2026-11-24"),
            today: Fixture.today)
        #expect(stamp.grade == .good, "\(stamp.reasons)")
        #expect(stamp.qualities.map(\.name) == ["Precision", "Accuracy", "Completeness", "Currency"])
        #expect(stamp.qualities.allSatisfy { $0.grade == .good })
        #expect(stamp.qualities.allSatisfy { !$0.reasons.isEmpty })
    }

    @Test func eachQualityLowersTheStampAndSaysWhy() throws {
        let months = try taken(100) { full($0, date: "2026-11") }
        let precision = QualityStamp(judging: months.mapper.measures, of: months.recordType, statement: nil, today: Fixture.today)
        #expect(precision.qualities[0].grade ?? .good > .good)
        #expect(precision.qualities[0].reasons.contains { $0.contains("month") })
        let wrong = try taken(100) { $0 % 2 == 0 ? full($0) : full($0, date: "31/02/2026") }
        let accuracy = QualityStamp(judging: wrong.mapper.measures, of: wrong.recordType, statement: nil, today: Fixture.today)
        #expect(accuracy.qualities[1].reasons.contains { $0.contains("50%") })
        let empty = try taken(100) { "R\($0),8N,2026-11-20,,,,,,,,,,,,,,," }
        let completeness = QualityStamp(judging: empty.mapper.measures, of: empty.recordType, statement: nil, today: Fixture.today)
        #expect(completeness.qualities[2].grade == .unfit)
        #expect(completeness.grade == .unfit)
        let old = try taken(100) { full($0, date: "2020-11-20") }
        let currency = QualityStamp(judging: old.mapper.measures, of: old.recordType, statement: nil, today: Fixture.today)
        #expect(currency.qualities[3].grade == .unfit)
        #expect(currency.grade == .fair)
        let oldMonths = try taken(100) { full($0, date: "2020-11") }
        let history = QualityStamp(judging: oldMonths.mapper.measures, of: oldMonths.recordType, statement: nil, today: Fixture.today)
        #expect(history.qualities[0].grade == .poor || history.qualities[0].grade == .unfit)
        #expect(history.grade == history.qualities[0].grade)
    }

    @Test func theFormIsHeldAgainstTheFile() throws {
        let taken = try taken(100) { full($0) }
        func codes(_ statement: MetadataStatement) -> [String] {
            QualityStamp(judging: taken.mapper.measures, of: taken.recordType, statement: statement, today: Fixture.today).mismatches
                .entries
                .map(\.code).sorted()
        }
        #expect(
            codes(statement(count: 100, from: "2026-11", to: "2026-11", fields: Self.header.split(separator: ",").map(String.init))) == [])
        #expect(
            codes(statement(count: 99, from: "2026-11", to: "2026-11", fields: Self.header.split(separator: ",").map(String.init))) == [
                "count-differs"
            ])
        #expect(codes(statement(count: 100, from: "2026-10", to: "2026-10")).contains("period-differs"))
        #expect(codes(statement(count: 100, from: "2026-01", to: "2026-11")).contains("period-not-filled"))
        #expect(codes(statement(count: 100, fields: ["crime_reference_number", "offence_area"])).contains("fields-missing"))
        #expect(codes(statement(count: nil)).contains("form-incomplete"))
    }

    @Test func aGapToThePreviousSupplyIsSaid() throws {
        let taken = try taken(10) { full($0) }
        let stamp = QualityStamp(
            judging: taken.mapper.measures, of: taken.recordType, statement: nil, today: Fixture.today,
            previousLastDay: CalendarDay(year: 2026, month: 11, day: 9)?.number)
        #expect(stamp.reasons.contains { $0.hasPrefix("10 days lie between") })
    }

    @Test func measuresSurviveCodingAndStaySmall() throws {
        let taken = try taken(300) { full($0) }
        let data = try JSONEncoder().encode(taken.mapper.measures)
        #expect(try JSONDecoder().decode(QualityMeasures.self, from: data) == taken.mapper.measures)
        #expect(data.count < 8000)
    }

    @Test func noFindingHoldsWhatACellHeld() throws {
        let marked = "MARKEDVALUE"
        let taken = try taken(50) { row in
            "\(marked)\(row),\(marked),\(marked),\(marked),\(marked),\(marked),\(marked) â€™ x,\(marked),\(marked),\(marked),a  \(marked),,,\(marked),\(marked),,,"
        }
        let stamp = QualityStamp(judging: taken.mapper.measures, of: taken.recordType, statement: nil, today: Fixture.today)
        for text in [
            String(decoding: try JSONEncoder().encode(taken.mapper.findings), as: UTF8.self),
            String(decoding: try JSONEncoder().encode(taken.mapper.measures), as: UTF8.self),
            String(decoding: try JSONEncoder().encode(stamp), as: UTF8.self), "\(taken.rejected)",
        ] {
            #expect(!text.contains(marked))
        }
        #expect(taken.mapper.findings.count(atLeast: .warning) > 0)
    }
}
