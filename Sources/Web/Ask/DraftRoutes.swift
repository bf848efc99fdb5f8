import Foundation
import Guidance
import HTTPTypes
import Hub
import Law
import Register
import Storage

/// Asking: from a dataset through one-question pages to a request (§4.3.1 to §4.3.6), with the law's answer growing beside the form.
enum DraftRoutes {
    static let all: [Route] = [
        .get("/requests/new", .may(.request)) { visit in .page(newPage(visit)) },
        // Nothing is asked yet and nothing leaves: what is written is sealed for its writer alone, and the request is the event.
        .post("/requests/new", .may(.request), event: "none", begin),
        .get("/requests/drafts/{draft}", .may(.request)) { visit in .page(DraftTasks(visit: visit, draft: try draft(visit)).page) },
        .get("/requests/drafts/{draft}/check", .may(.request)) { visit in .page(try checkPage(visit, try draft(visit))) },
        .post("/requests/drafts/{draft}/send", .may(.request), event: "requestMade", send),
        .get("/requests/drafts/{draft}/delete", .may(.request)) { visit in .page(deletePage(visit, try draft(visit))) },
        .post("/requests/drafts/{draft}/delete", .may(.request), event: "none") { visit in
            try drafts(visit).destroy(try draft(visit).id)
            return visit.done("/requests", visit.t("request.draft.deleted"))
        },
        .get("/requests/drafts/{draft}/law/{question}", .may(.request)) { visit in
            .page(try lawPage(visit, try draft(visit)))
        },
        .post("/requests/drafts/{draft}/law/{question}", .may(.request), event: "none", takeLaw),
        .get("/requests/drafts/{draft}/{page}", .may(.request)) { visit in
            let draft = try draft(visit), page = try page(visit, draft)
            // Whom it is about is shown again only where their records may be seen.
            if page == .persons, !draft.persons.isEmpty { try visit.register.check(visit.way, reachesRecordsOf: draft.content.dataset) }
            return .page(questionPage(visit, draft, page))
        },
        .post("/requests/drafts/{draft}/{page}", .may(.request), event: "none", take),
    ]

    static func drafts(_ visit: Visit) throws -> RequestDrafts {
        RequestDrafts(of: try visit.actor, vault: try visit.vault(), at: visit.now)
    }

    private static func draft(_ visit: Visit) throws -> RequestDraft {
        guard let id = visit.parameters["draft"], let draft = try drafts(visit).find(id) else { throw WebFault.notFound }
        return draft
    }

    private static func page(_ visit: Visit, _ draft: RequestDraft) throws -> DraftPage {
        guard let page = visit.parameters["page"].flatMap(DraftPage.init(rawValue:)), DraftPage.all(of: draft, visit).contains(page) else {
            throw WebFault.notFound
        }
        return page
    }

    // MARK: The beginning

    private static func newPage(_ visit: Visit, faults: FormFaults = FormFaults()) -> Page {
        let isForMeeting = (visit.query["for"] ?? visit.form["for"]) == "meeting"
        let types = visit.rulebook.recordTypes.filter { !isForMeeting || $0.information != .depersonalised }
        var fields: [Field] = []
        if isForMeeting, let meetings = visit.register.question(named: "process") {
            fields.append(
                Field(
                    "process", meetings.question, .radios(meetings.facts.map { Choice(value: $0.name, label: $0.words) }),
                    hint: visit.t("request.new.meeting-hint")))
        }
        fields.append(
            Field(
                "dataset", visit.t("request.new.dataset"),
                .select(
                    [Choice(value: "", label: visit.t("request.new.choose"))]
                        + types.map {
                            Choice(
                                value: $0.id.rawValue,
                                label: visit.t(
                                    "request.new.option",
                                    ["title": $0.title, "information": visit.t("request.information.\($0.information.rawValue)")]))
                        }), hint: visit.t("request.new.dataset-hint"), value: visit.query["dataset"] ?? ""))
        fields.append(Field("for", "", .hidden, value: isForMeeting ? "meeting" : ""))
        var form = Form(
            action: "/requests/new", button: visit.t("frame.continue"), fields: fields,
            cancel: Link(text: visit.t("frame.cancel"), href: "/requests"))
        if visit.method == .post { form = form.filled(with: visit.form, faults: faults) }
        return Page(
            visit.t(isForMeeting ? "request.new.meeting-title" : "request.new.title"), section: "requests",
            trail: [Link(text: visit.t("request.list.title"), href: "/requests")], faults: faults,
            [
                .text(visit.t(isForMeeting ? "request.new.meeting-text" : "request.new.text")), .form(form),
                .links([
                    isForMeeting
                        ? Link(text: visit.t("request.new.other"), href: "/requests/new")
                        : Link(text: visit.t("request.new.for-meeting"), href: "/requests/new?for=meeting")
                ]),
            ])
    }

