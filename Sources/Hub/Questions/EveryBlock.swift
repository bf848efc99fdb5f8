import Foundation
import Synchronization

/// Work on the blocks of a plan.
enum EveryBlock {
    /// What is made of each block, on every core; in the order of the blocks. Where one fails there is no answer.
    static func map<Made: Sendable>(_ count: Int, _ make: @Sendable (Int) throws -> Made) throws -> [Made] {
        let all = Mutex<(made: [Int: Made], failure: (any Error)?)>(([:], nil))
        DispatchQueue.concurrentPerform(iterations: count) { number in
            guard all.withLock({ $0.failure == nil }) else { return }
            do {
                let made = try make(number)
                all.withLock { $0.made[number] = made }
            } catch { all.withLock { $0.failure = error } }
        }
        let (made, failure) = all.withLock { $0 }
        if let failure { throw failure }
        return (0..<count).compactMap { made[$0] }
    }
}
