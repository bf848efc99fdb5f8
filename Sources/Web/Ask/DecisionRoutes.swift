import Guidance
import HTTPTypes
import Hub
import Law
import Register
import Storage

/// The liaison officer's desk: everything needed to decide a request, and the decision (§2.4, §4.3.1).
enum DecisionRoutes {
    static let all: [Route] = [
        .get("/requests/{request}/decide", .may(.decideRequest)) { visit in .page(try page(visit, try visit.request(for: .grant))) },
        .post("/requests/{request}/grant", .may(.decideRequest), event: "requestGranted", grant),
        .post("/requests/{request}/persons", .mayAny([.decideRequest, .adviseAsGuardian]), event: "personsShown", showPersons),
    ]

    // MARK: Whom it is about

    static func personsForm(_ visit: Visit, _ request: SharingRequest) -> [Block] {
        [
            .heading(visit.t("request.persons.title")),
            .text(visit.texts.count("request.persons.count", request.content.persons)),
            .form(
                Form(action: "/requests/\(request.id)/persons", button: visit.t("request.persons.button"), fields: [], isSecondary: true)),
        ]
    }

    /// Shown because somebody asked; that they did stands in the ledger before it is.
    private static func showPersons(_ visit: Visit) throws -> Reply {
        let request = try visit.request()
        let actor = try visit.actor
        return try visit.bound {
            let persons = try visit.hub.persons(of: request.id, for: actor, vault: visit.vault(), entry: .session(visit.way))
            let isDeciding = try visit.steps(request).contains(.grant)
            return .page(
                Page(
                    visit.t("request.persons.title"), section: "requests", caption: visit.titled(request.content.dataset),
                    trail: visit.trail(request), marking: visit.register.marking(ofWhatIsAsked: request).id,
                    [
                        .text(visit.t("request.persons.recorded")), .list(persons, numbered: true),
                        .buttons([
                            isDeciding
                                ? Button(text: visit.t("request.persons.back-to-decision"), href: "/requests/\(request.id)/decide")
                                : Button(text: visit.t("request.persons.back"), href: "/requests/\(request.id)")
                        ]),
                    ]))
        }
    }

    // MARK: The desk

    /// First whether it can be granted now; then what is asked and who would have it; then the decision. What was said and stated before opens when
    /// asked for.
    private static func page(_ visit: Visit, _ request: SharingRequest, faults: FormFaults = FormFaults()) throws -> Page {
        let view = RequestView(visit: visit), person = try visit.person
        let marking = visit.register.marking(ofWhatIsAsked: request)
        let assessment = (try? visit.register.assess(request, at: visit.now)).map { AssessmentView(visit: visit, assessment: $0) }
        let objection = request.advice.flatMap { $0.agrees ? nil : $0 }
        let canBeGranted = assessment?.canBeGranted == true && objection == nil
        var main: [Block] = []
        if request.reading > 1 { main.append(.inset(visit.t("request.decide.reading", ["number": String(request.reading)]))) }
        if let first = request.firstRelease {
            main.append(.inset(visit.t("request.decide.first", ["person": visit.named(first.by), "why": first.why])))
        }
        if let objection {
            main.append(.warning(visit.t("request.decide.objects", ["person": visit.named(objection.by), "why": objection.why])))
        }
        main += try standing(visit, request, assessment, canBeGranted: canBeGranted)
        main += [
            .heading(visit.t("request.decide.asked")),
            .summary(
                [
                    SummaryRow(visit.t("request.row.asked-by"), [Cell(visit.named(request.by)), Cell(visit.named(request.agency))]),
                    SummaryRow(visit.t("request.row.due"), Cell(CalendarDay(number: RequestRoutes.due(request)).words)),
                ] + view.rows(request.content, persons: request.content.persons)),
        ]
        if request.content.persons > 0 { main += personsForm(visit, request) }
        main += recipients(visit, request, marking)
        main += basis(visit, request, assessment, marking)
        if canBeGranted {
            main.append(.heading(visit.t("request.decide.grant-title"), id: "grant"))
            if marking.releasers > 1 {
                main.append(
                    .inset(
                        visit.t(
                            request.firstRelease == nil ? "request.decide.two-first" : "request.decide.two-second", ["marking": marking.id])
                    ))
            }
            var form = GrantForm(visit: visit, request: request, marking: marking).form
            if visit.method == .post { form = form.filled(with: visit.form.with("reading", String(request.reading)), faults: faults) }
            main.append(.form(form))
        }
        let open = assessment?.questions(of: request, for: person) ?? []
        if !open.isEmpty { main.append(.details(visit.t("request.decide.questions"), open)) }
        let stated = view.facts(request)
        if !stated.isEmpty { main.append(.details(visit.t("request.facts.title"), stated)) }
        main += [
            .details(visit.t("request.said.title"), view.conversation(request)),
            .details(visit.t("request.decide.earlier"), earlier(visit, request)),
        ]
        var shown = faults
        // Without the form there is nothing that a fault could lead to.
        if !canBeGranted { shown.byField = faults.byField.map { ("", $0.message) } }
        return Page(
            visit.t("request.decide.title", ["dataset": visit.titled(request.content.dataset)]), section: "requests",
            caption: visit.caption(request), trail: visit.trail(request), faults: shown,
            [.columns(main, try otherwise(visit, request, canBeGranted: canBeGranted) + RequestRoutes.besideAssessment(visit, request))])
    }

