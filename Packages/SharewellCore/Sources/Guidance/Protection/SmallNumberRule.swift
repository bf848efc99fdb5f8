/// How small numbers of one dataset are protected where counts are shown.
public struct SmallNumberRule: Sendable, Hashable, Codable {
    /// Counts from 1 to one less are not shown.
    public let threshold: Int
    /// What is shown is a multiple of this.
    public let rounding: Int

    /// What an agency can round to: steps that people read, and few of them.
    public static let roundings = [1, 2, 3, 5, 10, 20, 50, 100]
    /// The greatest threshold.
    public static let greatest = 1_000

    /// Nil where the two do not fit: a threshold from 1 to 1,000, a multiple of the rounding, so that no count that is shown rounds to less than the
    /// threshold and so says that it is just above; and the rounding one of the list.
    public init?(threshold: Int, rounding: Int) {
        guard Self.roundings.contains(rounding) else { return nil }
        self.init(recorded: threshold, rounding: rounding)
    }

    /// One that stands in a ledger, a report or a rulebook, perhaps of before there was a list: any rounding up to 1,000.
    init?(recorded threshold: Int, rounding: Int) {
        let range = 1...Self.greatest
        guard range.contains(threshold), range.contains(rounding), threshold % rounding == 0 else { return nil }
        (self.threshold, self.rounding) = (threshold, rounding)
    }

    /// What is usual where a rulebook says nothing.
    public static let usual = SmallNumberRule(unchecked: 5, 5)
    /// Every count as it is: for an agency that looks at its own records alone.
    public static let none = SmallNumberRule(unchecked: 1, 1)

    private init(unchecked threshold: Int, _ rounding: Int) { (self.threshold, self.rounding) = (threshold, rounding) }

    /// The strictest of several, in whatever order: for counts of records of several agencies. The widest step and the greatest threshold, brought
    /// up to a multiple of it: every number told stands for as many counts as any of the agencies asks. A common multiple of all steps would ask
    /// for more than any of them does, and of some steps without end.
    public static func strictest(of rules: some Sequence<SmallNumberRule>) -> SmallNumberRule {
        var (threshold, rounding) = (1, 1)
        for rule in rules { (threshold, rounding) = (max(threshold, rule.threshold), max(rounding, rule.rounding)) }
        return SmallNumberRule(unchecked: (threshold + rounding - 1) / rounding * rounding, rounding)
    }

    private enum CodingKeys: String, CodingKey { case threshold, rounding }

    /// Refuses two that do not fit.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard
            let rule = SmallNumberRule(
                recorded: try container.decode(Int.self, forKey: .threshold), rounding: try container.decode(Int.self, forKey: .rounding))
        else {
            throw DecodingError.dataCorruptedError(forKey: .threshold, in: container, debugDescription: "no rule for small numbers")
        }
        self = rule
    }
}
