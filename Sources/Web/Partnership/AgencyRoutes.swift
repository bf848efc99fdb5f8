import Guidance
import Hub
import Register

/// The agencies of the partnership (§2.2): everybody reads them, their co-ordinator changes them.
enum AgencyRoutes {
    static let all: [Route] =
        [
            .get("/partnership", .signedIn) { visit in .page(try start(visit)) },
            .get("/agencies", .signedIn) { visit in .page(try list(visit)) },
        ] + FormPage.routes("/agencies/new", .may(.runRegister), event: "agencyAdded", show: newForm, take: add)
        + [.get("/agencies/{agency}", .signedIn) { visit in .page(try page(visit)) }] + AgencyForms.all

    private static func start(_ visit: Visit) throws -> Page {
        let state = visit.state
        func link(_ key: String, _ href: String, _ note: String? = nil) -> Card {
            Card(text: visit.t("agency.start-\(key)"), href: href, note: note ?? visit.t("agency.start-\(key)-note"))
        }
        var links = [
            link("agencies", "/agencies", visit.texts.count("agency.count", state.agencies.count)),
            link("people", "/people"), link("protocols", "/protocols", visit.texts.count("agency.protocols", state.protocols.count)),
            link("partnerships", "/partnerships"), link("undertaking", "/undertaking"), link("access", "/access-way"),
            link("destruction", "/destruction"), link("barriers", "/barriers"),
        ]
        if try visit.person.coordinates(state.firstPartnership) { links.append(link("transparency", "/transparency")) }
        return Page(visit.t("navigation.partnership"), section: "partnership", [.lead(visit.t("agency.start-lead")), .cards(links)])
    }

    private static func list(_ visit: Visit) throws -> Page {
        let state = visit.state
        let rows = state.agencies.values.sorted { $0.name < $1.name }.map { agency -> [Cell] in
            let signed = state.protocols.values.filter { $0.signatories.contains(agency.id) && $0.isInForce(on: visit.now.day) }
            return [
                Cell(agency.name, href: "/agencies/\(agency.id)"), Cell(className(agency, visit)), officer(agency, visit),
                Cell(signed.isEmpty ? visit.t("agency.none") : signed.map(\.title).sorted().joined(separator: "; ")),
            ]
        }
        var blocks: [Block] = [.lead(visit.t("agency.list-lead"))]
        if try !visit.ownPartnershipChoices().isEmpty {
            blocks.append(.buttons([Button(text: visit.t("agency.add"), href: "/agencies/new")]))
        }
        blocks.append(
            .table(
                Table(
                    caption: visit.t("agency.list"),
                    columns: ["agency.name", "agency.class", "agency.officer", "agency.signed"].map { Table.Column(visit.t($0)) },
                    rows: rows,
                    showsCaption: false, empty: visit.t("agency.empty"))))
        return Page(visit.t("agency.list"), section: "partnership", trail: visit.partnershipTrail, blocks)
    }

    static func className(_ agency: Agency, _ visit: Visit) -> String {
        visit.rulebook.agencyClass(agency.agencyClass)?.title ?? agency.agencyClass
    }

    /// A responsible authority without an officer is a fault (§2.2.1).
    private static func officer(_ agency: Agency, _ visit: Visit) -> Cell {
        if let officer = agency.liaisonOfficer, visit.state.people[officer]?.active == true { return named(officer, visit) }
        return visit.rulebook.needsLiaisonOfficer(agency.agencyClass)
            ? Cell(visit.t("agency.officer-missing"), tag: .red) : Cell(visit.t("agency.none"))
    }

    /// Who it is, to those who may see the profile; to others, that there is somebody.
    private static func named(_ id: PersonID, _ visit: Visit) -> Cell {
        guard let reader = try? visit.person, let person = visit.state.people[id], visit.register.person(reader, maySeeProfileOf: person)
        else { return Cell(visit.t("agency.named")) }
        return Cell(person.name, href: "/people/\(id)")
    }

    private static func page(_ visit: Visit) throws -> Page {
        let agency = try visit.agency(), state = visit.state, runs = try visit.runs(agency), today = visit.now.day
        func change(_ path: String, _ key: String = "agency.change", if allowed: Bool? = nil) -> Link? {
            allowed ?? runs ? Link(text: visit.t(key), href: "/agencies/\(agency.id)/\(path)") : nil
        }
        func person(_ id: PersonID?) -> Cell { id.map { named($0, visit) } ?? Cell(visit.t("agency.not-named")) }
        let reader = try visit.person
        var rows = [
            SummaryRow(visit.t("agency.short-name"), Cell(agency.id.rawValue)),
            SummaryRow(visit.t("agency.class"), Cell(className(agency, visit))),
            SummaryRow(
                visit.t("agency.partnerships"),
                state.partnerships(of: agency.id).map { Cell(state.partnerships[$0]?.name ?? $0.rawValue, href: "/partnerships/\($0)") }),
            SummaryRow(
                visit.t("agency.officer"), person(agency.liaisonOfficer), action: change("liaison-officer")),
            SummaryRow(visit.t("agency.guardian"), person(agency.guardian), action: change("guardian")),
            SummaryRow(visit.t("agency.contact"), person(agency.contact(for: RecordTypeID(rawValue: ""))), action: change("contact")),
        ]
        for (dataset, contact) in agency.contacts.sorted(by: { $0.key < $1.key }) {
            rows.append(SummaryRow(visit.t("agency.contact-for", ["dataset": visit.title(of: dataset)]), person(contact)))
        }
        let notification = agency.notification.map { notification -> Cell in
            let day = CalendarDayText.words(notification.expires)
            return notification.expires < today
                ? Cell(visit.t("agency.notification-over", ["number": notification.number, "day": day]), tag: .red)
                : Cell(visit.t("agency.notification-until", ["number": notification.number, "day": day]))
        }
        let ownOfficer = reader.agency == agency.id && reader.may(.decideRequest)
        rows += [
            SummaryRow(
                visit.t("agency.notification"), notification ?? Cell(visit.t("agency.not-recorded")), action: change("notification")),
            SummaryRow(
                visit.t("agency.key"), Cell(agency.packageKey.map(shortened) ?? visit.t("agency.not-recorded")),
                action: change("package-key", if: ownOfficer)),
        ]
        if let known = agency.knownAs { rows.insert(SummaryRow(visit.t("agency.known-as"), Cell(known)), at: 1) }
        let signed = state.protocols.values.filter { $0.signatories.contains(agency.id) }.sorted { $0.id < $1.id }
        var blocks: [Block] = [
            .summary(rows), .heading(visit.t("agency.signed")),
            .links(signed.map { Link(text: $0.title, href: "/protocols/\($0.id)") }),
        ]
        if signed.isEmpty { blocks.append(.text(visit.t("agency.signed-none"))) }
        // What it has others do for it, and why that ended, is known where it works.
        if visit.register.suppliers(seenBy: reader).contains(where: { $0.id == agency.id }) {
            blocks += contracts(of: agency, runs: runs, visit)
        }
        return Page(
            agency.name, section: "partnership",
            trail: visit.partnershipTrail + [Link(text: visit.t("agency.list"), href: "/agencies")], blocks)
    }

