import Foundation
import Guidance
import Hub
import Register
import Testing

/// What will be tried: to get at data around a missing, expired, revoked or narrower grant, by every command.
@Suite("Attempts at data around a grant", .serialized)
struct GrantAttackTests {
    @Test("every command that can name a hub is attacked, or says why it reaches no record")
    func known() throws {
        let commands = try AttackBook.commandsWithHub(), book = Set(AttackBook.entries.keys)
        #expect(commands.count > 80, "the commands were not found: \(commands.count)")
        #expect(commands.subtracting(book).sorted() == [], "no attack is known on these")
        #expect(book.subtracting(commands).sorted() == [], "these are no commands")
    }

    @Test("no command gives anything of a record around a grant that is missing, another's, over, or stopped by what it rests on")
    func around() throws {
        let hub = try AttackHub()
        let asked = Array(hub.offenders[0..<2])
        let live = try hub.grant(asked)
        try works(hub, live)

        for way in hub.ways("m-rao", nil) { try hub.attack(way, "no grant") }
        for way in hub.ways("m-rao", "g000099") { try hub.attack(way, "no such grant") }
        for typed in ["", "G000001", "g1", "g0000001", "g000001/", "../g000001", "g000001,g000001", "r000001"] {
            try hub.attack(hub.ways("m-rao", typed)[1], "a grant typed in another way", exits: [64, 65, 77])
        }
        for way in hub.ways("m-rao", live, dataset: hub.harness.crime).dropLast() { try hub.attack(way, "another dataset") }
        for way in hub.ways("m-rao", live, dataset: "Prolific-And-Other-Priority-Offender").dropLast() {
            try hub.attack(way, "another case")
        }
        for other in AttackHub.others {
            let ways = hub.ways(other, live)
            // Two of the ways say all of somebody whom the grant does not name; the source may seal files of its own.
            for way in [ways[1], ways[4]] + (other == "p-officer" ? [] : [ways[6]]) { try hub.attack(way, "used by \(other)") }
            try hub.attack(hub.ways(other, nil)[1], "no grant, by \(other)")
        }
        try sweep(hub, live)

        for (state, end) in [
            ("revoked", ["grant", "revoke", "{grant}", "--why", "the case is closed", "--as", "p-officer"]),
            ("attested", ["grant", "attest", "{grant}", "--method", "shredded", "--as", "m-rao"]),
        ] {
            let grant = try hub.grant(asked)
            try works(hub, grant)
            try hub.harness.must(end.map { $0 == "{grant}" ? grant : $0 })
            for way in hub.ways("m-rao", grant) { try hub.attack(way, state) }
        }
        let left = try hub.grant(asked, recipients: "m-rao, m-left", less: ["--recipient", "m-left"])
        for way in hub.ways("m-rao", left) { try hub.attack(way, "narrowed to another person") }
        try hub.harness.must("person", "remove", "m-left")
        for way in hub.ways("m-left", left) { try hub.attack(way, "used by one who left") }

        try stopped(hub, live)
        try expired(hub, asked)
        try works(hub, live)
        try hub.harness.must("partnership", "leave", "luton-csp", "--agency", "probation")
        for way in hub.ways("m-rao", live) { try hub.attack(way, "its agency left the partnership") }
        try hub.harness.must("protocol", "end", "isp", "--why", "a new one is written")
        for way in hub.ways("m-rao", live) { try hub.attack(way, "the protocol ended") }
        try hub.nothingLies()
    }

    /// It gives what it should: an attack that finds nothing where there is nothing would prove nothing.
    private func works(_ hub: AttackHub, _ grant: String) throws {
        let answer = try hub.harness.must(hub.ways("m-rao", grant)[1])
        #expect(Set(hub.marks(in: answer.output)) == Set(hub.offenders[0..<2].flatMap(\.marks)))
    }

