import ArgumentParser
import Guidance
import Hub
import Register

/// `sharewell grant`.
struct GrantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Grants: what was allowed, what was taken under it, and what has to be destroyed (§4.3).",
        discussion: """
            EXAMPLES
              sharewell grant list --as m-rao
              sharewell extract --grant g000001 --dataset prolific-and-other-priority-offender --purpose "case meeting" --to case --as m-rao
              sharewell grant revoke g000001 --why "the case is closed" --as j-okafor
              sharewell grant attest g000001 --method "file shredded" --as m-rao
            """,
        subcommands: [List.self, Show.self, Revoke.self, Confirm.self, Attest.self, Onward.self, Media.self], defaultSubcommand: List.self)

    struct List: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the grants that concern you.", discussion: "EXAMPLE\n  sharewell grant list --as m-rao")
        @OptionGroup var hub: HubOptions
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let hub = try hub.open(terminal)
            let grants = try hub.grants(seenBy: actor.actor())
            if output.json { return try grants.forEach { terminal.output(try jsonLine($0)) } }
            let today = hub.now.day
            var table = TextTable("grant", "state", "dataset", "of", "for", "until", "released", "copies")
            for grant in grants {
                table.add(
                    grant.id.rawValue, grant.state(on: today), grant.terms.dataset.rawValue, grant.terms.source.rawValue,
                    grant.terms.agency.rawValue, CalendarDay(number: grant.terms.until).description, String(grant.releases),
                    !grant.owing(on: today).isEmpty ? "TO BE ATTESTED" : grant.attested.isEmpty ? "–" : "destroyed")
            }
            terminal.output(grants.isEmpty ? "No grant concerns you.\n" : table.text)
        }
    }

    struct Show: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a grant.", discussion: "EXAMPLE\n  sharewell grant show g000001 --as m-rao")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The grant.") var grant: String
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let hub = try hub.open(terminal)
            let found = try hub.grant(GrantID(checking: grant), seenBy: actor.actor())
            terminal.output(output.json ? try jsonLine(found) : found.page(on: hub.now.day, in: hub.register))
        }
    }

    struct Revoke: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop a grant of your agency's information at once.",
            discussion: "EXAMPLE\n  sharewell grant revoke g000001 --why \"the case is closed\" --as j-okafor")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The grant.") var grant: String
        @Option(help: "Why; name no data subject.") var why: String
        @OptionGroup var actor: ActorOptions

        func perform(on terminal: Terminal) throws {
            let id = try GrantID(checking: grant)
            let hub = try hub.open(terminal)
            try RevokeGrant(hub: hub).perform(id, why: why, by: actor.actor(), store: UnsealedKeyStore(environment: terminal.environment))
            terminal.notes("\(id) is revoked: nothing more is given under it.\n")
            if let grant = hub.state.grants[id], grant.rule != nil {
                terminal.notes(
                    "\(grant.terms.agency) signed a protocol for \(grant.terms.dataset) and has it without a grant, too; a limit in the protocol ends that.\n"
                )
            }
        }
    }

    struct Confirm: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that a grant of your agency's information stands that is held since the hub was restored.",
            discussion: "EXAMPLE\n  sharewell grant confirm g000001 --why \"not revoked in our own book of grants\" --as j-okafor")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The grant.") var grant: String
        @Option(help: "How that is known; name no data subject.") var why: String
        @OptionGroup var actor: ActorOptions

        func perform(on terminal: Terminal) throws {
            let id = try GrantID(checking: grant)
            try hub.open(terminal).run(.request(.confirm(id, why: why)), by: actor.actor())
            terminal.notes(
                "\(id) stands. Leave to pass it on may have been stopped since the backup and is not brought back: allow it anew (sharewell grant onward).\n"
            )
        }
    }

    struct Attest: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Attest that your agency's copies are destroyed (§2.4.2.5).",
            discussion: "EXAMPLE\n  sharewell grant attest g000001 --method \"file shredded, stick wiped\" --as a-shah")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The grant.") var grant: String
        @Option(help: "How they were destroyed.") var method: String
        @OptionGroup var actor: ActorOptions

        func perform(on terminal: Terminal) throws {
            let id = try GrantID(checking: grant)
            try hub.open(terminal).run(.request(.attest(id, method: method)), by: actor.actor())
            terminal.notes("Attested.\n")
        }
    }

    struct Onward: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Allow a recipient to pass it on; only the liaison officer of the agency it came from can (Box 1).",
            discussion: "EXAMPLE\n  sharewell grant onward g000001 --to luton-yos --why \"same case\" --as j-okafor")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The grant.") var grant: String
        @Option(help: "The agency it may go to.") var to: String
        @Option(help: "Why; name no data subject.") var why: String
        @Flag(help: "Take the leave back.") var stop = false
        @OptionGroup var actor: ActorOptions

        func perform(on terminal: Terminal) throws {
            let id = try GrantID(checking: grant), agency = try AgencyID(checking: to)
            try hub.open(terminal).run(
                .request(stop ? .stopOnward(id, to: agency, why: why) : .allowOnward(id, to: agency, why: why)), by: actor.actor())
            terminal.notes("\(id) may \(stop ? "no longer be" : "be") passed on to \(agency).\n")
        }
    }

    struct Media: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Enter removable media in the register, once for each extract that is put on them (§4.3.4).",
            discussion: """
                EXAMPLE
                  sharewell grant media g000001 --medium "memory stick 12" --necessity "40 records, 5 fields" \\
                    --encryption fips-140-2 --carrier a-shah --monitor j-okafor --as a-shah
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "The grant.") var grant: String
        @Option(help: "What is carried.") var medium: String
        @Option(help: "Why it is the minimum necessary.") var necessity: String
        @Option(help: "The standard it is encrypted to: FIPS 140-2 or equivalent, at least (§4.3.4).") var encryption: EncryptionStandard
        @Option(help: "Who is responsible for it and carries it.") var carrier: String
        @Option(help: "Who monitors it.") var monitor: String
        @OptionGroup var actor: ActorOptions

        func perform(on terminal: Terminal) throws {
            let id = try GrantID(checking: grant)
            try hub.open(terminal).run(
                .request(
                    .registerMedia(
                        id, medium: medium, necessity: necessity, encryption: encryption, carrier: try PersonID(checking: carrier),
                        monitor: try PersonID(checking: monitor))), by: actor.actor())
            terminal.notes("Entered.\n")
        }
    }
}
