import ArgumentParser
import Foundation
import Guidance
import Hub
import Storage
import Tables

/// `sharewell csv`.
struct CSVCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "csv", abstract: "Delimited text: see whether a file can be taken before it is sent.", subcommands: [Check.self])

    struct Check: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a file: its form, and with --dataset its headers and values.",
            discussion: """
                EXAMPLES
                  sharewell csv check offences.csv
                  sharewell csv check offences.csv.gz --dataset police-recorded-crime-offence --json

                Plain, gzip or zip. Ends with 0 if nothing graver than a note was found, with 65 otherwise. The codes of the findings are
                explained in docs/formats/delimited-text.md.
                """)
        @Argument(help: "The file.") var file: String
        @Option(help: "The record type its records should be.") var dataset: String?
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }
        var stopsItself: Bool { true }

        func perform(on terminal: Terminal) throws {
            let report = try check(terminal)
            if output.json { terminal.output(try jsonLine(report)) } else { print(report, on: terminal) }
            if !report.valid { throw ExitCode(ExitStatus.data) }
        }

        private func check(_ terminal: Terminal) throws -> TableChecker.Report {
            var recordType: RecordType?
            var codeLists: [CodeList] = []
            if let dataset {
                let rulebook = try RulebookFolder.shippedRulebook(terminal)
                guard let type = rulebook.recordType(RecordTypeID(rawValue: dataset)) else {
                    throw Failure(
                        code: "unknown-dataset", message: "The rulebook has no dataset of that name.",
                        remedy: "See sharewell datasets for the names.", exit: ExitStatus.usage)
                }
                recordType = type
                codeLists = rulebook.codeLists
            }
            do {
                var supplied = try SuppliedFile.open(URL(filePath: file))
                let bar = ProgressBar("checking", on: terminal)
                defer { bar.finish() }
                return try TableChecker(recordType: recordType, codeLists: codeLists).check {
                    if Interruption.requested { throw ExitCode(ExitStatus.interrupted) }
                    let bytes = try supplied.read(upTo: 1 << 20)
                    bar.show(done: supplied.consumed, of: supplied.size, unit: "bytes")
                    return bytes
                }
            } catch let error as SuppliedFileError where error.kind == .data {
                return TableChecker.Report(
                    failing: Finding(
                        code: error.code, severity: .error, line: nil, field: nil, advice: "\(error.message) \(error.remedy)"),
                    dataset: dataset)
            } catch let error as SuppliedFileError {
                throw Failure(
                    code: error.code, message: error.message, remedy: error.remedy,
                    exit: error.kind == .missing ? ExitStatus.noInput : ExitStatus.io)
            }
        }

        private func print(_ report: TableChecker.Report, on terminal: Terminal) {
            var table = TextTable("severity", "code", "line", "field", "what to do")
            for finding in report.findings {
                table.add(
                    finding.severity.rawValue, finding.code, finding.line.map(String.init) ?? "–", finding.field ?? "–", finding.advice)
            }
            if !report.findings.isEmpty { terminal.output(table.text) }
            if report.findingCount > report.findings.count {
                terminal.output("… and \((report.findingCount - report.findings.count).grouped) more findings.\n")
            }
            let layout = [
                report.encoding, report.delimiter.map { "\($0)-separated" }, report.headerLine.map { "header on line \($0)" },
            ].compactMap(\.self)
            terminal.output(
                "\(report.valid ? "Valid" : "Not valid"): \(report.rows.grouped) records of \(report.fields) fields. \(layout.joined(separator: ", ")).\n"
            )
        }
    }
}
