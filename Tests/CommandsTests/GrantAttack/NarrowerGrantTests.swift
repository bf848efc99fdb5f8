import Foundation
import Guidance
import Testing

/// A grant is a wall on every side: fields, persons, people, areas, period, the way it travels.
@Suite("Attempts to get more than a narrower grant gives", .serialized)
struct NarrowerGrantTests {
    /// What the narrow grant gives of a field.
    private static let given = ["offender_reference_number", "name", "current_status"]

    @Test("fields and persons outside it appear in no answer, extract or package, and no question about them tells anything")
    func narrower() throws {
        let hub = try AttackHub()
        // Three were asked about with all of their fields; the first two and three fields are granted. The third is held back.
        let asked = Array(hub.offenders[0..<3])
        let narrow = try hub.grant(asked, less: Self.given.flatMap { ["--field", $0] } + ["--person", "1", "--person", "2"])
        let allowed = asked[0..<2].flatMap { [$0.reference, $0.name] }
        try shown(hub, narrow, allowed)
        try oracles(hub, narrow, allowed, known: asked[0], withheld: asked[2])
        try taken(hub, narrow, allowed)
        try together(hub, narrow, allowed)
        try areas(hub)
        try packages(hub)
        try byRule(hub)
    }

    private func asking(_ grant: String, by actor: String = "m-rao") -> [String] {
        ["--as", actor, "--purpose", "case meeting", "--dataset", AttackHub.type, "--grant", grant]
    }

    /// Shown records are those two, with those three fields, however many are asked for.
    private func shown(_ hub: AttackHub, _ grant: String, _ allowed: [String]) throws {
        for count in ["1000", "9223372036854775807", "-9223372036854775808", "-5", "0"] {
            let result = try hub.harness.must(["query"] + asking(grant) + ["--show=\(count)", "--json"])
            #expect(hub.marks(in: result.output + result.notes, allowing: allowed).isEmpty, "--show \(count)")
            let answer = try #require(result.objects.first)
            let records = try #require(answer["records"] as? [[String: String]])
            #expect(answer["total"] as? Int == 2 && records.count == (count.hasPrefix("-") || count == "0" ? 0 : 2))
            #expect(records.allSatisfy { Set($0.keys).isSubset(of: Self.given) })
        }
        for by in ["name", "name,current_status", "offender_reference_number", "current_status,current_status", "NAME"] {
            let result = try hub.harness.must(["query"] + asking(grant) + ["--by", by, "--json"])
            #expect(hub.marks(in: result.output + result.notes, allowing: allowed).isEmpty, "--by \(by)")
            #expect(!hub.marks(in: result.output).isEmpty || by.lowercased().hasPrefix("current"), "it gives what it should: --by \(by)")
        }
    }

