import ArgumentParser
import Guidance
import Hub
import Intake
import Register

/// `sharewell protocol`.
struct ProtocolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "protocol", abstract: "Information sharing protocols and their signatories (§2.2).",
        discussion:
            "EXAMPLES\n  sharewell protocol add isp-2026 --title \"Luton information sharing protocol\"\n  sharewell protocol sign isp-2026 --agency beds-police --agency luton-council\n  sharewell protocol list",
        subcommands: [Add.self, Sign.self, Withdraw.self, End.self, Review.self, List.self], defaultSubcommand: List.self)

    struct Add: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record a protocol.",
            discussion: """
                EXAMPLE
                  sharewell protocol add isp-2026 --title "Luton information sharing protocol" --expires 2028-03-31

                Without --dataset it covers every dataset of the rulebook, without --purpose all three purposes of §2.3. A limit is
                AGENCY:depersonalised or AGENCY:DATASET; repeat --limit for several. A routine supply is AGENCY:DATASET:INTERVAL:DAYS, supplied within
                so many days of the end of each period; its first period begins with the first whole month in force, or on the day after
                another colon: beds-police:police-incident:monthly:10:2026-04-01. Intervals: \(SupplyInterval.allCases.map(\.rawValue).joined(separator: ", ")).
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "Short name: lower-case letters, digits and hyphens.") var id: String
        @Option(help: "Its title.") var title: String
        @Option(help: "A dataset it covers; repeat for several.") var dataset: [String] = []
        @Option(help: ArgumentHelp("First day in force; today if not given.", valueName: "yyyy-mm-dd")) var from: String?
        @Option(help: ArgumentHelp("Last day in force.", valueName: "yyyy-mm-dd")) var expires: String?
        @Option(help: "information-sharing-protocol, accord or personal-information-sharing-protocol (§2.2.5).")
        var kind = ProtocolKind.informationSharing
        @Option(help: "The accord a personal information sharing protocol stands under.") var accord: String?
        @Option(help: "The partnership it belongs to; the hub's first if not given.") var partnership: String?
        @Option(help: "The version it replaces from its first day on.") var replaces: String?
        @Option(help: "A purpose it covers: performance-monitoring, intelligence or service-delivery; repeat for several.")
        var purpose: [PurposeCategory] = []
        @Option(help: ArgumentHelp("What an agency is limited to.", valueName: "agency:limit")) var limit: [String] = []
        @Option(help: ArgumentHelp("What an agency supplies as routine; repeat for several.", valueName: "agency:dataset:interval:days"))
        var supply: [String] = []
        @Flag(help: "It says how requests under the Freedom of Information Act are handled (§2.2).") var freedomOfInformation = false
        @Flag(help: "It permits sharing across the partnership's boundary (§2.2.4).") var across = false
        @Flag(help: "It lets occasional signatories have personal information (§2.2.4).") var occasionalPersonal = false
        @Option(help: ArgumentHelp("Day it is to be reviewed by.", valueName: "yyyy-mm-dd")) var reviewBy: String?
        @Option(help: "Legislative powers it rests on, in words (§2.2.5).") var powers: String?
        @Option(help: "How consent is obtained, in words (§2.2.5).") var consent: String?
        @Option(help: "Operational procedures, in words (§2.2.5).") var procedures: String?
        @OptionGroup var actor: CoordinatorOptions

        private func terms(from first: Int) throws -> ProtocolTerms {
            var terms = ProtocolTerms()
            terms.kind = kind
            terms.accord = try accord.map { try ProtocolID(checking: $0) }
            terms.partnership = try partnership.map { try PartnershipID(checking: $0) }
            terms.replaces = try replaces.map { try ProtocolID(checking: $0) }
            terms.purposes = purpose.isEmpty ? nil : purpose
            terms.hasFreedomOfInformationClause = freedomOfInformation
            terms.permitsAcross = across
            terms.admitsOccasionalToPersonal = occasionalPersonal
            terms.reviewBy = try reviewBy.map(day)
            (terms.powers, terms.consent, terms.procedures) = (powers, consent, procedures)
            terms.limits = try ProtocolTerms.Limit.typed(limit)
            terms.supplies = try supply.map { try RoutineSupply(typed: $0, inForceFrom: first) }
            return terms
        }

        func perform(on terminal: Terminal) throws {
            let id = try ProtocolID(checking: id)
            let hub = try hub.open(terminal)
            let datasets = dataset.isEmpty ? nil : named(dataset, in: hub.rulebook)
            let first = try from.map(day) ?? Clock.now().day
            try hub.run(
                .recordProtocol(
                    id: id, title: title, datasets: datasets, inForceFrom: first, expires: expires.map(day), terms: terms(from: first)),
                by: actor.actor())
            terminal.notes("\(id) is recorded. Have the agencies sign: sharewell protocol sign \(id) --agency AGENCY.\n")
        }
    }

    struct Sign: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record an agency's signature.",
            discussion: """
                EXAMPLES
                  sharewell protocol sign isp-2026 --agency beds-police --agency luton-council
                  sharewell protocol sign isp-2026 --agency ambulance --consent-document "minute 12 of 3 March 2026"

                The responsible authorities that are members when the first signs form the partnership. Every other agency, a responsible
                authority that comes later too, is admitted with the consent of all of them (§2.2.4): each consents by itself (sharewell
                partnership consent), or the document names the minute in which all did.
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "The protocol.") var id: String
        @Option(help: "The agency that signed; repeat for several.") var agency: [String]
        @Option(help: ArgumentHelp("The minute or letter in which every responsible authority consented.", valueName: "text"))
        var consentDocument: String?
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try ProtocolID(checking: id)
            let hub = try hub.open(terminal)
            for name in agency {
                try hub.run(.sign(id, agency: try AgencyID(checking: name), consents: consentDocument), by: actor.actor())
                terminal.notes("\(name) has signed \(id).\n")
            }
        }
    }

    struct Withdraw: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "An agency takes its signature back.")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The protocol.") var id: String
        @Option(help: "The agency.") var agency: String
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try ProtocolID(checking: id), agency = try AgencyID(checking: agency)
            try hub.open(terminal).run(.withdrawSignature(id, agency: agency), by: actor.actor())
            terminal.notes("\(agency) is no longer a signatory of \(id).\n")
        }
    }

    struct End: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "Withdraw a protocol as a whole.")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The protocol.") var id: String
        @Option(help: "Why.") var why: String
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try ProtocolID(checking: id)
            try hub.open(terminal).run(.partnership(.withdrawProtocol(id, why: why)), by: actor.actor())
            terminal.notes("\(id) is withdrawn: nothing is shared under it any more.\n")
        }
    }

    struct Review: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record that a protocol was reviewed and stands.",
            discussion: "EXAMPLE\n  sharewell protocol review isp-2026 --next 2027-11-30")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The protocol.") var id: String
        @Option(help: ArgumentHelp("When it is to be reviewed again.", valueName: "yyyy-mm-dd")) var next: String
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try ProtocolID(checking: id)
            try hub.open(terminal).run(.partnership(.reviewProtocol(id, next: day(next))), by: actor.actor())
            terminal.notes("\(id) stands; next review by \(next).\n")
        }
    }

    struct List: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "List protocols.")
        @OptionGroup var hub: HubOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let protocols = try hub.open(terminal).state.protocols.values.sorted { $0.id < $1.id }
            if output.json { return try protocols.forEach { terminal.output(try jsonLine($0)) } }
            var table = TextTable("protocol", "title", "from", "until", "covers", "signatories")
            for agreement in protocols {
                table.add(
                    agreement.id.rawValue, agreement.title, CalendarDay(number: agreement.inForceFrom).description,
                    agreement.expires.map { CalendarDay(number: $0).description } ?? "open",
                    agreement.datasets.map { $0.sorted().map(\.rawValue).joined(separator: ", ") } ?? "every dataset",
                    agreement.signatories.sorted().map(\.rawValue).joined(separator: ", "))
            }
            terminal.output(table.text)
        }
    }
}

/// A whole day typed as ISO 8601, in days since 1970-01-01.
func day(_ text: String) throws -> Int {
    guard let day = CalendarDay(iso: text) else {
        throw Failure(
            code: "not-a-day", message: "That is not a day of the calendar.", remedy: "Write it as 2026-03-31.", exit: ExitStatus.usage)
    }
    return day.number
}
