import ArgumentParser
import Guidance
import Hub
import Register

/// What is asked, as typed; what is not typed stays as it was.
struct EnquiryOptions: ParsableArguments {
    @Option(help: "A dataset concerned; repeat for several.") var dataset: [String] = []
    @Option(help: "An agency that information concerned came from; repeat for several.") var from: [String] = []
    @Option(help: "The agency that received it; the partnership itself if not given.") var receivedBy: String?
    @Option(help: "The partnership, where it received it itself; the hub's first if not given.") var partnership: String?
    @Option(help: ArgumentHelp("The day by which a committee asks it to be answered.", valueName: "yyyy-mm-dd")) var byDay: String?
    @Flag(help: "A committee asks who individuals are (§2.4.1.2).") var identification = false
    @Flag(help: "It is about the hub itself, such as who has access, and about no agency's records.") var aboutTheHub = false

    func content(kind: EnquiryKind, received: Int, subject: String, before: EnquiryContent? = nil) throws -> EnquiryContent {
        let named = !dataset.isEmpty || !from.isEmpty || aboutTheHub
        return EnquiryContent(
            kind: kind, received: received, subject: subject,
            datasets: named ? dataset.map { RecordTypeID(rawValue: $0) } : before?.datasets ?? [],
            originators: named ? try from.map { try AgencyID(checking: $0) } : before?.originators ?? [],
            receiver: try receivedBy.map { try AgencyID(checking: $0) } ?? before?.receiver,
            partnership: try partnership.map { try PartnershipID(checking: $0) } ?? before?.partnership,
            asksIdentification: identification || before?.asksIdentification ?? false,
            isAboutTheHub: aboutTheHub || (named ? false : before?.isAboutTheHub ?? false))
    }
}

