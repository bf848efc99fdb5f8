extension MetadataStatement {
    /// Reads a filled-in form. Empty lines of the form are allowed (see `missing`); only what cannot be understood is a fault.
    /// - Parameter file: what faults call the file.
    /// - Throws: every fault, each with line and remedy.
    public static func load(
        yaml: String, form: MetadataForm, file: String = "metadata form"
    ) throws(RulebookFaults) -> MetadataStatement {
        let log = FaultLog()
        let node = YAMLText(RulebookFile(path: file, text: yaml)).compose(log)
        let reader = node.flatMap {
            EntryReader($0, file: file, what: "metadata form", allowed: form.entries.map(\.key), log: log)
        }
        guard let reader else {
            try log.throwIfAny()
            throw RulebookFaults([
                RulebookFault(code: "empty-file", file: file, line: 1, message: "The form holds nothing.", remedy: "Fill it in.")
            ])
        }
        for entry in form.entries where entry.required && !reader.has(entry.key) {
            log.report(
                "missing-value", file, reader.line(of: entry.key), "\(entry.key) is not filled in (\(entry.title)).", entry.explanation)
        }
        func text(_ key: String) -> String { reader.optionalText(key)?.value ?? "" }
        func date(_ key: String) -> String? {
            guard let found = reader.optionalText(key) else { return nil }
            if !ISODate.isValid(found.value) {
                log.report(
                    "bad-date", file, found.line, "\(key) is not a date.",
                    "Write a year, month or day: 2010, 2010-03 or 2010-03-31.")
            }
            return found.value
        }
        func table(_ key: String) -> [String: String] {
            Dictionary(reader.pairs(key, required: false).map { ($0.name.value, $0.text.value) }, uniquingKeysWith: { first, _ in first })
        }
        func list(_ key: String) -> [String] { reader.texts(key, required: false).map(\.value) }
        let statement = MetadataStatement(
            agency: text("agency"), supplier: text("supplier"), contact: text("contact"), dataset: text("dataset"),
            periodFrom: date("period-from"), periodTo: date("period-to"), fileFormat: text("file-format"),
            recordCount: reader.optionalCount("record-count")?.value, dateSupplied: date("date-supplied"), fields: list("fields"),
            explanations: table("explanations"), caveats: list("caveats"), codingSystems: table("coding-systems"),
            coordinateMethod: reader.optionalText("coordinate-method")?.value)
        if let from = statement.periodFrom, let to = statement.periodTo, ISODate.isValid(from), ISODate.isValid(to),
            from > to, !from.hasPrefix(to)
        {
            log.report(
                "bad-date", file, reader.line(of: "period-to"), "The period ends before it begins.",
                "Exchange period-from and period-to.")
        }
        try log.throwIfAny()
        return statement
    }
}

/// Dates as ISO 8601 writes them, of three precisions.
enum ISODate {
    /// True for a year, a month or a day that the calendar has.
    static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), parts[0].utf8.count == 4, parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return false }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count else { return false }
        if numbers.count > 1, !(1...12).contains(numbers[1]) { return false }
        guard numbers.count > 2 else { return true }
        let leap = numbers[0] % 4 == 0 && (numbers[0] % 100 != 0 || numbers[0] % 400 == 0)
        let days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[numbers[1] - 1]).contains(numbers[2])
    }
}
