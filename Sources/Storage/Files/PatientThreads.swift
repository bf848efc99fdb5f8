import Foundation
import Synchronization

/// Long work beside short work: the threads of a file that is read give way to those that make a page.
public enum PatientThreads {
    /// As `nice` has it, from 0 to 19: at 10 a thread has a tenth of the processor of one that has not given way.
    static let niceness: Int32 = 10

    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// What the body makes so many times beside each other, each on a thread of its own; waits for all, and fails as one of them failed. A processor
    /// that nothing else wants is used in full. Dispatch's own threads could not be used: who has given way cannot take it back. For the same reason
    /// the body may begin no work of Dispatch, whose threads would begin as patient as this one; and it may hold nothing that pages wait for. Where
    /// the system has no thread left, the work is done all the same, by the caller's.
    public static func perform<Made: Sendable>(_ iterations: Int, _ body: @escaping @Sendable (Int) throws -> Made) throws -> [Made] {
        let results = Mutex<[Result<Made, any Error>]>([])
        var threads: [pthread_t] = []
        for number in 0..<iterations {
            let work = Unmanaged.passRetained(
                Work {
                    let result = Result { try body(number) }
                    results.withLock { $0.append(result) }
                })
            var thread = pthread_t()
            let failure = pthread_create(
                &thread, nil,
                { argument in
                    guard let argument else { return nil }
                    // On Linux alone is it that of the calling thread; elsewhere it would be the whole process's, pages and all. Where it is not
                    // allowed, the work is done in its turn.
                    #if os(Linux)
                        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, PatientThreads.niceness)
                    #endif
                    Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
                    return nil
                }, work.toOpaque())
            if failure == 0 { threads.append(thread) } else { work.takeRetainedValue().run() }
        }
        for thread in threads { pthread_join(thread, nil) }
        return try results.withLock { $0 }.map { try $0.get() }
    }
}
