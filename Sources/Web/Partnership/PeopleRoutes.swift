import Guidance
import Hub
import Register

/// People and their profiles (§4.3.6, Box 2): co-ordinators give them, everybody sees those they work with.
enum PeopleRoutes {
    static let all: [Route] =
        [.get("/people", .signedIn) { visit in .page(try list(visit)) }]
        + FormPage.routes("/people/new", .may(.runRegister), event: "personAdded", show: newForm, take: add)
        + [.get("/people/{person}", .signedIn) { visit in .page(try page(visit)) }]
        + FormPage.routes("/people/{person}/profile", .may(.runRegister), event: "profileChanged", show: profileForm, take: change)
        + FormPage.routes("/people/{person}/invite", .may(.runRegister), event: "personInvited", show: inviteForm, take: invite)
        + FormPage.routes("/people/{person}/remove", .may(.runRegister), event: "personLeft", show: removeForm, take: remove)

    private static func trail(_ visit: Visit) -> [Link] {
        visit.partnershipTrail + [Link(text: visit.t("people.list"), href: "/people")]
    }

    /// The person of the address, if the reader may see them.
    private static func subject(_ visit: Visit) throws -> Person {
        guard let person = visit.state.people[try visit.parameter("person", PersonID.self)],
            visit.register.person(try visit.person, maySeeProfileOf: person)
        else { throw WebFault.notFound }
        return person
    }

    private static func subjectToRun(_ visit: Visit) throws -> Person {
        let person = try subject(visit)
        guard try visit.register.person(visit.person, runsProfileOf: person), person.active else { throw WebFault.notFound }
        return person
    }

    // MARK: List

    private static let perPage = 100

    private static func list(_ visit: Visit) throws -> Page {
        let reader = try visit.person, register = visit.register
        let seen = visit.state.people.values.filter { register.person(reader, maySeeProfileOf: $0) }.sorted { $0.name < $1.name }
        let runs = try !visit.ownPartnershipChoices().isEmpty
        var columns = ["name", "agency", "roles", "datasets"].map { Table.Column(visit.t("people.\($0)")) }
        if runs { columns.append(Table.Column(visit.t("people.account"))) }
        func rows(_ people: [Person]) -> [[Cell]] {
            people.map { person in
                var row = [
                    Cell(person.name, href: "/people/\(person.id)"),
                    Cell(person.agency.map { visit.name(of: $0) } ?? visit.t("people.partnership")),
                    Cell(Words(visit.texts).roles(person.roles)), Cell(Texts.grouped(person.datasets.count)),
                ]
                if runs { row.append(register.person(reader, runsProfileOf: person) ? account(person, visit) : Cell("")) }
                return row
            }
        }
        var blocks: [Block] = [.lead(visit.t("people.lead"))]
        if runs { blocks.append(.buttons([Button(text: visit.t("people.add"), href: "/people/new")])) }
        let dormant = seen.filter { person in
            person.active && register.person(reader, runsProfileOf: person)
                && visit.state.accounts[person.id]?.isDormant(at: visit.now) == true
        }
        if !dormant.isEmpty {
            blocks += [
                .warning(visit.texts.count("people.dormant", dormant.count)),
                .links(dormant.map { Link(text: $0.name, href: "/people/\($0.id)") }),
            ]
        }
        let wanted = (visit.query["name"] ?? "").split(separator: " ").joined(separator: " ")
        let active = seen.filter { $0.active && (wanted.isEmpty || $0.isCalled(like: wanted)) }
        if seen.count > perPage {
            blocks.append(
                .form(
                    Form(
                        action: "/people", button: visit.t("people.find-button"),
                        fields: [Field("name", visit.t("people.find"), value: wanted, width: 20, isSmall: true)], isGet: true)))
        }
        let paging = LongList(visit, of: active.count, each: perPage)
        blocks.append(
            .table(
                Table(
                    caption: visit.t("people.list"), columns: columns, rows: rows(Array(active[paging.shown])), showsCaption: false,
                    empty: visit.t("people.nobody"))))
        blocks += paging.links(.name, visit)
        let left = seen.filter { !$0.active }
        if !left.isEmpty {
            blocks.append(
                .details(
                    visit.texts.count("people.left", left.count),
                    [.table(Table(caption: visit.t("people.left-title"), columns: columns, rows: rows(left)))]))
        }
        return Page(visit.t("people.list"), section: "partnership", trail: visit.partnershipTrail, blocks)
    }

    private static func account(_ person: Person, _ visit: Visit) -> Cell {
        guard person.active else { return Cell(visit.t("people.account-left"), tag: .grey) }
        guard let account = visit.state.accounts[person.id] else { return Cell(visit.t("people.account-none"), tag: .grey) }
        if account.isLocked(at: visit.now) { return Cell(visit.t("people.account-locked"), tag: .red) }
        if account.isDormant(at: visit.now) { return Cell(visit.t("people.account-dormant"), tag: .orange) }
        return account.means.isEmpty
            ? Cell(visit.t("people.account-invited"), tag: .blue) : Cell(visit.t("people.account-used"), tag: .green)
    }

