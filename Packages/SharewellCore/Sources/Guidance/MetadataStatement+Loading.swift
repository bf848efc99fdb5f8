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
            if CalendarDate(found.value) == nil {
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
        if let from = statement.periodFrom, let to = statement.periodTo, CalendarDate(from) != nil, CalendarDate(to) != nil,
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
