import Guidance
import Hub
import Register

/// Recording a protocol: first what it is, then its terms, with as many limits and routine supplies as it has.
enum NewProtocolRoutes {
    static let all: [Route] =
        [.get("/protocols/new", .may(.runRegister)) { visit in .page(try start(visit)) }]
        + FormPage.routes("/protocols/new/terms", .may(.runRegister), event: "protocolRecorded", show: form, take: record)

    /// As many rows as one form takes; further ones go into the next version.
    private static let mostRows = 20

    private static func start(_ visit: Visit) throws -> Page {
        guard try !visit.ownPartnershipChoices().isEmpty else { throw WebFault.notFound }
        var fields = [
            Field(
                "kind", visit.t("agreement.kind"),
                .radios(
                    ProtocolKind.allCases.map {
                        Choice(
                            value: $0.rawValue, label: visit.t("agreement.kind-\($0.rawValue)"),
                            hint: visit.t("agreement.kind-hint-\($0.rawValue)"))
                    }), value: ProtocolKind.informationSharing.rawValue),
            Field(
                "supplies", visit.t("agreement.how-many-supplies"), .number, hint: visit.t("agreement.supplies-hint"), value: "0", width: 2),
            Field("limits", visit.t("agreement.how-many-limits"), .number, hint: visit.t("agreement.limits-hint"), value: "0", width: 2),
        ]
        if let replaces = visit.query["replaces"] { fields.append(Field("replaces", "", .hidden, value: replaces)) }
        return Page(
            visit.t("agreement.add"), section: "partnership", trail: AgreementRoutes.trail(visit),
            [
                .form(
                    Form(
                        action: "/protocols/new/terms", button: visit.t("frame.continue"), fields: fields, isGet: true,
                        cancel: Link(text: visit.t("frame.cancel"), href: "/protocols")))
            ])
    }

    /// What stands in the address of the form, or in the form when it comes back.
    private struct Asked {
        let kind: ProtocolKind
        let supplies: Int, limits: Int
        let replaces: String

        init(_ visit: Visit) {
            func value(_ name: String) -> String? { visit.form[name] ?? visit.query[name] }
            kind = value("kind").flatMap { ProtocolKind(rawValue: $0) } ?? .informationSharing
            let all = kind == .accord ? 0 : mostRows
            supplies = min(max(value("supplies").flatMap { Int($0) } ?? 0, 0), all)
            limits = min(max(value("limits").flatMap { Int($0) } ?? 0, 0), all)
            replaces = value("replaces") ?? ""
        }
    }

    private static func form(_ visit: Visit) throws -> FormPage {
        let partnerships = try visit.ownPartnershipChoices(), asked = Asked(visit), state = visit.state
        guard !partnerships.isEmpty else { throw WebFault.notFound }
        let none = Choice(value: "", label: visit.t("agreement.none"))
        func protocols(_ test: (SharingProtocol) -> Bool) -> [Choice] {
            state.protocols.values.filter { !$0.isWithdrawn && test($0) }.sorted { $0.title < $1.title }.map {
                Choice(value: $0.id.rawValue, label: $0.title)
            }
        }
        var fields = [
            Field("kind", "", .hidden, value: asked.kind.rawValue), Field("supplies", "", .hidden, value: String(asked.supplies)),
            Field("limits", "", .hidden, value: String(asked.limits)), Field("title", visit.t("agreement.title")),
            Field("id", visit.t("agreement.short-name"), hint: visit.t("form.short-name-hint"), width: 20, isCode: true),
        ]
        if partnerships.count > 1 { fields.append(Field("partnership", visit.t("agreement.partnership"), .select(partnerships))) }
        if asked.kind == .personalInformationSharing {
            fields.append(Field("accord", visit.t("agreement.accord"), .select(protocols { $0.terms.kind == .accord })))
        }
        fields += [
            Field("replaces", visit.t("agreement.replaces"), .select([none] + protocols { _ in true }), value: asked.replaces),
            Field("from", visit.t("agreement.from"), .date, value: CalendarDayText.iso(visit.now.day)),
            Field("expires", visit.t("agreement.until"), .date, hint: visit.t("agreement.until-hint")),
            Field("review-by", visit.t("agreement.review-by"), .date),
        ]
        if asked.kind != .accord {
            fields += [
                Field(
                    "dataset", visit.t("agreement.datasets"), .checkboxes(visit.datasetChoices()),
                    hint: visit.t("agreement.datasets-hint"), isSmall: true),
                Field(
                    "purpose", visit.t("agreement.purposes"),
                    .checkboxes(
                        PurposeCategory.allCases.map { Choice(value: $0.rawValue, label: visit.t("agreement.purpose-\($0.rawValue)")) }),
                    hint: visit.t("agreement.purposes-hint")),
                Field(
                    "also", visit.t("agreement.also"),
                    .checkboxes(["foi", "across", "occasional"].map { Choice(value: $0, label: visit.t("agreement.also-\($0)")) })),
            ]
        }
        if asked.kind == .personalInformationSharing {
            fields += ["powers", "consent", "procedures"].map { Field($0, visit.t("agreement.\($0)"), .textArea(rows: 3)) }
        }
        return FormPage(
            title: visit.t("agreement.kind-\(asked.kind.rawValue)"), section: "partnership", caption: visit.t("agreement.add"),
            trail: AgreementRoutes.trail(visit),
            form: Form(
                action: "/protocols/new/terms", button: visit.t("agreement.record"), fields: fields + rows(asked, visit),
                cancel: Link(text: visit.t("frame.cancel"), href: "/protocols")))
    }

