import ArgumentParser
import Guidance
import Hub
import Register

/// `sharewell agency processor`.
struct ProcessorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "processor", abstract: "Contracts under which another agency supplies for one (§4.3.2).",
        subcommands: [Add.self, End.self, List.self], defaultSubcommand: Add.self)

    struct Add: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record that another agency supplies for this one under a contract.",
            discussion: """
                EXAMPLE
                  sharewell agency processor luton-council --processor observatory --contract "SLA 17" \\
                    --from 2026-04-01 --until 2029-03-31 --free-of-charge

                The contract has to say that data are supplied free of charge.
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "The agency it works for.") var id: String
        @Option(help: "The agency that does the work.") var processor: String
        @Option(help: "The contract's own reference.") var contract: String
        @Option(help: ArgumentHelp("First day.", valueName: "yyyy-mm-dd")) var from: String
        @Option(help: ArgumentHelp("Last day.", valueName: "yyyy-mm-dd")) var until: String
        @Flag(help: "The contract says that data are supplied free of charge.") var freeOfCharge = false
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let contract = ProcessorContract(
                processor: try AgencyID(checking: processor), agency: try AgencyID(checking: id), reference: contract, from: try day(from),
                until: try day(until))
            try hub.open(terminal).run(.partnership(.contract(contract, isFreeOfCharge: freeOfCharge)), by: actor.actor())
            terminal.notes("\(processor) may supply for \(id).\n")
        }
    }

    struct End: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a contract before its last day: the processor may supply nothing more.",
            discussion: """
                EXAMPLE
                  sharewell agency processor end luton-council --processor observatory --why "the service was taken back in house"

                Without --contract, every contract between the two. What was supplied under it stays the agency's.
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "The agency it worked for.") var id: String
        @Option(help: "The agency that did the work.") var processor: String
        @Option(help: "Only the contract of this reference.") var contract: String?
        @Option(
            help: ArgumentHelp("First day on which nothing may be supplied any more; at once if not given.", valueName: "yyyy-mm-dd"))
        var on: String?
        @Option(help: "Why.") var why: String
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let agency = try AgencyID(checking: id), processor = try AgencyID(checking: processor)
            let hub = try hub.open(terminal)
            let first = try on.map(day) ?? hub.now.day
            try hub.run(
                .partnership(.endContract(processor: processor, of: agency, reference: contract, from: first, why: why)),
                by: actor.actor())
            terminal.notes("From \(CalendarDay(number: first)) on, \(processor) may supply nothing for \(agency).\n")
        }
    }

    struct List: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "List the contracts.")
        @OptionGroup var hub: HubOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let contracts = try hub.open(terminal).state.contracts
            if output.json { return try contracts.forEach { terminal.output(try jsonLine($0)) } }
            var table = TextTable("agency", "processor", "contract", "from", "last day", "ended because")
            for contract in contracts {
                table.add(
                    contract.agency.rawValue, contract.processor.rawValue, contract.reference,
                    CalendarDay(number: contract.from).description, CalendarDay(number: contract.last).description,
                    contract.ending?.why ?? "–")
            }
            terminal.output(contracts.isEmpty ? "No agency supplies for another.\n" : table.text)
        }
    }
}
