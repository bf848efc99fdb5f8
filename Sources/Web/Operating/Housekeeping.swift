import Hub
import Logging
import NIOPosix
import Register
import ServiceLifecycle
import Storage
import Synchronization

/// What the hub does by itself each minute while it is served: sessions that are over are ended, what the calendar orders is destroyed, events are
/// signed, notices are sent. One round after the other, on a thread of its own.
struct Housekeeping: Service {
    let face: Face
    var every: Duration = .seconds(60)

    func run() async throws {
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        while !_Concurrency.Task.isShuttingDownGracefully, !_Concurrency.Task.isCancelled {
            try? await pool.runIfActive { round() }
            do { try await cancelWhenGracefulShutdown { try await _Concurrency.Task.sleep(for: every) } } catch { break }
        }
        try await pool.shutdownGracefully()
    }

    /// One round; what fails is logged by its code, and tried again in the next.
    func round() {
        step("refresh") { try face.refresh() }
        let (state, now) = (face.hub.state, face.hub.now)
        face.readyFiles.sweep(at: now) { state.grants[$0]?.isLive(on: now.day) == true }
        step("refusals") { try face.hub.noteRepeatedRefusals() }
        guard let vault = try? face.vault() else { return }
        step("destruction") { try face.hub.keepHouse(vault) }
        if let post = Post(face) {
            step("notices") {
                let outcome = try NoticeRound(hub: face.hub, vault: vault).perform { letter in
                    do throws(TransferError) { try post.send(post.message(letter)) } catch {
                        face.logger.warning("notice not sent", metadata: ["number": "\(error.number)"])
                        throw error
                    }
                }
                face.metrics.notices(outcome)
                if outcome.sent + outcome.failed > 0 {
                    face.logger.info("notices", metadata: ["sent": "\(outcome.sent)", "failed": "\(outcome.failed)"])
                }
            }
        }
        face.metrics.kept(at: face.hub.now.milliseconds)
    }

    private func step(_ name: String, _ work: () throws -> Void) {
        do { try work() } catch {
            face.logger.error("housekeeping failed: \(name)", metadata: ["code": "\(HubError(explaining: error).code)"])
        }
    }
}
