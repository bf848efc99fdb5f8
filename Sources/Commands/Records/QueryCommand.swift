import ArgumentParser
import Hub
import Register

/// `sharewell query`.
struct QueryCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Count records, by up to two fields: depersonalised ones, or personal ones under a grant.",
        discussion: """
            EXAMPLES
              sharewell query --as a-shah --purpose "burglary profile" --dataset police-recorded-crime-offence --by month,ward
              sharewell query --as a-shah --purpose "night-time economy" --dataset police-recorded-crime-offence \\
                --from 2022-10 --to 2022-12 --where ward=E05002203 --by offence_type

            month, quarter, year and weekday are of the record's main date, hour of its main time; ward, lsoa, msoa, district, sector, postcode
            and street are of its main place. A reference is asked for in the keyed form that your extracts show, or, where all records are your
            own agency's, as it was supplied.
            """)
    @OptionGroup var hub: HubOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var question: QuestionOptions
    @Option(help: ArgumentHelp("Count by one or two fields.", valueName: "field[,field]")) var by: String?
    @Option(help: ArgumentHelp("The grant it is asked under; personal records need one.", valueName: "grant")) var grant: String?
    @Option(help: ArgumentHelp("Also show up to this many records.", valueName: "n")) var show = 0
    @OptionGroup var key: KeyOptions
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }

    func perform(on terminal: Terminal) throws {
        let groups = by?.split(separator: ",").map { String($0.trimmingPrefix(" ")) } ?? []
        guard groups.count <= 2 else { throw ValidationError("--by takes one or two fields.") }
        let asked = try question.question(by: groups)
        let hub = try hub.open(terminal)
        let vault = try key.vault(of: hub, terminal)
        let answer = try AnswerQuestion(hub: hub, vault: vault, entry: .terminal).perform(
            asked, for: actor.actor(), purpose: question.purpose, category: question.purposeCategory,
            under: grant.map { try GrantID(checking: $0) },
            showing: max(0, min(show, 1000)))
        terminal.output(output.json ? try jsonLine(answer) : answer.page(bold: terminal.bold))
    }
}
