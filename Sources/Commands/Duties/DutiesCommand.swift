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
        let all = hub.register.duties(on: today)
        let duties = (own.map { hub.register.duties(all, seenBy: $0) } ?? all).filter { duty in
            if let wanted, duty.agency != wanted { return false }
            if overdue, duty.state != .overdue { return false }
            if let last, duty.state == .done || duty.state == .notFollowed || (duty.due ?? "") > last { return false }
            return true
        }
        if output.json { return try duties.forEach { terminal.output(try jsonLine($0)) } }
        terminal.output(duties.isEmpty ? "Nothing of that kind is owed.\n" : Self.page(of: duties))
    }

    /// By how pressing they are, then by who owes them; what one command settles stands together, with the command on a line of its own.
    private static func page(of duties: [Duty]) -> String {
        func heading(_ duty: Duty) -> String {
            switch duty.state {
            case .overdue: "OVERDUE"
            case .due: duty.isNear ? "DUE SOON" : "DUE"
            case .notFollowed: "NOT FOLLOWED HERE"
            case .done: "DONE"
            }
        }
        var sections: [String] = []
        for title in ["OVERDUE", "DUE SOON", "DUE", "NOT FOLLOWED HERE", "DONE"] {
            let own = duties.filter { heading($0) == title }
            guard !own.isEmpty else { continue }
            var text = "\(title) (\(own.count))\n"
            for who in unique(own.map(\.who)) {
                text += "  \(who)\n"
                let owed = own.filter { $0.who == who }
                for settle in unique(owed.map(\.settle)) {
                    for duty in owed where duty.settle == settle {
                        let due = duty.due.map { CalendarDay(iso: $0)?.words ?? $0 }
                        let day = due ?? (duty.state == .overdue ? "now" : "")
                        text += TextWrapping.paragraph(
                            "\(day.isEmpty ? "" : "\(day): ")\(duty.what) (\(duty.section))", indent: "        ", first: "    - ")
                    }
                    if owed.contains(where: { $0.settle == settle && $0.state != .done }) {
                        text += title == "NOT FOLLOWED HERE" ? TextWrapping.paragraph(settle, indent: "      ") : "      \(settle)\n"
                    }
                }
            }
            sections.append(text)
        }
        return sections.joined(separator: "\n")
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
