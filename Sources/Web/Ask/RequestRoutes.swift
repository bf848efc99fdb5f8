import Guidance
import HTTPTypes
import Hub
import Law
import Register
import Storage

/// Asking for information and deciding on it (§4.3).
enum RequestRoutes {
    static let all: [Route] =
        [
            .get("/requests", .mayAny([.request, .seeRequest])) { visit in .page(try listPage(visit)) },
            .get("/requests/{request}", .mayAny([.request, .seeRequest])) { visit in .page(try page(visit)) },
            .post("/requests/{request}/amend", .may(.request), event: "none") { visit in try DraftRoutes.amend(visit) },
            .get("/requests/{request}/amend", .may(.request)) { visit in .page(try amendPage(visit)) },
        ] + DraftRoutes.all + RequestSteps.all + DecisionRoutes.all

    // MARK: The list

    private static func listPage(_ visit: Visit) throws -> Page {
        let person = try visit.person
        let requests = person.may(.seeRequest) ? try visit.hub.requests(seenBy: person.id) : []
        var blocks: [Block] = []
        if person.may(.request) {
            blocks.append(
                .buttons([
                    Button(text: visit.t("request.list.new"), href: "/requests/new"),
                    Button(text: visit.t("request.list.meeting"), href: "/requests/new?for=meeting", isSecondary: true),
                ]))
            let drafts = try DraftRoutes.drafts(visit).all()
            if !drafts.isEmpty {
                blocks += [.heading(visit.t("request.list.drafts"), id: "drafts"), .tasks(tasks(drafts, visit))]
            }
        }
        let waiting = try requests.filter { try !ownSteps($0, visit).isEmpty }
        if !waiting.isEmpty {
            blocks += [
                .heading(visit.t("request.list.waiting")),
                .table(table(waiting.sorted { due($0) < due($1) }, visit, "request.list.waiting-caption")),
            ]
        }
        let own = requests.filter { $0.agency == person.agency }
        let ofOwn = requests.filter { $0.content.source == person.agency && $0.agency != person.agency }
        let others = requests.filter { $0.agency != person.agency && $0.content.source != person.agency }
        if person.agency != nil {
            blocks += [.heading(visit.t("request.list.from")), .table(table(own.reversed(), visit, "request.list.from-caption"))]
            blocks += [.heading(visit.t("request.list.to")), .table(table(ofOwn.reversed(), visit, "request.list.to-caption"))]
        }
        if !others.isEmpty || person.agency == nil {
            blocks += [
                .heading(visit.t("request.list.overseen")), .table(table(others.reversed(), visit, "request.list.overseen-caption")),
            ]
        }
        if person.may(.seeRequest) { blocks.append(.links([Link(text: visit.t("grant.list.title"), href: "/grants")])) }
        return Page(visit.t("request.list.title"), section: "requests", blocks)
    }

    /// Steps that wait for the reader to take them, besides those that can be taken at any time.
    private static func ownSteps(_ request: SharingRequest, _ visit: Visit) throws -> [RequestStep] {
        try visit.steps(request).filter { [.grant, .answer, .uphold, .advise].contains($0) && request.stage != .granted }
    }

    /// The day by which it is needed.
    static func due(_ request: SharingRequest) -> Int { request.made.day + request.content.neededWithin }

    private static func table(_ requests: [SharingRequest], _ visit: Visit, _ caption: String) -> Table {
        Table(
            caption: visit.t(caption),
            columns: ["what", "is", "of", "for", "made", "due"].map { Table.Column(visit.t("request.column.\($0)")) },
            rows: requests.map { request in
                [
                    Cell("\(visit.titled(request.content.dataset)), \(request.id)", href: "/requests/\(request.id)"),
                    Cell(visit.tag(request.stage)), Cell(visit.named(request.content.source)),
                    Cell(visit.named(request.by), note: visit.named(request.agency)),
                    Cell(CalendarDay(number: request.made.day).words), Cell(CalendarDay(number: due(request)).words),
                ]
            }, showsCaption: false, empty: visit.t("request.list.none"))
    }