    private static func contracts(of agency: Agency, runs: Bool, _ visit: Visit) -> [Block] {
        let own = visit.state.contracts.filter { $0.agency == agency.id || $0.processor == agency.id }
        var blocks: [Block] = [
            .heading(visit.t("agency.contracts")), .text(visit.t("agency.contracts-text")),
            .table(
                Table(
                    caption: visit.t("agency.contracts"),
                    columns: ["processor", "for", "reference", "from", "until", "ended"].map {
                        Table.Column(visit.t("agency.contract-\($0)"))
                    },
                    rows: own.map { contract in
                        [
                            visit.cell(contract.processor), visit.cell(contract.agency), Cell(contract.reference),
                            Cell(CalendarDayText.words(contract.from)), Cell(CalendarDayText.words(contract.last)),
                            Cell(contract.ending?.why ?? ""),
                        ]
                    }, showsCaption: false, empty: visit.t("agency.contracts-none"))),
        ]
        if runs {
            var buttons = [Button(text: visit.t("agency.contract-add"), href: "/agencies/\(agency.id)/contracts/new", isSecondary: true)]
            if own.contains(where: { $0.agency == agency.id && $0.last >= visit.now.day }) {
                buttons.append(
                    Button(text: visit.t("agency.contract-end"), href: "/agencies/\(agency.id)/contracts/end", isSecondary: true))
            }
            blocks.append(.buttons(buttons))
        }
        return blocks
    }

    private static func shortened(_ key: String) -> String { key.count > 24 ? "\(key.prefix(12))…\(key.suffix(8))" : key }

    // MARK: A new one

    private static func newForm(_ visit: Visit) throws -> FormPage {
        let partnerships = try visit.ownPartnershipChoices()
        guard !partnerships.isEmpty else { throw WebFault.notFound }
        var fields = [
            Field("name", visit.t("agency.name")),
            Field("id", visit.t("agency.short-name"), hint: visit.t("form.short-name-hint"), width: 20, isCode: true),
            Field(
                "class", visit.t("agency.class"), .select(visit.rulebook.agencyClasses.map { Choice(value: $0.id, label: $0.title) }),
                hint: visit.t("agency.class-hint")),
            Field("known-as", visit.t("agency.known-as"), hint: visit.t("agency.known-as-hint")),
        ]
        if partnerships.count > 1 { fields.append(Field("partnership", visit.t("agency.partnership"), .select(partnerships))) }
        return FormPage(
            title: visit.t("agency.add"), section: "partnership",
            trail: visit.partnershipTrail + [Link(text: visit.t("agency.list"), href: "/agencies")],
            form: Form(
                action: "/agencies/new", button: visit.t("agency.add"), fields: fields,
                cancel: Link(text: visit.t("frame.cancel"), href: "/agencies")))
    }

    private static func add(_ visit: Visit) throws -> Reply {
        var faults = FormFaults()
        let id: AgencyID? = visit.shortName("id", &faults), name = visit.needed("name", &faults)
        let partnerships = try visit.ownPartnershipChoices()
        let partnership = partnerships.count == 1 ? partnerships[0].value : visit.chosen("partnership", among: partnerships, &faults)
        let classes = visit.rulebook.agencyClasses.map { Choice(value: $0.id, label: $0.title) }
        let chosen = visit.chosen("class", among: classes, &faults)
        guard let id, let partnership, let chosen, faults.isEmpty else { throw faults }
        try visit.hub.run(
            .addAgency(
                id: id, name: name, agencyClass: chosen, knownAs: visit.form["known-as"],
                partnership: PartnershipID(rawValue: partnership)), by: visit.actor)
        let missing = visit.state.partnerships[PartnershipID(rawValue: partnership)]?.consentsMissing(for: id) ?? []
        let consents =
            missing.isEmpty
            ? "" : " " + visit.t("agency.consents-missing", ["agencies": missing.map { visit.name(of: $0) }.joined(separator: ", ")])
        return visit.done("/agencies/\(id)", visit.t("agency.added", ["name": name]) + consents)
    }
}
