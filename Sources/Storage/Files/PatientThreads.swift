import Foundation

/// Long work beside short work: the threads of a file that is read give way to those that make a page.
public enum PatientThreads {
    /// As `nice` has it, from 0 to 19: at 10 a thread has a tenth of the processor of one that has not given way.
    static let niceness: Int32 = 10

    /// Runs the body so many times beside each other, each on a thread of its own, and waits for all. A processor that nothing else wants is used in
    /// full. Dispatch's own threads could not be used: who has given way cannot take it back.
    public static func perform(_ iterations: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let all = DispatchGroup()
        for number in 0..<iterations {
            all.enter()
            let thread = Thread {
                // On Linux, of the calling thread alone. Where it is not allowed, the work is done all the same.
                _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
                body(number)
                all.leave()
            }
            thread.name = "patient"
            thread.stackSize = 8 << 20
            thread.start()
        }
        all.wait()
    }
}
