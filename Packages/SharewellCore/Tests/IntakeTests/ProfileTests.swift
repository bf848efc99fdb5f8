import Guidance
import Tables
import Testing

@testable import Intake

@Suite struct ProfileTests {
    private static let street = [
        "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name", "Crime type",
        "Last outcome category", "Context",
    ]
    private static let outcomes = [
        "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name", "Outcome type",
    ]

    private func choose(_ id: String, _ headers: [String], _ rows: [[String]] = []) throws -> ProfileChoice {
        let rulebook = try Fixture.rulebook()
        let samples =
            rows.isEmpty ? nil : try TableReader(Array(([headers] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n").utf8))
        return try ProfileChoice.choose(
            for: try Fixture.type(id, rulebook), headers: headers, samples: samples?.tables.first, profiles: try Fixture.profiles(rulebook),
            rulebook: rulebook, today: Fixture.today)
    }

    @Test func shippedProfilesLoadAndComeBackFromTheirOwnYAML() throws {
        let rulebook = try Fixture.rulebook()
        let profiles = try Fixture.profiles(rulebook)
        #expect(
            Set(profiles.map(\.name)).isSuperset(of: [
                "police-uk-street", "police-uk-outcomes", "police-uk-stop-and-search", "london-fire-brigade-incidents",
            ]))
        for profile in profiles {
            let again = try MappingProfile.load(file: RulebookFile(path: "profile.yaml", text: profile.yaml), rulebook: rulebook)
            #expect(again == profile)
        }
    }

    @Test func everyFaultOfAProfileIsReportedWithItsLine() throws {
        let text = """
            name: Bad Name
            title: A profile
            datasets: [police-incident, no-such-dataset]
            colour: blue
            fields:
              - {field: incident_date, header: When}
              - {field: incident_date, header: Also}
              - {field: no_such_field, header: X}
              - {field: incident_time}
            places:
              - {group: nowhere, longitude: Lon, latitude: Lat}
            coordinates: {made: guessed}
            """
        let rulebook = try Fixture.rulebook()
        let faults = #expect(throws: RulebookFaults.self) {
            try MappingProfile.load(file: RulebookFile(path: "profiles/bad.yaml", text: text), rulebook: rulebook)
        }
        let found = Set((faults?.faults ?? []).map { "\($0.line) \($0.code)" })
        #expect(
            found.isSuperset(of: [
                "1 bad-identifier", "3 unknown-dataset", "4 unknown-key", "7 field-filled-twice", "8 unknown-field", "9 field-source",
                "11 unknown-place", "12 unknown-value",
            ]), "\(found.sorted())")
        #expect(faults?.faults.allSatisfy { !$0.remedy.isEmpty && $0.file == "profiles/bad.yaml" } == true)
    }

    @Test func filesOfTheWrongDatasetAreRefusedAndTheRightOneNamed() throws {
        let search = [
            "Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude", "Gender", "Age range",
            "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation", "Object of search", "Outcome",
            "Outcome linked to object of search", "Removal of more than just outer clothing",
        ]
        for (asked, headers, likely) in [
            ("police-recorded-crime-offence", search, "stop-and-search"),
            ("police-recorded-crime-offence", Self.outcomes, "detection-status"),
            ("detection-status", Self.street, "police-recorded-crime-offence"),
            ("stop-and-search", Self.street, "police-recorded-crime-offence"),
            ("fire-and-rescue-incident", Self.street, "police-recorded-crime-offence"), ("police-incident", search, "stop-and-search"),
        ] {
            let mismatch = #expect(throws: ProfileMismatch.self, "\(asked) \(likely)") { try choose(asked, headers) }
            #expect(mismatch?.code == "wrong-dataset")
            #expect(mismatch?.likelyDataset?.rawValue == likely)
        }
    }

