/// The records that a query's conditions find, so that several countings of them look for them once: a page counts the same records by month, by
/// ward, by weekday and hour.
public struct FoundRecords: Sendable {
    /// Of each segment, by block, rows counted from the block's beginning; ascending, superseded ones left out.
    let rows: [[Int: [UInt32]]]
}

extension QueryPlan {
    /// The rows that `matches(in:)` gave of each block, in the order of the blocks, put together.
    public func found(_ matches: [[UInt32]]) -> FoundRecords {
        var rows = [[Int: [UInt32]]](repeating: [:], count: segments.count)
        for (step, matched) in zip(steps, matches) where !matched.isEmpty { rows[step.segment][step.block] = matched }
        return FoundRecords(rows: rows)
    }
}
