import Guidance
import Hub
import Register

/// What is done about an enquiry once it is logged: consult, reply, look at letters, clarify, close.
enum EnquiryForms {
    static let all: [Route] =
        FormPage.routes("/enquiries/{enquiry}/consult", .may(.handleEnquiry), event: "enquiryConsulted", show: consultForm, take: consult)
        + FormPage.routes(
            "/enquiries/{enquiry}/reply", .mayAny([.answerConsultation, .handleEnquiry]), event: "enquiryReplied", show: replyForm,
            take: reply)
        + FormPage.routes(
            "/enquiries/{enquiry}/letter", .may(.answerConsultation), event: "enquiryLetterSeen", show: letterForm, take: look)
        + FormPage.routes("/enquiries/{enquiry}/clarify", .may(.handleEnquiry), event: "enquiryClarified", show: clarifyForm, take: clarify)
        + FormPage.routes(
            "/enquiries/{enquiry}/answered", .may(.handleEnquiry), event: "enquiryClarified", show: answeredForm, take: answered)
        + FormPage.routes("/enquiries/{enquiry}/close", .may(.handleEnquiry), event: "enquiryClosed", show: closeForm, take: close)

    /// The open enquiry of the address, for whoever handles it; another one that they see may not be changed by them.
    static func handled(_ visit: Visit) throws -> Enquiry {
        let enquiry = try EnquiryRoutes.enquiry(visit)
        guard try visit.register.person(visit.person, handles: enquiry), enquiry.isOpen else { throw WebFault.notFound }
        return enquiry
    }

    private static func page(
        _ key: String, _ enquiry: Enquiry, _ visit: Visit, _ fields: [Field], blocks: [Block] = []
    ) -> FormPage {
        FormPage(
            title: visit.t("enquiry.\(key)-title"), section: "enquiries", caption: enquiry.content.subject,
            trail: EnquiryRoutes.trail(visit) + [Link(text: enquiry.id.rawValue, href: "/enquiries/\(enquiry.id)")],
            blocks: [.text(visit.t("enquiry.\(key)-text"))] + blocks,
            form: Form(
                action: "/enquiries/\(enquiry.id)/\(key)", button: visit.t("enquiry.\(key)-button"), fields: fields,
                cancel: Link(text: visit.t("frame.cancel"), href: "/enquiries/\(enquiry.id)")))
    }

    private static func exemptionField(_ enquiry: Enquiry, _ visit: Visit) -> Field {
        Field(
            "exemption", visit.t("enquiry.exemptions-named"),
            .checkboxes(
                visit.rulebook.exemptions.filter { $0.kind == enquiry.content.kind }.map {
                    Choice(value: $0.id, label: $0.title, hint: $0.isAbsolute ? "\($0.source). \(visit.t("enquiry.absolute"))" : $0.source)
                }), isSmall: true)
    }

    // MARK: Consulting

    /// Agencies that information came from and that were not asked yet.
    static func toConsult(_ enquiry: Enquiry, _ visit: Visit) -> [Choice] {
        let asked = Set(enquiry.consultations.keys), all = Set(visit.state.originators(of: enquiry))
        return visit.agencyChoices { all.contains($0.id) && !asked.contains($0.id) }
    }

    private static func consultForm(_ visit: Visit) throws -> FormPage {
        let enquiry = try handled(visit), agencies = toConsult(enquiry, visit)
        return page(
            "consult", enquiry, visit,
            [Field("agency", visit.t("enquiry.consult-who"), .checkboxes(agencies), values: agencies.map(\.value))])
    }

    private static func consult(_ visit: Visit) throws -> Reply {
        let enquiry = try handled(visit), all = Set(toConsult(enquiry, visit).map(\.value))
        let chosen = visit.form.all("agency").filter(all.contains)
        guard !chosen.isEmpty else { throw FormFaults("agency", visit.t("form.choose")) }
        for agency in chosen { try visit.hub.run(.enquiry(.consult(enquiry.id, AgencyID(rawValue: agency))), by: visit.actor) }
        return visit.done("/enquiries/\(enquiry.id)", visit.texts.count("enquiry.consult-done", chosen.count))
    }

    // MARK: Replying