    /// Whether it can be granted now; where not, what the reader can do about it.
    private static func standing(
        _ visit: Visit, _ request: SharingRequest, _ assessment: AssessmentView?, canBeGranted: Bool
    ) throws -> [Block] {
        guard let assessment else { return [.warning(visit.t("request.law.cannot"))] }
        if canBeGranted {
            return [.inset(assessment.conclusion), .links([Link(text: visit.t("request.decide.to-form"), href: "#grant")])]
        }
        guard !assessment.assessment.missing.isEmpty else {
            return [.warning(assessment.conclusion)] + assessment.obstacles
        }
        let own = visit.register.questions(to: try visit.person, on: request, in: assessment.assessment).count
        var blocks: [Block] = [
            .inset(own > 0 ? visit.texts.count("request.decide.not-yet", own) : visit.t("request.decide.not-yet-others"))
        ]
        if own > 0, try visit.steps(request).contains(.state) {
            blocks.append(.buttons([Button(text: visit.t("request.decide.answer"), href: "/requests/\(request.id)/facts")]))
        }
        return blocks
    }

    /// What can be done instead of granting it.
    private static func otherwise(_ visit: Visit, _ request: SharingRequest, canBeGranted: Bool) throws -> [Block] {
        let steps = try visit.steps(request)
        var buttons: [Button] = []
        func add(_ key: String, _ path: String) {
            buttons.append(Button(text: visit.t("request.button.\(key)"), href: "/requests/\(request.id)/\(path)", isSecondary: true))
        }
        if steps.contains(.query) { add("query", "ask") }
        if canBeGranted, steps.contains(.state) { add("state", "facts") }
        add("refuse", "refuse")
        return [.heading(visit.t(canBeGranted ? "request.decide.otherwise" : "request.next.title")), .buttons(buttons)]
    }

    /// Protocols, powers, marking and how it would travel.
    private static func basis(_ visit: Visit, _ request: SharingRequest, _ assessment: AssessmentView?, _ marking: Marking) -> [Block] {
        let agreements = visit.register.agreements(covering: request, on: visit.now.day)
        let powers = assessment?.powers ?? []
        func cells(_ texts: [String], none: String) -> [Cell] { texts.isEmpty ? [Cell(visit.t(none))] : texts.map { Cell($0) } }
        return [
            .heading(visit.t("request.decide.basis")),
            .summary([
                SummaryRow(
                    visit.t("request.decide.protocols"), cells(agreements.map(\.title), none: "request.decide.no-protocol")),
                SummaryRow(
                    visit.t("request.decide.powers"),
                    cells(powers.map { "\($0.title) (\($0.law), \($0.section))" }, none: "request.decide.no-power")),
                SummaryRow(visit.t("request.decide.marking"), [Cell(marking.id), Cell(marking.explanation)]),
                SummaryRow(
                    visit.t("request.decide.travels"),
                    [
                        Cell(visit.t("request.transfer.\(request.content.transfer.rawValue)")),
                        Cell(visit.t("request.transfer-hint.\(request.content.transfer.rawValue)")),
                    ]),
            ]),
        ]
    }

