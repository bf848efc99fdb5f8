import Disclosure
import Guidance

/// How the shades of a map are read: what one of them stands for, in words.
struct MapKey: Sendable, Equatable {
    /// `0` to `5`, or `hidden` for what is not told; `point-1`, `point-10`, `point-100` for points of so many.
    let shade: String
    let text: String
}

/// The steps of a map's shades, in words. Maps that are compared have one legend, of the numbers of all of them.
struct MapLegend {
    let steps: ShadeSteps
    private let hasHidden: Bool

    /// Of the numbers of records that a map shows, or several do.
    init(_ counts: [ShownCount]) {
        steps = ShadeSteps(counts.compactMap(\.number))
        hasHidden = counts.contains { $0.number == nil }
    }

    func keys(_ visit: Visit, _ rule: SmallNumberRule) -> [MapKey] {
        var keys = [MapKey(shade: "0", text: visit.t("explore.map.none"))]
        if hasHidden {
            keys.append(MapKey(shade: "hidden", text: visit.t("explore.map.hidden", ["threshold": "\(rule.threshold)"])))
        }
        return keys
            + steps.ranges(rounding: rule.rounding).enumerated().map { step, range in
                MapKey(
                    shade: "\(step + 1)",
                    text: range.count == 1
                        ? Texts.grouped(range.lowerBound)
                        : visit.t(
                            "explore.range", ["least": Texts.grouped(range.lowerBound), "most": Texts.grouped(range.upperBound)]))
            }
    }
}
