import Guidance
import HTTPTypes
import Hub
import Law
import Register

/// Using what was granted, and its end.
enum GrantRoutes {
    static let all: [Route] =
        [
            .get("/grants", .may(.seeRequest)) { visit in .page(try listPage(visit)) },
            .get("/grants/{grant}", .may(.seeRequest)) { visit in .page(try page(visit)) },
        ] + GrantUseRoutes.all + GrantSendRoutes.all + GrantStepRoutes.all

    static func tag(_ grant: Grant, _ visit: Visit) -> Tag {
        let state = grant.state(on: visit.now.day)
        return Tag(
            text: visit.t("grant.state.\(state)"),
            colour: state == "live" ? .green : state == "revoked" ? .red : state == "held" ? .orange : .grey)
    }

    /// Who has still to say that their copies are destroyed.
    private static func owed(_ grant: Grant, _ visit: Visit) -> Cell {
        if !grant.owing(on: visit.now.day).isEmpty { return Cell(Tag(text: visit.t("grant.owed"), colour: .orange)) }
        return Cell(visit.t(grant.attested.isEmpty ? "grant.nothing-owed" : "grant.destroyed"))
    }

    private static func listPage(_ visit: Visit) throws -> Page {
        let person = try visit.person
        let grants = try visit.hub.grants(seenBy: person.id)
        return Page(
            visit.t("grant.list.title"), section: "requests", trail: [Link(text: visit.t("request.list.title"), href: "/requests")],
            [
                .text(visit.t("grant.list.text")),
                .table(
                    Table(
                        caption: visit.t("grant.list.caption"),
                        columns: ["what", "is", "of", "for", "until", "uses", "copies"].map {
                            Table.Column(visit.t("grant.column.\($0)"), isNumber: $0 == "uses")
                        },
                        rows: grants.reversed().map { grant in
                            [
                                Cell("\(visit.titled(grant.terms.dataset)), \(grant.id)", href: "/grants/\(grant.id)"),
                                Cell(tag(grant, visit)), Cell(visit.named(grant.terms.source)), Cell(visit.named(grant.terms.agency)),
                                Cell(CalendarDay(number: grant.terms.until).words), Cell(Texts.grouped(grant.releases)), owed(grant, visit),
                            ]
                        }, showsCaption: false, empty: visit.t("grant.list.none"))),
            ])
    }

    /// Copies that somebody's agency has still to say are destroyed, and grants that are held for its word, for the first page.
    static func waiting(_ visit: Visit) throws -> [Task] {
        let person = try visit.person
        let held = visit.state.grants.values.filter { mayConfirm(person, $0, visit) }.sorted { $0.id < $1.id }.map { grant in
            Task(
                title: visit.t("grant.held-task", ["grant": grant.id.rawValue, "dataset": visit.titled(grant.terms.dataset)]),
                href: "/grants/\(grant.id)/confirm", tag: Tag(text: visit.t("grant.state.held"), colour: .orange))
        }
        return held
            + visit.state.grants.values.filter { grant in
                (try? visit.register.grant(grant.id, seenBy: person)) != nil && mayAttest(person, grant, visit)
                    && person.agency.map { grant.owing(on: visit.now.day).contains($0) } ?? false
            }.sorted { $0.id < $1.id }.map { grant in
                Task(
                    title: visit.t("grant.task", ["grant": grant.id.rawValue, "dataset": visit.titled(grant.terms.dataset)]),
                    href: "/grants/\(grant.id)/attest", tag: Tag(text: visit.t("grant.owed"), colour: .orange))
            }
    }

    // MARK: Who may what

    /// The handler, or a liaison officer of an agency that was given something.
    static func mayAttest(_ person: Person, _ grant: Grant, _ visit: Visit) -> Bool {
        guard let own = person.agency, own == grant.terms.agency || grant.sentTo.contains(own), grant.attested[own] == nil else {
            return false
        }
        return person.may(.attest)
            && (person.id == visit.state.requests[grant.request]?.content.handler || person.roles.contains(.liaisonOfficer))
    }

    static func mayUse(_ person: Person, _ grant: Grant, _ visit: Visit) -> Bool {
        person.may(.useGrant) && grant.isLive(on: visit.now.day) && grant.terms.people.contains(person.id)
            && person.agency == grant.terms.agency
    }

    static func mayRevoke(_ person: Person, _ grant: Grant) -> Bool {
        person.may(.decideRequest) && person.agency == grant.terms.source && grant.status == .live
    }

