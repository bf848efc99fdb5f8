import Guidance
import Intake
import Places
import Tables
import Testing

@testable import Depersonalisation

/// Whole batches through Tables, Intake and Depersonalisation.
struct DepersonaliserTests {
    /// 40 sectors of 12 units with 0 to 11 counted properties, some not counted, over two districts.
    static let units: [MadeUnit] = {
        var state: UInt64 = 5
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 40) % limit
        }
        let letters = Array("ABDEFGHJLNPQ")
        var units: [MadeUnit] = []
        for outward in 1...4 {
            for sector in 0..<10 {
                for letter in letters {
                    let count = next(12)
                    units.append(
                        MadeUnit(
                            postcode: "M\(outward) \(sector)A\(letter)", easting: Int32(380_000 + outward * 2000 + next(900)),
                            northing: Int32(390_000 + sector * 1000 + next(900)), properties: count == 11 ? nil : count,
                            lsoa: "E0100\(1000 + outward * 100 + sector)", district: outward < 3 ? "E08000003" : "E08000006"))
                }
            }
        }
        return units
    }()

    struct Places {
        let gazetteer: Gazetteer
        let rulebook: Rulebook
        let pack: RulePack
        var ladder: PlaceLadder { PlaceLadder(gazetteer: gazetteer, areas: nil, least: pack.leastProperties) }
        init() throws {
            gazetteer = try .made(DepersonaliserTests.units)
            rulebook = try Fixture.rulebook()
            pack = try Fixture.rulePack()
        }
    }

    func released(
        _ id: String, _ csv: String, _ places: Places, snappedTo: Int? = nil, linked: LinkedPlaces? = nil, chunkBytes: Int = 1 << 20
    ) throws -> (Released, DepersonalisingReport) {
        let pipeline = try Pipeline(id, places.rulebook)
        func worker(_ classes: ClassCounts?) -> Depersonaliser {
            Depersonaliser(
                recordType: pipeline.recordType, rulePack: places.pack, rulebook: places.rulebook, ladder: places.ladder,
                snappedTo: snappedTo, classes: classes, linked: linked, today: 2026_11_24)
        }
        let tables = try pipeline.validated(csv, chunkBytes: chunkBytes)
        var classes: ClassCounts?
        if Depersonaliser.needsCounting(pipeline.recordType) {
            let first = worker(nil), second = worker(nil)
            for (index, table) in tables.enumerated() { (index % 2 == 0 ? first : second).count(table) }
            var merged = first.counts
            merged.merge(second.counts)
            classes = merged
        }
        let last = worker(classes)
        var output = Released()
        for table in tables { output.add(last.depersonalise(table)) }
        return (output, last.report)
    }

    static func offences(_ count: Int, seed: UInt64 = 3) -> [(reference: String, postcode: String, street: String, address: String)] {
        var state = seed
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 40) % limit
        }
        let streets = ["HIGH STREET", "STATION ROAD", "ELM GROVE", "CHURCH LANE"]
        return (0..<count).map { index in
            let unit = units[next(units.count)]
            let street = streets[next(4)]
            return (
                "REF\(index)", unit.postcode, street,
                "FLAT \(next(90) + 1), \(next(200) + 1) \(street), CHORLTON, MANCHESTER, \(unit.postcode)"
            )
        }
    }

    /// Properties that a released place leaves possible under the pinned gazetteer, for somebody who knows it and the rules: only units that
    /// would have been released as this place.
    static func candidates(_ gazetteer: Gazetteer) throws -> [String: Int] {
        let ladder = PlaceLadder(gazetteer: gazetteer, areas: nil, least: 4)
        var counts: [String: Int] = [:]
        for made in units {
            guard let unit = gazetteer.unit(try Fixture.packed(made.postcode)) else { continue }
            counts[ladder.entry(for: unit).label, default: 0] += made.properties ?? 0
        }
        return counts
    }

    @Test func everyReleasedPlaceLeavesFourProperties() throws {
        let places = try Places()
        let rows = Self.offences(3000)
        let csv =
            "crime_reference_number,offence_address\n" + rows.map { "\($0.reference),\"\($0.address)\"" }.joined(separator: "\n") + "\n"
        let (output, report) = try released("police-recorded-crime-offence", csv, places, chunkBytes: 20_000)
        #expect(output.rows.count + output.heldBack.count == rows.count)
        let candidates = try Self.candidates(places.gazetteer)
        for row in output.rows {
            let place = row["offence_place"] ?? ""
            if place.isEmpty {
                #expect(row["offence_rung"] == "withheld")
            } else {
                #expect(candidates[place, default: 0] >= 4, "\(place)")
            }
            if row["offence_rung"] != "postcode" {
                #expect(row["offence_street"] == "" && row["offence_postcode"] == "")
                #expect(row["offence_locality"] == "MANCHESTER")
            } else {
                #expect(row["offence_street"]?.isEmpty == false && row["offence_postcode"] == place)
            }
        }
        #expect(report.groups["offence"]?.rungs.values.reduce(0, +) == rows.count)
        #expect(report.groups["offence"]?.displacement.records ?? 0 > 0)
        #expect(report.lines.contains { $0.hasPrefix("Place of offence: ") })
    }

    /// Offence, offender and victim of one case, joined by their reference: the places together still leave four properties.
    @Test func theJoinOfTheThreeFilesLeavesFourProperties() throws {
        let places = try Places()
        let offences = Self.offences(400)
        let people = Self.offences(400, seed: 8)
        var rows: [String: [[String: String]]] = [:]
        for (id, source, group) in [
            ("police-recorded-crime-offence", offences, "offence"), ("police-recorded-crime-offender", people, "offender"),
            ("police-recorded-crime-victim", offences, "victim"),
        ] {
            let csv =
                "crime_reference_number,\(group)_address\n" + source.map { "\($0.reference),\"\($0.address)\"" }.joined(separator: "\n")
                + "\n"
            for row in try released(id, csv, places).0.rows { rows[row["crime_reference_number"] ?? "", default: []].append(row) }
        }
        let candidates = try Self.candidates(places.gazetteer)
        for (_, joined) in rows {
            let offence = joined.compactMap { $0["offence_place"] }.first ?? ""
            let victim = joined.compactMap { $0["victim_place"] }.first ?? ""
            // The same address in both files is released as the same place, so the join says no more than either.
            #expect(offence == victim)
            if !offence.isEmpty { #expect(candidates[offence, default: 0] >= 4) }
        }
        #expect(rows.count == 400)
    }

    @Test func anExactPublicPlaceIsNotKeptWhereTheVictimLives() throws {
        let places = try Places()
        let home = try #require(Self.units.first { ($0.properties ?? 0) >= 4 })
        var linked = LinkedPlaces()
        "R1".withCString {
            linked.add(
                reference: UnsafeRawBufferPointer(start: $0, count: 2), place: home.postcode, rung: .postcode, nearestPlace: nil,
                isResidence: true)
        }
        let csv =
            "crime_reference_number,offence_easting,offence_northing\nR1,\(home.easting),\(home.northing)\nR2,\(home.easting),\(home.northing)\n"
        let (output, _) = try released("police-recorded-crime-offence", csv, places, snappedTo: 8, linked: linked)
        #expect(output.rows[0]["offence_rung"] != "snapped")
        #expect(output.rows[1]["offence_rung"] == "snapped")
        #expect(output.rows[1]["offence_easting"] == "\(home.easting)")
        var exact = LinkedPlaces()
        "R1".withCString {
            exact.add(
                reference: UnsafeRawBufferPointer(start: $0, count: 2), place: "\(home.easting) \(home.northing) exact", rung: .exact,
                nearestPlace: nil, isResidence: false)
        }
        let victims = "crime_reference_number,victim_postcode\nR1,\(home.postcode)\nR2,\(home.postcode)\n"
        let (homes, _) = try released("police-recorded-crime-victim", victims, places, linked: exact)
        #expect(homes.rows[0]["victim_rung"] == "withheld")
        #expect(homes.rows[1]["victim_rung"] == "postcode")
    }

    @Test func pointsThatWereNotSnappedFarEnoughClimbTheLadder() throws {
        let places = try Places()
        let csv = "crime_reference_number,offence_easting,offence_northing\nR1,382500,390500\nR2,600000,100000\n"
        let (output, _) = try released("police-recorded-crime-offence", csv, places, snappedTo: 3)
        #expect(output.rows[0]["offence_easting"] != "382500")
        #expect(output.rows[1]["offence_rung"] == "withheld")
    }

    /// Rule 7: people alike in everything released are at least four.
    @Test func peopleAreNeverFewerThanFourOfAKind() throws {
        let places = try Places()
        let homes = Self.offences(1500, seed: 21)
        var lines = ["crime_reference_number,gender,victim_age,victim_ethnicity,occupation,victim_address"]
        let type = try Fixture.type("police-recorded-crime-victim", places.rulebook)
        let quasi = type.fields.filter { $0.rule == .quasi || $0.rule == .age }.map(\.name)
        let occupations = ["nurse", "teacher", "driver", "unemployed", "MARKED-OCCUPATION"]
        lines[0] = "crime_reference_number,victim_address," + quasi.joined(separator: ",")
        for (index, home) in homes.enumerated() {
            let values = quasi.map { name -> String in
                let field = type.field(name)
                if field?.type == .age { return String(18 + index % 60) }
                if let list = field?.codeList.flatMap(places.rulebook.codeList), !list.codes.isEmpty {
                    return list.codes[index / 7 % list.codes.count].code
                }
                return occupations[index % occupations.count]
            }
            lines.append("\(home.reference),\"\(home.address)\"," + values.map { "\"\($0)\"" }.joined(separator: ","))
        }
        let (output, report) = try released("police-recorded-crime-victim", lines.joined(separator: "\n") + "\n", places, chunkBytes: 9000)
        #expect(output.rows.count + output.heldBack.count == homes.count)
        #expect(!output.rows.isEmpty)
        let names = output.fields.filter { $0.role == .quasi }.map(\.name) + ["victim_place", "victim_street", "victim_locality"]
        var classes: [[String]: Int] = [:]
        for row in output.rows { classes[names.map { row[$0] ?? "" }, default: 0] += 1 }
        #expect(classes.values.min() ?? 0 >= 4)
        #expect(report.smallestClass ?? 0 >= 4)
        #expect(report.generalisations.values.reduce(0, +) == output.rows.count)
    }

    /// Rule 7 counts people: somebody with many records is still one, and records that name nobody add nobody.
    @Test func manyRecordsOfOnePersonAreNotAClass() throws {
        let places = try Places()
        let home = try #require(Self.units.first { ($0.properties ?? 0) >= 4 }).postcode
        func offenders(_ references: [String]) throws -> (Released, DepersonalisingReport) {
            let rows = references.enumerated().map { "CR\($0),\($1),Male,34,W1,\(home)" }
            return try released(
                "police-recorded-crime-offender",
                "crime_reference_number,offender_reference_number,gender,age,ethnicity,offender_postcode\n" + rows.joined(separator: "\n")
                    + "\n", places)
        }
        let (one, report) = try offenders(["P1", "P1", "P1", "P1", "P2", "P2", "P3"])
        #expect(one.rows.isEmpty && one.heldBack.count == 7)
        #expect(report.heldBack["class-below-k"]?.count == 7)
        let (four, whole) = try offenders(["P1", "P1", "P1", "P1", "P2", "P2", "P3", "P4"])
        #expect(four.rows.count == 8 && four.rows.allSatisfy { $0["offender_postcode"] == home && $0["age"] == "34" })
        #expect(whole.smallestClass == 8)
        #expect(whole.lines.contains { $0.hasSuffix("people, told apart by offender_reference_number") })
        let (nobody, withheld) = try offenders(["P1", "P2", "P3", "", ""])
        #expect(nobody.rows.isEmpty && withheld.heldBack["person-not-referenced"]?.count == 2)
    }

    /// Three people in one street and one in another, alike but for that: nobody's street is told.
    @Test func aStreetIsKeptOnlyForFourAlikeInIt() throws {
        let places = try Places()
        let home = try #require(Self.units.first { ($0.properties ?? 0) >= 4 }).postcode
        func victims(_ streets: [String]) throws -> (Released, DepersonalisingReport) {
            let rows = streets.enumerated().map { "CR\($0),Female,50,W1,\"\($0 + 1) \($1), MANCHESTER, \(home)\"" }
            return try released(
                "police-recorded-crime-victim",
                "crime_reference_number,gender,age,ethnicity,victim_address\n" + rows.joined(separator: "\n")
                    + "\n", places)
        }
        let (apart, report) = try victims(["HIGH STREET", "HIGH STREET", "HIGH STREET", "MILL LANE"])
        #expect(apart.rows.count == 4)
        #expect(apart.rows.allSatisfy { $0["victim_street"] == "" && $0["victim_locality"] == "" && $0["victim_postcode"] == home })
        #expect(report.generalisations["street and locality removed"] == 4)
        #expect(report.lines.contains { $0.contains("count records, not people") })
        let (together, _) = try victims([String](repeating: "HIGH STREET", count: 4))
        #expect(together.rows.count == 4 && together.rows.allSatisfy { $0["victim_street"] == "HIGH STREET" && $0["age"] == "50" })
    }

    /// The name of a school tells who is meant as much as its place does: four pupils at four schools are no class.
    @Test func aSchoolIsNamedOnlyForFourAlikeAtIt() throws {
        let places = try Places()
        func pupils(_ schools: [String]) throws -> Released {
            let rows = schools.map { "Female,12,A1,\($0),2026-03-02" }
            return try released(
                "school-exclusion", "gender,age,ethnicity,school_name,exclusion_date\n" + rows.joined(separator: "\n") + "\n", places
            ).0
        }
        let apart = try pupils(["Ash School", "Beech School", "Cedar School", "Elm School"])
        #expect(apart.rows.count == 4 && apart.rows.allSatisfy { $0["school_name"] == "" })
        let together = try pupils([String](repeating: "Ash School", count: 4))
        #expect(together.rows.count == 4 && together.rows.allSatisfy { $0["school_name"] == "Ash School" && $0["age"] == "12" })
    }

    /// Rule 8: what was typed into a field with an open list comes out as the list's code for others, or not at all.
    @Test func onlyListedCodesAreReleased() throws {
        let places = try Places()
        let typed = "Fist by Darren Marked of 14 Acacia Road, tel 07700 900123"
        let (output, report) = try released(
            "council-asb-and-environmental-crime",
            "incident_reference_number,incident_type,waste_size_or_weight\nR1,\"\(typed)\",\"\(typed)\"\nR2,Graffiti,Single black bag\nR3,,\n",
            places)
        #expect(output.rows.map { $0["incident_type"] } == ["Other", "Graffiti", ""])
        #expect(output.rows.map { $0["waste_size_or_weight"] } == ["", "Single black bag", ""])
        #expect(report.codesNotListed == ["incident_type": 1, "waste_size_or_weight": 1])
        #expect(report.lines.contains { $0.hasSuffix("incident_type 1, waste_size_or_weight 1") })
    }

    @Test func offenceCodesThatTheListDoesNotHoldAreReleasedByTheirForm() throws {
        let codes = ["28E", "105Q", "999/1", "8N by Darren", "07700900123", "14 ACACIA", "ABC", "1234", "1ABC"]
        let (output, report) = try released(
            "police-recorded-crime-offence",
            "crime_reference_number,offence_type\n" + codes.enumerated().map { "R\($0),\($1)\n" }.joined(), try Places())
        #expect(output.rows.map { $0["offence_type"] } == ["28E", "105Q", "999/1", "", "", "", "", "", ""])
        #expect(report.codesNotListed == ["offence_type": 6])
    }

    /// Rule 5: an offence that happens in a dwelling, or whose kind the list does not hold, is not exact even where the record says street.
    @Test func offencesInDwellingsAreNeverExact() throws {
        let places = try Places()
        let home = try #require(Self.units.first { ($0.properties ?? 0) >= 4 })
        let codes = ["46", "28E", "29A", "40", "58A", "no such code", ""]
        let rows = codes.enumerated().map { "R\($0),\($1),Street,\(home.easting),\(home.northing)" }
        let (output, _) = try released(
            "police-recorded-crime-offence",
            "crime_reference_number,offence_type,location_type,offence_easting,offence_northing\n" + rows.joined(separator: "\n") + "\n",
            places)
        let exact = output.rows.map { $0["offence_rung"] == "exact" }
        #expect(exact == [true, false, false, false, false, false, true])
    }

    /// Ages that were supplied as bands come out as bands, and are classed as such.
    @Test func bandsOfAgeAreKept() throws {
        let places = try Places()
        let ages = [String](repeating: "18-24", count: 4) + [String](repeating: "over 34", count: 4) + ["20-24", "21", "22", "23"]
        let rows = ages.enumerated().map { "CR\($0),\($1)" }
        let (output, report) = try released(
            "police-recorded-crime-victim", "crime_reference_number,age\n" + rows.joined(separator: "\n") + "\n", places)
        #expect(output.rows.map { $0["age"] } == ages.prefix(8).map { $0 } + [String](repeating: "20-24", count: 4))
        #expect(report.heldBack.isEmpty)
    }

    /// A field that the rulebook deletes is gone, also where it says a place.
    @Test func deletedPlacesAreGone() throws {
        let places = try Places()
        let rulebook = try Rulebook.load(
            files: Fixture.files().filter { !$0.path.hasPrefix("rule-packs/") && !$0.path.hasPrefix("profiles/") }.map { file in
                let text = file.text.replacing("        place: vehicle\n", with: "        place: vehicle\n        rule: delete\n")
                return RulebookFile(path: file.path, text: text)
            })
        let type = try Fixture.type("council-asb-and-environmental-crime", rulebook)
        let deleted = type.fields.filter { $0.place?.group == "vehicle" }
        #expect(!deleted.isEmpty && deleted.allSatisfy { $0.rule == .delete })
        let depersonaliser = Depersonaliser(
            recordType: type, rulePack: places.pack, rulebook: rulebook, ladder: places.ladder, snappedTo: nil,
            classes: nil, linked: nil, today: 2026_11_24)
        #expect(!depersonaliser.fields.contains { $0.name.hasPrefix("vehicle_") && $0.role == .place })
        #expect(deleted.allSatisfy { depersonaliser.report.fieldsRemoved[$0.name] == "rule 1" })
    }

    /// Marked personal values never come out of any column of any depersonalised record type.
    @Test func markedValuesNeverComeOut() throws {
        let places = try Places()
        for type in places.rulebook.recordTypes where type.information == .depersonalised {
            var values: [String] = []
            for field in type.fields {
                switch (field.rule, field.type) {
                case (.delete, _), (.holdBack, _), (_, .freeText): values.append("MARKED PERSON \(field.name)")
                case (_, .address): values.append("Flat 77, MARKED House, 99 High Street, Chorlton, Manchester, M1 1AA (MARKED PERSON)")
                case (.age, _): values.append("1999-12-31")
                case (.key, _): values.append("REFERENCE-OF-ROW")
                case (_, .code), (_, .flag): values.append("MARKED PERSON of 99 High Street")
                default: values.append("")
                }
            }
            let header = type.fields.map(\.name).joined(separator: ",")
            let line = values.map { "\"\($0)\"" }.joined(separator: ",")
            let (output, report) = try released(
                type.id.rawValue, header + "\n" + (0..<5).map { line.replacing("OF-ROW", with: "\($0)") }.joined(separator: "\n") + "\n",
                places)
            #expect(output.rows.count == 5, "\(type.id)")
            for row in output.rows {
                for (name, value) in row {
                    #expect(!value.uppercased().contains("MARKED"), "\(type.id) \(name)")
                    #expect(value != "1999-12-31", "\(type.id) \(name)")
                    #expect(!value.contains("99") && !value.contains("77"), "\(type.id) \(name)")
                }
            }
            #expect(!report.lines.joined().contains("MARKED"))
            let direct = type.fields.filter { $0.rule == .delete || $0.rule == .holdBack }.map(\.name)
            #expect(Set(direct).isDisjoint(with: output.fields.map(\.name)))
        }
    }

    /// What follows a leader shares its codes, and dictionaries agree with the released fields.
    @Test func attributesFollowTheirPlace() throws {
        let places = try Places()
        let pipeline = try Pipeline("police-recorded-crime-offence", places.rulebook)
        let rows = Self.offences(50)
        let csv =
            "crime_reference_number,offence_address\n" + rows.map { "\($0.reference),\"\($0.address)\"" }.joined(separator: "\n") + "\n"
        let depersonaliser = Depersonaliser(
            recordType: pipeline.recordType, rulePack: places.pack, rulebook: places.rulebook, ladder: places.ladder,
            snappedTo: nil, classes: nil, linked: nil, today: 2026_11_24)
        for table in try pipeline.validated(csv) {
            let output = depersonaliser.depersonalise(table)
            #expect(output.columns.count == output.fields.count)
            for (field, column) in zip(output.fields, output.columns) {
                guard let leader = field.follows else { continue }
                guard case .coded(let own) = column, case .coded(let led) = output.columns[leader] else {
                    Issue.record("\(field.name) is not coded")
                    continue
                }
                #expect(own.codes == led.codes)
                #expect(own.translation?.count == led.dictionary.count)
            }
        }
    }
}
