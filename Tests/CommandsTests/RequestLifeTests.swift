import Foundation
import Testing

@Suite("The life of a request: asked, assessed, granted, used, revoked", .serialized)
struct RequestLifeTests {
    static let offenders = "prolific-and-other-priority-offender"

    /// Police, probation and a council; 40 offenders supplied and sealed. The reference of one of them.
    private func begin(_ harness: Harness) throws -> String {
        try harness.begin()
        try harness.must("agency", "add", "probation", "--name", "Probation", "--class", "probation-trust")
        try harness.must("protocol", "sign", "isp", "--agency", "probation", "--consent-document", "minute 1")
        try harness.must("person", "add", "m-rao", "--name", "M Rao", "--agency", "probation", "--role", "meeting-member")
        try harness.must("person", "add", "m-two", "--name", "M Two", "--agency", "probation", "--role", "meeting-member")
        try harness.must("agency", "liaison-officer", "beds-police", "--person", "p-officer")
        for agency in ["beds-police", "probation"] {
            try harness.must("agency", "notification", agency, "--number", "Z1234567", "--expires", "2999-12-31")
        }
        try harness.must("sample", "--dataset", Self.offenders, "--rows", "40", "--seed", "3", "--to", harness.path("ppo.csv"))
        try harness.must(
            "supply", harness.path("ppo.csv"), "--dataset", Self.offenders, "--from", "beds-police", "--as", "p-ellis", "--json")
        let rows = try String(contentsOfFile: harness.path("ppo.csv"), encoding: .utf8).split(separator: "\r\n")
        return try #require(rows.dropFirst(2).first?.split(separator: ",").first.map(String.init))
    }

    private func form(_ person: String, transfer: String = "hub", extra: String = "") -> String {
        """
        dataset: \(Self.offenders)
        source: beds-police
        purpose: service-delivery
        why: to manage the offenders of most concern
        benefit: probation's assessments come back to the police
        questions: [What progress has been made in the management of the district's PPOs?]
        precision: none
        fields: [offender_reference_number, name, current_status]
        persons: ["\(person)"]
        recipients: [m-rao]
        handler: m-rao
        format: csv
        needed-within: 5
        transfer: \(transfer)
        destroy-by: \(Self.inThirtyDays)
        necessity: the scheme cannot be run without it
        proportionality: one person and three fields
        facts:
          process-is-ppo: yes
          necessary-under-crime-and-disorder-act: yes
          ground-crime-or-disorder: yes
        \(extra)
        """
    }

    private static var inThirtyDays: String {
        let day = Date().addingTimeInterval(30 * 86_400)
        return String(ISO8601DateFormatter().string(from: day).prefix(10))
    }

    /// Whatever the assessment still asks, answered so that it may be shared.
    private func settle(_ harness: Harness, _ request: String, officer: String = "p-officer", by requester: String = "m-rao") throws {
        let no: Set<String> = [
            "information-originated-elsewhere", "information-is-drug-test-result", "information-is-treatment",
            "information-is-health-or-social-care", "held-in-confidence", "targets-on-positive-test-alone",
        ]
        for _ in 0..<40 {
            let assessment = try #require(harness.must("request", "assess", request, "--as", requester, "--json").objects.first)
            let missing = try #require(assessment["missing"] as? [[String: Any]])
            guard let fact = missing.first?["fact"] as? String else { return }
            try harness.must("request", "state", request, "\(fact)=\(no.contains(fact) ? "no" : "yes")", "--as", officer)
        }
        Issue.record("the questions do not end")
    }

