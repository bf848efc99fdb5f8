import Foundation
import Testing

/// A hub whose personal records are full of marks that occur nowhere else, with people of every role, to be attacked.
final class AttackHub {
    /// One offender; each of its values is nobody else's.
    struct Offender {
        let number: Int
        private var letters: String { String(["a", "b", "c", "d", "e"][number / 5]) + ["k", "l", "m", "n", "p"][number % 5] + "q" }
        var reference: String { "ZZQR/\(letters.uppercased())" }
        var name: String { "Zzqn\(letters) Marsh" }
        var occupation: String { "Zzqo\(letters)" }
        var offence: String { "Zzqf\(letters)" }
        var street: String { "Zzqs\(letters) Road" }
        var born: String { "19\(50 + number)-03-11" }
        var area: String { number % 2 == 0 ? "E01015677" : "E01015675" }
        var status: String { number % 2 == 0 ? "In custody" : "Proactive targeting" }
        /// Whatever tells who it is or what is known of them.
        var marks: [String] { [reference, name, occupation, offence, street, born] }
        var row: String {
            "\(reference),\(name),Male,\(born),W1,\(occupation),\(offence),\(status),\"\(number + 1) \(street), Luton, LU4 3BH\",LU4 3BH,\(area),505149,220782"
        }
    }

    static let type = RequestLifeTests.offenders
    static let fields = [
        "offender_reference_number", "name", "gender", "age", "ethnicity", "occupation", "offences_committed", "current_status",
        "offender_address", "offender_postcode", "offender_area", "offender_easting", "offender_northing",
    ]
    /// Everybody of the register but the one who uses the grants, with one who left and one who never was.
    static let others = [
        "m-two", "m-left", "pr-officer", "p-officer", "p-ellis", "a-shah", "c-officer", "guardian", "r-lane", "checker", "keeper",
        "co-ordinator", "nobody",
    ]

    let harness: Harness
    let offenders = (0..<24).map(Offender.init)
    /// Files that hold marks because the test put them there.
    private var inputs: Set<String> = ["ppo.csv"]
    private var requests = 0, grants = 0, places = 0
    /// What the law asked of the first request, with the answers; the others are asked the same.
    private var facts: [String] = []

    init() throws {
        harness = try Harness()
        try harness.begin()
        for (id, agencyClass) in [("probation", "probation-trust"), ("pct", "primary-care-trust"), ("rail-police", "police-force")] {
            try harness.must("agency", "add", id, "--name", id, "--class", agencyClass)
        }
        for id in ["probation", "pct"] { try harness.must("protocol", "sign", "isp", "--agency", id, "--consent-document", "minute 1") }
        for (id, agency, role) in [
            ("m-rao", "probation", "meeting-member"), ("m-two", "probation", "meeting-member"), ("m-left", "probation", "meeting-member"),
            ("pr-officer", "probation", "liaison-officer"), ("c-officer", "luton-council", "liaison-officer"),
            ("guardian", "pct", "caldicott-guardian"), ("r-lane", "rail-police", "liaison-officer"),
            ("checker", "luton-council", "auditor"),
            ("keeper", "luton-council", "operator"),
        ] { try harness.must("person", "add", id, "--name", id, "--agency", agency, "--role", role) }
        try harness.must("agency", "liaison-officer", "beds-police", "--person", "p-officer")
        for agency in ["beds-police", "probation", "luton-council"] { try notify(agency) }
        try ([Self.fields.joined(separator: ",")] + offenders.map(\.row)).map { $0 + "\r\n" }.joined().write(
            toFile: harness.path("ppo.csv"), atomically: true, encoding: .utf8)
        let supplied = try harness.must(
            "supply", harness.path("ppo.csv"), "--dataset", Self.type, "--from", "beds-police", "--as", "p-ellis", "--json")
        try #require(supplied.objects.first?["recordsSealed"] as? Int ?? 24 == 24, "\(supplied.output)")
        #expect(marks(in: supplied.output + supplied.notes).isEmpty)
        try SmallSupply.take(in: harness)
        try harness.bind("m-rao")
        for person in ["m-two", "m-left", "pr-officer", "p-officer", "c-officer", "a-shah"] {
            try harness.must("undertaking", "agree", "--as", person)
        }
    }

    func notify(_ agency: String, until day: String = "2999-12-31") throws {
        try harness.must("agency", "notification", agency, "--number", "Z1234567", "--expires", day)
    }

    /// A request of m-rao's and its grant by p-officer, narrowed by further options; the grant's number.
    func grant(
        _ asked: [Offender], fields: [String] = AttackHub.fields, recipients: String = "m-rao", extra: String = "",
        transfer: String = "hub", less: [String] = []
    ) throws -> String {
        requests += 1
        grants += 1
        let request = String(format: "r%06d", requests)
        let day = ISO8601DateFormatter().string(from: Date().addingTimeInterval(20 * 86_400)).prefix(10)
        let form = """
            dataset: \(Self.type)
            source: beds-police
            purpose: service-delivery
            why: to manage the offenders of most concern
            benefit: probation's assessments come back to the police
            questions: [What progress has been made in the management of the district's PPOs?]
            precision: exact
            fields: [\(fields.joined(separator: ", "))]
            persons: [\(asked.map { "\"\($0.reference)\"" }.joined(separator: ", "))]
            recipients: [\(recipients)]
            handler: m-rao
            format: csv
            needed-within: 5
            transfer: \(transfer)
            destroy-by: \(day)
            necessity: the scheme cannot be run without it
            proportionality: some persons and some fields
            facts:
              process-is-ppo: yes
              necessary-under-crime-and-disorder-act: yes
              ground-crime-or-disorder: yes
            \(extra)
            """
        inputs.insert("\(request).yaml")
        try form.write(toFile: harness.path("\(request).yaml"), atomically: true, encoding: .utf8)
        try harness.must("request", "make", harness.path("\(request).yaml"), "--as", "m-rao")
        if facts.isEmpty {
            try settle(request)
        } else {
            try harness.must(["request", "state", request] + facts + ["--as", "p-officer"])
        }
        let granted = try harness.must(["request", "grant", request, "--why", "the scheme needs it", "--as", "p-officer"] + less)
        let grant = String(format: "g%06d", grants)
        try #require(granted.notes.contains(grant), "\(granted.notes)")
        return grant
    }

