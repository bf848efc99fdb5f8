import ArgumentParser
import Foundation
import Hub

/// `sharewell sanitise`.
struct SanitiseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sanitise", abstract: "Try the depersonalising rules on values of your own.", subcommands: [Addresses.self])

    struct Addresses: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sanitise addresses: one a line in, one JSON object a line out.",
            discussion: """
                EXAMPLE
                  echo "Flat 3, 12 High Street, Luton, LU1 2AB" | sharewell sanitise addresses --places places

                Without --places no postcode can be shown to hold four properties, so none is kept whole.
                """)
        @Option(help: ArgumentHelp("Folder of imported places.", valueName: "dir")) var places: String?

        func perform(on terminal: Terminal) throws {
            let rules = RulebookFolder(try RulebookFolder.shipped(terminal).appending(path: "england-wales-2010"))
            let tool = try AddressLines(places: places.map { URL(filePath: $0) }, rules: rules)
            while let line = readLine(strippingNewline: true) { terminal.output(tool.json(for: line) + "\n") }
        }
    }
}
