import ArgumentParser
import Hub
import Places
import Storage

/// `sharewell places show`.
struct PlacesShowCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what the places in force hold, and what a record may keep of them.",
        discussion: "EXAMPLES\n  sharewell places show --hub hub\n  sharewell places show --hub hub --json")
    @OptionGroup var options: PlacesOptions
    @Option(help: ArgumentHelp("An older version.", valueName: "number")) var pin: Int?
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }

    private struct Facts: Encodable {
        let version: Int
        let sources: [PlacesSource]
        let postcodes: PlacesSummary
        let boundaries: [Boundaries]
        let coordinates: String
    }
    private struct Boundaries: Encodable {
        let set: String
        let areas: Int
    }

    func perform(on terminal: Terminal) throws {
        let folder = try options.folder(terminal)
        let open = try folder.open(pin: pin)
        let facts = Facts(
            version: open.pin.number, sources: open.pin.sources, postcodes: PlacesSummary(open.gazetteer),
            boundaries: open.areas.sets.enumerated().map { Boundaries(set: $1.description, areas: open.areas.count(in: $0)) },
            coordinates: try GridConverter(gridFolder: folder.grids).method)
        if output.json { return terminal.output(try jsonLine(facts)) }
        let units = facts.postcodes
        terminal.output("Version \(facts.version)\n")
        for source in facts.sources { terminal.output("  \(source.name), \(source.count.grouped) taken, SHA-256 \(source.digest)\n") }
        terminal.output(
            """
            Postcodes: \(units.units.grouped), of them \(units.live.grouped) in use, \(units.withPoint.grouped) with a point, \
            \(units.withProperties.grouped) with a known number of properties
            A record in them may keep (at least \(units.threshold) properties):
              full postcode \(units.unit.grouped), group \(units.group.grouped), sector \(units.sector.grouped), \
            district \(units.district.grouped), nothing \(units.nothing.grouped)
            Codes: \(units.codes.joined(separator: ", "))
            Boundaries: \(facts.boundaries.isEmpty ? "none" : facts.boundaries.map { "\($0.set) \($0.areas.grouped)" }.joined(separator: ", "))
            Coordinates: \(facts.coordinates)

            """)
    }
}
