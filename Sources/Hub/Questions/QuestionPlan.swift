import Archive
import Guidance

/// A question in the archive's terms.
struct QuestionPlan {
    let query: SegmentQuery
    /// The fields counted by, as they were typed, in lower case with underscores.
    let by: [String]
    /// Every stored field the question looks at.
    let fields: [String]
    /// A point look-up: the question asks for one reference and nothing else.
    let reference: String?

    /// `references` says in which form the asker may name a reference.
    init(_ question: Question, held: HeldRecords, rulebook: Rulebook, references: ReferenceForm) throws {
        guard question.by.count <= 2 else {
            throw HubError(.data, code: "too-many-fields", "Counts are by one or two fields.", remedy: "Name at most two fields with --by.")
        }
        let names = QuestionFields(held.type, rulebook: rulebook, stored: held.fields, of: held.stored)
        // The bounds of a grant come first and cannot be asked away.
        var conditions = try held.scope?.conditions(stored: Set(held.stored.map(\.name))) ?? []
        let bounds = conditions.count
        var used: [String] = []
        if question.from != nil || question.to != nil {
            guard let date = held.type.period, held.fields.contains(where: { $0.name == date }) else {
                throw HubError(
                    .data, code: "no-period", "Records of \(held.type.id) have no date to ask a period of.",
                    remedy: "Leave out --from and --to.")
            }
            for text in [question.from, question.to].compactMap({ $0 }) where !Self.isDate(text) { throw Self.notADate }
            if let from = question.from, let to = question.to, from > to, !from.hasPrefix(to) {
                throw HubError(.data, code: "period-backwards", "The period ends before it begins.", remedy: "Exchange --from and --to.")
            }
            conditions.append(.init(date, .period(from: question.from, to: question.to)))
            used.append(date)
        }
        if let box = question.within {
            guard let place = held.type.place else {
                throw HubError(
                    .data, code: "no-place", "Records of \(held.type.id) have no place to ask a box of.", remedy: "Leave the box out.")
            }
            for (side, least, most) in [("easting", box.west, box.east), ("northing", box.south, box.north)] {
                let field = try names.field("\(place)_\(side)").stored
                let (least, most) = (Double(least), Double(most))
                conditions.append(.init(field, .satisfies { Double($0).map { $0 >= least && $0 < most } ?? false }))
                used.append(field)
            }
        }
        var alternatives: [(field: QuestionField, values: [String])] = []
        for filter in question.filters {
            let field = try names.field(filter.field)
            used.append(field.stored)
            switch filter.test {
            case .equals(let value):
                if let known = alternatives.firstIndex(where: { $0.field.name == field.name }) {
                    alternatives[known].values.append(value)
                } else {
                    alternatives.append((field, [value]))
                }
            case .contains(let text):
                if held.isReference(field) { try references.checkSearch(of: field.name) }
                if field.derived == nil {
                    conditions.append(.init(field.stored, .contains(text)))
                } else {
                    let wanted = text.lowercased()
                    conditions.append(.init(field.stored, .satisfies { field.value(of: $0).lowercased().contains(wanted) }))
                }
            }
        }
        for (field, values) in alternatives {
            if held.isReference(field) {
                conditions += try references.tests(of: field.stored, values).map { .init(field.stored, $0) }
            } else if field.derived == nil {
                conditions.append(.init(field.stored, .anyOf(values)))
            } else {
                let wanted = Set(values.map { $0.lowercased() })
                conditions.append(.init(field.stored, .satisfies { wanted.contains(field.value(of: $0).lowercased()) }))
            }
        }
        var expressions: [SegmentQuery.Expression] = []
        var full: [String] = []
        for typed in question.by {
            let field = try names.field(typed)
            guard !held.isReference(field) else {
                throw HubError(
                    .data, code: "not-countable", "A reference cannot be counted by: it would list every record.",
                    remedy: "Count by another field, or look one reference up with --where.")
            }
            full.append(QuestionFields.normalised(typed))
            used.append(field.stored)
            if field.derived == nil {
                expressions.append(SegmentQuery.Expression(field.stored))
            } else {
                expressions.append(SegmentQuery.Expression(field.stored, transform: { field.value(of: $0) }))
            }
        }
        query = SegmentQuery(conditions: conditions, by: expressions)
        by = full
        fields = Set(used).sorted()
        if alternatives.count == 1, conditions.count == 1, bounds == 0, full.isEmpty,
            alternatives[0].field.stored == held.type.reference?.name,
            case .anyOf(let values) = conditions[0].test, values.count == 1
        {
            reference = values[0]
        } else {
            reference = nil
        }
    }

    /// `2022`, `2022-10` or `2022-10-31`, if the calendar has it.
    private static func isDate(_ text: String) -> Bool {
        guard Question.isDate(text) else { return false }
        return CalendarDate(text) != nil
    }

    private static let notADate = HubError(
        .data, code: "date-not-understood", "A date of the period is not one the calendar has.",
        remedy: "Write --from and --to as 2022, 2022-10 or 2022-10-31.")
}

extension HeldRecords {
    /// True for a field that recipients get in keyed form (rule 6).
    fileprivate func isReference(_ field: QuestionField) -> Bool {
        isDepersonalised && fields.first { $0.name == field.stored }?.role == .reference
    }
}
