import ArgumentParser
import Guidance
import Hub
import Register

/// `sharewell partnership`.
struct PartnershipCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partnership", abstract: "The partnerships of the hub, their members, and consent to new partners (§2.2).",
        discussion: "EXAMPLES\n  sharewell partnership\n  sharewell partnership consent victim-support --of beds-police --as j-okafor",
        subcommands: [List.self, Add.self, Coordinator.self, Join.self, Leave.self, Consent.self], defaultSubcommand: List.self)

    struct List: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the partnerships with their members and faults.",
            discussion: "A responsible authority without a Designated Liaison Officer is a fault (§2.2.1).")
        @OptionGroup var hub: HubOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let register = try hub.open(terminal).register
            let partnerships = register.state.partnerships.values.sorted { $0.id < $1.id }
            if output.json { return try partnerships.forEach { terminal.output(try jsonLine(PartnershipSummary($0, in: register))) } }
            for partnership in partnerships { terminal.output(PartnershipSummary(partnership, in: register).page) }
        }
    }

    struct Add: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Begin another partnership in this hub, as a region has several.",
            discussion: """
                EXAMPLE
                  sharewell partnership add bedford-csp --name "Bedford CSP"

                You are its co-ordinator until you name another and step back: sharewell partnership co-ordinator.
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "Short name: lower-case letters, digits and hyphens.") var id: String
        @Option(help: "Its name.") var name: String
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try PartnershipID(checking: id)
            try hub.open(terminal).run(.partnership(.found(id, name: name)), by: actor.actor())
            terminal.notes("\(id) is in the hub.\n")
        }
    }

    struct Coordinator: SharewellCommand {
        static let configuration = CommandConfiguration(
            commandName: "co-ordinator", abstract: "Name a co-ordinator of a partnership, or have one step back.",
            discussion: """
                EXAMPLES
                  sharewell partnership co-ordinator bedford-csp --person b-lane
                  sharewell partnership co-ordinator bedford-csp --person co-ordinator --step-back --as b-lane

                The person needs a profile with the role co-ordinator. A co-ordinator can do nothing in a partnership they are not named for.
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "The partnership.") var id: String
        @Option(help: "Who.") var person: String
        @Flag(help: "They are no longer its co-ordinator.") var stepBack = false
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try PartnershipID(checking: id), person = try PersonID(checking: person)
            try hub.open(terminal).run(.partnership(.setCoordinator(id, person, acts: !stepBack)), by: actor.actor())
            terminal.notes("\(person) \(stepBack ? "is no longer" : "is") co-ordinator of \(id).\n")
        }
    }

    struct Join: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "An agency becomes a member.",
            discussion: """
                EXAMPLE
                  sharewell partnership join bedford-csp --agency beds-police

                A member may sign the partnership's protocols once every responsible authority has consented to it (§2.2.4). Until the first
                signature the responsible authorities form the partnership and need nobody's consent.
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "The partnership.") var id: String
        @Option(help: "The agency.") var agency: String
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try PartnershipID(checking: id), agency = try AgencyID(checking: agency)
            let hub = try hub.open(terminal)
            try hub.run(.partnership(.join(agency, id)), by: actor.actor())
            terminal.notes("\(agency) is a member of \(id).\n" + consentNote(agency, in: id, hub.state))
        }
    }

    struct Leave: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "An agency is no member any more; its signatures of the partnership's protocols are taken back in the same breath.")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The partnership.") var id: String
        @Option(help: "The agency.") var agency: String
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try PartnershipID(checking: id), agency = try AgencyID(checking: agency)
            try hub.open(terminal).run(.partnership(.part(agency, id)), by: actor.actor())
            terminal.notes("\(agency) is no member of \(id) any more.\n")
        }
    }

    struct Consent: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "A responsible authority consents to a new partner (§2.2.4).",
            discussion: """
                EXAMPLES
                  sharewell partnership consent ambulance --of beds-police --as j-okafor
                  sharewell partnership consent ambulance --of luton-council --document "minute 12 of 3 March 2026"

                Its liaison officer consents; the co-ordinator records what came by letter, with --document. All responsible authorities have to.
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "The agency that wishes to become a partner.") var partner: String
        @Option(help: "The responsible authority that consents.") var of: String
        @Option(help: "The partnership; the hub's first if not given.") var partnership: String?
        @Option(help: "The letter or minute it stands in.") var document: String?
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let partner = try AgencyID(checking: partner), authority = try AgencyID(checking: of)
            let id = try partnership.map { try PartnershipID(checking: $0) }
            let hub = try hub.open(terminal)
            try hub.run(.partnership(.consent(to: partner, of: authority, in: id, document: document)), by: actor.actor())
            let note = consentNote(partner, in: id ?? hub.state.firstPartnership, hub.state)
            terminal.notes(note.isEmpty ? "\(partner) has the consent of every responsible authority and may sign.\n" : "Recorded. \(note)")
        }
    }
}

/// What an agency still needs to become a partner; empty where it needs nothing.
func consentNote(_ agency: AgencyID, in id: PartnershipID, _ state: HubState) -> String {
    let missing = state.partnerships[id]?.consentsMissing(for: agency) ?? []
    return missing.isEmpty
        ? ""
        : "Before it may sign, these have to consent (§2.2.4): \(missing.map(\.rawValue).joined(separator: ", ")).\n"
            + missing.map { authority in
                let officer = state.agencies[authority]?.liaisonOfficer?.rawValue ?? "OFFICER"
                return "  sharewell partnership consent \(agency) --of \(authority) --as \(officer)\n"
            }.joined()
}

/// A partnership with what is wrong with it.
struct PartnershipSummary: Encodable {
    let id: PartnershipID
    let name: String
    let members: [AgencyID]
    let coordinators: [PersonID]
    let responsibleAuthorities: [AgencyID]
    /// Members that every responsible authority has to consent to before they sign.
    let notAdmitted: [AgencyID]
    let withoutLiaisonOfficer: [AgencyID]
    let undertaking: Int?

    init(_ partnership: Partnership, in register: Register) {
        id = partnership.id
        name = partnership.name
        members = partnership.members.sorted()
        coordinators = register.state.people.values.filter { $0.coordinates(partnership.id) }.map(\.id).sorted()
        responsibleAuthorities = partnership.authorities.sorted()
        notAdmitted = members.filter { !partnership.admits($0) }
        withoutLiaisonOfficer = register.authoritiesWithoutOfficer(of: partnership)
        undertaking = partnership.undertaking?.version
    }

    var page: String {
        var text = "\(name) (\(id))\n"
        text += "  members: \(members.isEmpty ? "none" : members.map(\.rawValue).joined(separator: ", "))\n"
        text +=
            "  responsible authorities: \(responsibleAuthorities.isEmpty ? "none" : responsibleAuthorities.map(\.rawValue).joined(separator: ", "))\n"
        text += "  co-ordinators: \(coordinators.map(\.rawValue).joined(separator: ", "))\n"
        if !notAdmitted.isEmpty {
            text += "  not admitted yet, for want of consents (§2.2.4): \(notAdmitted.map(\.rawValue).joined(separator: ", "))\n"
        }
        text +=
            "  undertaking: \(undertaking.map { "version \($0)" } ?? "not set: nobody can open personal items (Box 1): sharewell undertaking set --text FILE")\n"
        for agency in withoutLiaisonOfficer {
            text +=
                "  FAULT: \(agency) has no Designated Liaison Officer (§2.2.1): sharewell agency liaison-officer \(agency) --person PERSON\n"
        }
        return text
    }
}
