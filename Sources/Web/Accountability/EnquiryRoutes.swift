import Guidance
import Hub
import Register

/// Enquiries from outside the partnership (§2.4.2.4): Freedom of Information, subject access, scrutiny.
enum EnquiryRoutes {
    static let all: [Route] =
        [
            .get("/enquiries", .may(.seeEnquiry)) { visit in .page(try list(visit)) },
            .get("/enquiries/{enquiry}", .may(.seeEnquiry)) { visit in .page(try page(visit)) },
        ] + EnquiryLogForms.all + EnquiryForms.all

    static func trail(_ visit: Visit) -> [Link] { [Link(text: visit.t("enquiry.title"), href: "/enquiries")] }

    /// The enquiry of the address, if it concerns whoever asks.
    static func enquiry(_ visit: Visit) throws -> Enquiry {
        try visit.hub.enquiry(visit.parameter("enquiry", EnquiryID.self), seenBy: visit.actor)
    }

    static func rule(_ enquiry: Enquiry, _ visit: Visit) -> EnquiryRule? {
        visit.rulebook.enquiryRules.first { $0.kind == enquiry.content.kind }
    }

    static func receiver(_ content: EnquiryContent, _ visit: Visit) -> String {
        content.receiver.map { visit.name(of: $0) }
            ?? visit.state.partnerships[visit.state.partnership(of: content)]?.name ?? visit.t("enquiry.partnership")
    }

    /// Open, overdue, or what became of it.
    static func state(_ enquiry: Enquiry, _ visit: Visit) -> Cell {
        let today = visit.now.day
        if let closing = enquiry.closing {
            let outcome = visit.t("enquiry.outcome-\(closing.outcome.rawValue)")
            return enquiry.isLate(on: today)
                ? Cell(visit.t("enquiry.late", ["outcome": outcome]), tag: .red) : Cell(outcome, tag: .green)
        }
        if enquiry.isStopped { return Cell(visit.t("enquiry.stopped"), tag: .yellow) }
        if enquiry.isLate(on: today) { return Cell(visit.t("enquiry.overdue"), tag: .red) }
        return enquiry.isPressing(on: today) ? Cell(visit.t("enquiry.pressing"), tag: .orange) : Cell(visit.t("enquiry.open"), tag: .blue)
    }

    // MARK: List

    private static func list(_ visit: Visit) throws -> Page {
        let all = try visit.hub.enquiries(seenBy: visit.actor), person = try visit.person
        let open = all.filter(\.isOpen), closed = all.filter { !$0.isOpen }
        let columns = ["number", "asked", "kind", "received-by", "due", "state", "no-answer"]
        func table(_ enquiries: [Enquiry], _ caption: String) -> Block {
            .table(
                Table(
                    caption: caption, columns: columns.map { Table.Column(visit.t("enquiry.\($0)")) },
                    rows: enquiries.reversed().map { enquiry in
                        let waiting = enquiry.isOpen ? visit.state.unanswered(enquiry).map { visit.name(of: $0) } : []
                        return [
                            Cell(enquiry.id.rawValue, href: "/enquiries/\(enquiry.id)"), Cell(enquiry.content.subject),
                            Cell(visit.t("enquiry.kind-\(enquiry.content.kind.rawValue)")), Cell(receiver(enquiry.content, visit)),
                            Cell(enquiry.isStopped ? visit.t("enquiry.not-counted") : CalendarDayText.words(enquiry.days.due)),
                            state(enquiry, visit), Cell(waiting.joined(separator: ", ")),
                        ]
                    }, empty: visit.t("enquiry.none")))
        }
        var blocks: [Block] = [.lead(visit.t("enquiry.lead"))]
        if person.may(.handleEnquiry) { blocks.append(.buttons([Button(text: visit.t("enquiry.log-title"), href: "/enquiries/new")])) }
        let letters = person.agency.map { own in all.filter { $0.consultations[own]?.isToBeLookedAt == true } } ?? []
        if !letters.isEmpty, person.may(.answerConsultation) {
            blocks += [
                .warning(visit.texts.count("enquiry.letters", letters.count)),
                .links(letters.map { Link(text: "\($0.id): \($0.content.subject)", href: "/enquiries/\($0.id)") }),
            ]
        }
        blocks.append(table(open, visit.t("enquiry.open-ones")))
        if !closed.isEmpty {
            blocks.append(.details(visit.texts.count("enquiry.closed-ones", closed.count), [table(closed, visit.t("enquiry.closed"))]))
        }
        blocks.append(.details(visit.t("enquiry.exemptions"), [exemptions(visit)]))
        return Page(visit.t("enquiry.title"), section: "enquiries", blocks)
    }

