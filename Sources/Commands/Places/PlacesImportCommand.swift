import ArgumentParser
import Foundation
import Hub
import Places
import Storage
import Tables

/// `sharewell places import`.
struct PlacesImportCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import postcodes, counts of properties or boundaries; what was there is kept as an older version.",
        discussion: """
            Recognised by content: OS Code-Point Open (zip, folder or one area's CSV), the ONS postcode directory and lookups (CSV, gzip, zip),
            a CSV with a postcode and a number of properties, GeoJSON boundaries of any vintage, the OSTN15 grid (.gsb, .tif).
            A later import is laid over the earlier ones: what it does not say stands.

            EXAMPLES
              sharewell places import codepo_gb.zip --hub hub
              sharewell places import properties.csv --version 2025-06 --hub hub
              sharewell places import wards.geojson --level ward --vintage 2024 --places places
            """)
    @Argument(help: ArgumentHelp("Files, or folders of files.", valueName: "file")) var files: [String]
    @OptionGroup var options: PlacesOptions
    @OptionGroup var actor: CoordinatorOptions
    @Option(help: "Version of the source, where the source does not say.") var version: String?
    @Option(help: "Boundaries: level, such as lsoa, msoa, oa, ward, district, or a name of your own.") var level: String?
    @Option(help: "Boundaries: vintage, such as 2021.") var vintage: String?
    @Option(name: .customLong("code-property"), help: "Boundaries: property that holds the code.") var codeProperty: String?
    @Option(name: .customLong("name-property"), help: "Boundaries: property that holds the name.") var nameProperty: String?
    @Option(help: "How many properties must share a place; 4 unless it was set before.") var threshold: Int?
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }
    var stopsItself: Bool { true }

    func validate() throws {
        if files.isEmpty { throw ValidationError("Name at least one file.") }
        if let threshold, !(1...1000).contains(threshold) { throw ValidationError("--threshold is from 1 to 1000.") }
        let names = [version, level, vintage].compactMap { $0 }
        if names.contains(where: { $0.isEmpty || $0.count > 60 || $0.contains { $0 < " " } }) {
            throw ValidationError("--version, --level and --vintage are short names.")
        }
    }

    private struct Line: Encodable {
        let version: Int
        let imported: PlacesImport.Outcome
    }

    func perform(on terminal: Terminal) throws {
        var settings = PlacesImport()
        settings.version = version
        settings.threshold = threshold
        settings.boundaries.level = level.map(AreaLevel.init(rawValue:))
        settings.boundaries.vintage = vintage
        settings.boundaries.codeProperty = codeProperty
        settings.boundaries.nameProperty = nameProperty
        let bar = ProgressBar("Importing places", on: terminal)
        settings.progress = { bar.show(done: $0, of: $1, unit: "bytes") }
        settings.isCancelled = { Interruption.requested }
        defer { bar.finish() }
        let work = ImportPlaces(files.map { URL(filePath: $0) }, settings: settings)
        let result: (pin: PlacesPin, outcomes: [PlacesImport.Outcome])
        if let hub = try options.hubFolder(terminal) {
            result = try work.perform(in: Hub.open(hub, clock: Clock.now), by: actor.actor())
        } else {
            result = try work.perform(in: options.folder(terminal))
        }
        bar.finish()
        for outcome in result.outcomes {
            if output.json {
                terminal.output(try jsonLine(Line(version: result.pin.number, imported: outcome)))
            } else {
                terminal.output(Self.text(outcome))
            }
        }
        terminal.notes("Version \(result.pin.number) of the places is in force.\n")
    }

    private static func text(_ outcome: PlacesImport.Outcome) -> String {
        let set = outcome.set.map { " (\($0))" } ?? ""
        var text = "\(outcome.file): \(outcome.source.name)\(set), \(outcome.source.count.grouped) of \(outcome.rows.grouped) taken"
        if outcome.repeated > 0 { text += ", \(outcome.repeated.grouped) named more than once" }
        text += "\n"
        for finding in outcome.findings {
            let lines = finding.lines.isEmpty ? "" : ", first on line \(finding.lines[0])"
            text += "  \(finding.code): \(finding.count.grouped)\(lines). \(finding.advice)\n"
        }
        return text
    }
}
