import Guidance
import HTTPTypes
import Hub
import Register

/// Filtering, counting and mapping depersonalised records.
enum ExploreRoutes {
    static let all: [Route] =
        [
            .get("/explore", .may(.query)) { visit in .page(try list(visit)) },
            .get("/explore/{dataset}/purpose", .may(.query)) { visit in .page(try purposePage(try ExploreVisit(visit))) },
            // The purpose stands in the ledger with every view that it is stated for.
            .post("/explore/{dataset}/purpose", .may(.query), event: "none", statePurpose),
            .get("/explore/{dataset}", .may(.query), event: "queryAnswered") { visit in try show(visit) },
            .get("/explore/{dataset}/one", .may(.query)) { visit in .page(try lookUpPage(try ExploreVisit(visit))) },
            .post("/explore/{dataset}/one", .may(.query), event: "queryAnswered", lookUp).long,
        ] + MapRoutes.all + SmallNumberRoutes.all + SavedViewRoutes.all

    private static func list(_ visit: Visit) throws -> Page {
        let person = try visit.person
        let types = ExploreVisit.datasets(of: person, in: visit.rulebook)
        // What is held, as the catalogue tells it to the same person.
        let held = person.may(.seeQuality) ? try CatalogueRoutes.holdings(visit) : [:], words = SupplyWords(visit)
        var blocks: [Block] = [.lead(visit.t("explore.lead"))]
        blocks.append(
            types.isEmpty
                ? .inset(visit.t("explore.none"))
                : .tasks(
                    types.map { type in
                        let isHeld = ExploreVisit.isHeld(type, visit)
                        return Task(
                            title: type.title, href: isHeld ? "/explore/\(type.id)" : nil,
                            hint: [type.explanation, words.span(of: held[type.id] ?? [])].compactMap(\.self).joined(separator: " "),
                            tag: isHeld ? nil : Tag(text: visit.t("explore.nothing-held"), colour: .grey))
                    }))
        blocks += try SavedViewRoutes.list(visit, types)
        if person.may(.setSmallNumbers) {
            blocks += [
                .heading(visit.t("explore.small.title")), .text(visit.t("explore.small.lead")),
                .links([Link(text: visit.t("explore.small.link"), href: "/small-numbers")]),
            ]
        }
        return Page(visit.t("explore.title"), section: "explore", blocks)
    }

    // MARK: The purpose

    private static func purposePage(_ explore: ExploreVisit, faults: FormFaults = FormFaults()) throws -> Page {
        let visit = explore.visit
        let trail = [Link(text: visit.t("explore.title"), href: "/explore")]
        guard explore.isHeld else {
            return Page(explore.type.title, section: "explore", trail: trail, [.text(visit.t("explore.nothing-yet"))])
        }
        let likely = explore.likelyPurpose
        let form = Form(
            action: "\(explore.path)/purpose", button: visit.t("frame.continue"),
            fields: [
                Field(
                    "category", visit.t("explore.purpose.category"),
                    .radios(
                        PurposeCategory.allCases.map {
                            Choice(
                                value: $0.rawValue, label: visit.t("explore.purpose.\($0.rawValue)"),
                                hint: visit.t("explore.purpose.\($0.rawValue)-hint"))
                        }), value: likely?.category.rawValue ?? ""),
                Field(
                    "purpose", visit.t("explore.purpose.text"), .textArea(rows: 3), hint: visit.t("explore.purpose.text-hint"),
                    value: likely?.text ?? ""),
                Field("to", "", .hidden, value: ExploreVisit.bare(visit.query).encoded),
            ], cancel: Link(text: visit.t("frame.cancel"), href: "/explore"))
        return Page(
            visit.t("explore.purpose.title"), section: "explore", caption: explore.type.title,
            trail: trail, faults: faults,
            [.text(visit.t("explore.purpose.why")), .form(visit.form.isEmpty ? form : form.filled(with: visit.form, faults: faults))])
    }

