import Guidance
import Hub
import Register
import Sealing

/// Changes of an agency: its officer, guardian, contacts, notification, processors and key.
enum AgencyForms {
    static let all: [Route] =
        officer("liaison-officer", .liaisonOfficer, event: "liaisonOfficerNamed") { .nameLiaisonOfficer(agency: $0, officer: $1) }
        + officer("guardian", .guardian, event: "guardianNamed") { .partnership(.nameGuardian($0, $1)) }
        + FormPage.routes("/agencies/{agency}/contact", .may(.runRegister), event: "contactNamed", show: contactForm, take: nameContact)
        + FormPage.routes(
            "/agencies/{agency}/notification", .may(.runRegister), event: "notificationRecorded", show: notificationForm, take: notify)
        + FormPage.routes(
            "/agencies/{agency}/contracts/new", .may(.runRegister), event: "processorContracted", show: contractForm, take: contract)
        + FormPage.routes("/agencies/{agency}/contracts/end", .may(.runRegister), event: "contractEnded", show: endForm, take: end)
        + FormPage.routes(
            "/agencies/{agency}/package-key", .may(.decideRequest), event: "packageKeyRecorded", show: keyForm, take: recordKey)

    private static func page(
        _ title: String, of agency: Agency, at path: String, _ visit: Visit, blocks: [Block] = [], _ fields: [Field],
        isWarning: Bool = false
    ) -> FormPage {
        FormPage(
            title: visit.t(title), section: "partnership", caption: agency.name,
            trail: visit.partnershipTrail + [
                Link(text: visit.t("agency.list"), href: "/agencies"), Link(text: agency.name, href: "/agencies/\(agency.id)"),
            ], blocks: blocks,
            form: Form(
                action: "/agencies/\(agency.id)/\(path)", button: visit.t("form.save"), fields: fields, isWarning: isWarning,
                cancel: Link(text: visit.t("frame.cancel"), href: "/agencies/\(agency.id)")))
    }

    private static func officer(
        _ path: String, _ role: Role, event: String, command: @escaping @Sendable (AgencyID, PersonID) -> Command
    ) -> [Route] {
        @Sendable func choices(_ agency: Agency, _ visit: Visit) -> [Choice] {
            visit.personChoices { $0.agency == agency.id && $0.roles.contains(role) }
        }
        return FormPage.routes(
            "/agencies/{agency}/\(path)", .may(.runRegister), event: event,
            show: { visit in
                let agency = try visit.agencyToRun(), people = choices(agency, visit)
                var shown = page(
                    "agency.\(path)-title", of: agency, at: path, visit, blocks: [.text(visit.t("agency.\(path)-text"))],
                    [Field("person", visit.t("agency.person"), .select(people))])
                if people.isEmpty {
                    let name = ["agency": agency.name] as KeyValuePairs
                    shown.blocks += [
                        .inset(visit.t("agency.\(path)-nobody", name)),
                        .buttons([
                            Button(
                                text: visit.t("agency.\(path)-add", name),
                                href: "/people/new?agency=\(agency.id)&role=\(role.rawValue)")
                        ]),
                    ]
                    shown.form = nil
                }
                return shown
            },
            take: { visit in
                let agency = try visit.agencyToRun()
                var faults = FormFaults()
                guard let person = visit.chosen("person", among: choices(agency, visit), &faults) else { throw faults }
                try visit.hub.run(command(agency.id, PersonID(rawValue: person)), by: visit.actor)
                return visit.done(
                    "/agencies/\(agency.id)",
                    visit.t("agency.\(path)-done", ["person": visit.name(of: PersonID(rawValue: person)), "agency": agency.name]))
            })
    }

    // MARK: Contacts (§4.3.2)

    private static func contactForm(_ visit: Visit) throws -> FormPage {
        let agency = try visit.agencyToRun()
        return page(
            "agency.contact-title", of: agency, at: "contact", visit, blocks: [.text(visit.t("agency.contact-text"))],
            [
                Field("person", visit.t("agency.person"), .select(visit.personChoices { $0.agency == agency.id })),
                Field(
                    "dataset", visit.t("agency.dataset"),
                    .select([Choice(value: "", label: visit.t("agency.every-other"))] + visit.datasetChoices())),
            ])
    }

    private static func nameContact(_ visit: Visit) throws -> Reply {
        let agency = try visit.agencyToRun()
        var faults = FormFaults()
        guard let person = visit.chosen("person", among: visit.personChoices { $0.agency == agency.id }, &faults) else { throw faults }
        try visit.hub.run(
            .partnership(.nameContact(agency.id, visit.form["dataset"].map { RecordTypeID(rawValue: $0) }, PersonID(rawValue: person))),
            by: visit.actor)
        return visit.done(
            "/agencies/\(agency.id)", visit.t("agency.contact-done", ["person": visit.name(of: PersonID(rawValue: person))]))
    }

    // MARK: Notification (§2.4.2.5)

    private static func notificationForm(_ visit: Visit) throws -> FormPage {
        let agency = try visit.agencyToRun()
        return page(
            "agency.notification-title", of: agency, at: "notification", visit, blocks: [.text(visit.t("agency.notification-text"))],
            [
                Field("number", visit.t("agency.notification-number"), value: agency.notification?.number ?? "", width: 20, isCode: true),
                Field("expires", visit.t("agency.notification-expires"), .date),
            ])
    }