    private static func rows(_ asked: Asked, _ visit: Visit) -> [Field] {
        let agencies = visit.agencyChoices(), datasets = visit.datasetChoices()
        let intervals = SupplyInterval.allCases.map { Choice(value: $0.rawValue, label: visit.t("agreement.every-\($0.rawValue)")) }
        var fields: [Field] = []
        for row in 0..<asked.supplies {
            let number = ["number": String(row + 1)] as KeyValuePairs
            fields += [
                Field("supply-agency-\(row)", visit.t("agreement.supply-agency", number), .select(agencies)),
                Field("supply-dataset-\(row)", visit.t("agreement.supply-dataset", number), .select(datasets)),
                Field("supply-every-\(row)", visit.t("agreement.supply-every", number), .select(intervals)),
                Field("supply-within-\(row)", visit.t("agreement.supply-within", number), .number, value: "10", width: 4),
            ]
        }
        for row in 0..<asked.limits {
            let number = ["number": String(row + 1)] as KeyValuePairs
            fields += [
                Field("limit-agency-\(row)", visit.t("agreement.limit-agency", number), .select(agencies)),
                Field(
                    "limit-only-\(row)", visit.t("agreement.limit-form", number),
                    .checkboxes([Choice(value: "yes", label: visit.t("agreement.depersonalised-only"))])),
                Field(
                    "limit-dataset-\(row)", visit.t("agreement.limit-datasets", number), .checkboxes(datasets),
                    hint: visit.t("agreement.limit-datasets-hint"), isSmall: true),
            ]
        }
        return fields
    }

    private static func record(_ visit: Visit) throws -> Reply {
        var faults = FormFaults()
        let asked = Asked(visit), form = visit.form
        let partnerships = try visit.ownPartnershipChoices()
        let partnership = partnerships.count == 1 ? partnerships[0].value : visit.chosen("partnership", among: partnerships, &faults)
        let title = visit.needed("title", &faults), id: ProtocolID? = visit.shortName("id", &faults)
        let first = visit.dayNumber("from", needed: false, &faults) ?? visit.now.day
        let expires = visit.dayNumber("expires", needed: false, &faults)
        var terms = ProtocolTerms()
        terms.kind = asked.kind
        terms.partnership = partnership.map { PartnershipID(rawValue: $0) }
        terms.accord = asked.kind == .personalInformationSharing ? form["accord"].map { ProtocolID(rawValue: $0) } : nil
        terms.replaces = form["replaces"].map { ProtocolID(rawValue: $0) }
        terms.reviewBy = visit.dayNumber("review-by", needed: asked.kind == .personalInformationSharing, &faults)
        if asked.kind != .accord {
            let purposes = form.all("purpose").compactMap { PurposeCategory(rawValue: $0) }, also = Set(form.all("also"))
            terms.purposes = purposes.isEmpty ? nil : purposes
            terms.hasFreedomOfInformationClause = also.contains("foi")
            terms.permitsAcross = also.contains("across")
            terms.admitsOccasionalToPersonal = also.contains("occasional")
        }
        if asked.kind == .personalInformationSharing {
            if terms.purposes == nil { faults.add("purpose", visit.t("form.choose")) }
            terms.powers = visit.needed("powers", &faults)
            terms.consent = visit.needed("consent", &faults)
            terms.procedures = visit.needed("procedures", &faults)
        }
        terms.supplies = supplies(asked, from: first, visit, &faults)
        terms.limits = (0..<asked.limits).compactMap { row in
            guard let agency = visit.chosen("limit-agency-\(row)", among: visit.agencyChoices(), &faults) else { return nil }
            let datasets = form.all("limit-dataset-\(row)").map { RecordTypeID(rawValue: $0) }
            return ProtocolTerms.Limit(
                agency: AgencyID(rawValue: agency), datasets: datasets.isEmpty ? nil : datasets,
                depersonalisedOnly: form["limit-only-\(row)"] == "yes")
        }
        guard let id, faults.isEmpty else { throw faults }
        let datasets = form.all("dataset").map { RecordTypeID(rawValue: $0) }
        try visit.hub.run(
            .recordProtocol(
                id: id, title: title, datasets: datasets.isEmpty ? nil : datasets, inForceFrom: first, expires: expires, terms: terms),
            by: visit.actor)
        return visit.done("/protocols/\(id)", visit.t("agreement.recorded", ["title": title]))
    }

    private static func supplies(_ asked: Asked, from first: Int, _ visit: Visit, _ faults: inout FormFaults) -> [RoutineSupply] {
        (0..<asked.supplies).compactMap { row in
            guard let within = visit.form["supply-within-\(row)"].flatMap({ Int($0) }) else {
                faults.add("supply-within-\(row)", visit.t("form.number-needed"))
                return nil
            }
            guard let every = visit.form["supply-every-\(row)"].flatMap({ SupplyInterval(rawValue: $0) }) else {
                faults.add("supply-every-\(row)", visit.t("form.choose"))
                return nil
            }
            guard let agency = visit.chosen("supply-agency-\(row)", among: visit.agencyChoices(), &faults),
                let dataset = visit.chosen("supply-dataset-\(row)", among: visit.datasetChoices(), &faults)
            else { return nil }
            return RoutineSupply(
                agency: AgencyID(rawValue: agency), dataset: RecordTypeID(rawValue: dataset), every: every, within: within,
                from: RoutineSupply.firstOfMonth(from: first))
        }
    }
}
