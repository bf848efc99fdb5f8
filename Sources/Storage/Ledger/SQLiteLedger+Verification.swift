import Foundation
import GRDB
import Synchronization
public import Transparency

extension SQLiteLedger {
    /// Recomputes the whole ledger from its payloads on every core and compares it with every hash stored, with the root it states and with
    /// these checkpoints, whose signatures were checked when they were read. `progress` gets events done and events in all, from any thread.
    public func verify(
        against checkpoints: [Checkpoint], progress: (@Sendable (Int64, Int64) -> Void)? = nil
    ) throws(LedgerError) -> LedgerVerdict {
        do { return try recount(against: checkpoints, progress: progress) } catch {
            throw LedgerError(error, doing: "Verifying the ledger")
        }
    }

    private func recount(against checkpoints: [Checkpoint], progress: (@Sendable (Int64, Int64) -> Void)?) throws -> LedgerVerdict {
        let (head, lowest, highest) = try queue.read { database in
            let row = try Row.fetchOne(database, sql: "SELECT MIN(position), MAX(position) FROM event")
            return (try LedgerHead.stored(database), row?.integer(0), row?.integer(1))
        }
        let size = head.size
        let sizes = Set(checkpoints.map(\.size).filter { $0 > 0 && $0 <= size } + [size])
        let stretches = stride(from: 0, to: size, by: Int64.Stride(LedgerScan.width)).map { $0..<min($0 + LedgerScan.width, size) }
        let results = try scan(stretches, sizes: sizes, of: size, progress: progress)
        var recount = LedgerRecount()
        for (range, result) in zip(stretches, results) { recount.take(result, range: range, sizes: sizes) }
        let root = size == 0 ? MerkleTree.emptyRoot : recount.roots[size]
        if let root, root != head.root {
            recount.add([.init(.headAltered, at: nil, "The root the ledger states is not the one its \(size) events lead to.")], of: 1)
        }
        if let outside = [lowest.flatMap { $0 < 0 ? $0 : nil }, highest.flatMap { $0 >= size ? max($0, size) : nil }].compactMap(\.self)
            .first
        {
            recount.add(
                [.init(.eventsOutside, at: outside, "The ledger states \(size) events but holds one at position \(outside).")], of: 1)
        }
        var confirmed: [Checkpoint] = []
        for checkpoint in checkpoints.sorted(by: { $0.size < $1.size }) {
            if let fault = Self.fault(checkpoint, size: size, roots: recount.roots, after: confirmed.last) {
                recount.add([fault], of: 1)
            } else {
                confirmed.append(checkpoint)
            }
        }
        return LedgerVerdict(
            size: size, root: root, confirmed: confirmed, faults: recount.faults, faultCount: recount.faultCount)
    }

    /// What is wrong between a ledger of `size` events with these recomputed roots and a checkpoint of it.
    private static func fault(
        _ checkpoint: Checkpoint, size: Int64, roots: [Int64: TreeHash], after confirmed: Checkpoint?
    ) -> LedgerVerdict.Fault? {
        guard checkpoint.size <= size else {
            return .init(
                .shorterThanCheckpoint, at: size,
                "The ledger holds \(size) events, but a signed checkpoint states \(checkpoint.size): the newest are gone.")
        }
        guard checkpoint.size > 0 else { return nil }
        guard let root = roots[checkpoint.size] else {
            return .init(
                .checkpointContradicted, at: nil,
                "The checkpoint of \(checkpoint.size) events could not be checked: events before it are missing.")
        }
        guard root == checkpoint.root else {
            let from = confirmed?.size ?? 0
            return .init(
                .checkpointContradicted, at: from,
                "The first \(checkpoint.size) events are not those a signed checkpoint states: one from \(from) to \(checkpoint.size - 1) was altered."
            )
        }
        return nil
    }

    /// Scans the stretches on every core, each over a connection of its own.
    private func scan(
        _ stretches: [Range<Int64>], sizes: Set<Int64>, of size: Int64, progress: (@Sendable (Int64, Int64) -> Void)?
    ) throws -> [LedgerScan.Result] {
        let workers = min(ProcessInfo.processInfo.activeProcessorCount, stretches.count)
        let connections = try (0..<workers).map { _ in try LedgerFile(file.deletingLastPathComponent()).connect(readOnly: true) }
        let cuts = sizes.sorted()
        let next = Atomic<Int>(0)
        let done = Atomic<Int64>(0)
        let gathered = Mutex<(results: [LedgerScan.Result?], failure: (any Error)?)>((Array(repeating: nil, count: stretches.count), nil))
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            do {
                try connections[worker].read { database in
                    while true {
                        let number = next.add(1, ordering: .relaxed).oldValue
                        guard number < stretches.count, gathered.withLock({ $0.failure == nil }) else { return }
                        let result = try LedgerScan.run(stretches[number], cuts: cuts, database)
                        gathered.withLock { $0.results[number] = result }
                        progress?(done.add(Int64(stretches[number].count), ordering: .relaxed).newValue, size)
                    }
                }
            } catch { gathered.withLock { $0.failure = error } }
        }
        let (results, failure) = gathered.withLock { $0 }
        if let failure { throw failure }
        return results.compactMap(\.self)
    }
}