    private static func notify(_ visit: Visit) throws -> Reply {
        let agency = try visit.agencyToRun()
        var faults = FormFaults()
        let number = visit.needed("number", &faults), expires = visit.dayNumber("expires", &faults)
        guard let expires, faults.isEmpty else { throw faults }
        try visit.hub.run(
            .partnership(.recordNotification(agency.id, DataProtectionNotification(number: number, expires: expires))), by: visit.actor)
        return visit.done("/agencies/\(agency.id)", visit.t("agency.notification-done"))
    }

    // MARK: Processors (§4.3.2)

    private static func contractForm(_ visit: Visit) throws -> FormPage {
        let agency = try visit.agencyToRun()
        return page(
            "agency.contract-add", of: agency, at: "contracts/new", visit, blocks: [.text(visit.t("agency.contract-text"))],
            [
                Field("processor", visit.t("agency.contract-processor"), .select(visit.agencyChoices { $0.id != agency.id })),
                Field("reference", visit.t("agency.contract-reference"), width: 20),
                Field("from", visit.t("agency.contract-from"), .date), Field("until", visit.t("agency.contract-until"), .date),
                Field(
                    "free", visit.t("agency.contract-free"), .checkboxes([Choice(value: "yes", label: visit.t("agency.contract-free-yes"))])
                ),
            ])
    }

    private static func contract(_ visit: Visit) throws -> Reply {
        let agency = try visit.agencyToRun()
        var faults = FormFaults()
        let processor = visit.chosen("processor", among: visit.agencyChoices { $0.id != agency.id }, &faults)
        let reference = visit.needed("reference", &faults)
        let from = visit.dayNumber("from", &faults), until = visit.dayNumber("until", &faults)
        if visit.form["free"] != "yes" { faults.add("free", visit.t("agency.contract-free-needed")) }
        guard let processor, let from, let until, faults.isEmpty else { throw faults }
        let contract = ProcessorContract(
            processor: AgencyID(rawValue: processor), agency: agency.id, reference: reference, from: from, until: until)
        try visit.hub.run(.partnership(.contract(contract, isFreeOfCharge: true)), by: visit.actor)
        return visit.done("/agencies/\(agency.id)", visit.t("agency.contract-done"))
    }

    private static func running(_ agency: Agency, _ visit: Visit) -> [ProcessorContract] {
        visit.state.contracts.filter { $0.agency == agency.id && $0.last >= visit.now.day }
    }

    private static func endForm(_ visit: Visit) throws -> FormPage {
        let agency = try visit.agencyToRun()
        let choices = running(agency, visit).enumerated().map { place, contract in
            Choice(
                value: String(place), label: "\(visit.name(of: contract.processor)), \(contract.reference)",
                hint: visit.t("agency.contract-last", ["day": CalendarDayText.words(contract.last)]))
        }
        return page(
            "agency.contract-end", of: agency, at: "contracts/end", visit, blocks: [.text(visit.t("agency.contract-end-text"))],
            [
                Field("contract", visit.t("agency.contract-which"), .radios(choices)),
                Field("from", visit.t("agency.contract-end-from"), .date, hint: visit.t("agency.contract-end-hint")),
                Field("why", visit.t("form.why"), hint: visit.t("form.why-hint")),
            ], isWarning: true)
    }

    private static func end(_ visit: Visit) throws -> Reply {
        let agency = try visit.agencyToRun(), all = running(agency, visit)
        var faults = FormFaults()
        let from = visit.dayNumber("from", needed: false, &faults), why = visit.needed("why", &faults)
        guard let place = visit.form["contract"].flatMap({ Int($0) }), all.indices.contains(place) else {
            faults.add("contract", visit.t("form.choose"))
            throw faults
        }
        guard faults.isEmpty else { throw faults }
        let contract = all[place]
        try visit.hub.run(
            .partnership(
                .endContract(
                    processor: contract.processor, of: agency.id, reference: contract.reference, from: from ?? visit.now.day, why: why)),
            by: visit.actor)
        return visit.done("/agencies/\(agency.id)", visit.t("agency.contract-ended"))
    }

    // MARK: The key of packages

    private static func ownAgency(_ visit: Visit) throws -> Agency {
        let agency = try visit.agency()
        guard try visit.person.agency == agency.id else { throw WebFault.notFound }
        return agency
    }

    private static func keyForm(_ visit: Visit) throws -> FormPage {
        page(
            "agency.key-title", of: try ownAgency(visit), at: "package-key", visit, blocks: [.text(visit.t("agency.key-text"))],
            [Field("key", visit.t("agency.key"), .textArea(rows: 3), hint: visit.t("agency.key-hint"), isCode: true)])
    }

    private static func recordKey(_ visit: Visit) throws -> Reply {
        let agency = try ownAgency(visit)
        var faults = FormFaults()
        let text = visit.needed("key", &faults)
        guard faults.isEmpty else { throw faults }
        guard let key = try? PackageKey(base64: text.filter { !$0.isWhitespace }) else {
            throw FormFaults("key", visit.t("agency.key-wrong"))
        }
        try visit.hub.run(.partnership(.recordPackageKey(agency.id, key.base64)), by: visit.actor)
        return visit.done("/agencies/\(agency.id)", visit.t("agency.key-done", ["fingerprint": key.fingerprint]))
    }
}
