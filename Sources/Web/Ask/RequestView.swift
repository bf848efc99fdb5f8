import Guidance
import Hub
import Law
import Register

/// A request as a person reads it.
struct RequestView {
    let visit: Visit

    /// What is asked, six steps in order. `change` gives the link that changes a row; nil for none.
    /// - Parameter persons: How many persons are named; nil where the row is left out, as they cannot be changed.
    func rows(_ content: RequestContent, persons: Int?, change: (DraftPage) -> Link? = { _ in nil }) -> [SummaryRow] {
        let type = visit.rulebook.recordType(content.dataset)
        var rows: [SummaryRow] = [
            SummaryRow(
                visit.t("request.row.dataset"),
                Cell(
                    visit.t(
                        "request.row.dataset-value",
                        [
                            "title": visit.titled(content.dataset), "section": type?.section ?? "",
                            "information": visit.t("request.information.\(type?.information.rawValue ?? "personal")"),
                        ])))
        ]
        func add(_ page: DraftPage, _ values: [String]) {
            let shown = values.filter { !$0.isEmpty }
            let link = change(page)
            guard !shown.isEmpty || link != nil else { return }
            rows.append(
                SummaryRow(
                    visit.t("request.row.\(page.rawValue)"), shown.isEmpty ? [Cell(visit.t("request.row.none"))] : shown.map { Cell($0) },
                    action: link))
        }
        add(.source, [visit.named(content.source)])
        if let contact = content.contact { rows.append(SummaryRow(visit.t("request.row.contact"), Cell(visit.named(contact)))) }
        if let partnership = content.partnership {
            add(.partnership, [visit.state.partnerships[partnership]?.name ?? partnership.rawValue])
        }
        add(.purpose, [visit.t("request.purpose.\(content.purpose.rawValue)")])
        add(.questions, content.questions)
        add(.definitions, content.definitions)
        add(
            .hypotheses,
            content.hypotheses.map {
                visit.t("request.row.hypothesis", ["text": $0.text, "datasets": $0.datasets.map(visit.titled).joined(separator: ", ")])
            })
        add(.why, [content.why])
        add(.benefit, [content.benefit])
        if type?.fields.contains(where: { $0.place != nil }) == true {
            add(.precision, [visit.t("request.precision.\(content.precision.rawValue)")])
        }
        add(.fields, content.fields.map { visit.titled($0, of: content.dataset) })
        if type?.period != nil { add(.period, [period(content.from, content.to)]) }
        add(.areas, content.areas.map(visit.areaName))
        if type?.information != .depersonalised, let persons {
            add(
                .persons,
                [content.isAboutEveryone ? visit.t("request.row.everyone") : visit.texts.count("request.row.persons-named", persons)])
        }
        add(.recipients, content.recipients.map(visit.named))
        add(.handler, [visit.named(content.handler)])
        add(.transfer, [visit.t("request.transfer.\(content.transfer.rawValue)")])
        add(.format, [visit.texts.find("request.page.format.is-\(content.format)") ?? content.format])
        add(.neededWithin, [visit.texts.count("request.row.days", content.neededWithin)])
        add(.destroyBy, [CalendarDay(number: content.destroyBy).words])
        if type?.information != .depersonalised {
            add(.necessity, [content.necessity ?? ""])
            add(.proportionality, [content.proportionality ?? ""])
        }
        return rows
    }

    /// A period in words.
    func period(_ from: String?, _ to: String?) -> String {
        switch (from.map(PartialDay.words), to.map(PartialDay.words)) {
        case (let from?, let to?): from == to ? from : visit.t("request.row.from-to", ["from": from, "to": to])
        case (let from?, nil): visit.t("request.row.from", ["from": from])
        case (nil, let to?): visit.t("request.row.to", ["to": to])
        case (nil, nil): visit.t("request.row.all-time")
        }
    }

    /// Where it stands and what happened to it: the same for both sides.
    func timeline(_ request: SharingRequest) -> Block {
        let made = [Cell(request.made.words), Cell(visit.t("request.step.make")), Cell(visit.named(request.by))]
        let steps = request.history.map { taken in
            // Of one that is held nobody had asked anything.
            let key = taken.step == .answer && taken.wasHeld ? "confirm" : taken.step.rawValue
            return [Cell(taken.at.words), Cell(visit.t("request.step.\(key)")), Cell(visit.named(taken.by))]
        }
        return .table(
            Table(
                caption: visit.t("request.timeline.title"),
                columns: [
                    Table.Column(visit.t("request.timeline.when")), Table.Column(visit.t("request.timeline.what")),
                    Table.Column(visit.t("request.timeline.who")),
                ], rows: [made] + steps))
    }

