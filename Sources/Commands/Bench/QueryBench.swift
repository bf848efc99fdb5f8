import ArgumentParser
import Disclosure
import Guidance
import Hub
import Register

/// `sharewell bench query`: the queries of the benchmark on a hub that holds its rows, each the median of several warm runs.
///
/// Every run is a whole answer as `sharewell query` gives it: permit, scan, and the event made durable before the answer leaves.
struct QueryBench: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Counts by month and ward, and a look-up by reference.",
        discussion: "EXAMPLE\n  sharewell bench query --as analyst --where offence_type=28E --reference 13/000000001/BX")
    @OptionGroup var hub: HubOptions
    @OptionGroup var actor: ActorOptions
    @Option(help: "Which records.") var dataset = "police-recorded-crime-offence"
    @Option(name: .customLong("where"), help: ArgumentHelp("The one group of (a) and (c).", valueName: "field=value"))
    var filters: [String] = []
    @Option(help: "The year of (a).") var year = "2019"
    @Option(help: "A reference to look up.") var reference: String
    @Option(help: "Runs that count, after two that do not.") var runs = 7
    @OptionGroup var key: KeyOptions
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }

    struct Figure: Encodable {
        let milliseconds: Double
        let records: Int
    }

    func perform(on terminal: Terminal) throws {
        let hub = try hub.open(terminal)
        let vault = try key.vault(of: hub, terminal)
        let type = RecordTypeID(rawValue: dataset)
        let group = try filters.map(Question.Filter.init(typed:))
        guard let field = hub.rulebook.recordType(type)?.reference?.name else {
            throw Failure(
                code: "no-reference", message: "\(type) has no reference to look up.", remedy: "Name a dataset that has one.",
                exit: ExitStatus.usage)
        }
        let places = ["month", "ward"]
        let found = Question.Filter(field: field, test: .equals(reference))
        let questions: [(name: String, question: Question)] = [
            ("oneGroupOneYear", Question(dataset: type, from: year, to: year, filters: group, by: places)),
            ("everything", Question(dataset: type, from: nil, to: nil, filters: [], by: places)),
            ("oneGroupAllDates", Question(dataset: type, from: nil, to: nil, filters: group, by: places)),
            ("lookUp", Question(dataset: type, from: nil, to: nil, filters: [found], by: [])),
        ]
        var figures: [String: Figure] = [:]
        for (name, question) in questions {
            var times: [Double] = []
            var total = 0
            for _ in 0..<(max(1, runs) + 2) {
                let began = ContinuousClock.now
                let answer = try AnswerQuestion(hub: hub, vault: vault, entry: .terminal).perform(
                    question, for: actor.actor(), purpose: "Benchmark", showing: name == "lookUp" ? 1 : 0)
                times.append(began.duration(to: .now) / .milliseconds(1))
                total = answer.total.number ?? 0
            }
            figures[name] = Figure(milliseconds: times.dropFirst(2).sorted()[(times.count - 2) / 2], records: total)
        }
        if output.json { return terminal.output(try jsonLine(figures)) }
        for (name, _) in questions {
            guard let figure = figures[name] else { continue }
            terminal.output("\(name): \(figure.milliseconds) ms, \(figure.records.grouped) records\n")
        }
    }
}
