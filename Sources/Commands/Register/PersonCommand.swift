import ArgumentParser
import Guidance
import Hub
import Register

/// `sharewell person`.
struct PersonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person", abstract: "People and their profiles: agency, role, datasets.",
        discussion:
            "EXAMPLES\n  sharewell person add m-rao --name \"M Rao\" --agency beds-probation --role meeting-member\n  sharewell person list",
        subcommands: [Add.self, Profile.self, Invite.self, Remove.self, List.self], defaultSubcommand: List.self)

    struct Add: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a person a profile.",
            discussion: """
                EXAMPLE
                  sharewell person add a-shah --name "Amina Shah" --agency luton-council --role analyst --dataset police-recorded-crime-offence

                A co-ordinator and an auditor act in the partnership of their agency, or in those named with --partnership, and in no other.
                Roles: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "Short name: lower-case letters, digits and hyphens.") var id: String
        @Option(help: "Their name.") var name: String
        @Option(help: "The agency they act for.") var agency: String
        @Option(help: "What they do; repeat for several.") var role: [String]
        @Option(help: "A dataset their profile holds; repeat for several, or 'all-depersonalised'.") var dataset: [String] = []
        @Option(
            help: "A partnership the role co-ordinator or auditor is given for; that of the agency if none is named; repeat for several.")
        var partnership: [String] = []
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try PersonID(checking: id), agency = try AgencyID(checking: agency)
            let roles = try role.map { text throws(Failure) in
                guard let role = Role(rawValue: text) else {
                    throw Failure(
                        code: "unknown-role", message: "There is no such role.",
                        remedy: "Choose from: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).", exit: ExitStatus.usage)
                }
                return role
            }
            let hub = try hub.open(terminal)
            try hub.run(
                .addPerson(
                    id: id, name: name, agency: agency, roles: roles, datasets: named(dataset, in: hub.rulebook),
                    partnerships: partnership.isEmpty ? nil : partnership.map { try PartnershipID(checking: $0) }),
                by: actor.actor())
            terminal.notes("\(id) has a profile.\n")
        }
    }

    struct Profile: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set the datasets of a profile.",
            discussion: "EXAMPLE\n  sharewell person profile a-shah --dataset stop-and-search --dataset detection-status")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The person.") var id: String
        @Option(help: "A dataset; repeat for several, none for an empty profile.") var dataset: [String] = []
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try PersonID(checking: id)
            let hub = try hub.open(terminal)
            try hub.run(.changeProfile(person: id, datasets: named(dataset, in: hub.rulebook)), by: actor.actor())
            terminal.notes("The profile of \(id) holds \(dataset.isEmpty ? "no dataset" : dataset.joined(separator: ", ")).\n")
        }
    }

    struct Invite: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Invite a person to the hub in the browser, or do so anew.",
            discussion: """
                EXAMPLE
                  sharewell person invite a-shah --registration level-2

                Prints a code that is good for a week, and once: hand it over in person or by telephone. What they signed in with before is void.
                The level says how their identity was verified (the Suffolk Matrix, §4.3.6): see sharewell matrix.
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "The person.") var id: String
        @Option(help: ArgumentHelp("How their identity was verified: level-1, level-2 or level-3.", valueName: "level")) var registration:
            String
        @OptionGroup var actor: CoordinatorOptions
        @OptionGroup var key: KeyOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        struct Invited: Encodable {
            let person: String
            let code: String
        }

        func perform(on terminal: Terminal) throws {
            let id = try PersonID(checking: id)
            let hub = try hub.open(terminal)
            let vault = try key.vault(of: hub, terminal)
            let code = try SignIn(hub: hub).invite(id, registration: registration, by: actor.actor(), vault: vault)
            terminal.output(output.json ? try jsonLine(Invited(person: id.rawValue, code: code)) : "\(code)\n")
            terminal.notes("\(id) is invited: they enter their short name and this code at /invitation, within a week.\n")
        }
    }

    struct Remove: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "A person leaves: they may do nothing from now on.")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The person.") var id: String
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try PersonID(checking: id)
            try hub.open(terminal).run(.removePerson(id), by: actor.actor())
            terminal.notes("\(id) has left.\n")
        }
    }

    struct List: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "List people and profiles.")
        @OptionGroup var hub: HubOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let people = try hub.open(terminal).state.people.values.sorted { $0.id < $1.id }
            if output.json { return try people.forEach { terminal.output(try jsonLine($0)) } }
            var table = TextTable("person", "name", "agency", "roles", "in", "datasets")
            for person in people {
                table.add(
                    person.id.rawValue, person.name + (person.active ? "" : " (left)"), person.agency?.rawValue ?? "the partnership",
                    person.roles.map(\.rawValue).joined(separator: ", "),
                    person.partnerships.isEmpty ? "own agency" : person.partnerships.sorted().map(\.rawValue).joined(separator: ", "),
                    person.datasets.isEmpty ? "none" : person.datasets.sorted().map(\.rawValue).joined(separator: ", "))
            }
            terminal.output(table.text)
        }
    }
}

/// Record types by name; `all-depersonalised` stands for every depersonalised one of the rulebook.
func named(_ datasets: [String], in rulebook: Rulebook) -> [RecordTypeID] {
    datasets.flatMap { name in
        name == "all-depersonalised"
            ? rulebook.recordTypes.filter { $0.information == .depersonalised }.map(\.id) : [RecordTypeID(rawValue: name)]
    }
}
