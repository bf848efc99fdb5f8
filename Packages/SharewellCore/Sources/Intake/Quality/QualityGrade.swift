/// How fit a supply, or one quality of it, is for the partnership's purposes. A stamp never stands in the way of a supply (§4.2.3: "issues with
/// accuracy should not prevent the supply of information"); it tells users what they may make of it.
public enum QualityGrade: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// Good: 95% or more of what is asked.
    case good = "A"
    /// Fair: 80% or more.
    case fair = "B"
    /// Poor: 50% or more; say so in every product.
    case poor = "C"
    /// Unfit without more work.
    case unfit = "D"

    /// From a share of what is asked, 0 to 1.
    init(share: Double) { self = share >= 0.95 ? .good : share >= 0.8 ? .fair : share >= 0.5 ? .poor : .unfit }

    /// Words for a report.
    public var title: String {
        switch self {
        case .good: "good"
        case .fair: "fair"
        case .poor: "poor"
        case .unfit: "unfit without more work"
        }
    }
    /// Better is less.
    public static func < (left: QualityGrade, right: QualityGrade) -> Bool { left.rawValue < right.rawValue }
    /// One step worse, if there is one.
    var lowered: QualityGrade {
        switch self {
        case .good: .fair
        case .fair: .poor
        case .poor, .unfit: .unfit
        }
    }
}
