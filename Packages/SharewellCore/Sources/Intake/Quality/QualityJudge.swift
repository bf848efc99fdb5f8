internal import Guidance
internal import Tables

/// Grades the four qualities of one supply.
struct QualityJudge {
    let measures: QualityMeasures
    let recordType: RecordType
    let today: Int
    let previousLastDay: Int?

    private var records: Int { max(1, measures.recordsRead) }

    var precision: QualityStamp.Quality {
        var full = 0
        var counted = 0
        var reasons: [String] = []
        for field in recordType.fields {
            guard let measure = measures.fields[field.name], Self.hasPrecision(field) else { continue }
            let levels = Precision.allCases.filter { $0 != .plain && measure.count(of: $0) > 0 }
            let sum = levels.reduce(0) { $0 + measure.count(of: $1) }
            let fine = levels.reduce(0) { $0 + ($1.isFull ? measure.count(of: $1) : 0) }
            guard sum > 0 else { continue }
            full += fine
            counted += sum
            // Whole tens of metres come up by chance in one pair of a hundred.
            guard Double(fine) < 0.95 * Double(sum) else { continue }
            let coarse = levels.filter { !$0.isFull }.map(\.title).joined(separator: " or ")
            reasons.append("\(field.title): \(Self.percent(sum - fine, of: sum)) \(coarse).")
        }
        guard counted > 0 else {
            return QualityStamp.Quality(
                name: "Precision", share: nil, grade: nil, reasons: ["Precision: nothing in the file has a detail to judge."])
        }
        let share = Double(full) / Double(counted)
        return quality("Precision", share, reasons, otherwise: "Precision: dates, ages and places are as detailed as the guidance asks.")
    }

    var accuracy: QualityStamp.Quality {
        var sound = 0
        var counted = 0
        var reasons: [String] = []
        for field in recordType.fields {
            guard let measure = measures.fields[field.name], measure.supplied else { continue }
            let given = measure.filled + measure.leftOut
            let bad = measure.leftOut + min(measure.doubtful, measure.filled)
            guard given > 0 else { continue }
            sound += given - bad
            counted += given
            if Double(bad) >= 0.01 * Double(given) {
                reasons.append("\(field.title): \(Self.percent(bad, of: given)) of the values could not be used or are in doubt.")
            }
        }
        for entry in measures.findings.entries { reasons.append("Places of the \(entry.field ?? "record"): \(entry.advice)") }
        if measures.recordsRejected > 0 {
            let share = Self.percent(measures.recordsRejected, of: records)
            reasons.append("\(share.prefix(1).uppercased() + share.dropFirst()) of the records were rejected.")
        }
        guard counted > 0 else {
            return QualityStamp.Quality(name: "Accuracy", share: nil, grade: nil, reasons: ["Accuracy: the file has no values to judge."])
        }
        let share = Double(sound) / Double(counted) * Double(measures.recordsTaken) / Double(records)
        return quality("Accuracy", share, reasons, otherwise: "Accuracy: nearly every value could be used as supplied.")
    }

    var completeness: QualityStamp.Quality {
        let required = recordType.fields.filter { $0.requirement == .required && !$0.supplementary }
        var sum = 0.0
        var weights = 0.0
        var absent: [String] = []
        var sparse: [String] = []
        for field in required {
            let filled = min(records, replaced(field))
            let appliesToSome = field.type == .text && filled > 0
            let share = appliesToSome ? 1 : Double(filled) / Double(records)
            let weight = weight(field)
            sum += share * weight
            weights += weight
            if filled == 0, !isSupplied(field) {
                absent.append(field.title)
            } else if share < 0.95 {
                sparse.append("\(field.title): filled in \(Self.percent(filled, of: records)) of the records.")
            }
        }
        guard !required.isEmpty else {
            return QualityStamp.Quality(name: "Completeness", share: nil, grade: nil, reasons: [])
        }
        var reasons: [String] = []
        if !absent.isEmpty {
            reasons.append(
                "\(absent.count) of the \(required.count) fields that \(recordType.section) asks for are not in the file: "
                    + absent.joined(separator: "; ") + ".")
        }
        return quality(
            "Completeness", sum / weights, reasons + sparse,
            otherwise: "Completeness: the fields that the guidance asks for are filled.")
    }

    var currency: QualityStamp.Quality {
        guard let last = measures.lastDay else {
            return QualityStamp.Quality(
                name: "Currency", share: nil, grade: nil,
                reasons: recordType.period == nil ? [] : ["Currency: no record has a usable date."])
        }
        let days = max(0, today - last)
        let grade: QualityGrade = days <= 31 ? .good : days <= 92 ? .fair : days <= 366 ? .poor : .unfit
        var reasons = [
            days == 0
                ? "Currency: the records reach to the day of the supply."
                : "Currency: the last record is \(Self.age(days)) older than the supply."
        ]
        if let previousLastDay, let first = measures.firstDay, first > previousLastDay + 1 {
            reasons.append("\(first - previousLastDay - 1) days lie between the previous supply's last record and this one's first.")
        }
        return QualityStamp.Quality(name: "Currency", share: nil, grade: grade, reasons: reasons)
    }

    /// A record is found by its reference, counted by kind and date (3) and mapped by its place (2); the rest describes it (1).
    private func weight(_ field: Field) -> Double {
        let kind = recordType.fields.first { $0.type == .code && !$0.supplementary }
        if field.name == recordType.reference?.name || field.name == recordType.period || field.name == kind?.name { return 3 }
        return field.place == nil ? 1 : 2
    }

    /// Records with the field or, where the file does not have it, with the supplementary field that takes its place: a crime type for an offence
    /// type, an age range for an age. They share the first or the last word of their names.
    private func replaced(_ field: Field) -> Int {
        let own = measures.fields[field.name]?.filled ?? 0
        guard own == 0, !isSupplied(field), field.place == nil else { return own }
        let words = field.name.split(separator: "_")
        return recordType.fields.filter { other in
            guard other.supplementary, other.place == nil, other.type == .code, other.codeList != "location-type" else { return false }
            let others = other.name.split(separator: "_")
            return others.first == words.first || others.last == words.last
        }.compactMap { measures.fields[$0.name]?.filled }.max() ?? 0
    }

    private func isSupplied(_ field: Field) -> Bool { measures.fields[field.name]?.supplied ?? false }

    private static func hasPrecision(_ field: Field) -> Bool {
        switch field.type {
        case .date, .age, .postcode, .easting: true
        default: false
        }
    }

    private func quality(_ name: String, _ share: Double, _ reasons: [String], otherwise: String) -> QualityStamp.Quality {
        QualityStamp.Quality(name: name, share: share, grade: QualityGrade(share: share), reasons: reasons.isEmpty ? [otherwise] : reasons)
    }

    /// As long as one would say: `1 day`, `45 days`, `3 months`, `4 years`.
    static func age(_ days: Int) -> String {
        func count(_ number: Int, _ unit: String) -> String { "\(number) \(unit)\(number == 1 ? "" : "s")" }
        if days <= 62 { return count(days, "day") }
        return days < 731 ? count(days * 12 / 365, "month") : count(days * 4 / 1461, "year")
    }

    /// Never 0% for something nor 100% for less than all.
    static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "0%" }
        let share = Int((Double(part) / Double(whole) * 100).rounded())
        if share == 0, part > 0 { return "less than 1%" }
        if share >= 100, part < whole { return "more than 99%" }
        return "\(share)%"
    }
}
