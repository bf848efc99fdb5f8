import Foundation
import Synchronization

/// The comparison of opened places with what was imported, on a core of its own while the caller makes ready: it takes a tenth of a second for
/// all of Great Britain. What is made with the places must not leave before `wait` has returned.
public final class PlacesCheck: Sendable {
    private let failure = Mutex<PlacesError?>(nil)
    private let running = DispatchGroup()

    /// Begins to compare every byte with its checksum, and the images with the digests the version names.
    public init(_ places: OpenPlaces) {
        DispatchQueue.global().async(group: running) { [self] in
            do throws(PlacesError) { try places.check() } catch { failure.withLock { $0 = error } }
        }
    }

    /// Waits for the end of it; throws what was found wrong.
    public func wait() throws(PlacesError) {
        running.wait()
        if let failure = failure.withLock({ $0 }) { throw failure }
    }
}
