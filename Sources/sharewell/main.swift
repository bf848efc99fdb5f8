import Commands
import Dispatch
import Hub
import Synchronization
import Web

SharewellRoot.start { orders in
    // The one place where the terminal waits for work that goes on beside it.
    let ended = DispatchSemaphore(value: 0)
    let outcome = Mutex<Result<Void, any Error>>(.success(()))
    Task {
        do { try await WebFace(orders).run() } catch { outcome.withLock { $0 = .failure(error) } }
        ended.signal()
    }
    ended.wait()
    try outcome.withLock { try $0.get() }
}
