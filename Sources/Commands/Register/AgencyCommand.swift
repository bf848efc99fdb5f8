import ArgumentParser
import Guidance
import Hub
import Register

/// `sharewell agency`.
struct AgencyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agency", abstract: "The agencies of the partnership (§2.2).",
        subcommands: [Add.self, LiaisonOfficer.self, List.self], defaultSubcommand: List.self)

    struct Add: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an agency.",
            discussion: """
                EXAMPLE
                  sharewell agency add beds-police --name "Bedfordshire Police" --class police-force

                The classes are those of §2.2; sharewell guidance classes lists them.
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "Short name: lower-case letters, digits and hyphens.") var id: String
        @Option(help: "Its name.") var name: String
        @Option(name: .customLong("class"), help: "Its class in the rulebook, such as police-force.") var agencyClass: String
        @Option(help: ArgumentHelp("What its own files call it, where that differs from its name.", valueName: "name")) var knownAs: String?
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try AgencyID(checking: id)
            let hub = try hub.open(terminal)
            try hub.run(.addAgency(id: id, name: name, agencyClass: agencyClass, knownAs: knownAs), by: actor.actor())
            terminal.notes("\(id) is in the register.\n")
            if hub.rulebook.needsLiaisonOfficer(agencyClass) {
                terminal.notes(
                    "It must nominate a Designated Liaison Officer (§2.2.1): sharewell agency liaison-officer \(id) --person PERSON.\n")
            }
        }
    }

    struct LiaisonOfficer: SharewellCommand {
        static let configuration = CommandConfiguration(
            commandName: "liaison-officer", abstract: "Name an agency's Designated Liaison Officer (§2.2.1).",
            discussion: "EXAMPLE\n  sharewell agency liaison-officer beds-police --person j-okafor")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The agency.") var id: String
        @Option(help: "A person of that agency with the role liaison-officer.") var person: String
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let agency = try AgencyID(checking: id), officer = try PersonID(checking: person)
            try hub.open(terminal).run(.nameLiaisonOfficer(agency: agency, officer: officer), by: actor.actor())
            terminal.notes("\(officer) is the Designated Liaison Officer of \(agency).\n")
        }
    }

    struct List: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "List the agencies.")
        @OptionGroup var hub: HubOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let hub = try hub.open(terminal)
            let state = hub.state
            let agencies = state.agencies.values.sorted { $0.id < $1.id }
            if output.json { return try agencies.forEach { terminal.output(try jsonLine($0)) } }
            var table = TextTable("agency", "name", "class", "liaison officer", "protocols")
            for agency in agencies {
                let signed = state.protocols.values.filter { $0.signatories.contains(agency.id) }.map(\.id).sorted()
                let missing = hub.rulebook.needsLiaisonOfficer(agency.agencyClass) ? "MISSING (§2.2.1)" : "none"
                table.add(
                    agency.id.rawValue, agency.name, agency.agencyClass, agency.liaisonOfficer?.rawValue ?? missing,
                    signed.isEmpty ? "none" : signed.map(\.rawValue).joined(separator: ", "))
            }
            terminal.output(table.text)
        }
    }
}
