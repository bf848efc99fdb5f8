import Guidance
import HTTPTypes
import Hub
import Law
import Register

/// The steps of a request that are a question and a sentence: each is a page of its own (§4.3).
enum RequestSteps {
    /// A step that takes a text.
    private struct Step: Sendable {
        /// The last part of its address, and the key of its texts.
        let key: String
        let step: RequestStep
        let action: Action
        let event: String
        /// Fields besides the text.
        let fields: @Sendable (Visit) -> [Field]
        /// What is done with what was typed.
        let move: @Sendable (RequestID, FormValues, String) throws(FormFaults) -> RequestMove
        var isWarning = false
    }

    private static let steps: [Step] = [
        Step(key: "ask", step: .query, action: .seeRequest, event: "requestQueried", fields: { _ in [] }) { id, _, text in .query(id, text)
        },
        Step(key: "answer", step: .answer, action: .request, event: "queryReplied", fields: { _ in [] }) { id, _, text in .reply(id, text)
        },
        Step(
            key: "advise", step: .advise, action: .adviseAsGuardian, event: "guardianAdvised",
            fields: { choice($0, "advise", ["yes", "no"]) }
        ) {
            id, form, text throws(FormFaults) in
            guard let value = ["yes": true, "no": false][form["choice"] ?? ""] else { throw FormFaults("choice", "request.advise.missing") }
            return .advise(id, agrees: value, why: text)
        },
        Step(
            key: "refuse", step: .refuse, action: .decideRequest, event: "requestRefused",
            fields: { visit in
                [
                    Field(
                        "choice", visit.t("request.refuse.choice"),
                        .radios(
                            visit.rulebook.refusalReasons.map {
                                Choice(value: $0.id, label: $0.title, hint: $0.isExcuse ? "\($0.answer) (\($0.section))" : $0.section)
                            }))
                ]
            },
            move: { id, form, text throws(FormFaults) in
                guard let reason = form["choice"] else { throw FormFaults("choice", "request.refuse.missing") }
                return .refuse(id, reason: reason, why: text)
            }, isWarning: true),
        Step(
            key: "withdraw", step: .withdraw, action: .request, event: "requestWithdrawn", fields: { _ in [] },
            move: { id, _, text in .withdraw(id, why: text) }, isWarning: true),
        Step(key: "appeal", step: .appeal, action: .request, event: "requestAppealed", fields: { _ in [] }) { id, _, text in
            .appeal(id, why: text)
        },
        Step(
            key: "settle", step: .uphold, action: .settleAppeal, event: "refusalUpheld",
            fields: { choice($0, "settle", ["stands", "again"]) }
        ) {
            id, form, text throws(FormFaults) in
            guard let value = ["stands": true, "again": false][form["choice"] ?? ""] else {
                throw FormFaults("choice", "request.settle.missing")
            }
            return .settle(id, upholding: value, why: text)
        },
    ]

    private static func choice(_ visit: Visit, _ key: String, _ values: [String]) -> [Field] {
        [
            Field(
                "choice", visit.t("request.\(key).choice"),
                .radios(values.map { Choice(value: $0, label: visit.t("request.\(key).\($0)")) }))
        ]
    }

    static let all: [Route] =
        steps.flatMap { step -> [Route] in
            [
                .get("/requests/{request}/\(step.key)", .may(step.action)) { visit in
                    .page(page(visit, try visit.request(for: step.step), step))
                },
                .post("/requests/{request}/\(step.key)", .may(step.action), event: step.event) { visit in try take(visit, step) },
            ]
        } + [
            .get("/requests/{request}/facts", .may(.seeRequest)) { visit in .page(try factsPage(visit, try visit.request(for: .state))) },
            .post("/requests/{request}/facts", .may(.seeRequest), event: "factsStated", stateFacts),
        ]

    private static func page(_ visit: Visit, _ request: SharingRequest, _ step: Step, faults: FormFaults = FormFaults()) -> Page {
        func own(_ key: String) -> String { visit.t("request.\(words(step, request)).\(key)") }
        var form = Form(
            action: "/requests/\(request.id)/\(step.key)", button: own("button"),
            fields: step.fields(visit) + [Field("text", own("label"), .textArea(rows: 4), hint: visit.t("request.name-nobody"))],
            isWarning: step.isWarning, cancel: Link(text: visit.t("frame.cancel"), href: "/requests/\(request.id)"))
        if visit.method == .post { form = form.filled(with: visit.form, faults: faults) }
        var blocks: [Block] = [.text(own("lead")), .form(form)]
        let last = request.remarks.last
        if step.step == .answer, request.stage != .held, let last {
            blocks.insert(.inset(visit.t("request.answer.asked", ["person": visit.named(last.by), "text": last.text])), at: 0)
        }
        if step.step == .uphold {
            blocks.insert(contentsOf: RequestView(visit: visit).conversation(request), at: 0)
        }
        return Page(
            own("title"), section: "requests", caption: visit.titled(request.content.dataset), trail: visit.trail(request), faults: faults,
            [.columns(blocks, RequestRoutes.besideAssessment(visit, request))])
    }

