import Foundation
import Guidance
import Tables
import Testing

@testable import Intake

/// Every month of data.police.uk that is at hand, whole.
@Suite struct PoliceMonthTests {
    private static func files(_ kind: String) -> [URL] {
        var folders = [Fixture.repository.appending(path: "Samples/police-uk")]
        if let shared = Fixture.shared {
            folders += ["police-uk-bedfordshire", "police-uk-west-yorkshire"].map { shared.appending(path: $0) }
        }
        return folders.flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix("-\(kind).csv.gz") }.sorted()
                .map { folder.appending(path: $0) }
        }
    }

    private static func lines(_ bytes: [UInt8]) -> Int { bytes.count { $0 == 0x0A } - 1 }

    @Test(arguments: [
        ("street", "police-recorded-crime-offence"), ("outcomes", "detection-status"), ("stop-and-search", "stop-and-search"),
    ])
    func everyRecordOfEveryMonthIsTaken(_ kind: String, _ dataset: String) throws {
        let rulebook = try Fixture.rulebook()
        let type = try Fixture.type(dataset, rulebook)
        let profiles = try Fixture.profiles(rulebook)
        let files = Self.files(kind)
        #expect(!files.isEmpty)
        for file in files {
            let bytes = try Fixture.gunzip(file)
            let table = try TableReader(bytes, chunkBytes: 300_000)
            let choice = try ProfileChoice.choose(
                for: type, headers: table.layout.headers, samples: table.tables.first, profiles: profiles, rulebook: rulebook,
                today: Fixture.today)
            #expect(choice.profile.name == "police-uk-\(kind)")
            #expect(choice.confidence > 0.9)
            let taken = try Taken(bytes, as: dataset, profile: choice.profile.name, rulebook, chunkBytes: 300_000, keepRows: false)
            #expect(taken.rejected.isEmpty, "\(file.lastPathComponent)")
            #expect(taken.mapper.measures.recordsRead == Self.lines(bytes), "\(file.lastPathComponent)")
            #expect(taken.rowCount == Self.lines(bytes), "\(file.lastPathComponent)")
            #expect(taken.mapper.findings.entries.filter { $0.severity == .error }.isEmpty)
            #expect(taken.count("code-not-known") == 0, "\(file.lastPathComponent)")
            #expect(taken.count("code-not-listed") == 0, "\(file.lastPathComponent)")
            #expect(taken.count("date-not-understood") == 0)
            let month = file.lastPathComponent.split(separator: "-").prefix(2).compactMap { Int($0) }
            let first = CalendarDay(year: month[0], month: month[1], day: 1)?.number ?? 0
            #expect(taken.mapper.measures.firstDay ?? 0 >= first, "\(file.lastPathComponent)")
            #expect(
                taken.mapper.measures.lastDay ?? 0 < first + CalendarDay.length(month: month[1], year: month[0]),
                "\(file.lastPathComponent)")
        }
    }

    @Test func streetKeepsWhatTheFileSays() throws {
        let rulebook = try Fixture.rulebook()
        let text = """
            Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context
            aa11,2022-05,Bedfordshire Police,Bedfordshire Police,-0.472054,52.301536,On or near Shelton Road,E01017540,Bedford 001A,Drugs,Local resolution,
            ,2022-05,Bedfordshire Police,Bedfordshire Police,-0.438864,52.238965,On or near Parking Area,E01017540,Bedford 001A,Anti-social behaviour,,
            ,2022-05,Bedfordshire Police,Bedfordshire Police,-0.438864,52.238965,On or near Parking Area,E01017540,Bedford 001A,Anti-social behaviour,,
            bb22,2022-05,Bedfordshire Police,Bedfordshire Police,,,No Location,,,Burglary,Under investigation,
            """
        let taken = try Taken(text, as: "police-recorded-crime-offence", profile: "police-uk-street", rulebook)
        #expect(taken.rejected.isEmpty)
        #expect(taken.values("crime_reference_number") == ["aa11", "", "", "bb22"])
        #expect(taken.values("committed_from_date") == ["2022-05", "2022-05", "2022-05", "2022-05"])
        #expect(taken.values("offence_address") == ["Shelton Road", "Parking Area", "Parking Area", ""])
        #expect(taken.values("offence_area") == ["E01017540", "E01017540", "E01017540", ""])
        #expect(taken.values("crime_type") == ["Drugs", "Anti-social behaviour", "Anti-social behaviour", "Burglary"])
        #expect(taken.values("last_outcome") == ["Local resolution", "", "", "Under investigation"])
        #expect(taken.values("offence_easting") == ["505428", "507718", "507718", ""])
        #expect(taken.values("offence_northing")[3].isEmpty)
        #expect(taken.mapper.profile.coordinateMethod == .snapped(atLeast: 8))
        #expect(taken.mapper.judgeSupplier(agencyID: "bedfordshire-police", agencyName: "Bedfordshire Police") == .same)
        #expect(taken.mapper.judgeSupplier(agencyID: "west-yorkshire-police", agencyName: "West Yorkshire Police") == .other)
        #expect(taken.mapper.measures.firstDay == CalendarDay(year: 2022, month: 5, day: 1)?.number)
        #expect(taken.mapper.measures.lastDay == CalendarDay(year: 2022, month: 5, day: 31)?.number)
    }

    @Test func searchesAreInBritishTime() throws {
        let rulebook = try Fixture.rulebook()
        let text = """
            Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,Removal of more than just outer clothing
            Person search,2022-04-30T23:10:00+00:00,False,,,,Male,,Other ethnic group - Not stated,White,Police and Criminal Evidence Act 1984 (section 1),Article for use in theft,A no further action disposal,,False
            Person search,2022-01-01T02:00:00+00:00,True,,52.143209,-0.471896,Female,over 34,Black/African/Caribbean/Black British - Any other Black/African/Caribbean background,Black,Misuse of Drugs Act 1971 (section 23),Controlled drugs,Arrest,True,True
            """
        let taken = try Taken(text, as: "stop-and-search", profile: "police-uk-stop-and-search", rulebook)
        #expect(taken.values("search_date") == ["2022-05-01", "2022-01-01"])
        #expect(taken.values("search_time") == ["00:10", "02:00"])
        #expect(taken.values("ethnicity") == ["NS", "B9"])
        #expect(taken.values("part_of_policing_operation") == ["no", "yes"])
        #expect(taken.values("search_northing")[0].isEmpty)
        #expect(!taken.values("search_northing")[1].isEmpty)
    }

    @Test func londonFireBrigadeOfBothVintages() throws {
        let rulebook = try Fixture.rulebook()
        let type = try Fixture.type("fire-and-rescue-incident", rulebook)
        let file = Fixture.repository.appending(path: "Samples/fire-brigade/lfb-incidents-2009-01.csv")
        let early = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        let late = early.replacing("PumpMinutesRounded", with: "PumpHoursRoundUp").replacing("01 Jan 2009", with: "01-Jan-20")
        for (text, day) in [(early, "2009-01-01"), (late, "2020-01-01")] {
            let table = try TableReader(Array(text.utf8))
            let choice = try ProfileChoice.choose(
                for: type, headers: table.layout.headers, samples: nil, profiles: try Fixture.profiles(rulebook), rulebook: rulebook,
                today: Fixture.today)
            #expect(choice.profile.name == "london-fire-brigade-incidents")
            let taken = try Taken(text, as: type.id.rawValue, profile: choice.profile.name, rulebook)
            #expect(taken.rejected.isEmpty)
            #expect(taken.rows.count == 20)
            #expect(Set(taken.values("incident_date")) == [day])
            #expect(taken.values("incident_time").first == "00:00")
            #expect(taken.values("incident_type").first == "Special Service")
            #expect(taken.values("incident_postcode").first == "SW11 4LB")
            #expect(taken.values("incident_easting").first == "528650")
            #expect(taken.count("code-not-listed") == 0)
        }
    }
}
