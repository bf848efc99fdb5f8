import ArgumentParser
import Foundation
import Guidance
import Hub
import Specimens
import Storage

/// `sharewell sample`.
struct SampleCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Make a believable synthetic extract; nobody in it is real.",
        discussion: """
            EXAMPLES
              sharewell sample --dataset police-recorded-crime-offence --rows 1000 --seed 7 --to offences.csv
              sharewell sample --dataset school-exclusion --rows 50

            The same seed gives the same file. Personal data in it carries marks (Zzleak and the like) that can be searched for in anything
            that must not hold it.
            """)
    @Option(help: "The record type.") var dataset: String
    @Option(help: "How many records.") var rows = 100
    @Option(help: "Another seed, another file.") var seed: UInt64 = 1
    @Option(help: ArgumentHelp("File to write; standard output if not given.", valueName: "file")) var to: String?
    @Option(help: ArgumentHelp("Folder of imported places, for real postcodes.", valueName: "dir")) var places: String?

    func perform(on terminal: Terminal) throws {
        guard rows >= 0 else { throw ValidationError("--rows is 0 or more.") }
        let rulebook = try RulebookFolder.shippedRulebook(terminal)
        guard let type = rulebook.recordType(RecordTypeID(rawValue: dataset)) else {
            throw Failure(
                code: "unknown-dataset", message: "The rulebook has no dataset of that name.",
                remedy: "See sharewell datasets for the names.", exit: ExitStatus.usage)
        }
        try MakeSample(type: type, rulebook: rulebook, rows: rows, seed: seed, places: places.map { URL(filePath: $0) }).perform(
            to: to.map { URL(filePath: $0) }, otherwise: terminal.output)
    }
}