    private static func begin(_ visit: Visit) throws -> Reply {
        let person = try visit.person
        let isForMeeting = visit.form["for"] == "meeting"
        var faults = FormFaults()
        let process = visit.register.question(named: "process")?.facts.first { $0.name == visit.form["process"] }
        if isForMeeting, process == nil { faults.add("process", visit.t("request.new.fault-process")) }
        let type = visit.form["dataset"].flatMap { visit.rulebook.recordType(RecordTypeID(rawValue: $0)) }
        let source = type.flatMap { visit.register.sources(of: $0, askedBy: person, at: visit.now).first }
        if type == nil { faults.add("dataset", visit.t("request.new.fault-dataset")) }
        if type != nil, source == nil { faults.add("dataset", visit.t("request.new.fault-source")) }
        guard faults.isEmpty, let type, let source, person.agency != nil else {
            if faults.isEmpty { throw WebFault.notAllowed }
            return .page(newPage(visit, faults: faults), status: .unprocessableContent)
        }
        var content = RequestContent(
            purpose: isForMeeting ? .serviceDelivery : .intelligence, why: "", benefit: "", questions: [], dataset: type.id, fields: [],
            precision: .none, source: source, recipients: [person.id], handler: person.id, format: "csv", neededWithin: 10, transfer: .hub,
            destroyBy: visit.now.day + 90)
        if isForMeeting, let process { content.facts[process.name] = true }
        let own = person.agency.map { visit.state.partnerships(of: $0) } ?? []
        if !own.contains(visit.state.firstPartnership) { content.partnership = own.first }
        var draft = RequestDraft(content, by: person.id, at: visit.now)
        draft.isForMeeting = isForMeeting
        if isForMeeting { draft.answered = Set(DraftPage.settledForMeeting.map(\.rawValue)) }
        try drafts(visit).keep(draft)
        return .redirect(DraftWay(visit: visit, draft: draft).base)
    }

    /// A draft of what is asked now, to say it anew.
    static func amend(_ visit: Visit) throws -> Reply {
        let request = try visit.request(for: .amend)
        let content = try visit.register.contentToAmend(request.id, by: visit.person)
        var draft = RequestDraft(content, by: try visit.actor, amending: request.id, at: visit.now)
        draft.answered = Set(DraftPage.allCases.map(\.rawValue))
        draft.content.persons = 0
        try drafts(visit).keep(draft)
        return .redirect("/requests/drafts/\(draft.id)/check")
    }

    // MARK: One question a page

    private static func trail(_ visit: Visit, _ draft: RequestDraft) -> [Link] {
        [
            Link(text: visit.t("request.list.title"), href: "/requests"),
            Link(text: visit.titled(draft.content.dataset), href: "/requests/drafts/\(draft.id)"),
        ]
    }

    /// What the law says so far, once the purpose is known.
    private static func beside(_ visit: Visit, _ draft: RequestDraft) -> [Block] {
        guard draft.answered.contains(DraftPage.purpose.rawValue) else { return [.inset(visit.t("request.law.later"))] }
        do {
            let assessment = try DraftWay(visit: visit, draft: draft).assessment()
            let view = AssessmentView(visit: visit, assessment: assessment)
            return view.settling(draft.settled ?? []) + view.beside
        } catch { return [.warning((error as? Refusal).map { visit.words($0) } ?? visit.t("request.law.cannot"))] }
    }

    /// Notes what an answer settled, to be said beside the next question.
    private static func note(_ draft: inout RequestDraft, since before: RequestDraft, _ visit: Visit) {
        draft.settled = nil
        guard before.answered.contains(DraftPage.purpose.rawValue),
            let old = try? DraftWay(visit: visit, draft: before).assessment(),
            let new = try? DraftWay(visit: visit, draft: draft).assessment()
        else { return }
        draft.settled = AssessmentView(visit: visit, assessment: new).settled(since: old)
    }

    private static func marking(_ visit: Visit, _ draft: RequestDraft) -> String? {
        draft.persons.isEmpty ? nil : visit.rulebook.recordType(draft.content.dataset)?.marking
    }

