public import Guidance

/// What may be shown of a count.
public enum ShownCount: Sendable, Hashable, Codable {
    /// The count, rounded down.
    case count(Int)
    /// That it is from 1 to one less than the threshold.
    case small
    /// Nothing, because it would give away another that is small.
    case withheld

    /// The number that is shown; nil where none is.
    public var number: Int? { if case .count(let number) = self { number } else { nil } }
}

extension SmallNumberRule {
    /// What is shown of a count that stands alone. It depends on the count and the rule only: the same records counted in another way show the
    /// same, and asking again gives nothing.
    public func shown(_ count: Int) -> ShownCount {
        if count <= 0 { return .count(0) }
        if count < threshold { return .small }
        // Down: then every number that is told stands for as many counts, and no two tell of a small difference between them how small it is.
        // Never below the threshold, which is a multiple of the rounding.
        return .count(count / rounding * rounding)
    }

    /// What is shown of how many records there are where `given` of them are in the same answer: whoever has them all can count them.
    public func shown(_ count: Int, given: Int) -> ShownCount { given >= count ? .count(max(0, count)) : shown(count) }

    /// What somebody can tell of a count from what is shown of it alone: from the first to the last that it may be.
    public func range(of shown: ShownCount) -> ClosedRange<Int> {
        switch shown {
        case .count(0): return 0...0
        case .count(let number):
            return number...number + rounding - 1
        case .small: return 1...max(1, threshold - 1)
        // Not even that it is more than none.
        case .withheld: return 0...Int(Int32.max)
        }
    }
}
