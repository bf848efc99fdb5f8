import ArgumentParser
import Guidance
import Hub
import Register

/// `sharewell agency`.
struct AgencyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agency", abstract: "The agencies of the partnership (§2.2).",
        discussion:
            "EXAMPLES\n  sharewell agency add beds-police --name \"Bedfordshire Police\" --class police-force\n  sharewell agency liaison-officer beds-police --person j-okafor\n  sharewell agency list",
        subcommands: [Add.self, LiaisonOfficer.self, Guardian.self, Contact.self, Notification.self, ProcessorCommand.self, List.self],
        defaultSubcommand: List.self)

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
        @Option(help: "The partnership it is a member of; the hub's first if not given.") var partnership: String?
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try AgencyID(checking: id)
            let hub = try hub.open(terminal)
            let partnership = try partnership.map { try PartnershipID(checking: $0) }
            try hub.run(
                .addAgency(id: id, name: name, agencyClass: agencyClass, knownAs: knownAs, partnership: partnership), by: actor.actor())
            terminal.notes("\(id) is in the register.\n" + consentNote(id, in: partnership ?? hub.state.firstPartnership, hub.state))
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

    struct Guardian: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Name the Caldicott Guardian of a health or social care body (§2.4.2.2).",
            discussion: "EXAMPLE\n  sharewell agency guardian luton-pct --person dr-hale")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The agency.") var id: String
        @Option(help: "A person of that agency with the role caldicott-guardian.") var person: String
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let agency = try AgencyID(checking: id), guardian = try PersonID(checking: person)
            try hub.open(terminal).run(.partnership(.nameGuardian(agency, guardian)), by: actor.actor())
            terminal.notes("\(guardian) is the Caldicott Guardian of \(agency).\n")
        }
    }

    struct Contact: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Name whom to approach in an agency, for one dataset or otherwise (§4.3.2).",
            discussion: "EXAMPLE\n  sharewell agency contact beds-police --person p-ellis --dataset stop-and-search")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The agency.") var id: String
        @Option(help: "Whom.") var person: String
        @Option(help: "For this dataset only.") var dataset: String?
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let agency = try AgencyID(checking: id), contact = try PersonID(checking: person)
            let type = dataset.map { RecordTypeID(rawValue: $0) }
            try hub.open(terminal).run(.partnership(.nameContact(agency, type, contact)), by: actor.actor())
            terminal.notes("\(contact) is the contact of \(agency)\(dataset.map { " for \($0)" } ?? "").\n")
        }
    }

    struct Notification: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record an agency's notification with the Information Commissioner (§2.4.2.5).",
            discussion: "EXAMPLE\n  sharewell agency notification beds-police --number Z4894887 --expires 2027-05-31")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The agency.") var id: String
        @Option(help: "Its number in the Commissioner's register.") var number: String
        @Option(help: ArgumentHelp("Last day it is current.", valueName: "yyyy-mm-dd")) var expires: String
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let agency = try AgencyID(checking: id)
            let notification = DataProtectionNotification(number: number, expires: try day(expires))
            try hub.open(terminal).run(.partnership(.recordNotification(agency, notification)), by: actor.actor())
            terminal.notes("Recorded.\n")
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
