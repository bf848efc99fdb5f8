import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Hub

@Suite struct FileLockTests {
    private let file = FileManager.default.temporaryDirectory.appending(path: "lock-\(UUID().uuidString)")

    /// Another process's lock is one on another descriptor, which knows nothing of the gate within this process.
    private func elsewhere() -> Int32 {
        let descriptor = open(file.path, O_RDWR | O_CREAT, 0o600)
        #expect(flock(descriptor, LOCK_EX) == 0)
        return descriptor
    }

    @Test func threadsHaveItInTurn() {
        defer { try? FileManager.default.removeItem(at: file) }
        let inside = Atomic(0), most = Atomic(0), done = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<25 {
                guard let lock = try? FileLock(file, waiting: 30, for: "testing") else { continue }
                let now = inside.add(1, ordering: .sequentiallyConsistent).newValue
                most.max(now, ordering: .sequentiallyConsistent)
                done.add(1, ordering: .sequentiallyConsistent)
                inside.subtract(1, ordering: .sequentiallyConsistent)
                withExtendedLifetime(lock) {}
            }
        }
        #expect(done.load(ordering: .sequentiallyConsistent) == 200)
        #expect(most.load(ordering: .sequentiallyConsistent) == 1)
    }

    @Test func whoWaitsGoesOnAtOnce() throws {
        defer { try? FileManager.default.removeItem(at: file) }
        // So many handovers by sleeping would take ten seconds at least.
        let began = ContinuousClock.now
        for _ in 0..<200 {
            var lock: FileLock? = try FileLock(file, waiting: 30, for: "testing")
            let next = DispatchSemaphore(value: 0), ready = DispatchSemaphore(value: 0)
            let file = file
            Thread {
                ready.signal()
                if let own = try? FileLock(file, waiting: 30, for: "testing") { withExtendedLifetime(own) {} }
                next.signal()
            }.start()
            ready.wait()
            usleep(500)
            lock = nil
            next.wait()
            _ = lock
        }
        #expect(began.duration(to: .now) < .seconds(8))
    }

    @Test func isBusyWhereItIsHeldHereOrElsewhere() throws {
        defer { try? FileManager.default.removeItem(at: file) }
        var lock: FileLock? = try FileLock(file, waiting: 0, for: "testing")
        #expect(throws: HubError.self) { try FileLock(file, waiting: 0.05, for: "testing") }
        #expect(FileLock.ifFree(file) == nil)
        withExtendedLifetime(lock) {}
        lock = nil
        let other = elsewhere()
        #expect(throws: HubError.self) { try FileLock(file, waiting: 0.05, for: "testing") }
        close(other)
        #expect(FileLock.ifFree(file) != nil)
    }

    @Test func waitsForAnotherProcess() throws {
        defer { try? FileManager.default.removeItem(at: file) }
        let other = elsewhere()
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.1) { close(other) }
        let lock = try FileLock(file, waiting: 30, for: "testing")
        withExtendedLifetime(lock) {}
    }
}
