import ArgumentParser
import Foundation
import Hub

/// `sharewell postcode`.
struct PostcodeCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "postcode", abstract: "Check postcodes: one a line in, one JSON object a line out.",
        discussion: "EXAMPLE\n  printf 'lu12ab\\nLU1 2A\\n' | sharewell postcode")
    @Option(help: ArgumentHelp("Folder of imported places: tells live from terminated.", valueName: "dir")) var places: String?

    func perform(on terminal: Terminal) throws {
        let tool = try PostcodeLines(places: places.map { URL(filePath: $0) })
        while let line = readLine(strippingNewline: true) { terminal.output(tool.json(for: line) + "\n") }
    }
}
