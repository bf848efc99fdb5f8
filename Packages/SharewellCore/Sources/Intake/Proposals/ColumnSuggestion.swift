public import Guidance
public import Tables

/// What a column that nothing places could be, from its words or else its values: for a person to look at, never gone by unasked.
public struct ColumnSuggestion: Sendable, Hashable {
    /// What speaks for it.
    public enum Ground: String, Sendable, Hashable { case words, dates, postcodes, addresses }
    /// The field.
    public let field: String
    /// What speaks for it.
    public let ground: Ground

    /// By column, for those columns alone and for fields that no other column fills.
    ///
    /// - Parameter today: days since 1970-01-01.
    public static func find(
        for recordType: RecordType, headers: [String], unplaced: Set<Int>, filled: Set<String>, samples: ParsedTable?, rulebook: Rulebook,
        today: Int
    ) -> [Int: ColumnSuggestion] {
        let maker = ProposalMaker(recordType: recordType, headers: headers, samples: samples, codeList: rulebook.codeList, today: today)
        let evidence = maker.evidence
        var found: [Int: ColumnSuggestion] = [:], fields = filled
        for candidate in maker.candidates(headers.map(HeaderWords.init), evidence) {
            let field = recordType.fields[candidate.field].name
            guard unplaced.contains(candidate.column), found[candidate.column] == nil, fields.insert(field).inserted else { continue }
            found[candidate.column] = ColumnSuggestion(field: field, ground: .words)
        }
        func suggest(_ field: Field?, _ ground: Ground, _ test: (ColumnEvidence) -> Bool) {
            guard let field, !fields.contains(field.name) else { return }
            let columns = unplaced.filter { found[$0] == nil && evidence[$0].count > 0 && test(evidence[$0]) }
            // Of two that look alike, which is meant cannot be told from their values.
            guard columns.count == 1, let column = columns.first else { return }
            found[column] = ColumnSuggestion(field: field.name, ground: ground)
            fields.insert(field.name)
        }
        let group = recordType.place ?? recordType.placeGroups.first
        func ofMainPlace(_ type: FieldType) -> Field? { recordType.fields.first { $0.type == type && $0.place?.group == group } }
        let period = recordType.fields.first { $0.name == recordType.period }, postcode = ofMainPlace(.postcode)
        suggest(period, .dates) { evidence in period.flatMap { evidence.share(fitting: $0, nil) } ?? 0 >= 0.9 }
        suggest(postcode, .postcodes) { evidence in postcode.flatMap { evidence.share(fitting: $0, nil) } ?? 0 >= 0.9 }
        suggest(ofMainPlace(.address), .addresses) { $0.endsInPostcodes }
        return found
    }
}