    private static func exemptions(_ visit: Visit) -> Block {
        .table(
            Table(
                caption: visit.t("enquiry.exemptions"),
                columns: ["exemption", "kind", "source", "absolute-by"].map { Table.Column(visit.t("enquiry.\($0)")) },
                rows: visit.rulebook.exemptions.map { exemption in
                    [
                        Cell(exemption.title), Cell(visit.t("enquiry.kind-\(exemption.kind.rawValue)")), Cell(exemption.source),
                        Cell(exemption.absoluteBy ?? ""),
                    ]
                }, showsCaption: false))
    }

    // MARK: One enquiry

    private static func page(_ visit: Visit) throws -> Page {
        let enquiry = try enquiry(visit), content = enquiry.content, person = try visit.person
        var blocks: [Block] = []
        if let own = person.agency, let consultation = enquiry.consultations[own], person.may(.answerConsultation) {
            if consultation.isToBeLookedAt { blocks.append(.warning(visit.t("enquiry.letter-waits"))) }
            if enquiry.isOpen, consultation.reply == nil { blocks.append(.inset(visit.t("enquiry.you-are-asked"))) }
        }
        blocks.append(.summary(facts(of: enquiry, visit)))
        blocks += consultations(enquiry, visit) + history(enquiry, visit)
        if let closing = enquiry.closing, let closed = enquiry.closed { blocks += answer(enquiry, closing, closed, visit) }
        blocks += buttons(enquiry, person, visit)
        return Page(
            content.subject, section: "enquiries",
            caption: [enquiry.id.rawValue, visit.t("enquiry.kind-\(content.kind.rawValue)")].joined(separator: ", "), trail: trail(visit),
            blocks)
    }

    private static func facts(of enquiry: Enquiry, _ visit: Visit) -> [SummaryRow] {
        let content = enquiry.content, rule = rule(enquiry, visit)
        var due = [
            Cell(enquiry.isStopped ? visit.t("enquiry.not-counted-why") : CalendarDayText.words(enquiry.days.due))
        ]
        if !enquiry.isStopped, enquiry.days.due != enquiry.days.last {
            due.append(Cell(visit.t("enquiry.late-after", ["day": CalendarDayText.words(enquiry.days.last)])))
        }
        if let rule { due.append(Cell("\(rule.explanation) (\(rule.source))")) }
        if enquiry.isOpen, !enquiry.isStopped {
            let left = enquiry.days.due - visit.now.day
            due.append(
                Cell(left >= 0 ? visit.texts.count("enquiry.days-left", left) : visit.texts.count("enquiry.days-over", -left)))
        }
        let about =
            content.isAboutTheHub
            ? [Cell(visit.t("enquiry.about-the-hub"))]
            : content.datasets.isEmpty ? [Cell(visit.t("enquiry.no-dataset"))] : content.datasets.map { Cell(visit.title(of: $0)) }
        var rows = [
            SummaryRow(visit.t("enquiry.state"), state(enquiry, visit)),
            SummaryRow(
                visit.t("enquiry.received"),
                Cell(
                    visit.t(
                        "enquiry.received-on",
                        ["day": CalendarDayText.words(content.received), "who": receiver(content, visit), "by": visit.name(of: enquiry.by)])
                )),
            SummaryRow(visit.t("enquiry.due"), due), SummaryRow(visit.t("enquiry.datasets"), about),
        ]
        if content.asksIdentification {
            rows.append(SummaryRow(visit.t("enquiry.identification"), Cell(visit.t("enquiry.identification-asked"))))
        }
        return rows
    }

    private static func consultations(_ enquiry: Enquiry, _ visit: Visit) -> [Block] {
        let originators = visit.state.originators(of: enquiry)
        guard !originators.isEmpty else { return [.text(visit.t("enquiry.nobody-to-consult"))] }
        return [
            .table(
                Table(
                    caption: visit.t("enquiry.consulted"),
                    columns: ["agency", "asked-on", "answer", "why"].map { Table.Column(visit.t("enquiry.\($0)")) },
                    rows: originators.map { agency in
                        let consultation = enquiry.consultations[agency]
                        return [
                            visit.cell(agency), Cell(consultation?.asked.words ?? visit.t("enquiry.to-be-consulted")),
                            consultation?.reply.map { reply(cell: $0, visit) } ?? Cell(visit.t("enquiry.no-reply"), tag: .grey),
                            Cell(consultation?.reply.map { why($0, consultation?.look, visit) } ?? ""),
                        ]
                    }))
        ]
    }

