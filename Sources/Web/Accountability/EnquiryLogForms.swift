import Guidance
import Hub
import Register

/// Logging an enquiry and putting right what was logged.
enum EnquiryLogForms {
    static let all: [Route] =
        FormPage.routes("/enquiries/new", .may(.handleEnquiry), event: "enquiryLogged", show: logForm, take: log)
        + FormPage.routes("/enquiries/{enquiry}/amend", .may(.handleEnquiry), event: "enquiryAmended", show: amendForm, take: amend)

    /// Who may have received what whoever asks logs: their own agency, and as co-ordinator every agency and partnership they run.
    private static func receivers(_ visit: Visit) throws -> [Choice] {
        let person = try visit.person
        let partnerships = try visit.ownPartnershipChoices().map {
            Choice(value: "partnership:\($0.value)", label: visit.t("enquiry.partnership-itself", ["name": $0.label]))
        }
        return visit.agencyChoices { $0.id == person.agency || person.coordinates($0.home) } + partnerships
    }

    private static func fields(_ visit: Visit, of content: EnquiryContent?) throws -> [Field] {
        let receiver = content.map { $0.receiver?.rawValue ?? "partnership:\(visit.state.partnership(of: $0))" } ?? ""
        return [
            Field(
                "kind", visit.t("enquiry.kind"),
                .radios(
                    EnquiryKind.allCases.map { kind in
                        Choice(
                            value: kind.rawValue, label: visit.t("enquiry.kind-\(kind.rawValue)"),
                            hint: visit.rulebook.enquiryRules.first { $0.kind == kind }?.explanation)
                    }), value: content?.kind.rawValue ?? ""),
            Field(
                "received", visit.t("enquiry.received-day"), .date, hint: visit.t("enquiry.received-hint"),
                value: CalendarDayText.iso(content?.received ?? visit.now.day)),
            Field("subject", visit.t("enquiry.subject"), hint: visit.t("enquiry.subject-hint"), value: content?.subject ?? ""),
            Field("receiver", visit.t("enquiry.received-by"), .select(try receivers(visit)), value: receiver),
            Field(
                "dataset", visit.t("enquiry.datasets"), .checkboxes(visit.datasetChoices()), hint: visit.t("enquiry.datasets-hint"),
                values: content?.datasets.map(\.rawValue) ?? [], isSmall: true),
            Field(
                "from", visit.t("enquiry.from"), .checkboxes(visit.agencyChoices()), hint: visit.t("enquiry.from-hint"),
                values: content?.originators.map(\.rawValue) ?? [], isSmall: true),
            Field(
                "about", visit.t("enquiry.about"),
                .checkboxes([
                    Choice(value: "hub", label: visit.t("enquiry.about-hub"), hint: visit.t("enquiry.about-hub-hint")),
                    Choice(value: "identification", label: visit.t("enquiry.asks-identification")),
                ]),
                values: [
                    content?.isAboutTheHub == true ? "hub" : nil, content?.asksIdentification == true ? "identification" : nil,
                ].compactMap { $0 }),
            Field("by-day", visit.t("enquiry.by-day"), .date, hint: visit.t("enquiry.by-day-hint")),
        ]
    }

    /// What was filled in; nil with its faults where it is no enquiry.
    private static func content(_ visit: Visit, _ faults: inout FormFaults) throws -> (content: EnquiryContent, stated: Int?)? {
        let form = visit.form
        let kind = form["kind"].flatMap { EnquiryKind(rawValue: $0) }
        if kind == nil { faults.add("kind", visit.t("form.choose")) }
        let received = visit.dayNumber("received", &faults), subject = visit.needed("subject", &faults)
        let stated = visit.dayNumber("by-day", needed: kind == .scrutiny, &faults)
        let receiver = visit.chosen("receiver", among: try receivers(visit), &faults), about = Set(form.all("about"))
        guard let kind, let received, let receiver, faults.isEmpty else { return nil }
        let partnership = receiver.hasPrefix("partnership:") ? PartnershipID(rawValue: String(receiver.dropFirst(12))) : nil
        return (
            EnquiryContent(
                kind: kind, received: received, subject: subject, datasets: form.all("dataset").map { RecordTypeID(rawValue: $0) },
                originators: form.all("from").map { AgencyID(rawValue: $0) },
                receiver: partnership == nil ? AgencyID(rawValue: receiver) : nil, partnership: partnership,
                asksIdentification: about.contains("identification"), isAboutTheHub: about.contains("hub")),
            kind == .scrutiny ? stated : nil
        )
    }

    // MARK: Logging

    private static func logForm(_ visit: Visit) throws -> FormPage {
        FormPage(
            title: visit.t("enquiry.log-title"), section: "enquiries", trail: EnquiryRoutes.trail(visit),
            blocks: [.warning(visit.t("enquiry.name-nobody"))],
            form: Form(
                action: "/enquiries/new", button: visit.t("enquiry.log-button"), fields: try fields(visit, of: nil),
                cancel: Link(text: visit.t("frame.cancel"), href: "/enquiries")))
    }

    private static func log(_ visit: Visit) throws -> Reply {
        var faults = FormFaults()
        guard let (content, stated) = try content(visit, &faults) else { throw faults }
        let before = Set(visit.state.enquiries.keys)
        try visit.hub.run(.enquiry(.log(content, statedDay: stated)), by: visit.actor)
        // Others may log at the same time: the one that is new and says this.
        let logged = visit.state.enquiries.values.filter { !before.contains($0.id) && $0.content == content }.max { $0.id < $1.id }
        guard let logged else { return visit.done("/enquiries", visit.t("enquiry.logged")) }
        return visit.done(
            "/enquiries/\(logged.id)",
            visit.t("enquiry.logged-due", ["number": logged.id.rawValue, "day": CalendarDayText.words(logged.days.due)]))
    }

    // MARK: Amending

    private static func amendForm(_ visit: Visit) throws -> FormPage {
        let enquiry = try EnquiryForms.handled(visit)
        return FormPage(
            title: visit.t("enquiry.amend-title"), section: "enquiries", caption: enquiry.id.rawValue,
            trail: EnquiryRoutes.trail(visit) + [Link(text: enquiry.id.rawValue, href: "/enquiries/\(enquiry.id)")],
            blocks: [.text(visit.t("enquiry.amend-text"))],
            form: Form(
                action: "/enquiries/\(enquiry.id)/amend", button: visit.t("enquiry.amend-button"),
                fields: try fields(visit, of: enquiry.content).map { field in
                    guard field.name == "by-day", enquiry.content.kind == .scrutiny else { return field }
                    var field = field
                    field.value = CalendarDayText.iso(enquiry.days.last)
                    return field
                } + [Field("why", visit.t("form.why"), hint: visit.t("form.why-hint"))],
                cancel: Link(text: visit.t("frame.cancel"), href: "/enquiries/\(enquiry.id)")))
    }

    private static func amend(_ visit: Visit) throws -> Reply {
        let enquiry = try EnquiryForms.handled(visit)
        var faults = FormFaults()
        let why = visit.needed("why", &faults)
        guard let (content, stated) = try content(visit, &faults), faults.isEmpty else { throw faults }
        // The day a committee stated is not stated anew by leaving it as it was.
        let isSame = content == enquiry.content && stated == enquiry.days.last
        try visit.hub.run(.enquiry(.amend(enquiry.id, content, statedDay: isSame ? nil : stated, why: why)), by: visit.actor)
        return visit.done("/enquiries/\(enquiry.id)", visit.t("enquiry.amended"))
    }
}