    /// All other commands, by people who have no part in it, while the grant is live.
    private func sweep(_ hub: AttackHub, _ grant: String) throws {
        let request = "r000001"
        try hub.harness.must(
            "enquiry", "log", "--kind", "foi", "--received", CalendarDay(number: Int(Date().timeIntervalSince1970 / 86_400)).description,
            "--subject", "burglaries by ward", "--dataset", hub.harness.crime, "--from", "beds-police", "--received-by", "luton-council",
            "--as", "c-officer")
        let key = try hub.harness.must("package", "key", "--to", hub.harness.path("mine.key")).output.trimmingCharacters(in: .newlines)
        let form = try String(contentsOfFile: hub.harness.path("r000001.yaml"), encoding: .utf8)
        try form.split(separator: "\n").filter { !$0.hasPrefix("persons:") }.joined(separator: "\n").write(
            toFile: hub.harness.path("form.yaml"), atomically: true, encoding: .utf8)
        func typed(_ command: String, _ arguments: [String], by actor: String) -> [String] {
            let words = [
                "{as}": actor, "{grant}": grant, "{request}": request, "{key}": key, "{form}": hub.harness.path("form.yaml"),
                "{passphrase}": hub.harness.passphrase.path,
            ]
            return command.split(separator: " ").map(String.init) + arguments.map { words[$0] ?? $0 }
        }
        for (command, entry) in AttackBook.entries.sorted(by: { $0.key < $1.key }) {
            switch entry {
            case .harmless: continue
            case .refused(let all):
                for arguments in all {
                    try hub.attack(typed(command, arguments, by: "a-shah"), "by an intruder", exits: [65, 66, 69, 77, 78])
                }
            case .silent(let all):
                for arguments in all {
                    // Who may look may look; a request of theirs would only be one more.
                    let actors = arguments.contains("{as}") && command != "request make" ? ["a-shah", "m-two", "co-ordinator"] : ["a-shah"]
                    for actor in actors { try hub.attack(typed(command, arguments, by: actor), "looked at by \(actor)", exits: nil) }
                }
            }
        }
        try hub.harness.must("transparency", "--to", hub.harness.path("open"))
        try hub.nothingLies()
    }

    /// What the grant rests on is taken away and given back; meanwhile it gives nothing.
    private func stopped(_ hub: AttackHub, _ grant: String) throws {
        let harness = hub.harness
        func access(_ network: String, by device: String = "secure-premises") throws {
            try harness.must(
                "access", "set", "--network", network, "--device", device, "--sign-in", "password-best-practice",
                "--registration", "level-2")
        }
        func attack(_ state: String) throws { for way in hub.ways("m-rao", grant) { try hub.attack(way, state) } }
        let yesterday = CalendarDay(number: Int(Date().timeIntervalSince1970 / 86_400) - 1).description

        try access("best-commercial", by: "cafe")
        try attack("a network that may not carry it")
        try access("gsi")
        try "Nothing that is heard goes any further than this room, whoever asks.".write(
            toFile: harness.path("undertaking.txt"), atomically: true, encoding: .utf8)
        try harness.must("undertaking", "set", "--text", harness.path("undertaking.txt"))
        try attack("an undertaking nobody agreed to")
        try harness.must("undertaking", "agree", "--as", "m-rao")
        try hub.notify("probation", until: yesterday)
        try attack("a notification that expired")
        try hub.notify("probation")
        for agency in ["probation", "beds-police"] {
            try harness.must("protocol", "withdraw", "isp", "--agency", agency)
            try attack("a signature of \(agency) withdrawn")
            try harness.must("protocol", "sign", "isp", "--agency", agency, "--consent-document", "minute 2")
        }
        try works(hub, grant)
        try harness.must("seal")
        for way in hub.ways("m-rao", grant) { try hub.attack(way, "the hub is sealed", exits: [69, 77]) }
        try harness.must("unseal", "--passphrase-file", harness.passphrase.path)
        try works(hub, grant)
    }

    /// A grant whose last day is over, whatever the machine's clock says then.
    private func expired(_ hub: AttackHub, _ asked: [AttackHub.Offender]) throws {
        let today = Int(Date().timeIntervalSince1970 / 86_400)
        let grant = try hub.grant(asked, less: ["--until", CalendarDay(number: today + 1).description])
        try works(hub, grant)
        let ahead = Moment(milliseconds: Int64(today + 3) * 86_400_000)
        let open = try Hub.open(HubFolder(hub.harness.folder.appending(path: "hub")), clock: { ahead })
        try open.run(.addAgency(id: AgencyID(rawValue: "fire"), name: "Fire", agencyClass: "fire-and-rescue"), by: .firstCoordinator)
        try hub.harness.must("unseal", "--passphrase-file", hub.harness.passphrase.path)
        for way in hub.ways("m-rao", grant) { try hub.attack(way, "expired") }
        for way in hub.ways("p-officer", grant) { try hub.attack(way, "expired, by the source") }
    }
}