    private static func tasks(_ drafts: [RequestDraft], _ visit: Visit) -> [Task] {
        drafts.map { draft in
            Task(
                title: visit.titled(draft.content.dataset), href: "/requests/drafts/\(draft.id)",
                hint: visit.t("request.draft.hint", ["source": visit.named(draft.content.source), "changed": draft.changed.words]),
                tag: Tag(text: visit.t("request.draft.tag"), colour: .grey))
        }
    }

    /// What waits for somebody, for the first page.
    static func waiting(_ visit: Visit) throws -> [Task] {
        let person = try visit.person
        var tasks: [Task] = []
        // A sealed hub shows no drafts, and everything else.
        if person.may(.request), let drafts = try? DraftRoutes.drafts(visit).all() { tasks += self.tasks(drafts, visit) }
        guard person.may(.seeRequest) else { return tasks }
        let requests = visit.state.requests.values.filter { (try? visit.register.request($0.id, seenBy: person)) != nil }
        for request in try requests.filter({ try !ownSteps($0, visit).isEmpty }).sorted(by: { due($0) < due($1) }) {
            tasks.append(
                Task(
                    title: visit.t(
                        "request.task", ["request": request.id.rawValue, "dataset": visit.titled(request.content.dataset)]),
                    href: "/requests/\(request.id)",
                    hint: visit.t(
                        "request.task-hint", ["agency": visit.named(request.agency), "due": CalendarDay(number: due(request)).words]),
                    tag: visit.tag(request.stage)))
        }
        return tasks + (try GrantRoutes.waiting(visit))
    }

    // MARK: One request

    private static func page(_ visit: Visit) throws -> Page {
        let request = try visit.request()
        let view = RequestView(visit: visit), person = try visit.person
        let isOpen = [.submitted, .queried, .halfReleased, .appealed, .held].contains(request.stage)
        var state = [Cell(visit.tag(request.stage))]
        if isOpen, (try? visit.register.assess(request, at: visit.now))?.conclusion == .notAsAsked {
            state.append(Cell(Tag(text: visit.t("request.stage.not-as-asked"), colour: .red)))
        }
        var main: [Block] = [.summary([SummaryRow(visit.t("request.row.state"), state)] + view.decision(request))]
        if let id = request.grant { main.append(.buttons([Button(text: visit.t("request.see-grant"), href: "/grants/\(id)")])) }
        main += [
            .summary(
                [
                    SummaryRow(visit.t("request.row.asked-by"), [Cell(visit.named(request.by)), Cell(visit.named(request.agency))]),
                    SummaryRow(visit.t("request.row.made"), Cell(request.made.words)),
                ] + view.rows(request.content, persons: request.content.persons)), view.timeline(request),
            .heading(visit.t("request.said.title")),
        ]
        main += view.conversation(request)
        let stated = view.facts(request)
        if !stated.isEmpty { main.append(.details(visit.t("request.facts.title"), stated)) }
        var side = try view.next(request)
        // What the law says is for a decision: once it is made, what was decided stands in its place.
        if isOpen { side += besideAssessment(visit, request) }
        // Whom it is about is for those who decide or advise on it, and shown only when they ask.
        let parts = visit.register.part(of: person, in: request)
        if request.content.persons > 0, !request.isHeld, parts.contains(.sourceOfficer) || parts.contains(.guardian) {
            side += DecisionRoutes.personsForm(visit, request)
        }
        return Page(
            visit.titled(request.content.dataset), section: "requests", caption: visit.caption(request),
            trail: [Link(text: visit.t("request.list.title"), href: "/requests")], [.columns(main, side)])
    }

    /// What the law says of it as it stands.
    static func besideAssessment(_ visit: Visit, _ request: SharingRequest) -> [Block] {
        do {
            return AssessmentView(visit: visit, assessment: try visit.register.assess(request, at: visit.now)).beside
        } catch { return [.warning(visit.words(error))] }
    }

    private static func amendPage(_ visit: Visit) throws -> Page {
        let request = try visit.request(for: .amend)
        return Page(
            visit.t("request.amend.title"), section: "requests", trail: visit.trail(request),
            [
                .text(visit.t("request.amend.text")),
                .form(
                    Form(
                        action: "/requests/\(request.id)/amend", button: visit.t("request.amend.button"), fields: [],
                        cancel: Link(text: visit.t("frame.cancel"), href: "/requests/\(request.id)"))),
            ])
    }
}
