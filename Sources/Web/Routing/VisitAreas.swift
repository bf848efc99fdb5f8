import Hub
import Places
import Synchronization

/// The boundaries in force, as one visit found them.
final class VisitAreas: Sendable {
    private let found = Mutex<AreaIndex??>(nil)

    /// The index; nil where no boundaries were imported.
    func index(of hub: Hub) -> AreaIndex? {
        found.withLock { found in
            if let found { return found }
            let index = try? hub.boundaries()
            found = .some(index)
            return index
        }
    }
}
