/// How small numbers of one dataset are protected where counts are shown.
public struct SmallNumberRule: Sendable, Hashable, Codable {
    /// Counts from 1 to one less are not shown.
    public let threshold: Int
    /// What is shown is a multiple of this.
    public let rounding: Int

    /// Nil where the two do not fit: each from 1 to 1,000, and the threshold a multiple of the rounding, so that no count that is shown rounds
    /// to less than the threshold and so says that it is just above.
    public init?(threshold: Int, rounding: Int) {
        guard (1...1_000).contains(threshold), (1...1_000).contains(rounding), threshold % rounding == 0 else { return nil }
        (self.threshold, self.rounding) = (threshold, rounding)
    }

    /// What is usual where a rulebook says nothing.
    public static let usual = SmallNumberRule(unchecked: 5, 5)
    /// Every count as it is: for an agency that looks at its own records alone.
    public static let none = SmallNumberRule(unchecked: 1, 1)

    private init(unchecked threshold: Int, _ rounding: Int) { (self.threshold, self.rounding) = (threshold, rounding) }

    /// One that protects whatever either does: for counts of records of several agencies.
    public func joined(with other: SmallNumberRule) -> SmallNumberRule {
        let rounding = Self.leastCommonMultiple(self.rounding, other.rounding)
        let threshold = max(threshold, other.threshold)
        return SmallNumberRule(unchecked: (threshold + rounding - 1) / rounding * rounding, rounding)
    }

    private static func leastCommonMultiple(_ left: Int, _ right: Int) -> Int {
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        return left / a * right
    }

    private enum CodingKeys: String, CodingKey { case threshold, rounding }

    /// Refuses two that do not fit.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard
            let rule = SmallNumberRule(
                threshold: try container.decode(Int.self, forKey: .threshold), rounding: try container.decode(Int.self, forKey: .rounding))
        else {
            throw DecodingError.dataCorruptedError(forKey: .threshold, in: container, debugDescription: "no rule for small numbers")
        }
        self = rule
    }
}