    /// Consulted agencies that somebody may answer for: their own, and by letter those whose register they run.
    static func answersFor(_ enquiry: Enquiry, _ person: Person, _ visit: Visit) -> [Choice] {
        visit.agencyChoices { agency in
            enquiry.consultations[agency.id] != nil
                && (person.agency == agency.id && person.may(.answerConsultation) || person.coordinates(agency.home))
        }
    }

    private static func replyForm(_ visit: Visit) throws -> FormPage {
        let enquiry = try EnquiryRoutes.enquiry(visit), person = try visit.person
        let agencies = answersFor(enquiry, person, visit)
        guard enquiry.isOpen, !agencies.isEmpty else { throw WebFault.notFound }
        var fields = [
            Field(
                "answer", visit.t("enquiry.answer"),
                .radios(EnquiryAnswer.allCases.map { Choice(value: $0.rawValue, label: visit.t("enquiry.answer-\($0.rawValue)")) })),
            exemptionField(enquiry, visit), Field("why", visit.t("form.why"), hint: visit.t("form.why-hint")),
        ]
        let isOfficer = person.may(.answerConsultation) && agencies.contains { $0.value == person.agency?.rawValue }
        if agencies.count > 1 || !isOfficer {
            fields.insert(Field("agency", visit.t("enquiry.reply-for"), .select(agencies), value: person.agency?.rawValue ?? ""), at: 0)
        }
        if person.roles.contains(.coordinator) {
            fields.append(Field("document", visit.t("enquiry.reply-document"), hint: visit.t("enquiry.reply-document-hint")))
        }
        return page("reply", enquiry, visit, fields)
    }

    private static func reply(_ visit: Visit) throws -> Reply {
        let enquiry = try EnquiryRoutes.enquiry(visit), person = try visit.person, agencies = answersFor(enquiry, person, visit)
        var faults = FormFaults()
        let answer = visit.form["answer"].flatMap { EnquiryAnswer(rawValue: $0) }
        if answer == nil { faults.add("answer", visit.t("form.choose")) }
        let why = visit.needed("why", &faults)
        let agency = visit.form.has("agency") ? visit.chosen("agency", among: agencies, &faults) : person.agency?.rawValue
        let document = visit.form["document"]
        if agency != person.agency?.rawValue || !person.may(.answerConsultation), document == nil {
            faults.add("document", visit.t("enquiry.reply-document-needed"))
        }
        guard let agency, let answer, faults.isEmpty else { throw faults }
        try visit.hub.run(
            .enquiry(
                .reply(
                    enquiry.id, AgencyID(rawValue: agency), answer, exemptions: visit.form.all("exemption"), why: why, document: document)),
            by: person.id)
        return visit.done("/enquiries/\(enquiry.id)", visit.t("enquiry.reply-done"))
    }

    private static func letterForm(_ visit: Visit) throws -> FormPage {
        let enquiry = try EnquiryRoutes.enquiry(visit)
        guard let own = try visit.person.agency, let consultation = enquiry.consultations[own], consultation.isToBeLookedAt,
            let reply = consultation.reply
        else { throw WebFault.notFound }
        return page(
            "letter", enquiry, visit,
            [
                Field(
                    "ours", visit.t("enquiry.letter-question"),
                    .radios([
                        Choice(value: "yes", label: visit.t("enquiry.letter-yes")),
                        Choice(value: "no", label: visit.t("enquiry.letter-no"), hint: visit.t("enquiry.letter-no-hint")),
                    ]))
            ],
            blocks: [
                .summary([
                    SummaryRow(visit.t("enquiry.answer"), Cell(visit.t("enquiry.answer-\(reply.answer.rawValue)"))),
                    SummaryRow(visit.t("enquiry.why"), Cell(reply.why)),
                    SummaryRow(visit.t("enquiry.document"), Cell(reply.document ?? "")),
                    SummaryRow(visit.t("enquiry.recorded-by"), Cell(visit.name(of: reply.by))),
                ])
            ])
    }

    private static func look(_ visit: Visit) throws -> Reply {
        let enquiry = try EnquiryRoutes.enquiry(visit)
        guard let own = try visit.person.agency, let ours = visit.form["ours"], ["yes", "no"].contains(ours) else {
            throw FormFaults("ours", visit.t("form.choose"))
        }
        try visit.hub.run(.enquiry(.look(enquiry.id, own, isOurs: ours == "yes")), by: visit.actor)
        return visit.done("/enquiries/\(enquiry.id)", visit.t("enquiry.letter-done"))
    }

