import Places
import Storage
import Synchronization

/// The conversion between National Grid and longitude and latitude, set up when it is first needed.
final class SharedGrid: Sendable {
    private let folder: HubFolder
    private let made = Mutex<GridConverter?>(nil)

    init(_ folder: HubFolder) { self.folder = folder }

    /// The converter.
    func converter() throws -> any CoordinateConverting {
        try made.withLock { made in
            if let made { return made }
            let fresh = try GridConverter(gridFolder: PlacesFolder(folder.places).grids)
            made = fresh
            return fresh
        }
    }
}
