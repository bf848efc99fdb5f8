extension RulebookDecoder {
    private enum Weekday: String, CaseIterable {
        case sunday, monday, tuesday, wednesday, thursday, friday, saturday
        var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }
    private enum Which: String, CaseIterable { case first, last }
    private static let holidayKeys = [
        "id", "title", "source", "month", "day", "weekday", "which", "days-before-easter", "days-after-easter", "since",
    ]

    mutating func readCalendar(_ top: EntryReader) {
        let parts = ["title", "source", "holidays", "exceptions"]
        guard let reader = top.map("calendar", allowed: parts + ["section", "first-year", "elsewhere"]) else { return }
        single(bankHolidays != nil, reader, "calendar")
        let firstYear = reader.count("first-year")
        if let firstYear, !(1900...BankHolidays.lastYear).contains(firstYear.value) {
            reader.report("wrong-type", line: firstYear.line, "first-year of the calendar is no year from 1900.", "Write a year: 2000.")
        }
        let section = section(reader)
        bankHolidays = calendar(reader, section: section, from: firstYear?.value ?? 0)
        holidaysElsewhere = reader.maps("elsewhere", each: "calendar", allowed: parts, required: false)
            .map { calendar($0, section: section, from: firstYear?.value ?? 0) }
    }

    /// The holidays of one part of the United Kingdom.
    private func calendar(_ reader: EntryReader, section: String, from year: Int) -> BankHolidays {
        var ids: Set<String> = []
        let holidays = reader.maps("holidays", each: "holiday", allowed: Self.holidayKeys).compactMap { start -> BankHolidays.Holiday? in
            var holiday = start
            let id = holiday.identifier("id")
            if let id {
                holiday.rename("holiday \(id.value)")
                if !ids.insert(id.value).inserted {
                    holiday.report(
                        "duplicate-id", line: id.line, "There is another holiday \(Spelling.shown(id.value)).",
                        "Give one another identifier.")
                }
            }
            let title = holiday.text("title")
            let source = holiday.text("source")
            let since = holiday.optionalCount("since")
            if let since, since.value < year || since.value > BankHolidays.lastYear {
                holiday.report(
                    "rule-does-not-fit", line: since.line, "The calendar begins after the \(holiday.what) does.",
                    "Remove since: a holiday without it is kept from the calendar's first year.")
            }
            guard let id, let title, let source, let rule = rule(holiday) else { return nil }
            return BankHolidays.Holiday(id: id.value, title: title.value, source: source.value, rule: rule, since: since?.value)
        }
        let exceptions = reader.maps("exceptions", each: "exception", allowed: ["adds", "moves", "day", "title"], required: false)
            .compactMap {
                exception($0, moving: ids)
            }
        for (exception, line) in exceptions where exception.day.year < year {
            reader.report(
                "rule-does-not-fit", line: line, "The calendar begins after the exception \(exception.day).", "Remove it, or begin earlier."
            )
        }
        let calendar = BankHolidays(
            title: reader.text("title")?.value ?? "", section: section, source: reader.text("source")?.value ?? "", firstYear: year,
            holidays: holidays, exceptions: exceptions.map(\.0).sorted { $0.day.number < $1.day.number })
        check(exceptions, in: calendar, reader)
        return calendar
    }

    private func rule(_ reader: EntryReader) -> BankHolidays.Rule? {
        if reader.has("days-before-easter") || reader.has("days-after-easter") {
            let before = reader.optionalCount("days-before-easter")
            let after = reader.optionalCount("days-after-easter")
            if let wrong = ["month", "day", "weekday", "which"].first(where: reader.has)
                ?? (before != nil && after != nil ? "days-after-easter" : nil)
            {
                reader.report(
                    "rule-does-not-fit", line: reader.line(of: wrong), "The \(reader.what) has two rules.",
                    "Write one: days before or after Easter, a month and day, or a month, weekday and which.")
            }
            // Easter is 22 March at the earliest and 25 April at the latest: further away the year could change.
            guard let days = before ?? after else { return nil }
            guard days.value <= 60 else {
                reader.report("wrong-type", line: days.line, "The \(reader.what) is more than 60 days from Easter.", "Write 60 or fewer.")
                return nil
            }
            return .easter(before != nil ? -days.value : days.value)
        }
        guard let month = reader.count("month") else { return nil }
        guard (1...12).contains(month.value) else {
            reader.report("wrong-type", line: month.line, "month of the \(reader.what) is none.", "Write a number from 1 to 12.")
            return nil
        }
        if reader.has("weekday") || reader.has("which") {
            if reader.has("day") {
                reader.report(
                    "rule-does-not-fit", line: reader.line(of: "day"), "The \(reader.what) has two rules.",
                    "Remove day, or weekday and which.")
            }
            guard let weekday = reader.choice("weekday", unless: Weekday?.none), let which = reader.choice("which", unless: Which?.none)
            else {
                return nil
            }
            return .weekday(weekday.number, month: month.value, last: which == .last)
        }
        guard let day = reader.count("day") else { return nil }
        // A day that only leap years have would be missing in the others without a word.
        guard CalendarDay(year: 2001, month: month.value, day: day.value) != nil else {
            reader.report(
                "wrong-type", line: day.line, "The \(reader.what) is on a day that not every year has.", "Write a day of that month.")
            return nil
        }
        return .fixed(month: month.value, day: day.value)
    }

    private func exception(_ reader: EntryReader, moving ids: Set<String>) -> (BankHolidays.Exception, line: Int)? {
        let title = reader.text("title")
        if reader.has("moves") {
            if reader.has("adds") {
                reader.report(
                    "rule-does-not-fit", line: reader.line(of: "adds"), "The exception both adds and moves a holiday.",
                    "Write two exceptions.")
            }
            guard let moved = reader.text("moves"), let day = reader.day("day"), let title else { return nil }
            if !ids.contains(moved.value) {
                let near = Spelling.nearest(to: moved.value, among: ids.sorted()).map { "Did you mean \($0)? " } ?? ""
                reader.report(
                    "unknown-holiday", line: moved.line,
                    "The exception moves \(Spelling.shown(moved.value)), which is no holiday of the calendar.",
                    "\(near)Name one of: \(ids.sorted().joined(separator: ", ")).")
            }
            return (BankHolidays.Exception(day: day.value, title: title.value, moves: moved.value), day.line)
        }
        if reader.has("day") {
            reader.report(
                "rule-does-not-fit", line: reader.line(of: "day"), "The exception has a day but moves no holiday.",
                "Write moves with the holiday, or adds with the day.")
            return nil
        }
        guard let day = reader.day("adds"), let title else { return nil }
        return (BankHolidays.Exception(day: day.value, title: title.value, moves: nil), day.line)
    }

    /// A proclaimed day that closes nothing, or twice, is a slip of the pen.
    private func check(_ exceptions: [(BankHolidays.Exception, line: Int)], in calendar: BankHolidays, _ reader: EntryReader) {
        var moved: Set<[String]> = []
        for (exception, line) in exceptions {
            let twice = (calendar.days(in: exception.day.year) ?? []).count { $0.day == exception.day } > 1
            let again = exception.moves.map { !moved.insert([$0, String(exception.day.year)]).inserted } ?? false
            if exception.day.isWeekend || twice || again {
                reader.report(
                    "rule-does-not-fit", line: line,
                    exception.day.isWeekend
                        ? "\(exception.day) is a Saturday or Sunday."
                        : "\(exception.day) is a holiday already, or moves one a second time.",
                    "Compare it with the proclamation.")
            }
        }
    }

    mutating func readPrescribedInformation(_ top: EntryReader) {
        let keys = ["title", "section", "source", "first-day", "months", "items"]
        guard let reader = top.map("prescribed-information", allowed: keys) else { return }
        single(prescribed != nil, reader, "prescribed-information")
        let itemKeys = ["id", "title", "owed-by", "supplied-by", "record-types", "without-record-type", "outward-postcode-only"]
        var ids: Set<String> = []
        var items: [PrescribedInformation.Item] = []
        for var item in reader.maps("items", each: "prescribed item", allowed: itemKeys) {
            let id = item.identifier("id")
            if let id {
                item.rename("prescribed item \(id.value)")
                if !ids.insert(id.value).inserted {
                    item.report(
                        "duplicate-id", line: id.line, "There is another prescribed item \(Spelling.shown(id.value)).",
                        "Give one another identifier.")
                }
            }
            let title = item.text("title")
            let owing = item.texts("owed-by")
            let supplying = item.texts("supplied-by", required: false)
            for agency in owing + supplying { refer(.agencyClass, agency, in: item.file, by: item.what) }
            let types = item.texts("record-types", required: false)
            for type in types { refer(.recordType, type, in: item.file, by: item.what) }
            // An item without data must say so, or it could have been forgotten.
            let without = types.isEmpty ? item.text("without-record-type") : item.optionalText("without-record-type")
            if let without, !types.isEmpty {
                item.report(
                    "rule-does-not-fit", line: without.line, "The \(item.what) has record types and says why it has none.",
                    "Remove one of them.")
            }
            if !item.has("outward-postcode-only") { _ = item.text("outward-postcode-only") }
            let decoded = PrescribedInformation.Item(
                id: id?.value ?? "", title: title?.value ?? "", owedBy: owing.map(\.value), suppliedBy: supplying.map(\.value),
                recordTypes: types.map { RecordTypeID(rawValue: $0.value) }, withoutRecordType: without?.value,
                outwardPostcodeOnly: item.flag("outward-postcode-only", unless: true))
            items.append(decoded)
            prescribedLines.append((decoded, owing, types, item.file))
        }
        let title = reader.text("title")
        let section = section(reader)
        let source = reader.text("source")
        guard let first = reader.day("first-day"), let months = reader.count("months") else { return }
        guard let periods = DisclosurePeriods(firstDay: first.value, months: months.value) else {
            let wrong = first.value.day == 1 ? months.line : first.line
            reader.report(
                "wrong-type", line: wrong, "The periods of the prescribed information are not whole months from the first of one.",
                "Write the first day of a month, and 1 to 12 months.")
            return
        }
        prescribed = PrescribedInformation(
            title: title?.value ?? "", section: section, source: source?.value ?? "", periods: periods, items: items)
    }

    /// Section 17A binds relevant authorities only, and somebody named in an item must be able to supply its record types.
    func checkPrescribedInformation() {
        let classes = Dictionary(agencyClasses.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let types = Dictionary(recordTypes.map { ($0.id.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
        for (item, owing, carriers, file) in prescribedLines {
            for agency in owing where classes[agency.value].map({ !$0.groups.contains(.relevantAuthority) }) ?? false {
                log.report(
                    "not-under-the-duty", file, agency.line,
                    "The prescribed item \(item.id) is owed by \(agency.value), which is no relevant authority: section 17A does not bind it.",
                    "Name a relevant authority; put others that may supply it under supplied-by.")
            }
            for carrier in carriers {
                guard let type = types[carrier.value], !type.sources.contains(where: (item.owedBy + item.suppliedBy).contains) else {
                    continue
                }
                log.report(
                    "cannot-supply", file, carrier.line,
                    "No agency class of the prescribed item \(item.id) may supply \(carrier.value).",
                    "Name one of its sources: \(type.sources.joined(separator: ", ")).")
            }
        }
    }
}