    // MARK: Clarifying

    private static func clarifyForm(_ visit: Visit) throws -> FormPage {
        page(
            "clarify", try handled(visit), visit,
            [
                Field("asked", visit.t("enquiry.clarify-day"), .date, value: CalendarDayText.iso(visit.now.day)),
                Field("what", visit.t("enquiry.clarify-what"), hint: visit.t("enquiry.subject-hint")),
            ])
    }

    private static func clarify(_ visit: Visit) throws -> Reply {
        let enquiry = try handled(visit)
        var faults = FormFaults()
        let day = visit.dayNumber("asked", &faults), what = visit.needed("what", &faults)
        guard let day, faults.isEmpty else { throw faults }
        try visit.hub.run(.enquiry(.askEnquirer(enquiry.id, day: day, what: what)), by: visit.actor)
        return visit.done("/enquiries/\(enquiry.id)", visit.t("enquiry.clarify-done"))
    }

    private static func answeredForm(_ visit: Visit) throws -> FormPage {
        page(
            "answered", try handled(visit), visit,
            [Field("day", visit.t("enquiry.answered-day"), .date, value: CalendarDayText.iso(visit.now.day))])
    }

    private static func answered(_ visit: Visit) throws -> Reply {
        let enquiry = try handled(visit)
        var faults = FormFaults()
        guard let day = visit.dayNumber("day", &faults) else { throw faults }
        try visit.hub.run(.enquiry(.enquirerAnswered(enquiry.id, day: day)), by: visit.actor)
        return visit.done("/enquiries/\(enquiry.id)", visit.t("enquiry.answered-done"))
    }

    // MARK: Closing

    private static func closeForm(_ visit: Visit) throws -> FormPage {
        let enquiry = try handled(visit), missing = visit.state.unanswered(enquiry)
        var fields = [
            Field(
                "outcome", visit.t("enquiry.outcome"),
                .radios(
                    EnquiryOutcome.allCases.map {
                        Choice(
                            value: $0.rawValue, label: visit.t("enquiry.outcome-\($0.rawValue)"),
                            hint: visit.texts.find("enquiry.outcome-hint-\($0.rawValue)"))
                    })), exemptionField(enquiry, visit), Field("why", visit.t("form.why"), hint: visit.t("form.why-hint")),
            Field("despite", visit.t("enquiry.despite"), hint: visit.t("enquiry.despite-hint")),
            Field("not-among", visit.t("enquiry.not-among"), hint: visit.t("enquiry.not-among-hint")),
        ]
        var stated = [Choice(value: "names-nobody", label: visit.t("enquiry.names-nobody"))]
        if enquiry.content.kind == .scrutiny {
            fields.append(Field("identification", visit.t("enquiry.identification-because"), hint: visit.t("enquiry.identification-hint")))
            stated.append(Choice(value: "without-prejudice", label: visit.t("enquiry.without-prejudice")))
        }
        fields.append(Field("stated", visit.t("enquiry.stated"), .checkboxes(stated)))
        return page(
            "close", enquiry, visit, fields,
            blocks: missing.isEmpty
                ? []
                : [.warning(visit.t("enquiry.close-missing", ["agencies": missing.map { visit.name(of: $0) }.joined(separator: ", ")]))])
    }

    private static func close(_ visit: Visit) throws -> Reply {
        let enquiry = try handled(visit)
        var faults = FormFaults()
        let outcome = visit.form["outcome"].flatMap { EnquiryOutcome(rawValue: $0) }
        if outcome == nil { faults.add("outcome", visit.t("form.choose")) }
        let why = visit.needed("why", &faults), stated = Set(visit.form.all("stated"))
        guard let outcome, faults.isEmpty else { throw faults }
        var closing = EnquiryClosing(outcome: outcome, why: why)
        closing.exemptions = visit.form.all("exemption")
        closing.despite = visit.form["despite"]
        closing.notAmongRecords = visit.form["not-among"]
        closing.identificationBecause = visit.form["identification"]
        closing.isWithoutPrejudice = stated.contains("without-prejudice")
        closing.namesNobody = stated.contains("names-nobody")
        try visit.hub.run(.enquiry(.close(enquiry.id, closing)), by: visit.actor)
        return visit.done("/enquiries/\(enquiry.id)", visit.t("enquiry.close-done"))
    }
}
