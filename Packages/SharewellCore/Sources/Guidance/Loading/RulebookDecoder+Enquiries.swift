extension RulebookDecoder {
    mutating func readEnquiries(_ top: EntryReader) {
        let keys = [
            "id", "title", "section", "source", "working-days", "days", "counts-first-day", "stated-by-enquirer", "explanation",
            "clarification", "owed-by-groups",
        ]
        for var reader in top.maps("enquiries", each: "enquiry", allowed: keys) {
            guard let kind = reader.choice("id", unless: EnquiryKind?.none) else { continue }
            reader.rename("enquiry \(kind.rawValue)")
            single(enquiryRules.contains { $0.kind == kind }, reader, "enquiry \(kind.rawValue)")
            let title = reader.text("title"), source = reader.text("source"), explanation = reader.text("explanation")
            let section = section(reader)
            let groups = reader.texts("owed-by-groups", required: false).compactMap { word in
                EntryReader.choice(word, among: AgencyGroup.self) { near, all in
                    reader.report(
                        "unknown-value", line: word.line, "\(Spelling.shown(word.value)) is no group of agencies of \(reader.what).",
                        near + all)
                }
            }
            guard let period = period(reader) else { continue }
            let clarification = reader.optionalText("clarification")
            if period == .stated, let clarification {
                reader.report(
                    "rule-does-not-fit", line: clarification.line, "The \(reader.what) has no period that could begin anew.",
                    "Remove clarification.")
            }
            enquiryRules.append(
                EnquiryRule(
                    kind: kind, title: title?.value ?? "", section: section, source: source?.value ?? "", period: period,
                    explanation: explanation?.value ?? "", clarification: clarification?.value, owedBy: groups))
        }
    }

    /// Exactly one way of counting, of a year at most.
    private func period(_ reader: EntryReader) -> EnquiryRule.Period? {
        let ways = ["working-days", "days", "stated-by-enquirer"].filter(reader.has)
        guard ways.count == 1 else {
            reader.report(
                "rule-does-not-fit", "The \(reader.what) has \(ways.isEmpty ? "no period" : "two periods").",
                "Write one of working-days, days and stated-by-enquirer.")
            return nil
        }
        if reader.has("counts-first-day"), ways != ["days"] {
            reader.report(
                "rule-does-not-fit", line: reader.line(of: "counts-first-day"), "The \(reader.what) is not counted in calendar days.",
                "Remove counts-first-day.")
        }
        if ways == ["stated-by-enquirer"] {
            if reader.flag("stated-by-enquirer") { return .stated }
            reader.report(
                "rule-does-not-fit", "The \(reader.what) has no period.", "Write working-days or days, or stated-by-enquirer: true.")
            return nil
        }
        guard let count = reader.count(ways[0]) else { return nil }
        guard (1...366).contains(count.value) else {
            reader.report(
                "wrong-type", line: count.line, "The period of the \(reader.what) is no number of days up to a year.", "Write 1 to 366.")
            return nil
        }
        return ways[0] == "days" ? .days(count.value, countsFirstDay: reader.flag("counts-first-day")) : .workingDays(count.value)
    }

    mutating func readExemptions(_ top: EntryReader) {
        let keys = ["id", "enquiry", "title", "section", "source", "met-by-depersonalising", "absolute-by"]
        for var reader in top.maps("exemptions", each: "exemption", allowed: keys) {
            let id = reader.identifier("id")
            if let id {
                define(.exemption, id, in: reader.file)
                reader.rename("exemption \(id.value)")
            }
            let title = reader.text("title"), source = reader.text("source")
            let section = section(reader)
            let isMet = reader.flag("met-by-depersonalising")
            let absolute = reader.optionalText("absolute-by")
            guard let id, let kind = reader.choice("enquiry", unless: EnquiryKind?.none) else { continue }
            exemptions.append(
                Exemption(
                    id: id.value, kind: kind, title: title?.value ?? "", section: section, source: source?.value ?? "",
                    isMetByDepersonalising: isMet, absoluteBy: absolute?.value))
        }
    }
}
