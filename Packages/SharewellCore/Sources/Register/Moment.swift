/// A point in time, in milliseconds since 1970-01-01T00:00:00Z. The hub's clock is read at the rim and handed in.
public struct Moment: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    /// Milliseconds since the epoch.
    public let milliseconds: Int64
    /// Takes milliseconds since the epoch.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    /// Earlier is less.
    public static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }
    /// Read as a number.
    public init(from decoder: any Decoder) throws { milliseconds = try decoder.singleValueContainer().decode(Int64.self) }
    /// Written as a number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    /// Whole days since 1970-01-01, UTC.
    public var day: Int { Int(milliseconds / Self.perDay) - (milliseconds % Self.perDay < 0 ? 1 : 0) }
    private static let perDay: Int64 = 86_400_000

    /// ISO 8601 in UTC to the second: `2026-11-24T09:30:00Z`.
    public var description: String {
        let sinceMidnight = (milliseconds % Self.perDay + Self.perDay) % Self.perDay
        let seconds = Int(sinceMidnight / 1000)
        return "\(CivilDay(daysSinceEpoch: day))T\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))Z"
    }
}

/// A day of the Gregorian calendar.
public struct CivilDay: Hashable, Sendable, CustomStringConvertible {
    /// Year, month from 1, day from 1.
    public let year: Int, month: Int, day: Int

    /// The day that many days after 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms"). Numbers come from files: one beyond
    /// a trillion days means a trillion.
    public init(daysSinceEpoch: Int) {
        let shifted = min(max(daysSinceEpoch, -1_000_000_000_000), 1_000_000_000_000) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// A day written `2026-11-24`, if the calendar has it.
    public init?(iso text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month), year > 0, day > 0
        else { return nil }
        self.init(year: year, month: month, day: day)
        guard CivilDay(daysSinceEpoch: daysSinceEpoch) == self else { return nil }
    }

    private init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Days since 1970-01-01.
    public var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// ISO 8601: `2026-11-24`.
    public var description: String { "\(year)-\(two(month))-\(two(day))" }
}

private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