    private static func questionPage(
        _ visit: Visit, _ draft: RequestDraft, _ page: DraftPage, faults: FormFaults = FormFaults()
    ) -> Page {
        var form = Form(
            action: "/requests/drafts/\(draft.id)/\(page.rawValue)", button: visit.t("frame.continue"),
            fields: DraftForms(visit: visit, page: page).fields(draft),
            cancel: Link(text: visit.t("request.draft.leave"), href: "/requests/drafts/\(draft.id)"))
        if visit.method == .post { form = form.filled(with: visit.form, faults: faults) }
        let title = visit.t("request.page.\(page.rawValue).title")
        var main: [Block] = []
        if let text = visit.texts.find("request.page.\(page.rawValue).text") { main.append(.inset(text)) }
        main.append(.form(form))
        var whole = Page(
            title, section: "requests", caption: DraftTasks.caption(page.step, visit),
            marking: page == .persons ? marking(visit, draft) : nil, faults: faults, titleIsField: form.fields.contains(where: \.isHeading),
            [.columns(main, beside(visit, draft))])
        let way = DraftWay(visit: visit, draft: draft)
        // Who changes an answer goes back to the check of all of them.
        let isChanging =
            draft.answered.contains(page.rawValue) && DraftPage.all(of: draft, visit).allSatisfy { draft.answered.contains($0.rawValue) }
        whole.back = Link(text: visit.t("frame.back"), href: isChanging ? "\(way.base)/check" : way.before(page))
        return whole
    }

    private static func take(_ visit: Visit) throws -> Reply {
        var draft = try draft(visit)
        let before = draft
        let page = try page(visit, draft)
        let wasAnswered = draft.answered.contains(page.rawValue)
        do {
            try DraftForms(visit: visit, page: page).take(visit.form, into: &draft)
            let way = DraftWay(visit: visit, draft: draft)
            for part in page.parts where !(page == .precision) {
                if let refusal = way.fault(part) { throw FormFaults(field(of: page), visit.words(refusal)) }
            }
            do { try draft.form.checkTexts() } catch { throw FormFaults(field(of: page), visit.words(error)) }
        } catch let faults as FormFaults {
            return .page(questionPage(visit, before, page, faults: faults), status: .unprocessableContent)
        }
        note(&draft, since: before, visit)
        try drafts(visit).keep(draft)
        let way = DraftWay(visit: visit, draft: draft)
        if page == .hypotheses, visit.form["another"] != nil { return .redirect("\(way.base)/\(page.rawValue)") }
        // Who came from the check of the answers goes back there; a change of precision may have taken fields away.
        return .redirect(wasAnswered && !draft.content.fields.isEmpty ? "\(way.base)/check" : way.next)
    }

    private static func field(of page: DraftPage) -> String {
        switch page {
        case .period: "from"
        case .hypotheses: "hypothesis-1"
        default: page.rawValue
        }
    }

    // MARK: What the law asks

    private static func question(_ visit: Visit, _ draft: RequestDraft) throws -> AskedQuestion {
        guard let id = visit.parameters["question"] else { throw WebFault.notFound }
        if let open = DraftWay(visit: visit, draft: draft).questions.first(where: { $0.id == id }) { return open }
        // Answered already, or doubted: asked again to change it.
        guard let known = visit.register.question(named: id),
            known.facts.contains(where: { draft.content.facts[$0.name] != nil }) || draft.doubted.contains(known.id)
        else { throw WebFault.notFound }
        return known
    }

    private static func lawPage(_ visit: Visit, _ draft: RequestDraft, faults: FormFaults = FormFaults()) throws -> Page {
        let question = try question(visit, draft)
        let left = DraftWay(visit: visit, draft: draft).questions.count
        var form = Form(
            action: "/requests/drafts/\(draft.id)/law/\(question.id)", button: visit.t("frame.continue"),
            fields: [
                AskedField(visit: visit, question: question).field(
                    "answer", stated: draft.content.facts, isDoubted: draft.doubted.contains(question.id), isHeading: true)
            ], cancel: Link(text: visit.t("request.draft.leave"), href: "/requests/drafts/\(draft.id)"))
        if visit.method == .post { form = form.filled(with: visit.form, faults: faults) }
        var page = Page(
            question.question, section: "requests", caption: visit.texts.count("request.law.left", left), faults: faults,
            titleIsField: true, [.columns([.form(form)], beside(visit, draft))])
        page.back = Link(text: visit.t("frame.back"), href: "/requests/drafts/\(draft.id)")
        return page
    }

    private static func takeLaw(_ visit: Visit) throws -> Reply {
        var draft = try draft(visit)
        let before = draft
        let question = try question(visit, draft)
        guard let stated = AskedField(visit: visit, question: question).facts(visit.form.all("answer")) else {
            return .page(
                try lawPage(visit, draft, faults: FormFaults("answer", visit.t("request.law.missing"))), status: .unprocessableContent)
        }
        for fact in question.facts { draft.content.facts[fact.name] = nil }
        draft.content.facts.merge(stated) { _, new in new }
        if stated.isEmpty { draft.doubted.insert(question.id) } else { draft.doubted.remove(question.id) }
        // Refused where it contradicts what was said before, or what the hub knows.
        let way = DraftWay(visit: visit, draft: draft)
        do { _ = try way.assessment() } catch let refusal as Refusal {
            return .page(
                try lawPage(visit, self.draft(visit), faults: FormFaults("answer", visit.words(refusal))), status: .unprocessableContent)
        }
        note(&draft, since: before, visit)
        try drafts(visit).keep(draft)
        return .redirect(way.next)
    }