    /// The name of a step's texts: of one that is held the answer is that it stands, and nobody has asked anything.
    private static func words(_ step: Step, _ request: SharingRequest) -> String {
        step.step == .answer && request.stage == .held ? "confirm" : step.key
    }

    private static func take(_ visit: Visit, _ step: Step) throws -> Reply {
        // First what may be: who may not take it is told nothing of what they typed.
        let request = try visit.request()
        guard try visit.steps(request).contains(step.step) else { throw WebFault.notFound }
        var faults = FormFaults()
        let text = visit.form["text"]?.oneLine ?? ""
        if text.isEmpty { faults.add("text", visit.t("request.\(words(step, request)).missing-text")) }
        var move: RequestMove?
        do { move = try step.move(request.id, visit.form, text) } catch {
            for (field, key) in error.byField { faults.add(field, visit.t(key)) }
        }
        if faults.isEmpty, let move {
            let actor = try visit.actor
            guard let refused = try visit.attempt("text", { try visit.hub.run(.request(move), by: actor) }) else {
                return visit.done("/requests/\(request.id)", visit.t("request.\(words(step, request)).done"))
            }
            faults = refused
        }
        return .page(page(visit, request, step, faults: faults), status: .unprocessableContent)
    }

    // MARK: Facts

    private static func questions(_ visit: Visit, _ request: SharingRequest) throws -> [AskedQuestion] {
        let assessment = try visit.register.assess(request, at: visit.now)
        return visit.register.questions(to: try visit.person, on: request, in: assessment)
    }

    /// Facts stated before that the reader may correct.
    private static func corrections(_ visit: Visit, _ request: SharingRequest) throws -> [AskedQuestion] {
        let person = try visit.person
        var seen: Set<String> = []
        return request.content.facts.keys.sorted().compactMap { fact in
            guard visit.register.canState(fact, on: request, by: person), let question = visit.register.question(named: fact),
                question.kind == .yesOrNo,
                request.statedBy[fact] == person.id
                    || request.statedBy[fact].flatMap({ visit.state.people[$0]?.agency }) != request.content.source
                    || person.agency == request.content.source, seen.insert(question.id).inserted
            else { return nil }
            return question
        }
    }

    private static func factsPage(_ visit: Visit, _ request: SharingRequest, faults: FormFaults = FormFaults()) throws -> Page {
        func fields(_ questions: [AskedQuestion]) -> [Field] {
            questions.map {
                AskedField(visit: visit, question: $0).field($0.id, stated: request.content.facts, isDoubted: false, isHeading: false)
            }
        }
        let open = try questions(visit, request), said = try corrections(visit, request)
        var main: [Block] = [.text(visit.t("request.facts.lead"))]
        func form(_ questions: [AskedQuestion], _ button: String) -> Block {
            var form = Form(
                action: "/requests/\(request.id)/facts", button: visit.t(button), fields: fields(questions),
                cancel: Link(text: visit.t("frame.cancel"), href: "/requests/\(request.id)"))
            if visit.method == .post { form = form.filled(with: visit.form, faults: faults) }
            return .form(form)
        }
        main.append(open.isEmpty ? .text(visit.t("request.facts.none")) : form(open, "request.facts.button"))
        if !said.isEmpty { main.append(.details(visit.t("request.facts.correct"), [form(said, "request.facts.button-correct")])) }
        return Page(
            visit.t("request.facts.page-title"), section: "requests", caption: visit.titled(request.content.dataset),
            trail: visit.trail(request), faults: faults, [.columns(main, RequestRoutes.besideAssessment(visit, request))])
    }

    private static func stateFacts(_ visit: Visit) throws -> Reply {
        let request = try visit.request(for: .state)
        var stated: [String: Bool] = [:]
        for question in try questions(visit, request) + corrections(visit, request) {
            guard let facts = AskedField(visit: visit, question: question).facts(visit.form.all(question.id)) else { continue }
            stated.merge(facts.filter { request.content.facts[$0.key] != $0.value }) { _, new in new }
        }
        var faults = FormFaults("", visit.t("request.facts.missing"))
        if !stated.isEmpty {
            let actor = try visit.actor, said = stated
            guard let refused = try visit.attempt("", { try visit.hub.run(.request(.state(request.id, said)), by: actor) }) else {
                let isDeciding = try visit.steps(request).contains(.grant)
                return visit.done(
                    "/requests/\(request.id)\(isDeciding ? "/decide" : "")", visit.texts.count("request.facts.done", said.count))
            }
            faults = refused
        }
        return .page(try factsPage(visit, request, faults: faults), status: .unprocessableContent)
    }
}
