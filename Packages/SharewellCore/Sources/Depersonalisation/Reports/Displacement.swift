/// Distances between where records were and where they are released, in steps of 10 m up to 20 km. Its size does not grow with the file.
public struct Displacement: Sendable, Hashable, Codable {
    private static let step = 10.0
    private static let steps = 2001
    /// Records by distance; the last step holds everything farther.
    private var counts: [Int]
    /// Records measured.
    public private(set) var records = 0

    /// Nothing measured.
    public init() { counts = [] }

    @inline(__always)
    mutating func add(metres: Double) {
        if counts.isEmpty { counts = [Int](repeating: 0, count: Self.steps) }
        records += 1
        let index = metres < Double(Self.steps - 1) * Self.step ? Int(metres / Self.step) : Self.steps - 1
        counts[index] += 1
    }

    /// Adds another worker's.
    public mutating func merge(_ other: Displacement) {
        guard !other.counts.isEmpty else { return }
        if counts.isEmpty { counts = [Int](repeating: 0, count: Self.steps) }
        records += other.records
        for index in counts.indices where index < other.counts.count { counts[index] += other.counts[index] }
    }

    /// The distance in metres that the share of records does not exceed, to the next 10 m; nil if nothing was measured.
    public func metres(share: Double) -> Double? {
        guard records > 0 else { return nil }
        let wanted = max(1, Int((Double(records) * share).rounded(.up)))
        var seen = 0
        for (index, count) in counts.enumerated() {
            seen += count
            if seen >= wanted { return Double(index + 1) * Self.step }
        }
        return nil
    }
    /// Half of the records moved no farther, in metres.
    public var median: Double? { metres(share: 0.5) }
    /// 95 of 100 records moved no farther, in metres.
    public var percentile95: Double? { metres(share: 0.95) }
}
