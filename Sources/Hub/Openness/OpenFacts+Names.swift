import Guidance
import Register

extension OpenFacts {
    /// A number of records as anybody may be told it: as the agencies that hold them have decided for those outside.
    func told(_ count: Int, of dataset: RecordTypeID) -> String {
        let register = Register(rulebook: rulebook, law: nil, state: state)
        let agencies = Set(state.supplies.values.lazy.filter { $0.taken.dataset == dataset }.map(\.taken.agency))
        let rule =
            agencies.isEmpty
            ? rulebook.smallNumbers : SmallNumberRule.strictest(of: agencies.map { register.smallNumbers(of: dataset, from: $0) })
        return rule.words(count)
    }

    /// The table with what its short names stand for, in columns of their own at the end: whoever reads it has no register to look them up in.
    func named(_ table: Table) -> Table {
        guard let heading = table.rows.first else { return table }
        var named = table
        for (place, title) in heading.enumerated() {
            guard let key = Self.keys[title] else { continue }
            let names = table.rows.dropFirst().map { row in
                place < row.count ? row[place].split(separator: " ").map { name(String($0), key) } : []
            }
            guard names.contains(where: { $0.contains { $0 != nil } }) else { continue }
            named.rows[0].append("\(title) in words")
            for (row, words) in names.enumerated() {
                named.rows[row + 1].append(words.contains(nil) ? "" : words.compactMap(\.self).joined(separator: "; "))
            }
        }
        return named
    }

    private enum Key { case agency, agencyClass, dataset, partnership }

    /// Columns that hold short names, alone or several with spaces between.
    private static let keys: [String: Key] = [
        "agency": .agency, "of": .agency, "for": .agency, "processor": .agency, "signatories": .agency, "first given to": .agency,
        "goes on to": .agency, "sealed to": .agency, "carried for": .agency, "class": .agencyClass, "dataset": .dataset,
        "datasets": .dataset,
        "partnership": .partnership,
    ]

    private func name(_ text: String, _ key: Key) -> String? {
        switch key {
        case .agency: state.agencies[AgencyID(rawValue: text)]?.name
        case .agencyClass: rulebook.agencyClass(text)?.title
        case .dataset: rulebook.recordType(RecordTypeID(rawValue: text))?.title
        case .partnership: state.partnerships[PartnershipID(rawValue: text)]?.name
        }
    }
}