    @Test("personal records are had under a grant only, within it, by those it names, until it is revoked")
    func life() throws {
        let harness = try Harness()
        let person = try begin(harness)
        try form(person).write(toFile: harness.path("request.yaml"), atomically: true, encoding: .utf8)
        try harness.must("request", "make", harness.path("request.yaml"), "--as", "m-rao")
        let asked = ["--as", "m-rao", "--purpose", "case meeting", "--dataset", Self.offenders]
        #expect(try harness.run("request", "grant", "r000001", "--why", "the scheme needs it", "--as", "p-officer").status == 77)
        #expect(try harness.run("request", "persons", "r000001", "--as", "p-officer").status == 77, "Box 1: the undertaking first")
        try harness.bind("p-officer")
        #expect(try harness.must("request", "persons", "r000001", "--as", "p-officer").output == "1  \(person)\n")
        for other in ["m-rao", "m-two", "a-shah", "p-ellis", "co-ordinator"] {
            #expect(try harness.run("request", "persons", "r000001", "--as", other).status == 77, "\(other)")
        }
        try settle(harness, "r000001")
        #expect(try harness.run(["query"] + asked + ["--grant", "g000001"]).status == 77)
        #expect(try harness.run("request", "grant", "r000001", "--why", "the scheme needs it", "--as", "m-rao").status == 77)
        let granted = try harness.must(
            "request", "grant", "r000001", "--why", "the scheme needs it", "--as", "p-officer", "--condition", "for the case meeting alone")
        #expect(granted.notes.contains("g000001"))

        // Box 1: first the undertaking.
        let unbound = try harness.run(["query"] + asked + ["--grant", "g000001"])
        #expect(unbound.status == 77 && unbound.notes.contains("undertaking"))
        try harness.bind("m-rao")

        let answer = try #require(harness.must(["query"] + asked + ["--grant", "g000001", "--show", "50", "--json"]).objects.first)
        #expect(answer["total"] as? Int == 1, "one person was asked about, forty are held")
        let records = try #require(answer["records"] as? [[String: String]])
        #expect(records.count == 1 && records[0]["offender_reference_number"] == person)
        #expect(Set(records[0].keys).isSubset(of: ["offender_reference_number", "name", "current_status"]))

        // Around it: other fields, other people, another dataset, no grant at all.
        for arguments in [
            ["query"] + asked + ["--grant", "g000001", "--by", "ethnicity"],
            ["query"] + asked + ["--grant", "g000001", "--where", "gender=Male"],
            ["query"] + asked, ["extract"] + asked + ["--to", harness.path("out")],
            ["query", "--as", "m-two", "--purpose", "case meeting", "--dataset", Self.offenders, "--grant", "g000001"],
            ["query", "--as", "a-shah", "--purpose", "case meeting", "--dataset", Self.offenders, "--grant", "g000001"],
            ["query", "--as", "p-officer", "--purpose", "case meeting", "--dataset", Self.offenders, "--grant", "g000001"],
            ["query", "--as", "m-rao", "--purpose", "case meeting", "--dataset", harness.crime, "--grant", "g000001"],
        ] { #expect(try harness.run(arguments).status != 0, "\(arguments)") }

        try harness.must(["extract"] + asked + ["--grant", "g000001", "--to", harness.path("taken")])
        let taken = try String(contentsOfFile: harness.path("taken/\(Self.offenders).csv"), encoding: .utf8)
        #expect(taken.split(separator: "\r\n").count == 2 && taken.contains(person))
        #expect(try String(contentsOfFile: harness.path("taken/README.txt"), encoding: .utf8).contains("for the case meeting alone"))
        let grant = try #require(harness.must("grant", "show", "g000001", "--as", "m-rao", "--json").objects.first)
        #expect(grant["releases"] as? Int == 2)

        // The ledger names nobody it is about.
        let log = try harness.must("ledger", "log", "--json")
        #expect(!log.output.contains(person) && log.output.contains("requestGranted"))

        try harness.must("grant", "revoke", "g000001", "--why", "the case is closed", "--as", "p-officer")
        #expect(try harness.run(["query"] + asked + ["--grant", "g000001"]).status == 77)
        #expect(try harness.run(["extract"] + asked + ["--grant", "g000001", "--to", harness.path("late")]).status == 77)
        // The next command that opens the vault has destroyed the list of persons and said so.
        let events = try harness.must("ledger", "log", "--json").objects.compactMap { $0["event"] as? [String: Any] }
        #expect(events.contains { $0["grantEnded"] != nil })
        try harness.must("grant", "attest", "g000001", "--method", "file shredded", "--as", "m-rao")

        // What anybody may know of it, and what is owed.
        #expect(try harness.run("transparency", "--to", harness.path("open"), "--as", "m-rao").status == 77)
        try harness.must("transparency", "--to", harness.path("open"))
        #expect(try harness.run("transparency", "--to", harness.path("open")).status != 0, "nothing is overwritten")
        for name in try FileManager.default.contentsOfDirectory(atPath: harness.path("open")) {
            let text = try String(contentsOfFile: harness.path("open/\(name)"), encoding: .utf8)
            #expect(!text.contains(person) && !text.contains("case meeting") && !text.contains("M Rao") && text.count > 40, "\(name)")
        }
        func table(_ name: String) throws -> String { try String(contentsOfFile: harness.path("open/\(name)"), encoding: .utf8) }
        #expect(try table("releases.csv").contains("under a grant,service-delivery"))
        #expect(try table("who-has-access.csv").contains("none: for the partnership itself,,co-ordinator,1"))
        #expect(try table("undertakings.csv").contains("luton-csp,2,1,"))
        let terms =
            "service-delivery,\(Self.offenders),beds-police,probation,1,current_status name offender_reference_number,all,all,hub,1,"
        #expect(try table("grants.csv").contains(terms) && table("grants.csv").contains(",attested"))
        #expect(try table("destruction.csv").contains("copies of g000001"))
        #expect(try table("README.md").contains("ledger.checkpoint"))
        // Anybody who has the hub's key checks the checkpoint in it, and that a later ledger continues it.
        let begun = try harness.must("ledger", "log", "--json").objects.compactMap { $0["event"] as? [String: Any] }
        let first = begun.compactMap { $0["hubInitialised"] as? [String: Any] }.first?["_0"] as? [String: Any]
        let signed = harness.path("open/ledger.checkpoint"), key = try #require(first?["verifierKey"] as? String)
        let offline = try harness.must("ledger", "verify", "--key", key, "--checkpoints", signed, signed, "--json").objects.first
        // The event of the pack's making comes after it.
        #expect(begun.last?["transparencyPackMade"] != nil && offline?["events"] as? Int == begun.count - 1)
        #expect(try table("README.md").contains("whole ledger: \(begun.count - 1) events"))
        try harness.must("agency", "notification", "beds-police", "--number", "Z7654321", "--expires", "2999-12-31")
        try harness.must("ledger", "checkpoint", "--out", harness.path("later.checkpoint"))
        try harness.must("ledger", "prove", "--from", signed, "--out", harness.path("growth.proof"))
        let growth = ["ledger", "verify", "--key", key, "--proof", harness.path("growth.proof"), "--checkpoints"]
        try harness.must(growth + [signed, harness.path("later.checkpoint")])
        #expect(try harness.run(growth + [harness.path("later.checkpoint"), signed]).status == 65)
        #expect(try harness.must("duties").output.contains("Designated Liaison Officer"))
        #expect(try harness.must("barriers").output.contains("ad hoc"))
        try harness.must("ledger", "verify")
    }

    @Test("information leaves only as the grant says it travels")
    func transfer() throws {
        let harness = try Harness()
        let person = try begin(harness)
        try form(person, transfer: "removable-media").write(toFile: harness.path("request.yaml"), atomically: true, encoding: .utf8)
        try harness.must("request", "make", harness.path("request.yaml"), "--as", "m-rao")
        try settle(harness, "r000001")
        try harness.must("request", "grant", "r000001", "--why", "the scheme needs it", "--as", "p-officer")
        try harness.bind("m-rao")
        let extract = ["extract", "--as", "m-rao", "--purpose", "case meeting", "--dataset", Self.offenders, "--grant", "g000001", "--to"]
        #expect(try harness.run(extract + [harness.path("plain")]).status == 77)
        #expect(try harness.run(extract + [harness.path("one.zip"), "--encrypt"]).status == 77, "the medium is not entered yet")
        let media = [
            "grant", "media", "g000001", "--medium", "memory stick 12", "--necessity", "one record of three fields", "--encryption",
            "fips-140-2", "--carrier", "m-rao", "--as", "m-rao", "--monitor",
        ]
        #expect(try harness.run(media + ["m-rao"]).status == 77, "nobody monitors themselves")
        #expect(try harness.run(media + ["m-two"]).status == 77, "no liaison officer")
        try harness.must(media + ["p-officer"])
        try harness.must(extract + [harness.path("one.zip"), "--encrypt"])
    }

    @Test("what is supplied for one grant is had under it alone, and is destroyed with certificates when it ends")
    func suppliedForOne() throws {
        let harness = try Harness()
        let person = try begin(harness)
        try harness.bind("m-rao")
        for (number, reference) in [(1, person), (2, "NO-SUCH-PERSON")] {
            try form(reference).write(toFile: harness.path("request.yaml"), atomically: true, encoding: .utf8)
            try harness.must("request", "make", harness.path("request.yaml"), "--as", "m-rao")
            try settle(harness, "r00000\(number)")
            try harness.must("request", "grant", "r00000\(number)", "--why", "the scheme needs it", "--as", "p-officer")
        }
        // The same forty and one of them again: another file, for the first grant.
        let rows = try String(contentsOfFile: harness.path("ppo.csv"), encoding: .utf8)
        try (rows + rows.split(separator: "\r\n").dropFirst(2).prefix(1).joined() + "\r\n").write(
            toFile: harness.path("again.csv"), atomically: true, encoding: .utf8)
        let supply = ["supply", harness.path("again.csv"), "--dataset", Self.offenders, "--from", "beds-police", "--as", "p-ellis"]
        #expect(try harness.run(supply + ["--grant", "g000009"]).status == 77)
        #expect(
            try harness.run(
                "supply", harness.path("again.csv"), "--dataset", harness.crime, "--from", "beds-police", "--as", "p-ellis", "--grant",
                "g000001"
            )
            .status == 77)
        try harness.must(supply + ["--grant", "g000001", "--json"])
        let query = ["query", "--as", "m-rao", "--purpose", "case meeting", "--dataset", Self.offenders, "--json", "--grant"]
        func sources(_ grant: String) throws -> [String] { try harness.must(query + [grant]).objects.first?["supplies"] as? [String] ?? [] }
        #expect(try sources("g000001") == ["s000001", "s000002"] && sources("g000002") == ["s000001"])

        // A later supply to the partnership corrects what was supplied for the grant, too: nobody is had twice.
        let lines = rows.split(separator: "\r\n")
        let one = lines.filter { !$0.hasPrefix("#") }.prefix(1) + lines.filter { $0.hasPrefix(person) }
        try (one.joined(separator: "\r\n") + "\r\n").write(toFile: harness.path("third.csv"), atomically: true, encoding: .utf8)
        try harness.must("supply", harness.path("third.csv"), "--dataset", Self.offenders, "--from", "beds-police", "--as", "p-ellis")
        #expect(try sources("g000001") == ["s000001", "s000002", "s000003"])
        #expect(try harness.must(query + ["g000001"]).objects.first?["total"] as? Int == 1)
        #expect(try harness.run("quality", "s000002", "--as", "a-shah").status == 77, "made for another agency alone")

        try harness.must("grant", "revoke", "g000001", "--why", "the case is closed", "--as", "p-officer")
        #expect(try sources("g000002") == ["s000001", "s000003"])
        #expect(try harness.run(query + ["g000001"]).status == 77)
        let events = try harness.must("ledger", "log", "--json").objects.compactMap { $0["event"] as? [String: Any] }
        let certificates = events.compactMap { ($0["supplyDestroyed"] as? [String: Any])?["_0"] as? [String: Any] }
        #expect(certificates.map { $0["supply"] as? String } == ["s000002"] && certificates[0]["by"] as? String == "p-officer")
        let ended = events.compactMap { ($0["grantEnded"] as? [String: Any])?["_0"] as? [String: Any] }
        #expect((ended.first?["destroyed"] as? [String])?.contains { $0.contains("s000002") } == true, "\(ended)")
        #expect(try harness.run(supply + ["--grant", "g000001"]).status == 77, "nothing more is supplied for it")
        try harness.must("ledger", "verify")
    }

