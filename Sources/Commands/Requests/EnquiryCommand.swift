import ArgumentParser
import Guidance
import Hub
import Register

/// `sharewell enquiry`.
struct EnquiryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enquiry",
        abstract: "Freedom of information, subject access and scrutiny committees: requests from outside the partnership (§2.4.2.4).",
        discussion: """
            Log it, consult every agency that the information came from, close it with what became of it. The ledger keeps all of it, so name
            nobody: neither who asks nor who is asked about. Say who you are with --as: what was done about an enquiry was done by somebody.
            """,
        subcommands: [
            List.self, Log.self, Show.self, Amend.self, Clarify.self, Consult.self, Reply.self, Look.self, Close.self, Exemptions.self,
        ], defaultSubcommand: List.self)

    struct List: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "List the enquiries that concern you.")
        @OptionGroup var hub: HubOptions
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let hub = try hub.open(terminal)
            let enquiries = try hub.enquiries(seenBy: actor.actor())
            if output.json { return try enquiries.forEach { terminal.output(try jsonLine($0)) } }
            let today = hub.now.day
            var table = TextTable("enquiry", "kind", "state", "received", "due", "late after", "by", "no answer yet from", "asked")
            for enquiry in enquiries {
                let open = enquiry.isOpen ? hub.state.unanswered(enquiry).map(\.rawValue).joined(separator: ", ") : ""
                table.add(
                    enquiry.id.rawValue, enquiry.content.kind.rawValue, enquiry.state(on: today),
                    CalendarDay(number: enquiry.content.received).description,
                    enquiry.isStopped ? "–" : CalendarDay(number: enquiry.days.due).description,
                    enquiry.isStopped ? "–" : CalendarDay(number: enquiry.days.last).description,
                    enquiry.content.receiver?.rawValue ?? "partnership", open.isEmpty ? "–" : open, enquiry.content.subject)
            }
            terminal.output(enquiries.isEmpty ? "No enquiry concerns you.\n" : table.text)
            let own = hub.state.people[try actor.actor()]?.agency
            for enquiry in enquiries where own.flatMap({ enquiry.consultations[$0] })?.isToBeLookedAt == true {
                terminal.notes(
                    "\(enquiry.id): a letter was recorded in your agency's name; look at it: sharewell enquiry look \(enquiry.id).\n")
            }
        }
    }

    struct Show: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "Show an enquiry, its last day and who was consulted.")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The enquiry.") var enquiry: String
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let hub = try hub.open(terminal)
            let found = try hub.enquiry(EnquiryID(checking: enquiry), seenBy: actor.actor())
            terminal.output(output.json ? try jsonLine(found) : EnquiryCommand.page(found, hub))
        }
    }

    struct Consult: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record that an agency which information came from is consulted (§2.4.2.4).",
            discussion: "EXAMPLE\n  sharewell enquiry consult e000001 --agency beds-police --as c-officer")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The enquiry.") var enquiry: String
        @Option(help: "The agency; repeat for several.") var agency: [String]
        @OptionGroup var actor: ActorOptions

        func perform(on terminal: Terminal) throws {
            let id = try EnquiryID(checking: enquiry)
            let hub = try hub.open(terminal)
            for name in agency {
                try hub.run(.enquiry(.consult(id, AgencyID(checking: name))), by: actor.actor())
                terminal.notes("\(name) is consulted; its liaison officer answers: sharewell enquiry reply \(id) --as OFFICER.\n")
            }
        }
    }

    struct Reply: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answer for your agency when it is consulted.",
            discussion: """
                EXAMPLES
                  sharewell enquiry reply e000001 --answer agrees --why "published already" --as p-officer
                  sharewell enquiry reply e000001 --answer exemption --exemption foi-31 --why "an operation is planned" --as p-officer
                  sharewell enquiry reply e000001 --of beds-police --answer agrees --why "as it wrote" --document "letter of 3 March" \\
                    --as co-ordinator
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "The enquiry.") var enquiry: String
        @Option(help: "agrees, objects or exemption.") var answer: EnquiryAnswer
        @Option(help: "An exemption that applies; repeat for several. sharewell enquiry exemptions lists them.") var exemption: [String] =
            []
        @Option(help: "Why; name nobody.") var why: String
        @Option(help: "The agency that answers; your own if not given.") var of: String?
        @Option(help: "The letter in which it answered, where the co-ordinator records it.") var document: String?
        @OptionGroup var actor: ActorOptions

        func perform(on terminal: Terminal) throws {
            let id = try EnquiryID(checking: enquiry), person = try actor.actor()
            let hub = try hub.open(terminal)
            guard let agency = try of.map({ try AgencyID(checking: $0) }) ?? hub.state.people[person]?.agency else {
                throw EnquiryCommand.actsForNone(person)
            }
            try hub.run(
                .enquiry(.reply(id, agency, answer, exemptions: exemption, why: why, document: document)), by: person)
            terminal.notes("\(agency) answered: \(answer.rawValue).\n")
        }
    }

    struct Close: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what became of an enquiry; nothing is given before every originating agency was consulted.",
            discussion: """
                EXAMPLES
                  sharewell enquiry close e000001 --outcome depersonalised --exemption foi-40 --why "counts by ward were given" --as c-officer
                  sharewell enquiry close e000001 --outcome disclosed-in-part --exemption foi-31 --why "all but the patrols" --as c-officer
                  sharewell enquiry close e000002 --outcome exempt --exemption foi-31 --why "it would show where patrols go" --as c-officer
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "The enquiry.") var enquiry: String
        @Option(help: "disclosed, depersonalised, disclosed-in-part, exempt, not-held or withdrawn.") var outcome: EnquiryOutcome
        @Option(help: "An exemption relied on; repeat for several.") var exemption: [String] = []
        @Option(help: "Why; name nobody.") var why: String
        @Option(help: "Why it is given although an agency said no; an absolute exemption stands.") var despite: String?
        @Option(help: "Why a committee needs to know who individuals are (§2.4.1.2).") var identificationBecause: String?
        @Flag(help: "It holds nothing that would prejudice legal proceedings or operations (§2.4.1.2).") var withoutPrejudice = false
        @Flag(help: "Nobody can be identified from what is given; asked where no dataset says so.") var namesNobody = false
        @Option(help: "Not held: why what is asked is not among the records that the hub keeps of its datasets.") var notAmongRecords:
            String?
        @OptionGroup var actor: ActorOptions

        func perform(on terminal: Terminal) throws {
            let id = try EnquiryID(checking: enquiry)
            var closing = EnquiryClosing(outcome: outcome, why: why)
            closing.exemptions = exemption
            (closing.despite, closing.identificationBecause, closing.isWithoutPrejudice) = (
                despite, identificationBecause, withoutPrejudice
            )
            (closing.namesNobody, closing.notAmongRecords) = (namesNobody, notAmongRecords)
            let hub = try hub.open(terminal)
            try hub.run(.enquiry(.close(id, closing)), by: actor.actor())
            terminal.notes("\(id) is closed: \(hub.state.enquiries[id]?.state(on: hub.now.day) ?? outcome.rawValue).\n")
        }
    }

    struct Exemptions: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "List the sections under which information is not given.")
        @OptionGroup var hub: HubOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let exemptions = try hub.open(terminal).rulebook.exemptions
            if output.json { return try exemptions.forEach { terminal.output(try jsonLine($0)) } }
            var table = TextTable("exemption", "enquiry", "title", "source", "absolute by")
            for exemption in exemptions {
                table.add(exemption.id, exemption.kind.rawValue, exemption.title, exemption.source, exemption.absoluteBy ?? "–")
            }
            terminal.output(table.text)
        }
    }

    static func page(_ enquiry: Enquiry, _ hub: Hub) -> String {
        enquiry.page(hub.state, rule: hub.rulebook.enquiryRules.first { $0.kind == enquiry.content.kind }, on: hub.now.day)
    }
}
