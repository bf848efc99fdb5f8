public import ArgumentParser
import Foundation
import Hub
import Storage

/// Whose places: a hub's, or a folder of their own.
public struct PlacesOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The hub's folder; SHAREWELL_HUB if neither is given.", valueName: "dir")) var hub: String?
    @Option(help: ArgumentHelp("A folder of places that belongs to no hub.", valueName: "dir")) var places: String?

    /// Options as typed.
    public init() {}

    /// Checks that only one is named.
    public func validate() throws {
        if hub != nil, places != nil { throw ValidationError("Give --hub or --places, not both.") }
    }

    /// The hub's folder, unless places of their own are named.
    func hubFolder(_ terminal: Terminal) throws -> HubFolder? {
        if places != nil { return nil }
        guard let path = hub ?? terminal.environment["SHAREWELL_HUB"], !path.isEmpty else {
            throw Failure(
                code: "no-hub-named", message: "No hub and no places folder was named.",
                remedy: "Give --hub DIR or --places DIR, or set SHAREWELL_HUB.", exit: ExitStatus.usage)
        }
        return HubFolder(URL(filePath: path))
    }

    func folder(_ terminal: Terminal) throws -> PlacesFolder {
        PlacesFolder(try hubFolder(terminal)?.places ?? URL(filePath: places ?? "."))
    }
}
