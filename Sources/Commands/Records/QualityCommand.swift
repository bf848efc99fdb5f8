import ArgumentParser
import Hub
import Register

/// `sharewell quality`.
struct QualityCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "quality", abstract: "How fit for purpose a supply is (§4.2.3), and what depersonalising did with it.",
        discussion: "EXAMPLE\n  sharewell quality s000003 --hub luton --as a-shah")
    @Argument(help: "The supply's number.") var supply: String
    @OptionGroup var hub: HubOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }

    func perform(on terminal: Terminal) throws {
        let outcome = try ShowQuality(hub: hub.open(terminal)).perform(SupplyID(rawValue: supply), for: actor.actor())
        terminal.output(output.json ? try jsonLine(outcome) : outcome.page(bold: terminal.bold, everything: true))
    }
}
