import Archive
import Foundation
import Synchronization

/// Counts the held records that a query finds, on every core.
struct SegmentCount {
    let held: HeldRecords
    let query: SegmentQuery
    /// Records found before; the query's conditions play no part then.
    var among: FoundRecords? = nil

    func perform() throws -> (total: Int, counts: [ValueCount]) {
        let (prepared, all) = try counted()
        return (all.total, prepared.counts(all).map { ValueCount(values: $0.values, count: $0.count) })
    }

    /// By the query's pair of numbers.
    func pairs() throws -> (total: Int, counts: [PairCount]) {
        let (prepared, all) = try counted()
        return (all.total, prepared.pairs(all))
    }

    /// The records that the query's conditions find, for several countings of them.
    func found() throws -> FoundRecords {
        let prepared = try held.set.plan(SegmentQuery(conditions: query.conditions))
        return prepared.found(try EveryBlock.map(prepared.blockCount) { try prepared.matches(in: $0) })
    }

    private func counted() throws -> (QueryPlan, CountAccumulator) {
        let prepared = try among.map { try held.set.plan(by: query.by, among: $0) } ?? held.set.plan(query)
        let workers = min(max(1, ProcessInfo.processInfo.activeProcessorCount), max(1, prepared.blockCount))
        let next = Atomic<Int>(0)
        let merged = Mutex<Result<CountAccumulator, any Error>>(.success(prepared.makeAccumulator()))
        @Sendable func work() {
            var own = prepared.makeAccumulator()
            do {
                while true {
                    let block = next.add(1, ordering: .relaxed).oldValue
                    guard block < prepared.blockCount else { break }
                    try prepared.run(block, into: &own)
                }
                merged.withLock { result in
                    guard case .success(var all) = result else { return }
                    all.merge(own)
                    result = .success(all)
                }
            } catch { merged.withLock { $0 = .failure(error) } }
        }
        if workers == 1 { work() } else { DispatchQueue.concurrentPerform(iterations: workers) { _ in work() } }
        return (prepared, try merged.withLock { try $0.get() })
    }
}