    /// A question about what was not granted is refused alike whatever the truth is; one about other persons finds nobody.
    private func oracles(
        _ hub: AttackHub, _ grant: String, _ allowed: [String], known: AttackHub.Offender, withheld: AttackHub.Offender
    ) throws {
        let truth = [
            "gender": "Male", "age": known.born, "ethnicity": "W1", "occupation": known.occupation, "offences_committed": known.offence,
            "offender_address": known.street, "offender_postcode": "LU4 3BH", "offender_area": known.area, "offender_easting": "505149",
            "offender_northing": "220782",
        ]
        for field in AttackHub.fields where !Self.given.contains(field) {
            let value = try #require(truth[field])
            for mark in ["=", "~"] {
                let answers = try [value, "Zzz"].map {
                    try hub.attack(
                        ["query"] + asking(grant) + ["--where", "\(field)\(mark)\($0)", "--json"], "a field not granted", exits: [65, 77])
                }
                #expect(
                    answers[0].output == answers[1].output && answers[0].notes == answers[1].notes, "\(field) tells: \(answers[0].notes)")
            }
            try hub.attack(["query"] + asking(grant) + ["--by", field], "counted by a field not granted", exits: [65, 77])
            try hub.attack(["query"] + asking(grant) + ["--by", "name,\(field)"], "counted by one granted and one not", exits: [65, 77])
            try hub.attack(
                ["extract"] + asking(grant) + ["--where", "\(field)=\(value)", "--to", "{out}"], "taken by a field not granted",
                exits: [65, 77])
        }
        for derived in [
            "age_year", "age_month", "age_group", "ethnicity_group", "gender_group", "month", "weekday", "hour", "year", "quarter", "ward",
            "lsoa",
            "district", "sector", "postcode", "street", "Offender-Postcode", "offender_postcode_district",
        ] {
            try hub.attack(["query"] + asking(grant) + ["--by", derived, "--json"], "derived", exits: [65, 77])
            try hub.attack(["query"] + asking(grant) + ["--where", "\(derived)~1", "--json"], "derived", exits: [65, 77])
        }
        try hub.attack(["query"] + asking(grant) + ["--from", "1900", "--json"], "a period of what has none", exits: [65, 77])
        // The person held back, one never asked about, and nobody at all: no difference.
        func found(_ filters: [String]) throws -> Int? {
            let result = try hub.harness.must(
                ["query"] + asking(grant) + filters.flatMap { ["--where", $0] } + ["--show", "50", "--json"])
            #expect(
                hub.marks(in: result.output + result.notes, allowing: allowed + filters.map { String($0.drop { $0 != "=" }.dropFirst()) })
                    .isEmpty)
            return result.objects.first?["total"] as? Int
        }
        for other in [withheld, hub.offenders[9]] {
            #expect(try found(["offender_reference_number=\(other.reference)"]) == 0)
            #expect(try found(["name=\(other.name)"]) == 0)
            #expect(try found(["offender_reference_number=\(other.reference)", "offender_reference_number=\(known.reference)"]) == 1)
        }
        #expect(try found(["offender_reference_number=\(known.reference)"]) == 1)
        #expect(try found(["name~zzqn"]) == 2 && found(["offender_reference_number~ZZQR"]) == 2 && found(["name="]) == 0)
    }

    /// The extract's files hold what is granted and nothing else.
    private func taken(_ hub: AttackHub, _ grant: String, _ allowed: [String]) throws {
        let place = hub.free()
        let result = try hub.harness.must(["extract"] + asking(grant) + ["--to", place])
        let text = try hub.text(below: place)
        #expect(hub.marks(in: text + result.output + result.notes, allowing: allowed).isEmpty && !text.contains("LU4 3BH"))
        let rows = try String(contentsOfFile: "\(place)/\(AttackHub.type).csv", encoding: .utf8).split(separator: "\r\n")
        #expect(rows.count == 3 && rows[0] == Self.given.joined(separator: ","), "\(rows[0])")
        // Only the very data of an extract goes on; a longer list does not pass for it.
        try hub.attack(
            ["package", "seal", "{file}", "--grant", grant, "--agency", "probation", "--to", "{out}", "--as", "m-rao"], "another file")
        try hub.attack(
            [
                "package", "seal", "\(place)/\(AttackHub.type).csv", "--grant", grant, "--agency", "luton-council", "--to", "{out}", "--as",
                "m-rao",
            ], "onward without leave")
    }

    /// Two grants in one command are not more than one of them; others of the same agency have nothing of it.
    private func together(_ hub: AttackHub, _ narrow: String, _ allowed: [String]) throws {
        let other = try hub.grant([hub.offenders[4]], fields: ["offender_reference_number", "occupation"])
        let second = [hub.offenders[4].reference, hub.offenders[4].occupation]
        for (grants, may) in [([other, narrow], allowed), ([narrow, other], second)] {
            let result = try hub.harness.run(["query"] + asking(grants[0]) + ["--grant", grants[1], "--show", "50", "--json"])
            #expect(hub.marks(in: result.output + result.notes, allowing: may).isEmpty, "\(grants): \(result.output)")
        }
        try hub.attack(["query"] + asking(narrow) + ["--as", "m-two", "--show", "9"], "named twice")
        let people = try hub.grant([hub.offenders[5]], recipients: "m-rao, m-two", less: ["--recipient", "m-rao"])
        for way in hub.ways("m-two", people) { try hub.attack(way, "asked for and not given to them") }
        // What was narrowed cannot be widened by anybody afterwards.
        for (step, who) in [
            (["request", "grant", "r000001", "--why", "more of it"], "p-officer"),
            (["request", "state", "r000001", "consent-given=yes"], "m-rao"),
            (["request", "answer", "r000001", "--text", "all of it"], "m-rao"),
            (["request", "grant", "r000001", "--why", "mine"], "m-rao"),
        ] { try hub.attack(step + ["--as", who], "after the decision", exits: [65, 77]) }
        for who in ["m-rao", "m-two", "c-officer", "guardian", "co-ordinator", "checker"] {
            try hub.attack(["request", "persons", "r000001", "--as", who], "the persons asked about")
        }
    }

    private func areas(_ hub: AttackHub) throws {
        let asked = Array(hub.offenders[0..<4])
        let inside = asked.filter { $0.area == "E01015677" }
        let grant = try hub.grant(asked, less: ["--area", "E01015677"])
        let all = try hub.harness.must(["query"] + asking(grant) + ["--show", "50", "--by", "offender_area", "--json"])
        #expect(Set(hub.marks(in: all.output)) == Set(inside.flatMap(\.marks)))
        let outside = try hub.harness.must(["query"] + asking(grant) + ["--where", "offender_area=E01015675", "--show", "50", "--json"])
        #expect(outside.objects.first?["total"] as? Int == 0 && hub.marks(in: outside.output).isEmpty)
        let place = hub.free()
        try hub.harness.must(["extract"] + asking(grant) + ["--to", place])
        #expect(Set(hub.marks(in: try hub.text(below: place))) == Set(inside.flatMap(\.marks)))
    }

    /// What travels sealed is seen by nobody on the way: not on a screen, not in a folder, not in another agency's package.
    private func packages(_ hub: AttackHub) throws {
        let key = try hub.harness.must("package", "key", "--to", hub.harness.path("probation.key")).output.trimmingCharacters(in: .newlines)
        try hub.harness.must("package", "trust", "--agency", "probation", "--key", key, "--as", "pr-officer")
        let sealed = try hub.grant([hub.offenders[6]], transfer: "sealed-package")
        for way in hub.ways("m-rao", sealed)[1...3] { try hub.attack(way, "not on a screen") }
        let package = hub.free()
        let result = try hub.harness.must(["extract"] + asking(sealed) + ["--to", package])
        #expect(hub.marks(in: result.output + result.notes).isEmpty)
        #expect(hub.marks(in: String(decoding: try Data(contentsOf: URL(filePath: package)), as: UTF8.self)).isEmpty)
        let encrypted = try hub.grant([hub.offenders[7]], less: ["--transfer", "encrypted-container"])
        for way in hub.ways("m-rao", encrypted)[1...4] { try hub.attack(way, "only encrypted") }
    }

    /// A grant by rule bounds depersonalised records as well.
    private func byRule(_ hub: AttackHub) throws {
        let grant = try hub.ruleGrant()
        let asked = ["--as", "a-shah", "--purpose", "profile", "--dataset", hub.harness.crime, "--grant", grant]
        let whole = try hub.harness.must(["query"] + asked + ["--by", "month", "--show", "1000", "--json"])
        let total = try #require(whole.objects.first?["total"] as? Int)
        #expect(total > 0 && total < SmallSupply.records)
        for more in [["--from", "1990"], ["--to", "2999"], ["--from", "1990-01-01", "--to", "2999-12-31"]] {
            #expect(
                try hub.harness.must(["query"] + asked + more + ["--show", "1000", "--json"]).objects.first?["total"] as? Int == total,
                "\(more)")
        }
        #expect(try hub.harness.must(["query"] + asked + ["--to", "2023-03", "--json"]).objects.first?["total"] as? Int == 0)
        let records = try #require(whole.objects.first?["records"] as? [[String: String]])
        let supplied = try String(contentsOfFile: hub.harness.path("offences.csv"), encoding: .utf8).split(separator: "\r\n").dropFirst()
        let references = supplied.compactMap { $0.split(separator: ",").first.map(String.init) }
        #expect(records.count == total && references.allSatisfy { !whole.output.contains($0) }, "references are keyed")
        #expect(
            records.allSatisfy { Set($0.keys).isSubset(of: ["crime_reference_number", "offence_type", "committed_from_date"]) }
                && records.allSatisfy { ("2023-04"..."2023-06-30").contains($0["committed_from_date"] ?? "") })
        for field in [
            "hour", "ward", "street", "postcode", "method_of_entry", "committed_to_date", "crime_type", "committed_to_date_month",
        ] {
            try hub.attack(["query"] + asked + ["--by", field], "a field not granted", exits: [65, 77])
            try hub.attack(["query"] + asked + ["--where", "\(field)~a"], "a field not granted", exits: [65, 77])
        }
        try hub.attack(["query"] + asked + ["--where", "crime_reference_number=\(references[0])"], "by the supplier's own reference")
        try hub.attack(["query"] + asked + ["--where", "crime_reference_number~ZZ"], "by a part of it")
        for way in hub.ways("c-officer", grant, dataset: hub.harness.crime)[1...1] { try hub.attack(way, "a rule's grant used by another") }
        for way in hub.ways("a-shah", grant).dropLast() {
            try hub.attack(way, "a rule's grant of depersonalised records opens personal ones")
        }
    }
}