    /// Who would have it: whether each has agreed to the undertaking, and whether the way they come by reaches the marking.
    private static func recipients(_ visit: Visit, _ request: SharingRequest, _ marking: Marking) -> [Block] {
        let rows = request.content.recipients.compactMap { visit.state.people[$0] }.map { person -> [Cell] in
            let isBound = visit.register.isBound(person, forWhatIsAskedIn: request, on: visit.now.day)
            return [
                Cell(person.name), Cell(Words(visit.texts).roles(person.roles)),
                Cell(
                    Tag(
                        text: visit.t(isBound ? "request.decide.agreed" : "request.decide.not-agreed"), colour: isBound ? .green : .orange)),
                Cell(visit.t("request.decide.way.\(reach(of: person, marking, visit))")),
            ]
        }
        return [
            .table(
                Table(
                    caption: visit.t("request.decide.recipients"),
                    columns: ["person", "roles", "undertaking", "matrix"].map { Table.Column(visit.t("request.decide.column.\($0)")) },
                    rows: rows))
        ]
    }

    private static func reach(of person: Person, _ marking: Marking, _ visit: Visit) -> String {
        guard let matrix = visit.rulebook.matrix, let way = visit.face.sessions.all(of: person.id).first?.way else { return "not-here" }
        if case .allowed = matrix.check(way, reaches: marking.id) { return "reaches" }
        return "does-not-reach"
    }

    /// What the same agency asked of the same dataset before.
    private static func earlier(_ visit: Visit, _ request: SharingRequest) -> [Block] {
        let others = visit.state.requests.values.filter {
            $0.id != request.id && $0.agency == request.agency && $0.content.source == request.content.source
                && $0.content.dataset == request.content.dataset
        }.sorted { $0.id > $1.id }.prefix(10)
        return [
            .table(
                Table(
                    caption: visit.t("request.decide.earlier"),
                    columns: ["number", "made", "by", "is"].map { Table.Column(visit.t("request.column.\($0)")) },
                    rows: others.map {
                        [
                            Cell($0.id.rawValue, href: "/requests/\($0.id)"), Cell(CalendarDay(number: $0.made.day).words),
                            Cell(visit.named($0.by)), Cell(visit.tag($0.stage)),
                        ]
                    }, showsCaption: false, empty: visit.t("request.decide.no-earlier")))
        ]
    }

    // MARK: The decision

    private static func grant(_ visit: Visit) throws -> Reply {
        let request = try visit.request(for: .grant)
        let actor = try visit.actor
        let form = GrantForm(visit: visit, request: request, marking: visit.register.marking(ofWhatIsAsked: request))
        var faults = FormFaults()
        var narrowing = GrantNarrowing()
        do { narrowing = try form.narrowing(visit.form) } catch { faults = error }
        let why = visit.form["why"]?.oneLine
        if why == nil { faults.add("why", visit.t("request.decide.missing-why")) }
        if faults.isEmpty {
            let reading = visit.form["reading"].flatMap { Int($0) } ?? 0
            let chosen = narrowing
            guard
                let refused = try refused({
                    try visit.attempt(
                        "why", { try GrantRequest(hub: visit.hub).perform(request.id, chosen, why: why, reading: reading, by: actor) })
                })
            else {
                let isGranted = visit.state.requests[request.id]?.grant != nil
                return visit.done(
                    "/requests/\(request.id)",
                    isGranted
                        ? visit.t("request.decide.granted", ["name": visit.named(request.by)]) : visit.t("request.decide.half"))
            }
            faults = refused
        }
        // What it is now: where it changed since it was read, this is what has to be read again.
        return .page(try page(visit, try visit.request(), faults: faults), status: .unprocessableContent)
    }
}