    /// Whom somebody may seal a file for: one of their own agency's, for whom it was granted to; or a copy that was taken, for those it may be passed on
    /// to, and not for the agency that took it.
    static func sendsTo(_ person: Person, _ grant: Grant, _ visit: Visit) -> [AgencyID] {
        let recipients = visit.register.recipients(ofPackagesUnder: grant, by: person)
        guard !visit.register.isSource(person, of: grant) else { return recipients }
        return grant.extracts.isEmpty ? [] : recipients.filter { $0 != grant.terms.agency }
    }

    /// True where there is somebody to seal a file for.
    static func maySend(_ person: Person, _ grant: Grant, _ visit: Visit) -> Bool {
        grant.isLive(on: visit.now.day) && !sendsTo(person, grant, visit).isEmpty
    }

    /// Whoever may revoke it says that it stands.
    static func mayConfirm(_ person: Person, _ grant: Grant, _ visit: Visit) -> Bool {
        grant.isHeld && grant.isRunning(on: visit.now.day) && mayRevoke(person, grant)
    }

    static func mayAllowOnward(_ person: Person, _ grant: Grant, _ visit: Visit) -> Bool {
        person.may(.decideRequest) && visit.state.agencies[grant.terms.source]?.liaisonOfficer == person.id
            && grant.isLive(on: visit.now.day)
    }

    static func mayEnterMedia(_ person: Person, _ grant: Grant, _ visit: Visit) -> Bool {
        person.may(.attest) && person.agency == grant.terms.agency && grant.isLive(on: visit.now.day)
            && grant.terms.transfer == .removableMedia
    }

    // MARK: One grant

    private static func page(_ visit: Visit) throws -> Page {
        let grant = try visit.grant(), person = try visit.person
        let terms = grant.terms, id = grant.id
        var main: [Block] = [.summary([SummaryRow(visit.t("request.row.state"), Cell(tag(grant, visit)))])]
        main.append(.summary(termsRows(grant, visit)))
        if let revocation = grant.revocation {
            main.append(.inset(visit.t("grant.revoked", ["person": visit.named(revocation.by), "why": revocation.why])))
        }
        if grant.isHeld, grant.isRunning(on: visit.now.day) {
            main.append(.inset(visit.t("grant.held", ["agency": visit.named(terms.source)])))
        }
        main += [
            .heading(visit.t("grant.uses")),
            .summary([
                SummaryRow(visit.t("grant.row.releases"), Cell(Texts.grouped(grant.releases))),
                SummaryRow(visit.t("grant.row.begun"), Cell(Texts.grouped(grant.begun))),
                SummaryRow(visit.t("grant.row.packages"), Cell(Texts.grouped(grant.packages))),
            ]),
        ]
        let media = visit.state.media.filter { $0.grant == id }
        if !media.isEmpty {
            main.append(
                .table(
                    Table(
                        caption: visit.t("grant.media.register"),
                        columns: ["medium", "encryption", "carrier", "monitor"].map { Table.Column(visit.t("grant.media.\($0)")) },
                        rows: media.map {
                            [
                                Cell($0.medium), Cell(visit.t("grant.encryption.\($0.encryption.rawValue)")), Cell(visit.named($0.carrier)),
                                Cell(visit.named($0.monitor)),
                            ]
                        })))
        }
        main += copies(grant, visit)
        let actions = buttons(grant, person, visit)
        var side: [Block] = [.heading(visit.t("request.next.title"))]
        side.append(actions.isEmpty ? .text(visit.t("request.next.nothing")) : .buttons(actions))
        if terms.transfer != .hub, mayUse(person, grant, visit) {
            side.append(.text(visit.t("grant.only.\(terms.transfer.rawValue)")))
        }
        side.append(.links([Link(text: visit.t("grant.request"), href: "/requests/\(grant.request)")]))
        return Page(
            visit.titled(terms.dataset), section: "requests", caption: visit.caption(grant),
            trail: [
                Link(text: visit.t("request.list.title"), href: "/requests"), Link(text: visit.t("grant.list.title"), href: "/grants"),
            ], [.columns(main, side)])
    }