    // MARK: Check and send

    private static func checkPage(_ visit: Visit, _ draft: RequestDraft, faults: FormFaults = FormFaults()) throws -> Page {
        let way = DraftWay(visit: visit, draft: draft)
        let pages = DraftPage.all(of: draft, visit)
        let rows = RequestView(visit: visit).rows(draft.content, persons: draft.amending == nil ? draft.persons.count : nil) { page in
            guard pages.contains(page) else { return nil }
            return Link(text: visit.t("request.check.change"), href: "\(way.base)/\(page.rawValue)")
        }
        var main: [Block] = [.summary(rows)]
        let said = draft.content.facts.sorted { $0.key < $1.key }
        if !said.isEmpty || !draft.doubted.isEmpty {
            main.append(.heading(visit.t("request.check.law")))
            var rows = said.map { fact, value in
                let (name, answer) = visit.words(fact, value)
                return SummaryRow(
                    name, Cell(answer),
                    action: Link(
                        text: visit.t("request.check.change"), href: "\(way.base)/law/\(visit.register.question(named: fact)?.id ?? fact)"))
            }
            rows += draft.doubted.sorted().compactMap { visit.register.question(named: $0) }.map { question in
                SummaryRow(
                    question.question, Cell(visit.t("request.law.unknown")),
                    action: Link(text: visit.t("request.check.change"), href: "\(way.base)/law/\(question.id)"))
            }
            main.append(.summary(rows))
        }
        let wrong = way.faults, left = way.questions
        if !wrong.isEmpty {
            main.append(.heading(visit.t("request.check.before")))
            main.append(
                .links(
                    wrong.map {
                        Link(
                            text: visit.t("request.page.\($0.page.rawValue).title"), href: "\(way.base)/\($0.page.rawValue)",
                            note: visit.words($0.refusal))
                    }))
        }
        if let question = left.first {
            main.append(.inset(visit.texts.count("request.law.left", left.count)))
            main.append(
                .buttons([Button(text: visit.t("request.check.go-on"), href: "\(way.base)/law/\(question.id)", isSecondary: true)]))
        }
        if wrong.isEmpty {
            if (try? way.assessment())?.conclusion == .notAsAsked { main.append(.warning(visit.t("request.check.not-as-asked"))) }
            main.append(.text(visit.t(draft.amending == nil ? "request.check.send-text" : "request.check.amend-text")))
            main.append(
                .form(
                    Form(
                        action: "\(way.base)/send", button: visit.t(draft.amending == nil ? "request.check.send" : "request.check.amend"),
                        fields: [])))
        }
        main.append(.links([Link(text: visit.t("request.draft.delete"), href: "\(way.base)/delete")]))
        return Page(
            visit.t("request.check.title"), section: "requests", caption: visit.titled(draft.content.dataset), trail: trail(visit, draft),
            faults: faults, [.columns(main, beside(visit, draft))])
    }

    private static func send(_ visit: Visit) throws -> Reply {
        let draft = try draft(visit)
        let way = DraftWay(visit: visit, draft: draft)
        guard way.faults.isEmpty else { return .page(try checkPage(visit, draft), status: .unprocessableContent) }
        let actor = try visit.actor, drafts = try drafts(visit)
        // Taken away first: sent twice at once, it is one request.
        guard try drafts.take(draft.id) else { throw WebFault.notFound }
        do {
            if let id = draft.amending {
                try visit.hub.run(.request(.amend(id, draft.form.content)), by: actor)
                return visit.done("/requests/\(id)", visit.t("request.check.amended"))
            }
            let request = try MakeRequest(hub: visit.hub).perform(draft.form, by: actor, vault: visit.vault())
            return visit.done(
                "/requests/\(request.id)", visit.t(request.grant == nil ? "request.check.sent" : "request.check.granted"))
        } catch {
            try drafts.keep(draft)
            guard let refusal = error as? Refusal else { throw error }
            return .page(try checkPage(visit, draft, faults: FormFaults("", visit.words(refusal))), status: .unprocessableContent)
        }
    }

    private static func deletePage(_ visit: Visit, _ draft: RequestDraft) -> Page {
        Page(
            visit.t("request.draft.delete-title"), section: "requests", trail: trail(visit, draft),
            [
                .text(visit.t("request.draft.delete-text", ["dataset": visit.titled(draft.content.dataset)])),
                .form(
                    Form(
                        action: "/requests/drafts/\(draft.id)/delete", button: visit.t("request.draft.delete"), fields: [], isWarning: true,
                        cancel: Link(text: visit.t("frame.cancel"), href: "/requests/drafts/\(draft.id)/check"))),
            ])
    }
}
