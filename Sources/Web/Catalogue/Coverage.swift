import Guidance
import Register

/// Which months of a dataset are held, agency by agency: from the supplies that somebody may see.
struct Coverage {
    /// Of one month and agency: the best stamp, and whether the whole month is covered.
    struct Holding {
        var stamp: String
        var isWhole: Bool
    }
    /// Months shown at most, the latest.
    static let mostMonths = 36

    let agencies: [AgencyID]
    /// Latest first: year × 12 + month − 1.
    private(set) var months: [Int] = []
    private(set) var earlierMonths = 0
    private var held: [AgencyID: [Int: Holding]] = [:]

    init(_ supplies: [SupplyTaken]) {
        agencies = Set(supplies.map(\.agency)).sorted()
        for supply in supplies {
            guard let from = supply.periodFrom.flatMap({ CalendarDate($0) }),
                let to = supply.periodTo.flatMap({ CalendarDate($0) }), from.firstDay <= to.lastDay
            else { continue }
            for month in Self.month(from.firstDay)...Self.month(to.lastDay) {
                add(Holding(stamp: supply.stamp, isWhole: Self.isWhole(month, from.firstDay, to.lastDay)), supply.agency, month)
            }
        }
        let all = held.values.flatMap(\.keys)
        guard let first = all.min(), let last = all.max() else { return }
        months = (first...last).reversed()
        earlierMonths = max(0, months.count - Self.mostMonths)
        months = Array(months.prefix(Self.mostMonths))
    }

    func holding(_ agency: AgencyID, _ month: Int) -> Holding? { held[agency]?[month] }

    private mutating func add(_ holding: Holding, _ agency: AgencyID, _ month: Int) {
        guard let known = held[agency]?[month] else {
            held[agency, default: [:]][month] = holding
            return
        }
        held[agency]?[month] = Holding(stamp: min(known.stamp, holding.stamp), isWhole: known.isWhole || holding.isWhole)
    }

    private static func month(_ number: Int) -> Int {
        let day = CalendarDay(number: number)
        return day.year * 12 + day.month - 1
    }

    /// Records of a month need not fall on its first and last day: a supply is taken to cover a month whole that it does not begin or end in the
    /// middle of, give or take three days.
    private static func isWhole(_ month: Int, _ from: Int, _ to: Int) -> Bool {
        let length = CalendarDay.length(month: month % 12 + 1, year: month / 12)
        guard let first = CalendarDay(year: month / 12, month: month % 12 + 1, day: 1)?.number else { return false }
        return from <= first + 3 && to >= first + length - 1 - 3
    }

    /// `October 2022`.
    static func words(_ month: Int) -> String {
        guard let day = CalendarDay(year: month / 12, month: month % 12 + 1, day: 1) else { return "" }
        return String(day.words.dropFirst(2))
    }
}
