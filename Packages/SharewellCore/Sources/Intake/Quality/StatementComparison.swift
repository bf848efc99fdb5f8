internal import Guidance
internal import Tables

/// Compares what the supplier says of a supply (§3.4) with what it is.
struct StatementComparison {
    let statement: MetadataStatement

    func compare(_ measures: QualityMeasures, _ recordType: RecordType) -> FindingTally {
        var tally = FindingTally()
        func add(_ code: String, _ advice: String, _ severity: Finding.Severity) {
            tally.add(Finding(code: code, severity: severity, line: nil, field: nil, advice: advice))
        }
        if let count = statement.recordCount, count != measures.recordsRead {
            add(
                "count-differs",
                "The metadata form says \(count) records, the file has \(measures.recordsRead). Check that the file is whole and the form is this file's.",
                .warning)
        }
        comparePeriod(measures, add)
        compareFields(measures, recordType, add)
        let names = [recordType.id.rawValue, recordType.title, recordType.dataset].map { WordKey.loose($0.utf8) }
        if !statement.dataset.isEmpty, !names.contains(WordKey.loose(statement.dataset.utf8)) {
            add(
                "dataset-differs", "The metadata form names another dataset than \(recordType.id). Check that the form is this file's.",
                .note)
        }
        let missing = statement.missing
        if !missing.isEmpty {
            add("form-incomplete", "The metadata form leaves out: \(missing.joined(separator: ", ")) (§3.4).", .note)
        }
        return tally
    }

    private func comparePeriod(_ measures: QualityMeasures, _ add: (String, String, Finding.Severity) -> Void) {
        guard let first = measures.firstDay, let last = measures.lastDay else { return }
        let from = statement.periodFrom.flatMap(Self.date), to = statement.periodTo.flatMap(Self.date)
        if let from, first < from.start {
            add("period-differs", "Records begin before the period that the metadata form gives. Check the form, or the dates.", .warning)
        }
        if let to, last > to.end {
            add("period-differs", "Records end after the period that the metadata form gives. Check the form, or the dates.", .warning)
        }
        if let from, let to, to.end - from.start >= 27, first > from.start + 31 || last < to.end - 31 {
            add(
                "period-not-filled",
                "For more than a month at an end of the period that the metadata form gives there are no records. Check that the file is whole.",
                .warning)
        }
    }

    private func compareFields(_ measures: QualityMeasures, _ recordType: RecordType, _ add: (String, String, Finding.Severity) -> Void) {
        guard !statement.fields.isEmpty else { return }
        let stated = Set(statement.fields.map { WordKey.loose($0.utf8) })
        let unstated = recordType.fields.filter { field in
            measures.fields[field.name]?.supplied == true && !stated.contains(WordKey.loose(field.name.utf8))
                && !stated.contains(WordKey.loose(field.title.utf8))
        }
        let absent = recordType.fields.filter { field in
            measures.fields[field.name]?.supplied != true
                && (stated.contains(WordKey.loose(field.name.utf8)) || stated.contains(WordKey.loose(field.title.utf8)))
        }
        if !absent.isEmpty {
            add(
                "fields-missing",
                "The metadata form lists fields that the file does not have: \(absent.map(\.name).joined(separator: ", ")).", .warning)
        }
        let knowsStandard = recordType.fields.contains {
            stated.contains(WordKey.loose($0.name.utf8)) || stated.contains(WordKey.loose($0.title.utf8))
        }
        if knowsStandard, !unstated.isEmpty {
            add(
                "fields-not-stated",
                "The file has fields that the metadata form does not list: \(unstated.map(\.name).joined(separator: ", ")).", .note)
        }
    }

    private static func date(_ text: String) -> PartialDate? {
        var text = text
        let outcome = text.withUTF8 { DateScanner(latestYear: 2099).scan(UnsafeRawBufferPointer($0)) }
        guard case .date(let scanned) = outcome else { return nil }
        return scanned.date
    }
}
