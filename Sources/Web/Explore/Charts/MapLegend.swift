import Disclosure
import Guidance

/// How the shades of a map are read: what one of them stands for, in words.
struct MapKey: Sendable, Equatable {
    /// `0` to `5`, or `hidden` for what is not told.
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
            + steps.tops.enumerated().map {
                MapKey(shade: "\($0.offset + 1)", text: visit.t("explore.map.up-to", ["most": Texts.grouped($0.element)]))
            }
    }
}