    // MARK: One person

    private static func page(_ visit: Visit) throws -> Page {
        let person = try subject(visit), state = visit.state
        let runs = try visit.register.person(visit.person, runsProfileOf: person)
        var rows = [
            SummaryRow(visit.t("people.short-name"), Cell(person.id.rawValue)),
            SummaryRow(visit.t("people.agency"), person.agency.map { visit.cell($0) } ?? Cell(visit.t("people.partnership"))),
            SummaryRow(visit.t("people.roles"), person.roles.map { Cell(Words(visit.texts).role($0)) }),
        ]
        if !person.partnerships.isEmpty {
            rows.append(
                SummaryRow(
                    visit.t("people.partnerships"),
                    person.partnerships.sorted().map { Cell(state.partnerships[$0]?.name ?? $0.rawValue, href: "/partnerships/\($0)") }))
        }
        rows.append(
            SummaryRow(
                visit.t("people.datasets"),
                person.datasets.isEmpty
                    ? [Cell(visit.t("people.no-datasets"))] : person.datasets.sorted().map { Cell(visit.title(of: $0)) },
                action: runs && person.active ? Link(text: visit.t("people.change"), href: "/people/\(person.id)/profile") : nil))
        let bound = state.partnerships.values.filter { $0.isBound(person.id) }.map(\.name).sorted()
        rows.append(
            SummaryRow(
                visit.t("people.undertaking"),
                bound.isEmpty
                    ? Cell(visit.t("people.not-agreed"), tag: .orange)
                    : Cell(visit.t("people.undertaking-agreed", ["partnerships": bound.joined(separator: ", ")]))))
        if runs {
            rows.append(SummaryRow(visit.t("people.account"), account(person, visit)))
            if let account = state.accounts[person.id] {
                rows.append(SummaryRow(visit.t("people.invited"), Cell(account.invited.words)))
                rows.append(SummaryRow(visit.t("people.last"), Cell(account.lastSignIn?.words ?? visit.t("people.never"))))
                let level = visit.rulebook.matrix?.registrations.first { $0.id == account.registration }?.title ?? account.registration
                rows.append(SummaryRow(visit.t("people.registration"), Cell(level)))
            }
        }
        var blocks: [Block] = person.active ? [] : [.inset(visit.t("people.has-left"))]
        blocks.append(.summary(rows))
        if runs, person.active, person.roles.contains(.analyst), person.datasets.isEmpty {
            blocks.append(.warning(visit.t("people.datasets-missing", ["name": person.name])))
        }
        if runs, person.active {
            let isNew = state.accounts[person.id] == nil
            var buttons = [Button(text: visit.t(isNew ? "people.invite" : "people.invite-anew"), href: "/people/\(person.id)/invite")]
            if try visit.actor != person.id {
                buttons.append(Button(text: visit.t("people.remove"), href: "/people/\(person.id)/remove", isSecondary: true))
            }
            blocks.append(.buttons(buttons))
        }
        return Page(person.name, section: "partnership", trail: trail(visit), blocks)
    }

    // MARK: Changes

    private static func profileForm(_ visit: Visit) throws -> FormPage {
        let person = try subjectToRun(visit)
        return FormPage(
            title: visit.t("people.profile-title"), section: "partnership", caption: person.name,
            trail: trail(visit) + [Link(text: person.name, href: "/people/\(person.id)")], blocks: [.text(visit.t("people.profile-text"))],
            form: Form(
                action: "/people/\(person.id)/profile", button: visit.t("form.save"),
                fields: [
                    Field(
                        "dataset", visit.t("people.datasets"), .checkboxes(visit.datasetChoices()), values: person.datasets.map(\.rawValue),
                        isSmall: true)
                ], cancel: Link(text: visit.t("frame.cancel"), href: "/people/\(person.id)")))
    }

    private static func change(_ visit: Visit) throws -> Reply {
        let person = try subjectToRun(visit)
        try visit.hub.run(
            .changeProfile(person: person.id, datasets: visit.form.all("dataset").map { RecordTypeID(rawValue: $0) }), by: visit.actor)
        return visit.done("/people/\(person.id)", visit.t("people.profile-done", ["name": person.name]))
    }

    private static func inviteForm(_ visit: Visit) throws -> FormPage {
        let person = try subjectToRun(visit), account = visit.state.accounts[person.id]
        let levels = visit.rulebook.matrix?.registrations.map { Choice(value: $0.id, label: $0.title) } ?? []
        return FormPage(
            title: visit.t(account == nil ? "people.invite" : "people.invite-anew"), section: "partnership", caption: person.name,
            trail: trail(visit) + [Link(text: person.name, href: "/people/\(person.id)")],
            blocks: [.text(visit.t("people.invite-text"))] + (account == nil ? [] : [.warning(visit.t("people.invite-void"))]),
            form: Form(
                action: "/people/\(person.id)/invite", button: visit.t("people.invite-button"),
                fields: [
                    Field(
                        "registration", visit.t("people.registration-how"), .radios(levels), hint: visit.t("people.registration-hint"),
                        value: account?.registration ?? "")
                ], cancel: Link(text: visit.t("frame.cancel"), href: "/people/\(person.id)")))
    }

