internal import Guidance

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

    /// The calendar day in the United Kingdom, days since 1970-01-01: what statutes, protocols and grants count by. In summer it begins at
    /// 23:00 UTC (Summer Time Act 1972; S.I. 2002/262: from 01:00 UTC on the last Sunday of March to that of October).
    public var day: Int {
        // Long before and after what anybody dates, the hour plays no part.
        guard abs(utcDay) < 10_000_000 else { return utcDay }
        return Self.day(of: isSummer ? milliseconds + 3_600_000 : milliseconds)
    }

    private var isSummer: Bool {
        let year = CalendarDay(number: utcDay).year
        func begins(_ month: Int) -> Int64 { Int64(Self.lastSunday(of: month, year)) * Self.perDay + 3_600_000 }
        return milliseconds >= begins(3) && milliseconds < begins(10)
    }

    /// March and October have 31 days; 1970-01-01 was a Thursday.
    private static func lastSunday(of month: Int, _ year: Int) -> Int {
        let last = CalendarDay(iso: "\(four(year))-\(two(month))-31")?.number ?? 0
        return last - ((last + 4) % 7 + 7) % 7
    }

    private var utcDay: Int { Self.day(of: milliseconds) }
    private static func day(of milliseconds: Int64) -> Int { Int(milliseconds / perDay) - (milliseconds % perDay < 0 ? 1 : 0) }
    private static let perDay: Int64 = 86_400_000

    /// The day and the time of day in the United Kingdom, for people: `24 November 2026, 09:30`.
    public var words: String {
        let local = isSummer ? milliseconds + 3_600_000 : milliseconds
        let minutes = Int((local % Self.perDay + Self.perDay) % Self.perDay / 60_000)
        return "\(CalendarDay(number: Self.day(of: local)).words), \(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// ISO 8601 in UTC to the second: `2026-11-24T09:30:00Z`.
    public var description: String {
        let sinceMidnight = (milliseconds % Self.perDay + Self.perDay) % Self.perDay
        let seconds = Int(sinceMidnight / 1000)
        return "\(CalendarDay(number: utcDay))T\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))Z"
    }
}

private func four(_ year: Int) -> String { String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year) }
private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
