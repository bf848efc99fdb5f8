import Guidance
import Hub
import Register

/// The fields of each page of a draft, and what is made of what was typed in them.
struct DraftForms {
    let visit: Visit
    let page: DraftPage

    private func own(_ key: String) -> String { visit.t("request.page.\(page.rawValue).\(key)") }
    private var hint: String? { visit.texts.find("request.page.\(page.rawValue).hint") }

    /// The fields as the draft fills them.
    func fields(_ draft: RequestDraft) -> [Field] {
        let content = draft.content
        guard let type = visit.rulebook.recordType(content.dataset) else { return [] }
        let heading = own("title")
        func one(_ kind: Field.Kind, _ value: String = "", values: [String] = [], width: Int? = nil) -> [Field] {
            [Field(page.rawValue, heading, kind, hint: hint, value: value, values: values, isHeading: true, width: width)]
        }
        func lines(_ texts: [String], rows: Int = 5) -> [Field] { one(.textArea(rows: rows), texts.joined(separator: "\n")) }
        switch page {
        case .purpose:
            return one(
                .radios(
                    PurposeCategory.allCases.map {
                        Choice(
                            value: $0.rawValue, label: visit.t("request.purpose.\($0.rawValue)"),
                            hint: visit.t("request.purpose-hint.\($0.rawValue)"))
                    }), draft.answered.contains(page.rawValue) ? content.purpose.rawValue : "")
        case .source:
            let able = visit.state.people[draft.person].map { visit.register.sources(of: type, askedBy: $0, at: visit.now) } ?? []
            return one(.radios(able.map { Choice(value: $0.rawValue, label: visit.named($0)) }), content.source.rawValue)
        case .partnership:
            let own = visit.state.people[draft.person]?.agency.map { visit.state.partnerships(of: $0) } ?? []
            return one(
                .radios(own.map { Choice(value: $0.rawValue, label: visit.state.partnerships[$0]?.name ?? $0.rawValue) }),
                (content.partnership ?? visit.state.firstPartnership).rawValue)
        case .questions: return lines(content.questions)
        case .definitions: return lines(content.definitions)
        case .hypotheses: return hypotheses(content)
        case .why: return one(.textArea(rows: 3), content.why)
        case .benefit: return one(.textArea(rows: 3), content.benefit)
        case .precision:
            return one(
                .radios(
                    PlacePrecision.allCases.reversed().map {
                        Choice(value: $0.rawValue, label: visit.t("request.precision.\($0.rawValue)"))
                    }), content.precision.rawValue)
        case .fields:
            return one(
                .checkboxes(
                    type.fields.filter { !$0.supplementary && fits($0, content.precision) }.map {
                        Choice(value: $0.name, label: $0.title, hint: visit.t("request.role.\($0.role.rawValue)"))
                    }), values: content.fields)
        case .period:
            return [
                Field("from", visit.t("request.page.period.from"), hint: hint, value: content.from ?? "", width: 10, isCode: true),
                Field("to", visit.t("request.page.period.to"), value: content.to ?? "", width: 10, isCode: true),
            ]
        case .areas: return lines(content.areas)
        case .persons:
            return [
                Field(
                    "about", heading,
                    .radios([
                        Choice(value: "persons", label: visit.t("request.page.persons.named")),
                        Choice(
                            value: "everyone", label: visit.t("request.page.persons.everyone"),
                            hint: visit.t("request.page.persons.everyone-hint")),
                    ]), value: content.isAboutEveryone ? "everyone" : draft.answered.contains(page.rawValue) ? "persons" : "",
                    isHeading: true),
                Field(
                    "persons", visit.t("request.page.persons.list"), .textArea(rows: 6), hint: hint,
                    value: draft.persons.joined(separator: "\n"), autocomplete: "off", isCode: true),
            ]
        case .recipients: return one(.checkboxes(colleagues(draft)), values: content.recipients.map(\.rawValue))
        case .handler: return one(.radios(colleagues(draft)), content.handler.rawValue)
        case .transfer:
            return one(
                .radios(
                    TransferMethod.allCases.map {
                        Choice(
                            value: $0.rawValue, label: visit.t("request.transfer.\($0.rawValue)"),
                            hint: visit.t("request.transfer-hint.\($0.rawValue)"))
                    }), content.transfer.rawValue)
        case .format:
            let isKnown = Self.formats.contains(content.format)
            return one(
                .radios(
                    Self.formats.map { Choice(value: $0, label: own("is-\($0)")) } + [Choice(value: "other", label: own("other"))]),
                isKnown ? content.format : "other") + [
                    Field("format-other", own("other-label"), value: isKnown ? "" : content.format, width: 20)
                ]
        case .neededWithin: return one(.number, String(content.neededWithin), width: 4)
        case .destroyBy: return one(.date, CalendarDay(number: content.destroyBy).description)
        case .necessity: return one(.textArea(rows: 4), content.necessity ?? "")
        case .proportionality: return one(.textArea(rows: 4), content.proportionality ?? "")
        }
    }

