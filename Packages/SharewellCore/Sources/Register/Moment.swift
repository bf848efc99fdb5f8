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

    /// Whole days since 1970-01-01, UTC.
    public var day: Int { Int(milliseconds / Self.perDay) - (milliseconds % Self.perDay < 0 ? 1 : 0) }
    private static let perDay: Int64 = 86_400_000

    /// ISO 8601 in UTC to the second: `2026-11-24T09:30:00Z`.
    public var description: String {
        let sinceMidnight = (milliseconds % Self.perDay + Self.perDay) % Self.perDay
        let seconds = Int(sinceMidnight / 1000)
        return "\(CalendarDay(number: day))T\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))Z"
    }
}

private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
