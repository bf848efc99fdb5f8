import ArgumentParser
import Guidance
import Hub
import Register

/// `sharewell partnership`.
struct PartnershipCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partnership", abstract: "The partnerships of the hub, their members, and consent to new partners (§2.2).",
        subcommands: [List.self, Add.self, Join.self, Leave.self, Consent.self], defaultSubcommand: List.self)

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
            discussion: "EXAMPLE\n  sharewell partnership add bedford-csp --name \"Bedford CSP\"")
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

    struct Join: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "An agency becomes a member.", discussion: "EXAMPLE\n  sharewell partnership join bedford-csp --agency beds-police")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The partnership.") var id: String
        @Option(help: "The agency.") var agency: String
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try PartnershipID(checking: id), agency = try AgencyID(checking: agency)
            try hub.open(terminal).run(.partnership(.join(agency, id)), by: actor.actor())
            terminal.notes("\(agency) is a member of \(id).\n")
        }
    }

    struct Leave: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "An agency is no member any more; its signatures stand until taken back.")
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
            let register = hub.register
            guard let agency = register.state.agencies[partner],
                let partnership = register.state.partnerships[id ?? register.state.firstPartnership]
            else { return }
            let missing = register.consentsMissing(for: agency, in: partnership).map(\.rawValue)
            terminal.notes(
                missing.isEmpty
                    ? "\(partner) has the consent of every responsible authority and may sign.\n"
                    : "Recorded. Still missing: \(missing.joined(separator: ", ")).\n")
        }
    }
}

/// A partnership with what is wrong with it.
struct PartnershipSummary: Encodable {
    let id: PartnershipID
    let name: String
    let members: [AgencyID]
    let responsibleAuthorities: [AgencyID]
    let withoutLiaisonOfficer: [AgencyID]
    let undertaking: Int?

    init(_ partnership: Partnership, in register: Register) {
        id = partnership.id
        name = partnership.name
        members = partnership.members.sorted()
        responsibleAuthorities = register.responsibleAuthorities(of: partnership)
        withoutLiaisonOfficer = register.authoritiesWithoutOfficer(of: partnership)
        undertaking = partnership.undertaking?.version
    }

    var page: String {
        var text = "\(name) (\(id))\n"
        text += "  members: \(members.isEmpty ? "none" : members.map(\.rawValue).joined(separator: ", "))\n"
        text +=
            "  responsible authorities: \(responsibleAuthorities.isEmpty ? "none" : responsibleAuthorities.map(\.rawValue).joined(separator: ", "))\n"
        text += "  undertaking: \(undertaking.map { "version \($0)" } ?? "not set: nobody can open personal items (Box 1)")\n"
        for agency in withoutLiaisonOfficer {
            text +=
                "  FAULT: \(agency) has no Designated Liaison Officer (§2.2.1): sharewell agency liaison-officer \(agency) --person PERSON\n"
        }
        return text
    }
}
