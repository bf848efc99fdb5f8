import Foundation
import Glibc
import Synchronization
import Testing

@testable import Storage

@Suite("Threads that give way")
struct PatientThreadsTests {
    @Test("each piece is done once, by a thread of low priority, before it goes on; the caller gives nothing up", arguments: [0, 1, 2, 40])
    func work(pieces: Int) {
        let done = Mutex<[Int]>([]), priorities = Mutex<Set<Int32>>([])
        func priority() -> Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }
        let before = priority()
        for _ in 0..<20 {
            PatientThreads.perform(pieces) { number in
                done.withLock { $0.append(number) }
                priorities.withLock { _ = $0.insert(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)) }
            }
        }
        #expect(done.withLock { $0.sorted() } == (0..<pieces).flatMap { Array(repeating: $0, count: 20) })
        #expect(priorities.withLock { $0 } == (pieces == 0 ? [] : [max(before, PatientThreads.niceness)]))
        #expect(priority() == before)
    }
}