    @Test func aNamedProfileStillNeedsItsHeaders() throws {
        let rulebook = try Fixture.rulebook()
        let mismatch = #expect(throws: ProfileMismatch.self) {
            try Mapper(
                profile: try Fixture.profile("police-uk-street", rulebook),
                recordType: try Fixture.type("police-recorded-crime-offence", rulebook), rulebook: rulebook, headers: Self.outcomes,
                converter: RoundConverter(), postcodes: nil, today: Fixture.today)
        }
        #expect(mismatch?.code == "headers-missing")
        #expect(mismatch?.message.contains("Crime type") == true)
    }

    @Test func everyRecordTypeIsReadFromItsOwnNamesAndTitles() throws {
        let rulebook = try Fixture.rulebook()
        let profiles = try Fixture.profiles(rulebook)
        for type in rulebook.recordTypes {
            let own = type.fields.filter { !$0.supplementary }
            for headers in [own.map(\.name), own.map(\.title), own.map(\.name).reversed(), own.map { $0.name.uppercased() }] {
                let choice = try ProfileChoice.choose(
                    for: type, headers: headers, samples: nil, profiles: profiles, rulebook: rulebook, today: Fixture.today)
                #expect(choice.origin == .standard, "\(type.id)")
                #expect(choice.confidence > 0.9, "\(type.id)")
            }
        }
    }

    @Test func oneStandardFileIsNotTakenForAnother() throws {
        let rulebook = try Fixture.rulebook()
        let victim = try Fixture.type("police-recorded-crime-victim", rulebook)
        let mismatch = #expect(throws: ProfileMismatch.self) {
            try choose("police-recorded-crime-offence", victim.fields.filter { !$0.supplementary }.map(\.name))
        }
        #expect(mismatch?.likelyDataset == victim.id)
    }

    @Test("what has the header of a column before it is guessed for nothing, as the one before it would be read in its place")
    func sameHeaders() throws {
        let rulebook = try Fixture.rulebook()
        let type = try Fixture.type("police-recorded-crime-offence", rulebook)
        func proposed(_ headers: [String], _ row: [String]) throws -> ProfileProposal {
            let table = try TableReader(Array([headers, row, row, row].map { $0.joined(separator: ",") }.joined(separator: "\n").utf8))
                .tables.first
            return ProfileProposal.propose(for: type, headers: headers, samples: table, rulebook: rulebook, today: Fixture.today)
        }
        let dates = try proposed(
            ["Crime Ref No", "Committed from date", "Committed from DATE"], ["C1", "23/05/2021", "24/05/2021"])
        let filled = dates.profile.fields.filter { $0.field.hasSuffix("_date") }
        #expect(filled.map(\.field) == ["committed_from_date"] && filled.map(\.headers) == [["Committed from date"]])
        #expect(dates.reasons.map(\.field).suffix(2) == ["committed_from_date", nil])
        #expect(dates.profile.ignored == [])
        let street = try proposed(["Crime Ref No", "Address", "Street", "Street"], ["C1", "1 HIGH ST", "HIGH ST", "LUTON"])
        #expect(street.profile.fields.first { $0.field == "offence_address" }?.headers == ["Address", "Street"])
        let degrees = try proposed(["Longitude", "Longitude", "Latitude", "Latitude"], ["-0.4", "1", "51.9", "1"])
        #expect(
            degrees.profile.places.map(\.longitude) == ["Longitude"]
                && degrees.reasons.map { $0.field == nil } == [false, true, false, true])
    }

    @Test func renamedAndReorderedHeadersGetAProposal() throws {
        let headers = [
            "Northing", "Easting", "Offence Location", "HO Offence Code", "Crime Ref No", "From Date", "From Time", "To Date", "To Time",
            "MOE",
            "Alcohol Flag", "Domestic Flag",
        ]
        let rows = (0..<40).map { row in
            [
                "\(221_000 + row)", "\(508_000 + row * 3)", "\(row) High Street Luton", row % 2 == 0 ? "8N" : "28A", "CR\(1000 + row)",
                "\(row % 28 + 1)/05/2021", "12:\(10 + row)", "\(row % 28 + 1)/05/2021", "13:\(10 + row)", "Forced door",
                row % 2 == 0 ? "Y" : "N", "N",
            ]
        }
        let choice = try choose("police-recorded-crime-offence", headers, rows)
        #expect(choice.origin == .proposed)
        #expect(choice.confidence >= 0.5)
        let fields = Dictionary(uniqueKeysWithValues: choice.profile.fields.map { ($0.field, $0.headers.first ?? "") })
        #expect(fields["crime_reference_number"] == "Crime Ref No")
        #expect(fields["offence_type"] == "HO Offence Code")
        #expect(fields["committed_from_date"] == "From Date")
        #expect(fields["committed_from_time"] == "From Time")
        #expect(fields["committed_to_date"] == "To Date")
        #expect(fields["committed_to_time"] == "To Time")
        #expect(fields["offence_address"] == "Offence Location")
        #expect(fields["offence_easting"] == "Easting")
        #expect(fields["offence_northing"] == "Northing")
        #expect(fields["alcohol_related"] == "Alcohol Flag")
        #expect(fields["domestic_incident"] == "Domestic Flag")
        let rulebook = try Fixture.rulebook()
        let again = try MappingProfile.load(file: RulebookFile(path: "profile.yaml", text: choice.profile.yaml), rulebook: rulebook)
        #expect(again == choice.profile)
        #expect(choice.reasons.count == headers.count)
    }

    @Test func anAddressInSeveralColumnsIsJoined() throws {
        let headers = ["Log No", "Incident Date/Time", "Nature", "House No", "Street", "Town", "Post Code", "X", "Y", "Racist flag"]
        let rows = (0..<30).map {
            [
                "L\($0)", "\($0 % 28 + 1)/05/2021 10:\(10 + $0)", "Noise", "\($0)", "High Street", "Luton", "LU1 2AB", "\(508_000 + $0)",
                "\(221_000 + $0)", "N",
            ]
        }
        let choice = try choose("police-incident", headers, rows)
        let fields = Dictionary(uniqueKeysWithValues: choice.profile.fields.map { ($0.field, $0.headers) })
        #expect(fields["incident_reference_number"] == ["Log No"])
        #expect(fields["incident_address"] == ["House No", "Street", "Town"])
        #expect(fields["incident_date"] == ["Incident Date/Time"])
        #expect(fields["incident_time"] == ["Incident Date/Time"])
        #expect(fields["incident_postcode"] == ["Post Code"])
        #expect(fields["domestic_incident"] == nil)
    }

    @Test func fewHeadersSharedByRecordTypesAreTakenAsAsked() throws {
        let headers = ["incident_reference_number", "incident_type", "incident_date", "incident_time", "incident_address"]
        for asked in ["police-incident", "fire-and-rescue-incident", "council-asb-and-environmental-crime"] {
            #expect(try choose(asked, headers).origin == .standard)
        }
    }

    @Test func streetHeadersInAnotherOrderAndCaseAreStillTheStreetFile() throws {
        let choice = try choose("police-recorded-crime-offence", Self.street.reversed().map { $0.uppercased() })
        #expect(choice.profile.name == "police-uk-street")
    }

    @Test func headersThatSayNothingAreRefused() throws {
        let mismatch = #expect(throws: ProfileMismatch.self) {
            try choose("police-recorded-crime-offence", ["colour", "shape", "weight"], [["red", "round", "3"], ["blue", "flat", "4"]])
        }
        #expect(mismatch?.code == "no-profile-fits")
    }

    @Test func monthFirstDatesAreNoticedInAProposal() throws {
        let headers = ["Incident Ref", "Incident Date", "Incident Time", "Incident Type", "Address", "Easting", "Northing"]
        let rows = (0..<30).map {
            ["I\($0)", "05/\($0 % 28 + 1)/2021", "12:00", "Noise", "\($0) High Street", "\(508_000 + $0)", "\(221_000 + $0)"]
        }
        let choice = try choose("police-incident", headers, rows)
        #expect(choice.profile.fields.first { $0.field == "incident_date" }?.dateOrder == .monthFirst)
        let yearFirst = rows.map { row in
            row.enumerated().map { $0.offset == 1 ? "85/03/\(10 + (Int(row[0].dropFirst()) ?? 0) % 20)" : $0.element }
        }
        let other = try choose("police-incident", headers, yearFirst)
        #expect(other.profile.fields.first { $0.field == "incident_date" }?.dateOrder == .yearFirst)
    }
}
