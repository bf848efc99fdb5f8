import ArgumentParser
import Guidance
import Hub
import Register

/// `sharewell duties`.
struct DutiesCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "duties", abstract: "What is owed, by whom, by when, and the command that settles it.",
        discussion: """
            EXAMPLES
              sharewell duties --overdue
              sharewell duties --agency beds-police --within 30

            Disclosures under section 17A and routine supplies agreed in protocols, both of the last \(Register.periodsKept) periods that have ended (a
            supply counts for the months it reaches into), protocols, notifications, officers, consents, requests, grants and enquiries. What is
            due within \(Register.reminderDays) days is DUE SOON. Prescribed items without a dataset are listed as not followed, with the reason.
            """)
    @OptionGroup var hub: HubOptions
    @Option(help: "Only what this agency owes.") var agency: String?
    @Option(help: ArgumentHelp("Only what is owed within so many days; what is overdue is.", valueName: "days")) var within: Int?
    @Flag(help: "Only what is overdue.") var overdue = false
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("Only what your agency owes; a co-ordinator or auditor sees all of their partnerships.", valueName: "person"))
    var person: String?
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }

    func validate() throws {
        guard (0...36_500).contains(within ?? 0) else { throw ValidationError("--within is a number of days from 0.") }
    }

    func perform(on terminal: Terminal) throws {
        let hub = try hub.open(terminal)
        let today = hub.now.day
        let wanted = try agency.map { try AgencyID(checking: $0) }
        if let wanted { _ = try hub.register.agency(wanted) }
        let own = try person.map { try hub.register.person(named: PersonID(checking: $0)) }
        let last = within.map { CalendarDay(number: today + $0).description }
        let duties = hub.register.duties(on: today).filter { duty in
            if let wanted, duty.agency != wanted { return false }
            if let own, duty.agency == nil || duty.agency != own.agency {
                let concerned = [duty.partnership, duty.agency.flatMap { hub.state.agencies[$0]?.home }].compactMap { $0 }
                guard own.oversees(any: concerned) else { return false }
            }
            if overdue, duty.state != .overdue { return false }
            if let last, duty.state == .done || duty.state == .notFollowed || (duty.due ?? "") > last { return false }
            return true
        }
        if output.json { return try duties.forEach { terminal.output(try jsonLine($0)) } }
        var table = TextTable("due", "state", "who", "what", "by", "settled by")
        for duty in duties {
            let state = duty.state == .overdue ? "OVERDUE" : duty.isNear ? "DUE SOON" : duty.state.rawValue
            table.add(
                duty.due ?? (duty.state == .notFollowed ? "–" : "now"), state, duty.who, duty.what, duty.section,
                duty.state == .done ? "–" : duty.settle)
        }
        terminal.output(duties.isEmpty ? "Nothing of that kind is owed.\n" : table.text)
    }
}
