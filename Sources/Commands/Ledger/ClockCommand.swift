import ArgumentParser
import Guidance
import Hub
import Register

/// `sharewell ledger clock`.
struct ClockCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock", abstract: "The day the hub goes by; say that it is right after a long time in which nothing happened.",
        discussion: """
            EXAMPLE
              sharewell ledger clock --confirm 2026-11-28

            Grants end and records are destroyed by the calendar, for good. Where the clock has moved on by more than a month since the last event,
            nothing is done until a co-ordinator confirms the day.
            """)
    @OptionGroup var hub: HubOptions
    @Option(help: ArgumentHelp("Today.", valueName: "yyyy-mm-dd")) var confirm: String?
    @OptionGroup var actor: CoordinatorOptions

    func perform(on terminal: Terminal) throws {
        let hub = try hub.open(terminal)
        if let confirm { try hub.confirmClock(day(confirm), by: actor.actor()) }
        terminal.output("The hub goes by \(CalendarDay(number: hub.now.day)).\n")
    }
}