    /// A field that says no more exactly where than is asked.
    private func fits(_ field: Guidance.Field, _ precision: PlacePrecision) -> Bool {
        field.place.map { PlacePrecision.needed(for: $0.part) >= precision } ?? true
    }

    /// The people of the writer's agency who could use a grant.
    private func colleagues(_ draft: RequestDraft) -> [Choice] {
        let own = visit.state.people[draft.person]?.agency
        return visit.state.people.values.filter { $0.active && $0.agency == own && own != nil && $0.may(.useGrant) }
            .sorted { $0.name < $1.name }.map { Choice(value: $0.id.rawValue, label: $0.name, hint: Words(visit.texts).roles($0.roles)) }
    }

    private static let mostHypotheses = 4
    /// Formats that are offered; another can be written.
    private static let formats = ["csv", "xlsx"]

    private func hypotheses(_ content: RequestContent) -> [Field] {
        let types =
            [Choice(value: "", label: visit.t("request.page.hypotheses.no-dataset"))]
            + visit.rulebook.recordTypes.map { Choice(value: $0.id.rawValue, label: $0.title) }
        // Those that are there and an empty one: more are asked for one by one.
        let shown = min(content.hypotheses.count + 1, Self.mostHypotheses)
        var fields = (1...shown).flatMap { number -> [Field] in
            let known = content.hypotheses.indices.contains(number - 1) ? content.hypotheses[number - 1] : nil
            return [
                Field(
                    "hypothesis-\(number)", visit.t("request.page.hypotheses.one", ["number": String(number)]), .textArea(rows: 2),
                    hint: number == 1 ? hint : nil, value: known?.text ?? ""),
                Field(
                    "tested-by-\(number)", visit.t("request.page.hypotheses.tested-by", ["number": String(number)]), .select(types),
                    value: known?.datasets.first?.rawValue ?? ""),
            ]
        }
        if shown < Self.mostHypotheses {
            fields.append(
                Field(
                    "another", visit.t("request.page.hypotheses.more"),
                    .checkboxes([Choice(value: "yes", label: visit.t("request.page.hypotheses.another"))])))
        }
        return fields
    }

    // MARK: What was typed