    private static func statePurpose(_ visit: Visit) throws -> Reply {
        let explore = try ExploreVisit(visit)
        guard let filters = FormValues(visit.form["to"] ?? "") else { throw WebFault.malformed }
        var faults = FormFaults()
        let category = visit.form["category"].flatMap { PurposeCategory(rawValue: $0) }
        if category == nil { faults.add("category", visit.t("explore.purpose.fault-category")) }
        let text = (visit.form["purpose"] ?? "").split(whereSeparator: \.isNewline).joined(separator: " ").trimmingSpace
        if text.isEmpty { faults.add("purpose", visit.t("explore.purpose.fault-text")) }
        if let category, faults.isEmpty {
            do {
                _ = try explore.records().fields(.init(explore.person.id, of: explore.type.id, purpose: text, category: category))
                guard let session = visit.session else { throw WebFault.signInNeeded }
                let stated = visit.face.purposes.state(text, category: category, for: explore.type.id, in: session.id, at: visit.now)
                return .redirect("\(explore.path)?\(ExploreVisit.bare(filters).with(ExploreVisit.stated, stated.id).encoded)")
            } catch let refusal as Refusal where [.noPurpose, .namesSubject].contains(refusal.code) {
                faults.add("purpose", refusal.message)
            } catch let refusal as Refusal where refusal.code == .purposeNotCovered { faults.add("category", refusal.message) }
        }
        return .page(try purposePage(explore, faults: faults), status: .unprocessableContent)
    }

    // MARK: The records

    private static func show(_ visit: Visit) throws -> Reply {
        let explore = try ExploreVisit(visit)
        guard let asking = try explore.asking() else { return toPurpose(explore) }
        let records = try explore.records()
        let fields = try records.fields(asking)
        let filters = try ExploreFilters(visit.query, explore.type, fields, visit)
        let page = ExplorePage(explore: explore, fields: fields, filters: filters)
        guard filters.faults.isEmpty else { return .page(page.page(nil), status: .unprocessableContent) }
        let found = try records.count(page.questions, asking)
        return .page(page.page(found))
    }

    /// To say what for first, and then on by the same filters.
    static func toPurpose(_ explore: ExploreVisit, _ filters: FormValues? = nil) -> Reply {
        let query = ExploreVisit.bare(filters ?? explore.visit.query).encoded
        return .redirect("\(explore.path)/purpose\(query.isEmpty ? "" : "?\(query)")")
    }

    // MARK: One reference

    private static func lookUpPage(
        _ explore: ExploreVisit, faults: FormFaults = FormFaults(), answer: Answer? = nil
    ) throws -> Page {
        let visit = explore.visit
        var blocks: [Block] = [
            .text(visit.t("explore.one.lead")),
            .form(
                Form(
                    action: "\(explore.path)/one", button: visit.t("explore.one.button"),
                    fields: [
                        Field(
                            "reference", visit.t("explore.one.reference"), hint: visit.t("explore.one.reference-hint"), width: 20,
                            isCode: true), explore.statedField,
                    ]
                ).filled(with: visit.form, faults: faults)),
        ]
        if let answer {
            blocks.append(.heading(visit.texts.count("explore.one.found", answer.records.count)))
            for record in answer.records {
                blocks.append(
                    .summary(
                        record.sorted { $0.key < $1.key }.map { name, value in
                            SummaryRow(explore.type.field(name)?.title ?? name.replacing("_", with: " "), Cell(value))
                        }))
            }
        }
        return Page(
            visit.t("explore.one.title"), section: "explore", caption: explore.type.title, trail: explore.trail, marking: answer?.marking,
            faults: faults, blocks)
    }

    private static func lookUp(_ visit: Visit) throws -> Reply {
        let explore = try ExploreVisit(visit)
        guard let purpose = explore.purpose else { return toPurpose(explore) }
        guard let field = explore.type.reference?.name else { throw WebFault.notFound }
        guard let reference = visit.form["reference"], reference.count <= 200 else {
            return .page(
                try lookUpPage(explore, faults: FormFaults("reference", visit.t("explore.one.fault-empty"))), status: .unprocessableContent)
        }
        let question = Question(
            dataset: explore.type.id, from: nil, to: nil, filters: [.init(field: field, test: .equals(reference))], by: [])
        do {
            let answer = try AnswerQuestion(hub: visit.hub, vault: visit.vault(), entry: .session(visit.way)).perform(
                question, for: explore.person.id, purpose: purpose.text, category: purpose.category, showing: 20)
            return .page(try lookUpPage(explore, answer: answer))
        } catch let refusal as Refusal where refusal.code == .keyedReference {
            return .page(
                try lookUpPage(explore, faults: FormFaults("reference", visit.t("explore.one.fault-keyed"))), status: .unprocessableContent)
        }
    }
}