extension DecisionRoutes {
    /// What is said of areas that the hub's places do not know stands beside these.
    private static func refused(_ work: () throws -> FormFaults?) throws -> FormFaults? {
        do { return try work() } catch let error as HubError where error.code == "area-not-known" {
            return FormFaults("areas", "\(error.message) \(error.remedy)")
        }
    }
}

/// The form of a decision: what is asked, to be granted whole or narrowed, never widened.
struct GrantForm {
    let visit: Visit
    let request: SharingRequest
    let marking: Marking

    private func own(_ key: String) -> String { visit.t("request.decide.\(key)") }
    private static let mostPersons = 60, mostAreas = 500

    /// What the first of two gave, which the second may narrow further; otherwise what is asked.
    private var first: GrantTerms? { request.firstRelease?.terms }

    /// Those asked for, or those that the first of two held it to; empty for all.
    private var areas: [String] { first?.areas ?? request.content.areas }

    private var canBeHeldToAreas: Bool { visit.rulebook.recordType(request.content.dataset)?.canBeHeldToAreas ?? false }

    var form: Form {
        let content = request.content
        let people = first?.people ?? content.recipients
        let fields = first?.fields ?? content.fields
        var all: [Field] = [
            Field("reading", "", .hidden, value: String(request.reading)),
            Field(
                "fields", own("fields"), .checkboxes(fields.map { Choice(value: $0, label: visit.titled($0, of: content.dataset)) }),
                hint: own("narrow"), values: fields),
            Field(
                "people", own("people"), .checkboxes(people.map { Choice(value: $0.rawValue, label: visit.named($0)) }),
                values: people.map(\.rawValue)),
        ]
        if content.persons > 0 {
            let places: [Int] = if case .only(let chosen)? = first?.persons { chosen } else { Array(1...content.persons) }
            all.append(
                places.count <= Self.mostPersons
                    ? Field(
                        "persons", own("persons"),
                        .checkboxes(
                            places.map { Choice(value: String($0), label: visit.t("request.decide.person", ["number": String($0)])) }),
                        hint: own("persons-hint"), values: places.map(String.init))
                    : Field("persons", own("persons"), hint: own("persons-typed"), value: "", isCode: true))
        }
        let areas = areas
        if !areas.isEmpty {
            all.append(
                Field("areas", own("areas"), .checkboxes(areas.map { Choice(value: $0, label: visit.areaName($0)) }), values: areas))
        } else if canBeHeldToAreas {
            all.append(Field("areas", own("only-areas"), .textArea(rows: 3), hint: own("only-areas-hint")))
        }
        if visit.rulebook.recordType(content.dataset)?.period != nil {
            all.append(
                Field("from", own("from"), hint: own("from-hint"), value: first?.from ?? content.from ?? "", width: 10, isCode: true))
            all.append(Field("to", own("to"), value: first?.to ?? content.to ?? "", width: 10, isCode: true))
        }
        all += [
            Field(
                "transfer", own("transfer"),
                .radios(
                    TransferMethod.allCases.map {
                        Choice(
                            value: $0.rawValue, label: visit.t("request.transfer.\($0.rawValue)"),
                            hint: $0 == content.transfer ? own("as-asked") : nil)
                    }), hint: own("transfer-hint"), value: (first?.transfer ?? content.transfer).rawValue),
            Field(
                "until", own("until"), .date, hint: own("until-hint"),
                value: CalendarDay(number: first?.until ?? content.destroyBy).description
            ),
            Field(
                "marking", own("raise"),
                .select(
                    [Choice(value: "", label: visit.t("request.decide.as-it-is", ["marking": marking.id]))]
                        + visit.rulebook.markings.filter { $0.level > marking.level }.map {
                            Choice(
                                value: $0.id,
                                label: $0.releasers > 1 ? visit.t("request.decide.by-two", ["marking": $0.id]) : $0.id)
                        }), hint: own("raise-hint"), value: first?.marking ?? ""),
            Field(
                "viewing", own("viewing"), .checkboxes([Choice(value: "yes", label: own("viewing-only"), hint: own("viewing-hint"))]),
                values: first?.isForViewingOnly == true ? ["yes"] : []),
            Field(
                "conditions", own("conditions"), .textArea(rows: 3), hint: own("conditions-hint"),
                value: (first?.conditions ?? []).joined(separator: "\n")),
            Field("why", own("why"), .textArea(rows: 4), hint: visit.t("request.name-nobody")),
        ]
        return Form(
            action: "/requests/\(request.id)/grant", button: own("button"), fields: all,
            cancel: Link(text: visit.t("frame.cancel"), href: "/requests/\(request.id)"))
    }

