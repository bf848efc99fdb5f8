import ArgumentParser
import Foundation
import Hub
import Places
import Storage

/// `sharewell places`.
struct PlacesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "places", abstract: "Postcodes, counts of properties and boundaries: import, list, show, check.",
        subcommands: [PlacesImportCommand.self, List.self, PlacesShowCommand.self, Check.self, Prune.self], defaultSubcommand: List.self)

    struct List: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the versions in the folder and what each was made from.",
            discussion: "EXAMPLE\n  sharewell places list --hub hub")
        @OptionGroup var options: PlacesOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        private struct Line: Encodable {
            let inForce: Bool
            let pin: PlacesPin
        }

        func perform(on terminal: Terminal) throws {
            let folder = try options.folder(terminal)
            let current = try folder.currentPin()
            let pins = try folder.pins()
            if output.json { return try pins.forEach { terminal.output(try jsonLine(Line(inForce: $0.number == current, pin: $0))) } }
            if pins.isEmpty { return terminal.notes("Nothing was imported yet: sharewell places import FILE.\n") }
            var table = TextTable("version", "in force", "sources", "MB")
            for pin in pins {
                table.add(
                    "\(pin.number)", pin.number == current ? "yes" : "", pin.sources.map(\.name).joined(separator: ", "),
                    "\((pin.gazetteer.bytes + pin.areas.bytes) / 1_000_000)")
            }
            terminal.output(table.text)
        }
    }

    struct Check: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read every byte of the places in force and compare it with its checksum.",
            discussion: "EXAMPLE\n  sharewell places check --places places")
        @OptionGroup var options: PlacesOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        private struct Line: Encodable {
            let version: Int
            let sound: Bool
        }

        func perform(on terminal: Terminal) throws {
            let folder = try options.folder(terminal)
            let open = try folder.open(checkingAll: true)
            if output.json { return terminal.output(try jsonLine(Line(version: open.pin.number, sound: true))) }
            terminal.output("Version \(open.pin.number) is sound: every byte is as it was written.\n")
        }
    }

    struct Prune: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove versions older than the one in force. Results made with them can then no longer be made again.",
            discussion: "EXAMPLE\n  sharewell places prune --hub hub --keep 3")
        @OptionGroup var options: PlacesOptions
        @OptionGroup var actor: CoordinatorOptions
        @Option(help: "An older version to keep; repeat for several.") var keep: [Int] = []

        func perform(on terminal: Terminal) throws {
            let work = PrunePlaces(keeping: Set(keep))
            let removed: Int
            if let hub = try options.hubFolder(terminal) {
                removed = try work.perform(in: Hub.open(hub, clock: Clock.now), by: actor.actor())
            } else {
                removed = try work.perform(in: options.folder(terminal))
            }
            terminal.notes("\(removed) older \(removed == 1 ? "version was" : "versions were") removed.\n")
        }
    }
}