    private func settle(_ request: String) throws {
        let no: Set<String> = [
            "information-originated-elsewhere", "information-is-drug-test-result", "information-is-treatment",
            "information-is-health-or-social-care", "held-in-confidence", "targets-on-positive-test-alone",
        ]
        for _ in 0..<40 {
            let assessment = try #require(harness.must("request", "assess", request, "--as", "m-rao", "--json").objects.first)
            guard let fact = (assessment["missing"] as? [[String: Any]])?.first?["fact"] as? String else { return }
            facts.append("\(fact)=\(no.contains(fact) ? "no" : "yes")")
            try harness.must("request", "state", request, facts[facts.count - 1], "--as", "p-officer")
        }
        Issue.record("the questions do not end")
    }

    /// A grant by rule of depersonalised offences to a-shah, bounded to three fields and one quarter.
    func ruleGrant() throws -> String {
        grants += 1
        requests += 1
        let form = """
            dataset: \(harness.crime)
            source: beds-police
            purpose: intelligence
            why: to find where burglaries rise
            benefit: the police get the analysis back
            questions: [Where do burglaries rise?]
            precision: none
            fields: [crime_reference_number, offence_type, committed_from_date]
            from: 2023-04
            to: 2023-06
            recipients: [a-shah]
            handler: a-shah
            format: csv
            needed-within: 5
            transfer: hub
            destroy-by: \(ISO8601DateFormatter().string(from: Date().addingTimeInterval(20 * 86_400)).prefix(10))
            """
        try form.write(toFile: harness.path("rule.yaml"), atomically: true, encoding: .utf8)
        let made = try harness.must("request", "make", harness.path("rule.yaml"), "--as", "a-shah", "--json")
        return try #require(made.objects.first?["grant"] as? String, "\(made.output)")
    }

    /// A place where nothing is yet.
    func free() -> String {
        places += 1
        return harness.path("out-\(places)")
    }

    /// Every way to records that a command knows, for that person, under that grant.
    func ways(_ actor: String, _ grant: String?, dataset: String = AttackHub.type) -> [[String]] {
        let asked = ["--as", actor, "--purpose", "case meeting", "--dataset", dataset] + (grant.map { ["--grant", $0] } ?? [])
        let ways = [
            ["query"] + asked, ["query"] + asked + ["--show", "1000", "--json"], ["query"] + asked + ["--by", "name,current_status"],
            ["query"] + asked + ["--where", "name~zzqn", "--json"], ["extract"] + asked + ["--to", "{out}"],
            ["extract"] + asked + ["--to", "{out}", "--encrypt", "--json"],
        ]
        return ways
            + (grant.map { [["package", "seal", "{file}", "--grant", $0, "--agency", "probation", "--to", "{out}", "--as", actor]] } ?? [])
    }

    /// Marks of the offenders that stand in a text, but for those that may.
    func marks(in text: String, allowing allowed: [String] = []) -> [String] {
        let text = text.lowercased()
        return offenders.flatMap(\.marks).filter { !allowed.contains($0) && text.contains($0.lowercased()) }
    }

    /// Runs it with `{out}` as a free place; nothing may be said, and nothing stand there, of anybody.
    @discardableResult
    func attack(_ arguments: [String], _ state: String, exits: Set<Int32>? = [77]) throws -> Harness.Result {
        let place = free()
        let typed = arguments.map { $0.replacing("{out}", with: place).replacing("{file}", with: harness.path("ppo.csv")) }
        let result = try harness.run(typed)
        let what = "\(state): \(arguments.joined(separator: " ")): \(result.status) \(result.notes)"
        #expect(marks(in: result.output + result.notes).isEmpty, "\(what)")
        if let exits {
            #expect(exits.contains(result.status), "\(what)")
            #expect(result.notes.contains("What to do:") || result.status == 64, "a way forward: \(what)")
            #expect(!FileManager.default.fileExists(atPath: place), "something is left: \(what)")
        }
        return result
    }

    /// Nothing that the hub or a command wrote holds a mark, but for those files the test made.
    func nothingLies(but allowed: Set<String> = []) throws {
        let all = FileManager.default.enumerator(at: harness.folder, includingPropertiesForKeys: [.isRegularFileKey])
        for case let file as URL in try #require(all) {
            #expect(!file.lastPathComponent.contains("partial"), "left behind: \(file.lastPathComponent)")
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            let name = String(file.path.dropFirst(harness.folder.path.count + 1))
            if inputs.contains(name) || allowed.contains(where: { name.hasPrefix($0) }) { continue }
            let found = marks(in: String(decoding: try Data(contentsOf: file), as: UTF8.self))
            // A date may stand in a file of the hub for other reasons.
            #expect(found.isEmpty, "\(name) holds \(found.count) marks")
        }
    }

    /// All text below a folder.
    func text(below folder: String) throws -> String {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
            try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)
        }.joined(separator: "\n")
    }
}