    @Test("a grant that travels as a sealed package gives what one agency's key opens, and nothing else")
    func sealedPackage() throws {
        let harness = try Harness()
        let person = try begin(harness)
        try harness.must("person", "add", "pr-officer", "--name", "P", "--agency", "probation", "--role", "liaison-officer")
        try form(person, transfer: "sealed-package").write(toFile: harness.path("request.yaml"), atomically: true, encoding: .utf8)
        try harness.must("request", "make", harness.path("request.yaml"), "--as", "m-rao")
        try settle(harness, "r000001")
        try harness.must(
            "request", "grant", "r000001", "--why", "the scheme needs it", "--condition", "not to be copied", "--as", "p-officer")
        try harness.bind("m-rao")
        let extract = ["extract", "--as", "m-rao", "--purpose", "case meeting", "--dataset", Self.offenders, "--grant", "g000001", "--to"]
        #expect(try harness.run(extract + [harness.path("early")]).status == 77, "no key is recorded yet")
        let key = try harness.must("package", "key", "--to", harness.path("probation.key")).output.trimmingCharacters(in: .newlines)
        try harness.must("package", "key", "--to", harness.path("other.key"))
        let trust = ["package", "trust", "--agency", "probation", "--key", key, "--as"]
        #expect(try harness.run(trust + ["p-officer"]).status == 77 && harness.run(trust + ["co-ordinator"]).status == 77)
        try harness.must(trust + ["pr-officer"])
        let made = try harness.must(extract + [harness.path("out.package")])
        let bytes = try Data(contentsOf: URL(filePath: harness.path("out.package")))
        let shown = try harness.run(
            "query", "--as", "m-rao", "--purpose", "case meeting", "--dataset", Self.offenders, "--grant", "g000001", "--show", "5")
        #expect(shown.status == 77, "what travels sealed is not shown on a screen")
        for asked in [["--by", "name"], ["--by", "current_status,offender_reference_number"], ["--where", "current_status=x"]] {
            let told = try harness.run(
                ["query", "--as", "m-rao", "--purpose", "case meeting", "--dataset", Self.offenders, "--grant", "g000001"] + asked)
            #expect(told.status == 77 && !told.output.contains(person), "\(asked)")
        }
        #expect(!made.output.contains("assphrase") && bytes.range(of: Data(person.utf8)) == nil)

        let begun = try harness.must("ledger", "log", "--json").objects.compactMap { $0["event"] as? [String: Any] }
        let first = (begun.compactMap { $0["hubInitialised"] as? [String: Any] }.first?["_0"]) as? [String: Any]
        let sender = try #require(first?["verifierKey"] as? String)
        let open = ["package", "open", "--sender", sender, "--json"]
        #expect(
            try harness.run(open + [harness.path("out.package"), "--key", harness.path("other.key"), "--to", harness.path("x")]).status != 0
        )
        let header = try #require(Self.header(of: bytes))
        #expect(
            header["sentBy"] as? String == "m-rao" && header["sentFrom"] as? String == "probation"
                && header["originator"] as? String == "beds-police" && header["to"] as? String == "probation"
                && header["until"] as? String == Self.inThirtyDays && header["hub"] as? String == first?["hub"] as? String
                && header["conditions"] as? [String] == ["not to be copied"])
        let opened = try #require(
            harness.must(open + [harness.path("out.package"), "--key", harness.path("probation.key"), "--to", harness.path("out.zip")])
                .objects.first)
        #expect((opened["passphrase"] as? String)?.isEmpty == false)
        #expect(try Data(contentsOf: URL(filePath: harness.path("out.zip"))).starts(with: Data("PK".utf8)))
        for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 40)) {
            var damaged = bytes
            damaged[place] ^= 0x20
            try damaged.write(to: URL(filePath: harness.path("damaged.package")))
            let refused = try harness.run(
                open + [harness.path("damaged.package"), "--key", harness.path("probation.key"), "--to", harness.path("d-\(place)")])
            #expect(refused.status != 0 && !FileManager.default.fileExists(atPath: harness.path("d-\(place)")), "byte \(place)")
        }
    }

    /// The header that stands in a package in the clear.
    private static func header(of package: Data) -> [String: Any]? {
        let start = 21
        let count = package[start..<start + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
        return (try? JSONSerialization.jsonObject(with: package[(start + 4)..<(start + 4 + count)])) as? [String: Any]
    }

    @Test("a date or time that was not granted comes out by no other way either")
    func dates() throws {
        let harness = try Harness()
        let type = "prison-release"
        try harness.begin()
        try harness.must("agency", "add", "prison", "--name", "Prison", "--class", "prison-service")
        try harness.must(
            "person", "add", "pr-sup", "--name", "P", "--agency", "prison", "--role", "data-supplier", "--role", "liaison-officer")
        try harness.must("protocol", "sign", "isp", "--agency", "prison", "--consent-document", "minute 1")
        try harness.must("sample", "--dataset", type, "--rows", "30", "--seed", "5", "--to", harness.path("releases.csv"))
        try harness.must("supply", harness.path("releases.csv"), "--dataset", type, "--from", "prison", "--as", "pr-sup")
        for agency in ["prison", "luton-council"] {
            try harness.must("agency", "notification", agency, "--number", "Z1234567", "--expires", "2999-12-31")
        }
        let form = form("x").replacing("dataset: \(Self.offenders)", with: "dataset: \(type)").replacing(
            "source: beds-police", with: "source: prison"
        )
        .replacing("fields: [offender_reference_number, name, current_status]", with: "fields: [name]")
        .replacing("persons: [\"x\"]", with: "everyone: yes").replacing("m-rao", with: "a-shah")
        try form.write(toFile: harness.path("request.yaml"), atomically: true, encoding: .utf8)
        try harness.must("request", "make", harness.path("request.yaml"), "--as", "a-shah")
        try settle(harness, "r000001", officer: "pr-sup", by: "a-shah")
        try harness.must("request", "grant", "r000001", "--why", "the scheme needs it", "--as", "pr-sup")
        try harness.bind("a-shah")
        let query = ["query", "--as", "a-shah", "--purpose", "case meeting", "--dataset", type, "--grant", "g000001"]
        try harness.must(query)
        for way in [
            ["--by", "month"], ["--by", "weekday"], ["--by", "release_date"], ["--from", "2020"], ["--to", "2030-01-01"],
            ["--where", "month=2024-01"], ["--where", "release_date=2024-01-01"], ["--by", "ward"], ["--where", "release_postcode~LU1"],
        ] { #expect(try harness.run(query + way).status != 0, "\(way)") }

        // Nor beside an extract; and the days of what is supplied for one grant stand nowhere that others read.
        let released = Set(
            try String(contentsOfFile: harness.path("releases.csv"), encoding: .utf8).matches(of: #/20\d\d-\d\d-\d\d/#).map { String($0.0) }
        )
        try #require(released.count > 10)
        try harness.must(["extract"] + query.dropFirst() + ["--to", harness.path("taken")])
        for name in try FileManager.default.contentsOfDirectory(atPath: harness.path("taken")) {
            let text = try String(contentsOfFile: harness.path("taken/\(name)"), encoding: .utf8)
            #expect(released.allSatisfy { !text.contains($0) }, "\(name)")
        }
        try harness.must("sample", "--dataset", type, "--rows", "1", "--seed", "6", "--to", harness.path("one.csv"))
        try harness.must("supply", harness.path("one.csv"), "--dataset", type, "--from", "prison", "--as", "pr-sup", "--grant", "g000001")
        let one = try #require(try String(contentsOfFile: harness.path("one.csv"), encoding: .utf8).firstMatch(of: #/20\d\d-\d\d-\d\d/#)).0
        for shown in [["status"], ["ledger", "log", "--json"]] { #expect(!(try harness.must(shown).output.contains(one)), "\(shown)") }
        try harness.must("quality", "s000002", "--as", "a-shah")
        #expect(try harness.run("quality", "s000002", "--as", "p-officer").status == 77)
        try harness.must("quality", "s000001", "--as", "p-officer")
    }

    @Test("a form with faults names each with its line, and no value of the persons in any")
    func faults() throws {
        let harness = try Harness()
        let person = try begin(harness)
        let bad = form(person, extra: "colour: blue").replacing("precision: none", with: "precision: very")
        try bad.write(toFile: harness.path("bad.yaml"), atomically: true, encoding: .utf8)
        let refused = try harness.run("request", "make", harness.path("bad.yaml"), "--as", "m-rao")
        #expect(refused.status == 65 && refused.notes.contains("precision") && refused.notes.contains("colour"), "\(refused.notes)")
        #expect(!refused.notes.contains(person))
    }
}

extension Harness {
    /// Box 1: an undertaking that the person agrees to.
    func bind(_ person: String) throws {
        let text = "Matters discussed remain confidential within the organisations attending, and go no further without consent."
        try text.write(toFile: path("undertaking.txt"), atomically: true, encoding: .utf8)
        try must("undertaking", "set", "--text", path("undertaking.txt"))
        try must("undertaking", "agree", "--as", person)
        try must(
            "access", "set", "--network", "GSi", "--device", "secure-premises", "--sign-in", "password-best-practice", "--registration",
            "level-2")
    }
}
