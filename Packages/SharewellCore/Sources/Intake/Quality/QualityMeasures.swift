public import Tables

/// The measures of §4.2.3 taken of a supply, batch by batch; those of several workers merge in any order.
public struct QualityMeasures: Sendable, Hashable, Codable {
    /// Records in the file.
    public internal(set) var recordsRead = 0
    /// Records that could not be taken.
    public internal(set) var recordsRejected = 0
    /// Records whose main date lies in the future; they are among the rejected.
    public internal(set) var recordsInFuture = 0
    /// First day of the earliest main date, in days since 1970-01-01.
    public internal(set) var firstDay: Int?
    /// Last day of the latest main date; for a date to the month, the month's last day.
    public internal(set) var lastDay: Int?
    /// By field name.
    public internal(set) var fields: [String: FieldMeasures] = [:]
    /// The most frequent points, by place group.
    public internal(set) var points: [String: PointCounts] = [:]

    /// Nothing measured yet.
    public init() {}

    /// Records taken.
    public var recordsTaken: Int { recordsRead - recordsRejected }

    /// Adds the measures of another worker, or of another file of the same supply.
    public mutating func merge(_ other: QualityMeasures) {
        recordsRead += other.recordsRead
        recordsRejected += other.recordsRejected
        recordsInFuture += other.recordsInFuture
        firstDay = [firstDay, other.firstDay].compactMap(\.self).min()
        lastDay = [lastDay, other.lastDay].compactMap(\.self).max()
        fields.merge(other.fields) { mine, theirs in
            var sum = mine
            sum.merge(theirs)
            return sum
        }
        points.merge(other.points) { mine, theirs in
            var sum = mine
            sum.merge(theirs)
            return sum
        }
    }

    /// True if most records are dated after today: then the dates, their order or the clock are wrong, and the file as a whole is refused.
    public var areOfTheFuture: Bool { recordsInFuture * 2 > recordsRead }

    /// Findings about the file as a whole: every place the same, or one point that stands for too many.
    public var findings: FindingTally {
        var tally = FindingTally()
        for (group, counts) in points.sorted(by: { $0.key < $1.key }) where counts.total >= 20 {
            if counts.isSinglePoint {
                tally.add(
                    Finding(
                        code: "coordinates-identical", severity: .warning, line: nil, field: group,
                        advice: "Every place of the file has the same coordinates; supply each record's own, or none."))
            } else if counts.total >= 50, counts.leastShareOfMostFrequent >= 0.2 {
                tally.add(
                    Finding(
                        code: "coordinates-default-point", severity: .warning, line: nil, field: group,
                        advice:
                            "One point stands for a fifth of the places or more, as a police station's does when it is the default. Leave unknown places blank."
                    ))
            }
        }
        return tally
    }
}