    /// The code is on this answer and nowhere else: it cannot be shown again.
    private static func invite(_ visit: Visit) throws -> Reply {
        let person = try subjectToRun(visit)
        var faults = FormFaults()
        let levels = visit.rulebook.matrix?.registrations.map { Choice(value: $0.id, label: $0.title) } ?? []
        guard let level = visit.chosen("registration", among: levels, &faults) else { throw faults }
        let code = try visit.face.signIn.invite(person.id, registration: level, by: visit.actor, vault: visit.vault())
        return .page(
            Page(
                visit.t("people.invite-done", ["name": person.name]), section: "partnership", trail: trail(visit),
                [
                    .text(visit.t("people.invite-code", ["person": person.id.rawValue])), .verbatim(code),
                    .warning(visit.t("people.invite-once")), .text(visit.t("people.invite-hand")),
                    .buttons([Button(text: visit.t("people.invite-handed"), href: "/people/\(person.id)")]),
                ]))
    }

    private static func removeForm(_ visit: Visit) throws -> FormPage {
        let person = try subjectToRun(visit)
        guard try person.id != visit.actor else { throw WebFault.notFound }
        return FormPage(
            title: visit.t("people.remove-title", ["name": person.name]), section: "partnership", trail: trail(visit),
            blocks: [.text(visit.t("people.remove-text"))],
            form: Form(
                action: "/people/\(person.id)/remove", button: visit.t("people.remove-button"), fields: [], isWarning: true,
                cancel: Link(text: visit.t("frame.cancel"), href: "/people/\(person.id)")))
    }

    private static func remove(_ visit: Visit) throws -> Reply {
        let person = try subjectToRun(visit)
        try visit.hub.run(.removePerson(person.id), by: visit.actor)
        return visit.done("/people", visit.t("people.removed", ["name": person.name]))
    }

    // MARK: A new one

    private static func newForm(_ visit: Visit) throws -> FormPage {
        let partnerships = try visit.ownPartnershipChoices(), reader = try visit.person
        guard !partnerships.isEmpty else { throw WebFault.notFound }
        var fields = [
            Field("name", visit.t("people.name"), autocomplete: "off"),
            Field("id", visit.t("people.short-name"), hint: visit.t("people.short-name-hint"), width: 20, isCode: true),
            Field(
                "agency", visit.t("people.agency"), .select(visit.agencyChoices { reader.coordinates($0.home) }),
                value: visit.query["agency"] ?? ""),
            Field(
                "role", visit.t("people.roles"),
                .checkboxes(
                    Role.allCases.filter { $0.reach != .hub || reader.coordinates(visit.state.firstPartnership) }.map {
                        Choice(value: $0.rawValue, label: Words(visit.texts).role($0), hint: visit.t("people.role-\($0.rawValue)"))
                    }), values: visit.query.all("role")),
        ]
        if partnerships.count > 1 {
            fields.append(
                Field("partnership", visit.t("people.partnerships"), .checkboxes(partnerships), hint: visit.t("people.partnerships-hint")))
        }
        fields.append(
            Field(
                "dataset", visit.t("people.datasets"), .checkboxes(visit.datasetChoices()), hint: visit.t("people.datasets-hint"),
                isSmall: true))
        return FormPage(
            title: visit.t("people.add"), section: "partnership", trail: trail(visit),
            form: Form(
                action: "/people/new", button: visit.t("people.add"), fields: fields,
                cancel: Link(text: visit.t("frame.cancel"), href: "/people")))
    }

    private static func add(_ visit: Visit) throws -> Reply {
        var faults = FormFaults()
        let reader = try visit.person
        let name = visit.needed("name", &faults), id: PersonID? = visit.shortName("id", &faults)
        let agency = visit.chosen("agency", among: visit.agencyChoices { reader.coordinates($0.home) }, &faults)
        let roles = visit.form.all("role").compactMap { Role(rawValue: $0) }
        if roles.isEmpty { faults.add("role", visit.t("people.role-needed")) }
        guard let id, let agency, faults.isEmpty else { throw faults }
        let partnerships = visit.form.all("partnership").map { PartnershipID(rawValue: $0) }
        let reaches = roles.contains { $0.reach == .partnerships }
        try visit.hub.run(
            .addPerson(
                id: id, name: name, agency: AgencyID(rawValue: agency), roles: roles,
                datasets: visit.form.all("dataset").map { RecordTypeID(rawValue: $0) },
                partnerships: partnerships.isEmpty || !reaches ? nil : partnerships), by: visit.actor)
        return visit.done("/people/\(id)", visit.t("people.added", ["name": name]))
    }
}

extension Person {
    /// Whether their name, or what they sign in with, has that in it.
    fileprivate func isCalled(like text: String) -> Bool {
        name.lowercased().contains(text.lowercased()) || id.rawValue.contains(text.lowercased())
    }
}
