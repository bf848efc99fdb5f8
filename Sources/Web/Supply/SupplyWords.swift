import Guidance
import Hub
import Intake
import Register

/// Words for what stands of supplies.
struct SupplyWords {
    private let visit: Visit
    init(_ visit: Visit) { self.visit = visit }

    func agency(_ id: AgencyID) -> String { visit.state.agencies[id]?.name ?? id.rawValue }
    func dataset(_ id: RecordTypeID) -> String { visit.rulebook.recordType(id)?.title ?? id.rawValue }
    func person(_ id: PersonID) -> String { visit.state.people[id]?.name ?? id.rawValue }
    /// `B, fair`.
    func stamp(_ stamp: String) -> String {
        QualityGrade(rawValue: stamp).map { "\(stamp), \(visit.t("supply.grade.\($0.rawValue)"))" } ?? stamp
    }

    /// `D` on a ground of its colour: where there are many, what the letters mean is said once.
    func grade(_ stamp: String) -> Cell {
        guard let grade = QualityGrade(rawValue: stamp) else { return Cell(stamp) }
        return Cell(Tag(text: stamp, colour: Self.colour(grade)))
    }

    static func colour(_ grade: QualityGrade) -> Tag.Colour {
        switch grade {
        case .good: .green
        case .fair: .blue
        case .poor: .yellow
        case .unfit: .orange
        }
    }

    func status(_ status: SupplyStatus) -> Cell {
        let colour: Tag.Colour =
            switch status {
            case .held: .green
            case .withdrawn: .yellow
            case .condemned: .orange
            case .destroyed: .grey
            }
        return Cell(Tag(text: visit.t("supply.status.\(status.rawValue)"), colour: colour))
    }

    /// From the first day of whole months to the last, they are named by themselves.
    func period(_ from: String?, _ to: String?) -> String {
        guard var from, var to else { return visit.t("supply.no-period") }
        if from.hasSuffix("-01"), let last = CalendarDay(iso: to), CalendarDay(iso: from) != nil,
            CalendarDay(number: last.number + 1).day == 1
        {
            (from, to) = (String(from.prefix(7)), String(to.prefix(7)))
        }
        return from == to ? date(from) : visit.t("supply.from-to", ["from": date(from), "to": date(to)])
    }

    /// What supplies of a dataset cover together; nil where they say nothing of it.
    func span(of supplies: [Supply]) -> String? {
        guard let first = supplies.compactMap(\.taken.periodFrom).min(), let last = supplies.compactMap(\.taken.periodTo).max() else {
            return nil
        }
        return visit.t("supply.span", ["period": period(first, last)])
    }

    /// `1 October 2022`, `October 2022`, `2022`.
    func date(_ text: String) -> String { PartialDay.words(text) }

    func share(_ share: Double?) -> String {
        guard let share else { return "–" }
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10)%"
    }
}