    private static func termsRows(_ grant: Grant, _ visit: Visit) -> [SummaryRow] {
        let terms = grant.terms
        var rows = [
            SummaryRow(visit.t("grant.column.until"), Cell(CalendarDay(number: terms.until).words)),
            SummaryRow(visit.t("grant.column.of"), Cell(visit.named(terms.source))),
            SummaryRow(visit.t("grant.column.for"), [Cell(visit.named(terms.agency))] + terms.people.map { Cell(visit.named($0)) }),
            SummaryRow(visit.t("request.row.fields"), terms.fields.map { Cell(visit.titled($0, of: terms.dataset)) }),
        ]
        if visit.rulebook.recordType(terms.dataset)?.period != nil {
            rows.append(SummaryRow(visit.t("request.row.period"), Cell(RequestView(visit: visit).period(terms.from, terms.to))))
        }
        if !terms.areas.isEmpty { rows.append(SummaryRow(visit.t("request.row.areas"), terms.areas.map { Cell(visit.areaName($0)) })) }
        let asked = visit.state.requests[grant.request]?.content.persons ?? 0
        switch terms.persons {
        case .notNamed: break
        case .all: rows.append(SummaryRow(visit.t("request.row.persons"), Cell(visit.texts.count("grant.persons", asked))))
        case .only(let chosen):
            rows.append(SummaryRow(visit.t("request.row.persons"), Cell(visit.texts.count("grant.persons", chosen.count))))
        }
        rows += [
            SummaryRow(visit.t("request.row.transfer"), Cell(visit.t("request.transfer.\(terms.transfer.rawValue)"))),
            SummaryRow(visit.t("request.decide.marking"), Cell(visit.register.marking(of: grant).id)),
        ]
        if !terms.conditions.isEmpty { rows.append(SummaryRow(visit.t("grant.row.conditions"), terms.conditions.map { Cell($0) })) }
        rows.append(
            SummaryRow(
                visit.t("grant.row.decided"),
                grant.rule == nil ? grant.decidedBy.map { Cell(visit.named($0)) } : [Cell(visit.t("grant.by-rule"))]))
        if let why = grant.why { rows.append(SummaryRow(visit.t("grant.row.why"), Cell(why))) }
        let powers = grant.powers.map { visit.register.law?.rule($0)?.title ?? $0 }
        if !powers.isEmpty { rows.append(SummaryRow(visit.t("request.decide.powers"), powers.map { Cell($0) })) }
        if !grant.onward.isEmpty { rows.append(SummaryRow(visit.t("grant.row.onward"), grant.onward.map { Cell(visit.named($0)) })) }
        return rows
    }

    /// What became of the copies, and the certificate of what the hub destroyed.
    private static func copies(_ grant: Grant, _ visit: Visit) -> [Block] {
        var rows = grant.owing(on: visit.now.day).map {
            SummaryRow(visit.named($0), Cell(Tag(text: visit.t("grant.owed"), colour: .orange)))
        }
        rows += grant.attested.sorted { $0.key < $1.key }.map {
            SummaryRow(visit.named($0.key), Cell(visit.t("grant.attested", ["method": $0.value])))
        }
        var blocks: [Block] = rows.isEmpty ? [] : [.heading(visit.t("grant.copies")), .summary(rows)]
        if let ended = grant.ended {
            blocks += [
                .heading(visit.t("grant.certificate"), id: "certificate"),
                ended.destroyed.isEmpty ? .text(visit.t("grant.certificate-nothing")) : .list(ended.destroyed), .text(ended.method),
            ]
        }
        return blocks
    }

    private static func buttons(_ grant: Grant, _ person: Person, _ visit: Visit) -> [Button] {
        var buttons: [Button] = []
        func add(_ key: String, isSecondary: Bool = true) {
            buttons.append(Button(text: visit.t("grant.button.\(key)"), href: "/grants/\(grant.id)/\(key)", isSecondary: isSecondary))
        }
        if mayUse(person, grant, visit) {
            if grant.terms.transfer == .hub { add("records", isSecondary: false) }
            if !grant.terms.isForViewingOnly, (try? visit.mayCopy) == true { add("download", isSecondary: grant.terms.transfer == .hub) }
        }
        if mayConfirm(person, grant, visit) { add("confirm", isSecondary: false) }
        if maySend(person, grant, visit), (try? visit.mayCopy) == true { add("send") }
        if mayEnterMedia(person, grant, visit) { add("media") }
        if mayAttest(person, grant, visit) { add("attest") }
        if mayAllowOnward(person, grant, visit) { add("onward") }
        if mayRevoke(person, grant) { add("revoke") }
        return buttons
    }
}
