/// A month as a number: year times twelve, plus the month from 0. 0 stands for none.
public struct MonthNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The number.
    public let raw: UInt16
    /// From the number.
    public init(raw: UInt16) { self.raw = raw }
    /// From year and month (1 to 12); nil outside 1900 to 2200.
    public init?(year: Int, month: Int) {
        guard (1900...2200).contains(year), (1...12).contains(month) else { return nil }
        raw = UInt16(year * 12 + month - 1)
    }
    /// From `201804`, `2018-04`, `20180401` or `2018-04-01`; nil if the text is none of these.
    public init?(_ text: some StringProtocol) {
        let digits = text.utf8.filter { $0 != 0x2D }
        guard digits.count == 6 || digits.count == 8, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        let number = digits.prefix(6).reduce(0) { $0 * 10 + Int($1) - 0x30 }
        self.init(year: number / 100, month: number % 100)
    }
    /// `2018-04`.
    public var description: String {
        let month = Int(raw) % 12 + 1
        return "\(Int(raw) / 12)-" + (month < 10 ? "0\(month)" : "\(month)")
    }
    /// Earlier first.
    public static func < (left: MonthNumber, right: MonthNumber) -> Bool { left.raw < right.raw }
}
