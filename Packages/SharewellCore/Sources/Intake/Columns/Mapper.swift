public import Guidance
public import Places
public import Tables

/// Turns parsed batches of one file into validated ones, and measures them. One worker's own: not `Sendable`; memories of distinct values last
/// for the whole file, within limits.
public final class Mapper {
    /// What the file is read with.
    public let profile: MappingProfile
    /// What its records are.
    public let recordType: RecordType
    /// Everything found so far in the batches this mapper was given.
    public private(set) var findings = FindingTally()
    /// Everything measured so far.
    public private(set) var measures = QualityMeasures()
    private let plan: MappingPlan
    private var suppliers: SupplierValues

    /// Prepares for one file.
    ///
    /// - Parameters:
    ///   - headers: the file's header line.
    ///   - converter: for profiles whose places are in degrees.
    ///   - postcodes: tells live postcodes from terminated and unknown ones; nil leaves them unchecked.
    ///   - today: days since 1970-01-01; nothing may be recorded after it.
    ///   - expected: where the places known to the hub are, so that single pairs of swapped coordinates are found; nil leaves them.
    /// - Throws: `headers-missing` or `dataset-not-of-profile`.
    public convenience init(
        profile: MappingProfile, recordType: RecordType, rulebook: Rulebook, headers: [String], converter: any CoordinateConverting,
        postcodes: (any PostcodeKnowing)?, today: Int, expected: GridSquares? = nil
    ) throws(ProfileMismatch) {
        try self.init(
            profile: profile, recordType: recordType, codeList: rulebook.codeList, headers: headers, converter: converter,
            postcodes: postcodes, today: today, expected: expected)
    }

    init(
        profile: MappingProfile, recordType: RecordType, codeList: @escaping (String) -> CodeList?, headers: [String],
        converter: any CoordinateConverting, postcodes: (any PostcodeKnowing)?, today: Int, expected: GridSquares? = nil
    ) throws(ProfileMismatch) {
        self.profile = profile
        self.recordType = recordType
        plan = try MappingPlan(
            profile: profile, recordType: recordType, codeList: codeList, headers: headers, converter: converter, postcodes: postcodes,
            today: today, expected: expected)
        let index = HeaderIndex(headers)
        suppliers = SupplierValues(columns: profile.suppliedBy.compactMap { index[$0] })
        for (field, source) in zip(recordType.fields, plan.sources) {
            measures.fields[field.name, default: FieldMeasures()].supplied = source != .nothing
        }
    }

    /// Whether the file names the supplying agency as the one that recorded it, judged by what this mapper has seen so far.
    /// `unknown` where the profile has no such header.
    public func judgeSupplier(
        agencyID: String, agencyName: String, otherAgencies: [(id: String, name: String)] = []
    ) -> SupplierMatch {
        SupplierMatch.judge(fileValues: suppliers.values, agencyID: agencyID, agencyName: agencyName, otherAgencies: otherAgencies)
    }

    /// The batch in the standard's form, and the records that could not be taken. Every record of the batch is in one or the other.
    public func validate(_ table: ParsedTable) -> (table: ValidatedTable, rejected: [RejectedRow]) {
        let rowCount = table.rowCount
        suppliers.look(at: table)
        var tallies = [BatchTally](repeating: BatchTally(), count: recordType.fields.count)
        var columns = plan.columns(of: table, &tallies)
        let rejections = plan.rejections(of: table, columns, tallies)
        record(tallies, table, rejections)
        guard !rejections.isEmpty else {
            return (
                ValidatedTable(recordType: recordType, rowCount: rowCount, columns: columns, batch: table.batch, lines: table.lines), []
            )
        }
        let kept = (0..<rowCount).filter { rejections[$0] == nil }
        columns = columns.map { $0.keeping(kept) }
        let rejected = rejections.sorted { $0.key < $1.key }.map {
            RejectedRow(row: $0.key, line: Self.line($0.key, table) ?? 0, codes: $0.value)
        }
        return (
            ValidatedTable(
                recordType: recordType, rowCount: kept.count, columns: columns, batch: table.batch,
                lines: kept.compactMap { table.lines.indices.contains($0) ? table.lines[$0] : nil }), rejected
        )
    }

    private func record(_ tallies: [BatchTally], _ table: ParsedTable, _ rejections: [Int: [String]]) {
        measures.recordsRead += table.rowCount
        measures.recordsRejected += rejections.count
        measures.recordsInFuture += rejections.count { $0.value.contains(ValueFinding.dateInFuture.rawValue) }
        for (position, field) in recordType.fields.enumerated() {
            let tally = tallies[position]
            let isPeriod = field.name == recordType.period
            measures.fields[field.name, default: FieldMeasures()].add(tally)
            if isPeriod, tally.earliest <= tally.latest {
                measures.firstDay = min(measures.firstDay ?? .max, Int(tally.earliest))
                measures.lastDay = max(measures.lastDay ?? .min, Int(tally.latest))
            }
            for (finding, met) in tally.findings {
                let severity = isPeriod && finding == .dateInFuture ? .error : finding.severity
                for row in met.rows {
                    findings.add(
                        Finding(
                            code: finding.rawValue, severity: severity, line: Self.line(row, table), field: field.name,
                            advice: finding.advice))
                }
                if met.count > met.rows.count {
                    findings.add(
                        Finding(code: finding.rawValue, severity: severity, line: nil, field: field.name, advice: finding.advice),
                        times: met.count - met.rows.count)
                }
            }
        }
        for (row, codes) in rejections where codes.contains(MappingPlan.emptyRecord) {
            findings.add(
                Finding(
                    code: MappingPlan.emptyRecord, severity: .error, line: Self.line(row, table), field: nil,
                    advice: "The record has neither reference nor date, or nothing at all. Complete it, or leave it out of the export."))
        }
        for (group, points) in plan.points { measures.points[group] = points }
    }

    private static func line(_ row: Int, _ table: ParsedTable) -> Int? {
        table.lines.indices.contains(row) ? Int(table.lines[row]) : nil
    }
}

extension FieldMeasures {
    mutating func add(_ tally: BatchTally) {
        filled += tally.filled
        for (level, count) in tally.precision.enumerated() where count > 0 { precision[UInt8(level), default: 0] += count }
        for (finding, met) in tally.findings {
            switch finding {
            case .spanReversed, .postcodeNotFound, .coordinatesSwapped: doubtful += met.count
            default: if finding.severity == .warning { leftOut += met.count }
            }
        }
    }
}
