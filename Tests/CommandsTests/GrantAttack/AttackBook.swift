import ArgumentParser
import Commands
import Foundation
import Testing

/// Every command that can name a hub, and how an intruder would use it. Commands that take no `--hub` can reach none.
enum AttackBook {
    enum Entry {
        /// It has to be refused to whoever has no part in it: `{as}`.
        case refused([[String]])
        /// It may answer, but never with anything of a record: `{as}`.
        case silent([[String]])
        /// It reaches no record, and why.
        case harmless(String)
    }

    /// By the words after `sharewell`. A command that is missing here fails a test.
    static let entries: [String: Entry] = [
        "init": .refused([["--partnership", "Mine", "--passphrase-file", "{passphrase}"]]),
        "unseal": .refused([["--passphrase-file", "{file}"], ["--key-file", "{file}"]]),
        "seal": .harmless("closes the hub to everybody"),
        "serve": .harmless("the browser's face has its own tests, and everybody in it signs in"),
        "upgrade": .harmless("raises the number of the format, and shows no record"),
        "backup": .harmless("copies what is sealed as it is, and needs no key for it"),
        "status": .silent([[], ["--json"]]),
        "places import": .refused([["{file}", "--as", "{as}"]]),
        "places list": .silent([[]]), "places show": .silent([["--json"]]), "places check": .silent([[]]),
        "places prune": .refused([["--as", "{as}"]]),
        "agency add": .refused([["mine", "--name", "Mine", "--class", "police-force", "--as", "{as}"]]),
        "agency liaison-officer": .refused([["beds-police", "--person", "{as}", "--as", "{as}"]]),
        "agency guardian": .refused([["pct", "--person", "{as}", "--as", "{as}"]]),
        "agency contact": .refused([["beds-police", "--person", "{as}", "--as", "{as}"]]),
        "agency notification": .refused([["beds-police", "--number", "Z1", "--expires", "2999-12-31", "--as", "{as}"]]),
        "agency processor add": .refused([
            [
                "beds-police", "--processor", "luton-council", "--contract", "c", "--from", "2020-01-01", "--until", "2999-12-31",
                "--free-of-charge", "--as", "{as}",
            ]
        ]),
        "agency processor end": .refused([["beds-police", "--processor", "luton-council", "--why", "no more", "--as", "{as}"]]),
        "agency processor list": .silent([["--json"]]), "agency list": .silent([["--json"]]),
        "person add": .refused([["mine", "--name", "M", "--agency", "beds-police", "--role", "liaison-officer", "--as", "{as}"]]),
        "person profile": .refused([["{as}", "--dataset", "all-depersonalised", "--as", "{as}"]]),
        "person invite": .refused([["p-officer", "--registration", "level-3", "--as", "{as}"]]),
        "person remove": .refused([["p-officer", "--as", "{as}"]]), "person list": .silent([["--json"]]),
        "protocol add": .refused([["mine", "--title", "Mine", "--as", "{as}"]]),
        "protocol sign": .refused([["isp", "--agency", "rail-police", "--as", "{as}"]]),
        "protocol withdraw": .refused([["isp", "--agency", "beds-police", "--as", "{as}"]]),
        "protocol end": .refused([["isp", "--why", "no more", "--as", "{as}"]]),
        "protocol review": .refused([["isp", "--next", "2999-12-31", "--as", "{as}"]]), "protocol list": .silent([["--json"]]),
        "partnership list": .silent([["--json"]]),
        "partnership add": .refused([["mine", "--name", "Mine", "--as", "{as}"]]),
        "partnership co-ordinator": .refused([["luton-csp", "--person", "{as}", "--as", "{as}"]]),
        "partnership join": .refused([["luton-csp", "--agency", "rail-police", "--as", "{as}"]]),
        "partnership leave": .refused([["luton-csp", "--agency", "beds-police", "--as", "{as}"]]),
        "partnership consent": .refused([["rail-police", "--of", "beds-police", "--as", "{as}"]]),
        "undertaking show": .silent([["--json"]]), "undertaking set": .refused([["--text", "{file}", "--as", "{as}"]]),
        "undertaking agree": .silent([["--as", "{as}"]]),
        "access show": .silent([["--json"]]),
        "access set": .refused([
            [
                "--network", "GSi", "--device", "secure-premises", "--sign-in", "password-best-practice", "--registration", "level-2",
                "--as", "{as}",
            ]
        ]),
        "request list": .silent([["--as", "{as}"], ["--as", "{as}", "--json"]]),
        "request form": .silent([["--dataset", AttackHub.type]]),
        // A request asks; nothing is given until somebody of the source decides.
        "request make": .silent([["{form}", "--as", "{as}", "--json"]]),
        "request amend": .refused([["{request}", "{form}", "--as", "{as}"]]),
        "request show": .silent([["{request}", "--as", "{as}"], ["{request}", "--as", "{as}", "--json"]]),
        "request assess": .silent([["{request}", "--as", "{as}"], ["{request}", "--as", "{as}", "--json"]]),
        "request persons": .refused([["{request}", "--as", "{as}"]]),
        "request ask": .refused([["{request}", "--question", "who is it", "--as", "{as}"]]),
        "request answer": .refused([["{request}", "--text", "somebody else", "--as", "{as}"]]),
        "request state": .refused([["{request}", "consent-given=yes", "--as", "{as}"]]),
        "request advise": .refused([["{request}", "--agree", "--why", "no risk", "--as", "{as}"]]),
        "request grant": .refused([["{request}", "--why", "because", "--as", "{as}"]]),
        "request refuse": .refused([["{request}", "--reason", "data-quality", "--why", "because", "--as", "{as}"]]),
        "request withdraw": .refused([["{request}", "--why", "because", "--as", "{as}"]]),
        "request appeal": .refused([["{request}", "--why", "because", "--as", "{as}"]]),
        "request settle": .refused([["{request}", "--no-uphold", "--why", "because", "--as", "{as}"]]),
        "grant list": .silent([["--as", "{as}"], ["--as", "{as}", "--json"]]),
        "grant show": .silent([["{grant}", "--as", "{as}"], ["{grant}", "--as", "{as}", "--json"]]),
        "grant revoke": .refused([["{grant}", "--why", "because", "--as", "{as}"]]),
        "grant confirm": .refused([["{grant}", "--why", "because", "--as", "{as}"]]),
        "grant attest": .refused([["{grant}", "--method", "shredded", "--as", "{as}"]]),
        "grant onward": .refused([["{grant}", "--to", "luton-council", "--why", "because", "--as", "{as}"]]),
        "grant media": .refused([
            [
                "{grant}", "--medium", "stick", "--necessity", "some", "--encryption", "fips-140-2", "--carrier", "{as}", "--monitor",
                "p-officer", "--as", "{as}",
            ]
        ]),
        "enquiry list": .silent([["--as", "{as}", "--json"]]),
        "enquiry log": .refused([
            ["--kind", "foi", "--received", "2026-01-05", "--subject", "burglaries", "--as", "{as}"]
        ]),
        "enquiry show": .refused([["e000001", "--as", "{as}", "--json"]]),
        "enquiry amend": .refused([["e000001", "--subject", "more", "--why", "because", "--as", "{as}"]]),
        "enquiry clarify": .refused([["e000001", "--asked", "2026-01-06", "--what", "which ones", "--as", "{as}"]]),
        "enquiry consult": .refused([["e000001", "--agency", "beds-police", "--as", "{as}"]]),
        "enquiry reply": .refused([["e000001", "--answer", "agrees", "--why", "because", "--as", "{as}"]]),
        "enquiry look": .refused([["e000001", "--ours", "--as", "{as}"]]),
        "enquiry close": .refused([["e000001", "--outcome", "disclosed", "--why", "because", "--as", "{as}"]]),
        "enquiry exemptions": .silent([[]]),
        "package trust": .refused([["--agency", "probation", "--key", "{key}", "--as", "{as}"]]),
        "package seal": .refused([["{file}", "--grant", "{grant}", "--agency", "probation", "--to", "{out}", "--as", "{as}"]]),
        "duties": .silent([["--json"], ["--as", "{as}", "--within", "400"], ["--as", "co-ordinator", "--within", "400", "--json"]]),
        "barriers show": .silent([[], ["--json"]]), "barriers reasons": .silent([[]]),
        "transparency": .refused([["--to", "{out}", "--as", "{as}"]]),
        "supply": .refused([["{file}", "--dataset", AttackHub.type, "--from", "beds-police", "--as", "{as}"]]),
        "quality": .silent([["s000001", "--as", "{as}"], ["s000001", "--as", "checker", "--json"], ["s000001", "--as", "co-ordinator"]]),
        "query": .refused([["--as", "{as}", "--purpose", "case meeting", "--dataset", AttackHub.type, "--show", "9", "--json"]]),
        "extract": .refused([["--as", "{as}", "--purpose", "case meeting", "--dataset", AttackHub.type, "--to", "{out}"]]),
        "withdraw": .refused([["s000001", "--why", "because", "--as", "{as}"]]),
        "destroy": .refused([["s000001", "--why", "because", "--as", "{as}", "--json"]]),
        "disclosure show": .silent([[], ["--json"]]),
        "disclosure set": .refused([
            ["--dataset", AttackHub.type, "--threshold", "1", "--rounding", "1", "--why", "because", "--as", "{as}"]
        ]),
        "ledger verify": .silent([[], ["--json"]]), "ledger checkpoint": .silent([["--json"]]),
        "ledger prove": .silent([["--index", "3"], ["--supply", "s000001"]]), "ledger log": .silent([[], ["--json"]]),
        "ledger clock": .refused([["--confirm", "2999-12-31", "--as", "{as}"]]),
        "bench query": .refused([
            ["--as", "{as}", "--dataset", AttackHub.type, "--where", "gender=Male", "--reference", "ZZQR/AKQ"],
            ["--as", "m-rao", "--dataset", AttackHub.type, "--where", "gender=Male", "--reference", "ZZQR/AKQ"],
        ]),
    ]

    /// The commands that the parser has and that can name a hub, by the words after `sharewell`.
    static func commandsWithHub() throws -> Set<String> {
        struct Dump: Decodable {
            struct Command: Decodable {
                struct Argument: Decodable {
                    struct Name: Decodable { let name: String }
                    let names: [Name]?
                }
                let commandName: String
                let subcommands: [Command]?
                let arguments: [Argument]?
            }
            let command: Command
        }
        let dump = try JSONDecoder().decode(Dump.self, from: Data(SharewellRoot._dumpHelp().utf8))
        var found: Set<String> = []
        func walk(_ command: Dump.Command, _ words: [String]) {
            let below = (command.subcommands ?? []).filter { $0.commandName != "help" }
            if below.isEmpty, (command.arguments ?? []).contains(where: { $0.names?.contains { $0.name == "hub" } ?? false }) {
                found.insert(words.joined(separator: " "))
            }
            for next in below { walk(next, words + [next.commandName]) }
        }
        walk(dump.command, [])
        return found
    }
}
