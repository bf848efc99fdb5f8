public import ArgumentParser
import Guidance
import Hub
import Register

/// What is asked, the same for `query` and `extract`.
public struct QuestionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What you need it for; it stands in the ledger, so name no person.", valueName: "text")) var purpose: String
    @Option(
        help: ArgumentHelp(
            "What kind of purpose that is (§2.3): performance-monitoring, intelligence or service-delivery. Needed where a protocol is limited to some.",
            valueName: "category"))
    var purposeCategory: PurposeCategory?
    @Option(help: "Which records; sharewell datasets lists the names.") var dataset: String
    @Option(help: ArgumentHelp("First day, month or year of the period.", valueName: "date")) var from: String?
    @Option(help: ArgumentHelp("Last day, month or year of the period.", valueName: "date")) var to: String?
    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Only records with this value; repeat for more fields, or for other values of the same field. FIELD~TEXT finds text within.",
            valueName: "field=value")) var filters: [String] = []

    /// Options as typed.
    public init() {}

    func question(by: [String]) throws -> Question {
        Question(
            dataset: RecordTypeID(rawValue: dataset), from: from, to: to, filters: try filters.map(Question.Filter.init(typed:)), by: by)
    }
}

/// What is taken away. `--to` is the place the extract goes to; a second `--to` that is a date ends the period, as `--until` does.
public struct ExtractQuestionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What you need it for; it stands in the ledger, so name no person.", valueName: "text")) var purpose: String
    @Option(
        help: ArgumentHelp(
            "What kind of purpose that is (§2.3): performance-monitoring, intelligence or service-delivery. Needed where a protocol is limited to some.",
            valueName: "category"))
    var purposeCategory: PurposeCategory?
    @Option(help: "Which records; sharewell datasets lists the names.") var dataset: String
    @Option(help: ArgumentHelp("First day, month or year of the period.", valueName: "date")) var from: String?
    @Option(help: ArgumentHelp("Last day, month or year of the period.", valueName: "date")) var until: String?
    @Option(help: ArgumentHelp("Folder to make, or zip to write with --encrypt.", valueName: "path")) var to: [String]
    @Option(
        name: .customLong("where"),
        help: ArgumentHelp("Only records with this value; FIELD~TEXT finds text within. Repeat as you need.", valueName: "field=value"))
    var filters: [String] = []

    /// Options as typed.
    public init() {}

    func question() throws -> (question: Question, path: String) {
        let dates = to.filter { Question.isDate($0) }
        let paths = to.count == 1 ? to : to.filter { !Question.isDate($0) }
        guard let path = paths.first, paths.count == 1, to.count <= 2, to.count == 1 || until == nil else {
            throw Failure(
                code: "one-place", message: "An extract goes to one place.",
                remedy: "Give --to PATH once, and the end of the period as --until DATE.", exit: ExitStatus.usage)
        }
        return (
            Question(
                dataset: RecordTypeID(rawValue: dataset), from: from, to: until ?? (to.count == 2 ? dates.first : nil),
                filters: try filters.map(Question.Filter.init(typed:)), by: []), path
        )
    }
}

extension Question.Filter {
    /// `FIELD=VALUE` or `FIELD~TEXT`.
    init(typed text: String) throws(Failure) {
        guard let mark = text.firstIndex(where: { $0 == "=" || $0 == "~" }), mark != text.startIndex else {
            throw Failure(
                code: "filter-not-understood", message: "A --where is not of the form FIELD=VALUE.",
                remedy: "Write it as ward=E05002203 or street~market.", exit: ExitStatus.usage)
        }
        let value = String(text[text.index(after: mark)...])
        self.init(field: String(text[..<mark]), test: text[mark] == "=" ? .equals(value) : .contains(value))
    }
}