    /// Questions, answers, advice, decisions: all that was said, in the words it was said in.
    func conversation(_ request: SharingRequest) -> [Block] {
        var rows: [SummaryRow] = request.remarks.map { SummaryRow(visit.named($0.by), Cell($0.text)) }
        func add(_ key: String, _ by: PersonID, _ text: String) {
            rows.append(SummaryRow(visit.t("request.said.\(key)", ["person": visit.named(by)]), Cell(text)))
        }
        if let advice = request.advice { add(advice.agrees ? "agrees" : "objects", advice.by, advice.why) }
        if let first = request.firstRelease { add("first-release", first.by, first.why) }
        if let refusal = request.refusal {
            let reason = visit.rulebook.refusalReasons.first { $0.id == refusal.reason }
            add("refused", refusal.by, "\(reason?.title ?? refusal.reason): \(refusal.why)")
            if let reason, reason.isExcuse {
                rows.append(SummaryRow(visit.t("request.said.guidance", ["section": reason.section]), Cell(reason.answer)))
            }
        }
        if let appeal = request.appeal { add("appealed", appeal.by, appeal.why) }
        if let settlement = request.settlement { add("settled", settlement.by, settlement.why) }
        if let withdrawal = request.withdrawal { add("withdrawn", withdrawal.by, withdrawal.why) }
        return rows.isEmpty ? [.text(visit.t("request.said.nothing"))] : [.summary(rows)]
    }

    /// Facts that were stated, by whom.
    func facts(_ request: SharingRequest) -> [Block] {
        guard !request.content.facts.isEmpty else { return [] }
        let rows = request.content.facts.sorted { $0.key < $1.key }.map { fact, value -> [Cell] in
            let (name, answer) = visit.words(fact, value)
            return [Cell(name), Cell(answer), Cell(request.statedBy[fact].map(visit.named) ?? "")]
        }
        return [
            .table(
                Table(
                    caption: visit.t("request.facts.title"),
                    columns: [
                        Table.Column(visit.t("request.facts.fact")), Table.Column(visit.t("request.facts.answer")),
                        Table.Column(visit.t("request.facts.by")),
                    ], rows: rows))
        ]
    }

    /// What was decided: by whom, when, until when and on what conditions.
    func decision(_ request: SharingRequest) -> [SummaryRow] {
        guard let grant = request.grant.flatMap({ visit.state.grants[$0] }) else { return [] }
        var rows = [
            SummaryRow(
                visit.t("request.row.granted-by"),
                grant.rule == nil ? grant.decidedBy.map { Cell(visit.named($0)) } : [Cell(visit.t("grant.by-rule"))]),
            SummaryRow(visit.t("request.row.granted"), Cell(grant.given.words)),
            SummaryRow(visit.t("request.row.until"), Cell(CalendarDay(number: grant.terms.until).words)),
        ]
        if !grant.terms.conditions.isEmpty {
            rows.append(SummaryRow(visit.t("grant.row.conditions"), grant.terms.conditions.map { Cell($0) }))
        }
        return rows
    }

    /// What the reader can do now, as buttons, and for whom it waits.
    func next(_ request: SharingRequest) throws -> [Block] {
        let steps = try visit.steps(request)
        var buttons: [Button] = []
        func add(_ key: String, _ path: String, isSecondary: Bool = true) {
            buttons.append(
                Button(text: visit.t("request.button.\(key)"), href: "/requests/\(request.id)/\(path)", isSecondary: isSecondary))
        }
        if steps.contains(.grant) { add("decide", "decide", isSecondary: false) }
        for step in steps {
            switch step {
            case .grant, .firstRelease: break
            case .uphold: add("settle", "settle", isSecondary: false)
            case .reconsider: break
            case .answer: add(request.stage == .held ? "confirm" : "answer", "answer", isSecondary: false)
            case .advise: add("advise", "advise", isSecondary: request.advice != nil)
            case .query: add("query", "ask")
            // Once it is decided, a fact is stated anew where one lapses; that is no step that waits.
            case .state: if request.grant == nil { add("state", "facts") }
            default: add(step.rawValue, step.rawValue)
            }
        }
        // What matters most comes first.
        buttons = buttons.filter { !$0.isSecondary } + buttons.filter(\.isSecondary)
        var blocks: [Block] = [.heading(visit.t("request.next.title"))]
        blocks.append(buttons.isEmpty ? .text(visit.t("request.next.nothing")) : .buttons(buttons))
        if let waiting = try waiting(request) { blocks.append(.text(waiting)) }
        if request.grant != nil, steps.contains(.state) {
            blocks.append(.links([Link(text: visit.t("request.next.restate"), href: "/requests/\(request.id)/facts")]))
        }
        return blocks
    }

    /// For whom it waits, and for what, where that is somebody else than the reader.
    private func waiting(_ request: SharingRequest) throws -> String? {
        let source = visit.state.agencies[request.content.source]
        let own = visit.register.part(of: try visit.person, in: request)
        switch request.stage {
        case .submitted, .halfReleased:
            guard !(try visit.steps(request).contains(.grant)) else { return nil }
            // The second of two is somebody else than the officer who released it first.
            let officer = source?.liaisonOfficer.flatMap { $0 == request.firstRelease?.by ? nil : $0 }
            return visit.t(
                "request.next.to-decide",
                ["name": officer.map(visit.named) ?? visit.t("request.next.an-officer", ["agency": visit.named(request.content.source)])])
        case .queried: return own.contains(.requester) ? nil : visit.t("request.next.to-answer", ["name": visit.named(request.by)])
        case .held:
            return visit.t(own.contains(.requester) ? "request.next.held" : "request.next.to-confirm", ["name": visit.named(request.by)])
        case .appealed: return own.contains(.coordinator) ? nil : visit.t("request.next.to-settle")
        case .granted, .refused, .upheld, .withdrawn: return nil
        }
    }
}
