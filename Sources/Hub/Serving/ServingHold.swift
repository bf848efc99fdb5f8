/// A hub is served by one process at a time: two would know nothing of each other's sessions, so that who was signed out by one went on in the other,
/// and each would clear away the files that the other has ready. Let go with the process, however it ends.
public final class ServingHold {
    private let lock: FileLock

    /// Holds it, or is refused at once.
    public init(_ hub: Hub) throws(HubError) {
        do { lock = try FileLock(hub.folder.serveLock, waiting: 0, for: "serving") } catch {
            guard error.kind == .busy else { throw error }
            throw HubError(
                .busy, code: "hub-served", "Another process is serving this hub already.",
                remedy: "Go on with that one, or stop it first. Nothing of it was touched.")
        }
    }
}
