extension Rulebook {
    /// Markings, the rules they are computed by, the Suffolk Matrix and where information is kept, as one page of Markdown.
    public var protectionPage: String {
        var page = "# Protective marking\n\n| marking | section | what it means |\n|---|---|---|\n"
        for marking in markings.sorted(by: { $0.level > $1.level }) {
            page += Self.row([marking.id, marking.section, marking.explanation])
        }
        page += """

            A thing is marked as the highest of what it contains. Anybody may raise a marking; it is lowered only with the agreement of every
            originator.

            | content | | section | marking |
            |---|---|---|---|

            """
        for rule in markingRules { page += Self.row(["`\(rule.content.rawValue)`", rule.title, rule.section, rule.marking]) }
        if let matrix { page += Self.section(on: matrix) }
        if let storageHierarchy {
            page += "\n## Where information is kept\n\nBest first (\(storageHierarchy.section)). \(storageHierarchy.always)\n\n"
            for (place, option) in storageHierarchy.options.enumerated() {
                page += "\(place + 1). \(option.title). \(option.explanation)\n"
            }
        }
        return page
    }

    private static func section(on matrix: SuffolkMatrix) -> String {
        func title(_ id: String, _ steps: [SuffolkMatrix.Step]) -> String { steps.first { $0.id == id }?.title ?? id }
        var page = "\n## \(matrix.title)\n\n\(matrix.section). \(matrix.source). \(matrix.higherMarkings)\n\n"
        page += "| level | types of data system | registration | sign-in | network |\n|---|---|---|---|---|\n"
        for level in matrix.levels {
            page += row([
                ([level.name] + level.also).joined(separator: ", "), level.systems.joined(separator: ", "),
                title(level.registration, matrix.registrations), title(level.signIn, matrix.signIns),
                level.anyNetwork ? "any" : level.networks.map { title($0, matrix.networks) }.joined(separator: ", "),
            ])
        }
        page += "\nA stronger sign-in, a higher registration and a network of a higher level do too.\n\n"
        page += row(["device", "way of access"] + matrix.levels.map(\.marking))
        page += "|" + String(repeating: "---|", count: matrix.levels.count + 2) + "\n"
        for device in matrix.devices {
            page += row(
                ["`\(device.id)`", device.title] + matrix.levels.map { device.external ? ($0.access[device.id] ?? .no).text : "Y" })
        }
        page += "\nFootnotes:\n\n"
        for note in matrix.notes { page += "\(note.number). \(note.text)\n" }
        page += "\nNames for `sharewell matrix check`:\n\n"
        for (option, steps) in [("sign-in", matrix.signIns), ("registration", matrix.registrations), ("network", matrix.networks)] {
            page += "- `--\(option)`: \(steps.map { "`\($0.id)`" }.joined(separator: ", "))\n"
        }
        return page
    }

    /// Bank holidays, what section 17A prescribes and enquiries from outside, as one page of Markdown.
    public var calendarPage: String {
        var page = "# Calendar\n"
        for calendar in [bankHolidays].compactMap(\.self) + holidaysElsewhere { page += Self.section(on: calendar) }
        if let prescribedInformation {
            let periods = prescribedInformation.periods
            page += """

                ## \(prescribedInformation.title)

                \(prescribedInformation.section). \(prescribedInformation.source). Depersonalised, electronically, for each period of \(periods.months) months from \
                \(periods.firstDay), by the end of the period that follows it.

                | item | | owed by | also supplied by | record types | place |
                |---|---|---|---|---|---|

                """
            for item in prescribedInformation.items {
                page += Self.row([
                    "`\(item.id)`", item.title, item.owedBy.map { "`\($0)`" }.joined(separator: ", "),
                    item.suppliedBy.map { "`\($0)`" }.joined(separator: ", "),
                    item.withoutRecordType ?? item.recordTypes.map { "`\($0)`" }.joined(separator: ", "),
                    item.outwardPostcodeOnly ? "outward postcode only" : "",
                ])
            }
        }
        return page + enquiryPage
    }

    private static func section(on calendar: BankHolidays) -> String {
        var page = "\n## \(calendar.title)\n\n\(calendar.section). \(calendar.source). From \(calendar.firstYear).\n\n"
        page += "| holiday | falls on | source |\n|---|---|---|\n"
        for holiday in calendar.holidays {
            page += Self.row([holiday.title, holiday.rule.text + (holiday.since.map { ", since \($0)" } ?? ""), holiday.source])
        }
        page += "\n| proclaimed day | for | |\n|---|---|---|\n"
        for exception in calendar.exceptions {
            let moved = exception.moves.flatMap { id in calendar.holidays.first { $0.id == id }?.title }
            page += Self.row([
                exception.day.description, exception.title, moved.map { "in place of that year's \($0)" } ?? "beside the others",
            ])
        }
        return page
    }

    private var enquiryPage: String {
        guard !enquiryRules.isEmpty else { return "" }
        var page =
            "\n## Enquiries from outside the partnership\n\n| enquiry | | section | answered | source | begins anew, once clarified | owed by |\n|---|---|---|---|---|---|---|\n"
        for rule in enquiryRules {
            page += Self.row([
                "`\(rule.kind.rawValue)`", rule.title, rule.section, rule.explanation, rule.source, rule.clarification ?? "",
                rule.owedBy.map { "`\($0.rawValue)`" }.joined(separator: ", "),
            ])
        }
        page += "\n| exemption | | enquiry | section | source | | absolute by |\n|---|---|---|---|---|---|---|\n"
        for exemption in exemptions {
            page += Self.row([
                "`\(exemption.id)`", exemption.title, "`\(exemption.kind.rawValue)`", exemption.section, exemption.source,
                exemption.isMetByDepersonalising ? "met by depersonalising" : "", exemption.absoluteBy ?? "",
            ])
        }
        return page
    }

    private static func row(_ cells: [String]) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
}

extension BankHolidays.Rule {
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]

    /// As a person says it: `last Monday of August`.
    var text: String {
        switch self {
        case .fixed(let month, let day): "\(day) \(Self.months[month - 1]), or its substitute"
        case .easter(let days): "\(abs(days)) \(abs(days) == 1 ? "day" : "days") \(days < 0 ? "before" : "after") Easter Sunday"
        case .weekday(let weekday, let month, let last): "\(last ? "last" : "first") \(Self.weekdays[weekday]) of \(Self.months[month - 1])"
        }
    }
}
