/// The points that stand most often in a supply, counted in little memory (Misra and Gries, 1982), so that a default point such as the
/// police station's shows.
public struct PointCounts: Sendable, Hashable, Codable {
    private struct Entry: Sendable, Hashable, Codable {
        var easting: Double
        var northing: Double
        var count: Int
    }
    private static let most = 16
    private var entries: [Entry] = []
    /// Places counted.
    public private(set) var total = 0

    init() {}

    mutating func count(_ easting: Double, _ northing: Double, times: Int) {
        total += times
        for index in entries.indices where entries[index].easting == easting && entries[index].northing == northing {
            entries[index].count += times
            return
        }
        if entries.count < Self.most {
            entries.append(Entry(easting: easting, northing: northing, count: times))
            return
        }
        // A newcomer and every point counted give up the same, as much as the lightest of them has; what is left of the newcomer then has
        // room. With seventeen to pay each time, no point's count falls short by more than a seventeenth of all.
        var least = times
        for entry in entries { least = min(least, entry.count) }
        for index in entries.indices { entries[index].count -= least }
        entries.removeAll { $0.count == 0 }
        if times > least { entries.append(Entry(easting: easting, northing: northing, count: times - least)) }
    }

    /// Adds the counts of another worker.
    mutating func merge(_ other: PointCounts) {
        let sum = total + other.total
        for entry in other.entries { count(entry.easting, entry.northing, times: entry.count) }
        total = sum
    }

    /// A share of all places that the most frequent point has at least.
    public var leastShareOfMostFrequent: Double {
        total == 0 ? 0 : Double(entries.map(\.count).max() ?? 0) / Double(total)
    }
    /// True if every place is one and the same.
    public var isSinglePoint: Bool { total > 1 && entries.count == 1 && entries[0].count == total }
}