    /// Puts what was typed into the draft; what is wrong is told by field, and the draft stays as it was.
    func take(_ form: FormValues, into draft: inout RequestDraft) throws(FormFaults) {
        let name = page.rawValue
        func missing(_ field: String? = nil) -> FormFaults {
            FormFaults(field ?? name, visit.texts.find("request.page.\(name).missing") ?? visit.t("request.missing"))
        }
        func said() throws(FormFaults) -> String {
            guard let text = form[name]?.oneLine, !text.isEmpty else { throw missing() }
            return text
        }
        var content = draft.content
        switch page {
        case .purpose:
            guard let purpose = form[name].flatMap(PurposeCategory.init(rawValue:)) else { throw missing() }
            content.purpose = purpose
        case .source:
            guard let source = form[name].flatMap({ try? AgencyID(checking: $0) }) else { throw missing() }
            content.source = source
            content.contact = nil
        case .partnership:
            guard let partnership = form[name].flatMap({ try? PartnershipID(checking: $0) }) else { throw missing() }
            content.partnership = partnership
        case .questions:
            content.questions = form.exact(name).lines
            if content.questions.isEmpty { throw missing() }
        case .definitions: content.definitions = form.exact(name).lines
        case .hypotheses:
            content.hypotheses = (1...Self.mostHypotheses).compactMap { number in
                guard let text = form["hypothesis-\(number)"]?.oneLine, !text.isEmpty else { return nil }
                let dataset = form["tested-by-\(number)"].map { RecordTypeID(rawValue: $0) }
                return RequestContent.Hypothesis(text: text, datasets: [dataset].compactMap { $0 })
            }
        case .why: content.why = try said()
        case .benefit: content.benefit = try said()
        case .precision:
            guard let precision = form[name].flatMap(PlacePrecision.init(rawValue:)) else { throw missing() }
            content.precision = precision
            if let type = visit.rulebook.recordType(content.dataset) {
                content.fields.removeAll { name in type.field(name).map { !fits($0, precision) } ?? true }
            }
        case .fields:
            content.fields = form.all(name).sorted()
            if content.fields.isEmpty { throw missing() }
        case .period:
            content.from = form["from"]
            content.to = form["to"]
        case .areas: content.areas = form.exact(name).lines.map { $0.uppercased() }
        case .persons: try take(persons: form, into: &draft, &content, missing: missing("about"))
        case .recipients:
            content.recipients = form.all(name).map { PersonID(rawValue: $0) }
            if content.recipients.isEmpty { throw missing() }
        case .handler:
            guard let handler = form[name].flatMap({ try? PersonID(checking: $0) }) else { throw missing() }
            content.handler = handler
        case .transfer:
            guard let transfer = form[name].flatMap(TransferMethod.init(rawValue:)) else { throw missing() }
            content.transfer = transfer
        case .format:
            guard let chosen = form[name] else { throw missing() }
            if chosen == "other" {
                guard let text = form["format-other"]?.oneLine, !text.isEmpty else { throw missing("format-other") }
                content.format = text
            } else {
                guard Self.formats.contains(chosen) else { throw missing() }
                content.format = chosen
            }
        case .neededWithin:
            guard let days = form[name].flatMap({ Int($0) }) else { throw missing() }
            content.neededWithin = days
        case .destroyBy:
            guard let day = form.day(name).flatMap({ CalendarDay(iso: $0) }) else { throw missing() }
            content.destroyBy = day.number
        case .necessity: content.necessity = try said()
        case .proportionality: content.proportionality = try said()
        }
        draft.content = content
        draft.answered.insert(name)
    }

    private func take(
        persons form: FormValues, into draft: inout RequestDraft, _ content: inout RequestContent, missing: FormFaults
    ) throws(FormFaults) {
        switch form["about"] {
        case "everyone":
            content.isAboutEveryone = true
            draft.persons = []
        case "persons":
            content.isAboutEveryone = false
            let persons = form.exact("persons").lines
            guard !persons.isEmpty else { throw FormFaults("persons", visit.t("request.page.persons.missing-list")) }
            guard persons.count <= 500, persons.allSatisfy({ $0.count <= 100 && !$0.unicodeScalars.contains { $0.value < 0x20 } }) else {
                throw FormFaults("persons", visit.t("request.page.persons.too-many"))
            }
            draft.persons = Set(persons).sorted()
        default: throw missing
        }
        content.persons = draft.persons.count
    }
}

extension String {
    /// What was typed in a field of several lines, as the ledger takes it: one line.
    var oneLine: String { split(whereSeparator: \.isNewline).map { String($0).trimmingSpace }.joined(separator: " ").trimmingSpace }
    /// One item a line.
    var lines: [String] { split(whereSeparator: \.isNewline).map { String($0).trimmingSpace }.filter { !$0.isEmpty } }
}
