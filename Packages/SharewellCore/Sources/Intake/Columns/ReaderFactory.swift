internal import Guidance

/// Makes the reader of each field from the rulebook's field and the profile's mapping.
struct ReaderFactory {
    let codeList: (String) -> CodeList?
    let postcodes: (any PostcodeKnowing)?
    let today: Int

    func reader(for field: Field, _ mapping: FieldMapping?) -> ValueReader {
        let list = field.codeList.flatMap(codeList)
        let own = mapping?.codes ?? [:]
        let codes = (field.type == .code && list != nil) || !own.isEmpty ? CodeIndex(list: list, profile: own) : nil
        var reader = ValueReader(
            type: field.type, codes: codes,
            dates: DateScanner(
                order: mapping?.dateOrder ?? .dayFirst, serials: mapping?.serialDates ?? false,
                latestYear: CalendarDay(number: today).year + (mayLieAhead(field) ? 20 : 0)),
            today: today, mayLieAhead: mayLieAhead(field), postcodes: postcodes)
        reader.missing = Set((mapping?.missing ?? []).map { WordKey.plain($0.utf8) })
        reader.strip = (mapping?.strip ?? []).map { $0.hasSuffix(" ") ? Array($0.utf8) : Array($0.utf8) + [0x20] }
        reader.yes = Set((mapping?.yes ?? []).map { WordKey.plain($0.utf8) })
        reader.no = Set((mapping?.no ?? []).map { WordKey.plain($0.utf8) })
        return reader
    }

    /// Reads degrees as plain numbers.
    var degrees: ValueReader {
        ValueReader(
            type: .number, codes: nil, dates: DateScanner(latestYear: CalendarDay(number: today).year), today: today, isDegrees: true)
    }

    private func mayLieAhead(_ field: Field) -> Bool { field.mayLieAhead }
}
