import Disclosure
import Guidance
import Hub

/// Numbers and periods of explored records as people read them.
struct ExploreWords {
    private let visit: Visit
    init(_ visit: Visit) { self.visit = visit }

    /// `About 400 records`.
    func total(_ found: Exploration) -> String {
        switch found.total {
        case .count(let number): visit.texts.count(found.rule.rounding > 1 && number > 0 ? "explore.total-about" : "explore.total", number)
        case .small: visit.t("explore.total-small", ["threshold": "\(found.rule.threshold)"])
        case .withheld: visit.t("explore.withheld")
        }
    }

    /// For charts and tables: `31 Oct 2022`, `Oct 2022`, `2022`.
    static func brief(_ text: String) -> String {
        PartialDay.words(text).split(separator: " ").map { $0.first?.isLetter == true ? String($0.prefix(3)) : String($0) }.joined(
            separator: " ")
    }

    /// `November 2022 onwards`; nil where all is asked for.
    func period(_ from: String?, _ to: String?) -> String? {
        switch (from.map(PartialDay.words), to.map(PartialDay.words)) {
        case (nil, nil): nil
        case (let from?, nil): visit.t("explore.onwards", ["from": from])
        case (nil, let to?): visit.t("explore.until", ["to": to])
        case (let from?, let to?): from == to ? from : visit.t("explore.from-to", ["from": from, "to": to])
        }
    }

    /// Months from one to another, the earliest first; years where they are more than a list to choose from holds.
    static func months(_ first: String?, _ last: String?) -> [String] {
        guard let first, let last, var year = Int(first.prefix(4)), let lastYear = Int(last.prefix(4)), year <= lastYear else { return [] }
        if lastYear - year > 20 { return (year...lastYear).suffix(100).map(String.init) }
        // Who supplied a year alone supplied all of its months.
        var month = first.utf8.count == 7 ? Int(first.suffix(2)) ?? 1 : 1
        let lastMonth = last.utf8.count == 7 ? Int(last.suffix(2)) ?? 12 : 12
        var all: [String] = []
        while (year, month) <= (lastYear, lastMonth) {
            all.append("\(year)-\(month < 10 ? "0" : "")\(month)")
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
        }
        return all
    }
}

/// Counts as they are said.
struct ShownWords {
    let small: String, withheld: String
    private let tiny: String

    init(_ texts: Texts, _ rule: SmallNumberRule) {
        small = texts("explore.small-count", ["threshold": "\(rule.threshold)"])
        tiny = texts("explore.small-brief", ["threshold": "\(rule.threshold)"])
        withheld = texts("explore.withheld")
    }

    func of(_ count: ShownCount) -> String {
        switch count {
        case .count(let number): Texts.grouped(number)
        case .small: small
        case .withheld: withheld
        }
    }

    /// For narrow cells.
    func brief(_ count: ShownCount) -> String {
        switch count {
        case .count(let number): Texts.grouped(number)
        case .small: tiny
        case .withheld: "·"
        }
    }
}
