import Foundation
import Glibc
import Synchronization
import Testing

@testable import Storage

@Suite("Threads that give way")
struct PatientThreadsTests {
    @Test("each piece is done once, by a thread of low priority, before it goes on; the caller gives nothing up", arguments: [0, 1, 2, 40])
    func work(pieces: Int) throws {
        func priority() -> Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }
        let before = priority()
        for _ in 0..<20 {
            let made = try PatientThreads.perform(pieces) { number in
                (number, getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0))
            }
            #expect(made.map(\.0).sorted() == Array(0..<pieces))
            #expect(Set(made.map(\.1)) == (pieces == 0 ? [] : [max(before, PatientThreads.niceness)]))
        }
        #expect(priority() == before)
    }

    @Test("where one piece fails the others are done, and the failure is told")
    func failure() {
        struct Broken: Error {}
        let done = Mutex(0)
        #expect(throws: Broken.self) {
            _ = try PatientThreads.perform(5) { number in
                if number == 2 { throw Broken() }
                done.withLock { $0 += 1 }
            }
        }
        #expect(done.withLock { $0 } == 4)
    }
}
