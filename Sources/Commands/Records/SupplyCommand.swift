import ArgumentParser
import Foundation
import Guidance
import Hub
import Register

/// `sharewell supply`.
struct SupplyCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "supply", abstract: "Supply one or more files of records: checked, depersonalised, sealed.",
        discussion: """
            EXAMPLES
              sharewell supply 2022-10-street.csv.gz --dataset police-recorded-crime-offence --from beds-police --as p-ellis
              sharewell supply asb.xlsx.csv --dataset council-asb-and-environmental-crime --from luton-council --as c-ahmed --metadata asb.yaml
              sharewell supply ppo.csv --dataset prolific-and-other-priority-offender --from beds-police --as p-ellis --grant g000001

            A file is taken whole or not at all. Without --profile the hub uses the profile whose headers fit, or proposes one and says how
            sure it is. Rows that cannot be taken go to FILE.rejects.csv beside the file, for you to mend and send again;
            a file of that name stays, and the next is FILE.rejects-2.csv. A pipe is not taken: a file is read more than once.
            With --grant it is made for one decided request: had under that grant alone, and destroyed with a certificate when the grant ends.
            """)
    @OptionGroup var hub: HubOptions
    @Argument(help: "Delimited text, plain, gzip or zip.") var files: [String]
    @Option(help: "What the records are; sharewell datasets lists the names.") var dataset: String
    @Option(name: .customLong("from"), help: ArgumentHelp("The supplying agency.", valueName: "agency")) var agency: String
    @OptionGroup var actor: ActorOptions
    @Option(help: ArgumentHelp("A mapping profile: its name or a YAML file.", valueName: "name")) var profile: String?
    @Option(help: ArgumentHelp("The metadata form of §3.4 as YAML.", valueName: "form.yaml")) var metadata: String?
    @Option(help: "The grant it is made for, where it is not for the whole partnership.") var grant: String?
    @OptionGroup var key: KeyOptions
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }
    var stopsItself: Bool { true }

    func perform(on terminal: Terminal) throws {
        let hub = try hub.open(terminal)
        let vault = try key.vault(of: hub, terminal)
        for file in files {
            let bar = ProgressBar("Taking \(URL(filePath: file).lastPathComponent)", on: terminal)
            let request = TakeSupply.Request(
                file: URL(filePath: file), dataset: RecordTypeID(rawValue: dataset), agency: try AgencyID(checking: agency),
                person: try actor.actor(), profile: profile, metadata: metadata.map { URL(filePath: $0) },
                grant: try grant.map { try GrantID(checking: $0) })
            let outcome = try TakeSupply(hub: hub, vault: vault, stop: { Interruption.requested }).perform(request) { done, total in
                bar.show(done: done, of: total, unit: "bytes")
            }
            bar.finish()
            terminal.output(output.json ? try jsonLine(outcome) : outcome.page(bold: terminal.bold))
        }
    }
}