    private static func reply(cell reply: EnquiryReplied, _ visit: Visit) -> Cell {
        Cell(visit.t("enquiry.answer-\(reply.answer.rawValue)"), tag: reply.answer == .agrees ? .green : .orange)
    }

    private static func why(_ reply: EnquiryReplied, _ look: EnquiryLetterSeen?, _ visit: Visit) -> String {
        var parts = [reply.why]
        let named = reply.exemptions.map { title(ofExemption: $0.id, visit) }
        if !named.isEmpty { parts.append(named.joined(separator: "; ")) }
        if let document = reply.document { parts.append(visit.t("enquiry.by-letter", ["document": document])) }
        if let look { parts.append(visit.t(look.isOurs ? "enquiry.letter-ours" : "enquiry.letter-not-ours")) }
        return parts.joined(separator: ". ")
    }

    static func title(ofExemption id: String, _ visit: Visit) -> String {
        visit.rulebook.exemptions.first { $0.id == id }.map { "\($0.title) (\($0.source))" } ?? id
    }

    private static func history(_ enquiry: Enquiry, _ visit: Visit) -> [Block] {
        var lines = enquiry.clarifications.map { clarification in
            visit.t("enquiry.was-asked", ["day": CalendarDayText.words(clarification.asked), "what": clarification.what]) + " "
                + (clarification.answered.map { visit.t("enquiry.was-answered", ["day": CalendarDayText.words($0)]) }
                    ?? visit.t("enquiry.not-answered"))
        }
        lines += enquiry.amendments.map { visit.t("enquiry.was-amended", ["who": visit.name(of: $0.by), "why": $0.why]) }
        for (agency, consultation) in enquiry.consultations.sorted(by: { $0.key < $1.key }) {
            lines += consultation.earlier.map {
                visit.t(
                    "enquiry.said-before",
                    [
                        "agency": visit.name(of: agency), "answer": visit.t("enquiry.answer-\($0.answer.rawValue)"),
                        "why": why($0, nil, visit),
                    ])
            }
        }
        return lines.isEmpty ? [] : [.heading(visit.t("enquiry.history")), .list(lines)]
    }

    private static func answer(_ enquiry: Enquiry, _ closing: EnquiryClosing, _ closed: Moment, _ visit: Visit) -> [Block] {
        func row(_ key: String, _ value: String?) -> SummaryRow? { value.map { SummaryRow(visit.t("enquiry.\(key)"), Cell($0)) } }
        let rows: [SummaryRow?] = [
            row("answered", "\(closed.words), \(enquiry.closedBy.map { visit.name(of: $0) } ?? "")"),
            row("outcome", visit.t("enquiry.outcome-\(closing.outcome.rawValue)")), row("why", closing.why),
            closing.exemptions.isEmpty
                ? nil : row("exemptions-used", closing.exemptions.map { title(ofExemption: $0, visit) }.joined(separator: "; ")),
            row("despite", closing.despite), row("identification-because", closing.identificationBecause),
            row("not-among", closing.notAmongRecords), closing.namesNobody ? row("stated", visit.t("enquiry.names-nobody")) : nil,
        ]
        return [.heading(visit.t("enquiry.how-answered")), .summary(rows.compactMap { $0 })]
    }

    private static func buttons(_ enquiry: Enquiry, _ person: Person, _ visit: Visit) -> [Block] {
        var keys: [String] = []
        let handles = visit.register.person(person, handles: enquiry)
        if enquiry.isOpen, handles {
            if EnquiryForms.toConsult(enquiry, visit).isEmpty == false { keys.append("consult") }
            if rule(enquiry, visit)?.clarification != nil { keys.append(enquiry.isStopped ? "answered" : "clarify") }
            if !enquiry.isStopped { keys += ["close", "amend"] }
        }
        if enquiry.isOpen, !EnquiryForms.answersFor(enquiry, person, visit).isEmpty { keys.insert("reply", at: 0) }
        if let own = person.agency, enquiry.consultations[own]?.isToBeLookedAt == true, person.may(.answerConsultation) {
            keys.insert("letter", at: 0)
        }
        guard !keys.isEmpty else { return [] }
        return [
            .buttons(
                keys.enumerated().map { place, key in
                    Button(text: visit.t("enquiry.\(key)-title"), href: "/enquiries/\(enquiry.id)/\(key)", isSecondary: place > 0)
                })
        ]
    }
}