extension EnquiryCommand {
    struct Log: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Log an enquiry; its last day is counted from its receipt.",
            discussion: """
                EXAMPLES
                  sharewell enquiry log --kind foi --received 2026-11-20 --subject "burglaries by ward, 2025" \\
                    --dataset police-recorded-crime-offence --received-by luton-council --as c-officer
                  sharewell enquiry log --kind scrutiny --received 2026-11-20 --by-day 2026-12-15 --subject "ASB orders" \\
                    --dataset council-asb-and-environmental-crime --received-by luton-council --as c-officer
                  sharewell enquiry log --kind foi --received 2026-11-20 --subject "which agencies have access" --about-the-hub --as co-ordinator

                Agencies that supplied the datasets are to be consulted by themselves; name others that information came from with --from.
                What is about the hub and no records, such as who has access, is logged with --about-the-hub. A subject access request is
                received when the fee and what identifies the person are there too. A committee's request is received by an agency that the
                Regulations oblige, never by the partnership itself.
                """)
        @OptionGroup var hub: HubOptions
        @Option(help: "foi, subject-access or scrutiny.") var kind: EnquiryKind
        @Option(help: ArgumentHelp("Day of receipt.", valueName: "yyyy-mm-dd")) var received: String
        @Option(help: "What is asked for; name nobody.") var subject: String
        @OptionGroup var asked: EnquiryOptions
        @OptionGroup var actor: ActorOptions

        func perform(on terminal: Terminal) throws {
            let content = try asked.content(kind: kind, received: day(received), subject: subject)
            let stated = try asked.byDay.map(day)
            let hub = try hub.open(terminal)
            let before = Set(hub.state.enquiries.keys)
            try hub.run(.enquiry(.log(content, statedDay: stated)), by: actor.actor())
            // Others may log at the same time: the one that is new and says this.
            let logged = hub.state.enquiries.values.filter { !before.contains($0.id) && $0.content == content }.max { $0.id < $1.id }
            guard let logged else { return }
            terminal.output("\(logged.id)\n")
            terminal.notes(EnquiryCommand.page(logged, hub))
        }
    }

    struct Amend: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put right what was logged; what is not named stays as it was.",
            discussion: """
                EXAMPLES
                  sharewell enquiry amend e000001 --received 2026-11-19 --why "the day was mistyped" --as c-officer
                  sharewell enquiry amend e000001 --dataset stop-and-search --from beds-police --why "another dataset was meant" --as c-officer

                --dataset, --from and --about-the-hub together take the place of what was named. Where something else is asked now, the
                agencies consulted are asked again; an agency once consulted stays so.
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "The enquiry.") var enquiry: String
        @Option(help: "foi, subject-access or scrutiny.") var kind: EnquiryKind?
        @Option(help: ArgumentHelp("Day of receipt.", valueName: "yyyy-mm-dd")) var received: String?
        @Option(help: "What is asked for; name nobody.") var subject: String?
        @OptionGroup var asked: EnquiryOptions
        @Flag(help: "The partnership itself received it, and no agency.") var receivedByPartnership = false
        @Flag(help: "A committee does not ask who individuals are.") var noIdentification = false
        @Option(help: "Why; name nobody.") var why: String
        @OptionGroup var actor: ActorOptions

        func perform(on terminal: Terminal) throws {
            let id = try EnquiryID(checking: enquiry), person = try actor.actor()
            let received = try received.map(day), stated = try asked.byDay.map(day)
            let hub = try hub.open(terminal)
            let now = try hub.enquiry(id, seenBy: person)
            let amended = try asked.content(
                kind: kind ?? now.content.kind, received: received ?? now.content.received, subject: subject ?? now.content.subject,
                before: now.content)
            let content = EnquiryContent(
                kind: amended.kind, received: amended.received, subject: amended.subject, datasets: amended.datasets,
                originators: amended.originators, receiver: receivedByPartnership ? nil : amended.receiver,
                partnership: amended.partnership,
                asksIdentification: noIdentification ? false : amended.asksIdentification, isAboutTheHub: amended.isAboutTheHub)
            // The day that a committee stated stands where no other is named.
            let keeps = content.kind == .scrutiny && now.content.kind == .scrutiny && content != now.content
            try hub.run(.enquiry(.amend(id, content, statedDay: stated ?? (keeps ? now.days.last : nil), why: why)), by: person)
            terminal.notes(EnquiryCommand.page(try hub.enquiry(id, seenBy: person), hub))
        }
    }

    struct Clarify: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record that whoever asked was asked what is wanted, or has said it; the days are counted anew from then.",
            discussion: """
                EXAMPLES
                  sharewell enquiry clarify e000001 --asked 2026-11-25 --what "which years are meant" --as c-officer
                  sharewell enquiry clarify e000001 --answered 2026-12-02 --as c-officer

                While the answer is waited for no day is counted (Freedom of Information Act 2000, sections 1(3) and 10(6); Data Protection
                Act 1998, section 7(3) and (10)).
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "The enquiry.") var enquiry: String
        @Option(help: ArgumentHelp("The day on which they were asked.", valueName: "yyyy-mm-dd")) var asked: String?
        @Option(help: "What they were asked; name nobody.") var what: String?
        @Option(help: ArgumentHelp("The day on which their answer was received.", valueName: "yyyy-mm-dd")) var answered: String?
        @OptionGroup var actor: ActorOptions

        func validate() throws {
            guard (asked == nil) != (answered == nil), (asked == nil) == (what == nil) else {
                throw ValidationError("Give --asked with --what, or --answered.")
            }
        }

        func perform(on terminal: Terminal) throws {
            let id = try EnquiryID(checking: enquiry), person = try actor.actor()
            let move: EnquiryMove
            if let asked, let what {
                move = .askEnquirer(id, day: try day(asked), what: what)
            } else {
                move = .enquirerAnswered(id, day: try day(answered ?? ""))
            }
            let hub = try hub.open(terminal)
            try hub.run(.enquiry(move), by: person)
            terminal.notes(EnquiryCommand.page(try hub.enquiry(id, seenBy: person), hub))
        }
    }

    struct Look: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether a letter that the co-ordinator recorded in your agency's name is what it wrote.",
            discussion: """
                EXAMPLE
                  sharewell enquiry look e000001 --ours --as p-officer

                What it did not write is no answer of it: nothing is given until it has answered. On an enquiry that is closed it stands on
                record.
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "The enquiry.") var enquiry: String
        @Flag(help: "It is what your agency wrote.") var ours = false
        @Flag(help: "It is not.") var notOurs = false
        @OptionGroup var actor: ActorOptions

        func validate() throws { if ours == notOurs { throw ValidationError("Say --ours or --not-ours.") } }

        func perform(on terminal: Terminal) throws {
            let id = try EnquiryID(checking: enquiry), person = try actor.actor()
            let hub = try hub.open(terminal)
            guard let agency = hub.state.people[person]?.agency else { throw EnquiryCommand.actsForNone(person) }
            try hub.run(.enquiry(.look(id, agency, isOurs: ours)), by: person)
            terminal.notes(EnquiryCommand.page(try hub.enquiry(id, seenBy: person), hub))
        }
    }

    static func actsForNone(_ person: PersonID) -> Failure {
        Failure(
            code: "no-agency-named", message: "\(person) acts for no agency.", remedy: "Name the agency that answers with --of.",
            exit: ExitStatus.usage)
    }
}
