public import Guidance
public import Tables

/// The one stamp a supply gets, with its reasons (§4.2.3).
///
/// Each of the four qualities gets a grade. Precision: the share of values as detailed as the guidance asks (days, single years of age, full
/// postcodes, metres). Accuracy: the share of supplied values that could be used and are not in doubt. Completeness: the filled share of the fields
/// that §3.2 requires, a field that is not in the file counting as empty; reference, kind and date weigh three times, place twice; fields of short
/// text, which apply to some records only, count as filled once any is. Currency: days from the last record to the supply: 31 for good, 92 for
/// fair, 366 for poor. The stamp is the worst of the first three; currency, which an agency catching up on its history cannot help, lowers it by one step
/// at most, and never below poor.
public struct QualityStamp: Sendable, Hashable, Codable {
    /// One of the four qualities.
    public struct Quality: Sendable, Hashable, Codable {
        /// Its name in the guidance.
        public let name: String
        /// Share of what is asked, 0 to 1; nil where nothing can be said.
        public let share: Double?
        /// Its grade; nil where nothing can be said.
        public let grade: QualityGrade?
        /// Why, in plain words.
        public let reasons: [String]
    }
    /// The stamp.
    public let grade: QualityGrade
    /// Precision, accuracy, completeness, currency.
    public let qualities: [Quality]
    /// Why the stamp is what it is, in plain words, weightiest first.
    public let reasons: [String]
    /// Where the metadata form and the file disagree.
    public let mismatches: FindingTally

    /// Judges a whole supply.
    ///
    /// - Parameters:
    ///   - today: day of the supply, in days since 1970-01-01.
    ///   - previousLastDay: last day of the agency's previous supply of the same record type, to find a gap between the two.
    public init(
        judging measures: QualityMeasures, of recordType: RecordType, statement: MetadataStatement?, today: Int, previousLastDay: Int? = nil
    ) {
        let judge = QualityJudge(measures: measures, recordType: recordType, today: today, previousLastDay: previousLastDay)
        qualities = [judge.precision, judge.accuracy, judge.completeness, judge.currency]
        let mismatches = statement.map { StatementComparison(statement: $0).compare(measures, recordType) } ?? FindingTally()
        self.mismatches = mismatches
        var grade = qualities.prefix(3).compactMap(\.grade).max() ?? .unfit
        if let currency = qualities[3].grade, currency > grade, grade < .poor { grade = grade.lowered }
        if measures.recordsTaken <= 0 { grade = .unfit }
        self.grade = grade
        reasons =
            (measures.recordsTaken <= 0 ? ["No record could be taken."] : [])
            + qualities.enumerated().sorted { left, right in
                (right.element.grade ?? .good, left.offset) < (left.element.grade ?? .good, right.offset)
            }.flatMap(\.element.reasons)
            + (statement == nil ? ["No metadata form came with the supply (§3.4)."] : mismatches.entries.map(\.advice))
    }
}
