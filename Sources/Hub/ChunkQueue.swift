import Foundation
import Storage
import Synchronization
import Tables

/// Hands the chunks of one supplied file to several workers: whoever asks reads and cuts the next chunk, then works on it alone.
///
/// Reading and cutting are serial and fast; parsing and everything after run beside each other on every core.
final class ChunkQueue: Sendable {
    private struct State {
        var file: SuppliedFile
        var splitter: RecordSplitter
        var waiting: [TableChunk] = []
        var ended = false
        var failure: (any Error)?
    }
    private let state: Mutex<State>
    private let stop: @Sendable () -> Bool
    private let progress: @Sendable (Int) -> Void

    init(
        _ file: sending SuppliedFile, splitter: RecordSplitter, stop: @escaping @Sendable () -> Bool,
        progress: @escaping @Sendable (Int) -> Void
    ) {
        state = Mutex(State(file: file, splitter: splitter))
        self.stop = stop
        self.progress = progress
    }

    /// The next chunk in file order, nil at the end. After a failure every worker gets that failure.
    func next() throws -> TableChunk? {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            do {
                while state.waiting.isEmpty, !state.ended {
                    if stop() { throw HubError.interrupted }
                    let bytes = try state.file.read(upTo: 1 << 20)
                    state.ended = bytes.isEmpty
                    state.waiting = try (state.ended ? state.splitter.finish() : state.splitter.push(bytes)).reversed()
                    progress(state.file.consumed)
                }
                return state.waiting.popLast()
            } catch {
                state.failure = error
                throw error
            }
        }
    }

    /// SHA-256 of the file as supplied, hexadecimal, once it is read.
    func digest() throws -> String {
        guard let digest = state.withLock({ $0.file.digest }) else { throw HubError.changedWhileReading }
        return digest
    }

    /// SHA-256 of the file's table, unpacked, hexadecimal, once it is read.
    func contentDigest() throws -> String {
        guard let digest = state.withLock({ $0.file.contentDigest }) else { throw HubError.changedWhileReading }
        return digest
    }

    /// Lets the other workers stop after one has failed.
    func fail(_ error: any Error) { state.withLock { if $0.failure == nil { $0.failure = error } } }

    /// Runs a worker on every core until the file is read; what each returns, in no particular order.
    func work<Yield: Sendable>(on cores: Int, _ body: @escaping @Sendable (ChunkQueue) throws -> Yield) throws -> [Yield] {
        try PatientThreads.perform(cores) { _ in
            do { return try body(self) } catch {
                self.fail(error)
                throw error
            }
        }
    }
}

extension HubError {
    static let interrupted = HubError(
        .interrupted, code: "interrupted", "Stopped at your wish; nothing was taken.", remedy: "Run the command again when you like.")
}
