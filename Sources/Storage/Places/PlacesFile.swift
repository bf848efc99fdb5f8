import Foundation

/// Files of a places folder, replaced whole.
enum PlacesFile {
    static func write(_ bytes: [UInt8], to file: URL) throws(PlacesError) {
        do { try DurableFile.write(bytes, to: file) } catch { throw .unwritable("\(error.name)\(error.explanation)") }
    }
}

/// Held while a places folder changes: one import at a time.
final class PlacesLock {
    private let descriptor: Int32

    init(_ folder: URL) throws(PlacesError) {
        descriptor = open(folder.appending(path: ".lock").path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unwritable("its lock could not be opened") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw PlacesError(
                .busy, code: "places-busy", "Another process is importing into this places folder.",
                remedy: "Wait until it has finished, then run the command again.")
        }
    }

    deinit { close(descriptor) }
}