    /// What was chosen, as the register takes it: what is whole stays as it was asked.
    func narrowing(_ form: FormValues) throws(FormFaults) -> GrantNarrowing {
        var faults = FormFaults()
        var narrowing = GrantNarrowing()
        let content = request.content
        func chosen(_ name: String, of all: [String]) -> [String] {
            let values = form.all(name)
            if values.isEmpty { faults.add(name, visit.t("request.decide.missing-\(name)")) }
            return values
        }
        let fields = chosen("fields", of: content.fields)
        if Set(fields) != Set(content.fields) { narrowing.fields = fields }
        let people = chosen("people", of: content.recipients.map(\.rawValue))
        if Set(people) != Set(content.recipients.map(\.rawValue)) { narrowing.people = people.map { PersonID(rawValue: $0) } }
        if content.persons > 0 {
            let typed = form.all("persons").flatMap { $0.split(whereSeparator: { $0 == "," || $0.isWhitespace }) }.map { Int($0) }
            let isWhole = content.persons > Self.mostPersons && typed.isEmpty
            if typed.contains(nil) || (typed.isEmpty && !isWhole) {
                faults.add("persons", visit.t("request.decide.missing-persons"))
            } else if !isWhole, Set(typed) != Set((1...content.persons).map(Optional.some)) {
                narrowing.persons = typed.compactMap { $0 }
            } else if case .only(let places)? = first?.persons {
                narrowing.persons = places
            }
        }
        if !areas.isEmpty {
            let areas = chosen("areas", of: areas)
            if Set(areas) != Set(content.areas) { narrowing.areas = areas }
        } else if canBeHeldToAreas {
            // One a line: a name may have a comma in it.
            let areas = form.exact("areas").lines
            if areas.count > Self.mostAreas { faults.add("areas", visit.t("request.decide.too-many-areas")) }
            if !areas.isEmpty { narrowing.areas = areas }
        }
        if form["from"] != content.from { narrowing.from = form["from"] }
        if form["to"] != content.to { narrowing.to = form["to"] }
        if let transfer = form["transfer"].flatMap(TransferMethod.init(rawValue:)), transfer != content.transfer {
            narrowing.transfer = transfer
        }
        if let text = form.day("until") {
            if let day = CalendarDay(iso: text) {
                if day.number != content.destroyBy { narrowing.until = day.number }
            } else {
                faults.add("until", visit.t("request.decide.bad-until"))
            }
        }
        narrowing.marking = form["marking"]
        narrowing.conditions = form.exact("conditions").lines
        if form["viewing"] != nil {
            if (narrowing.transfer ?? content.transfer) != .hub { faults.add("viewing", visit.t("request.decide.viewing-elsewhere")) }
            if !narrowing.conditions.contains(GrantTerms.notCopied) { narrowing.conditions.append(GrantTerms.notCopied) }
        }
        if !faults.isEmpty { throw faults }
        return narrowing
    }
}
