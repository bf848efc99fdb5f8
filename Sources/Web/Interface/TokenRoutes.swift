import Guidance
import HTTPTypes
import Hub
import Register

/// Tokens by which programs ask in a person's name: made, shown once, listed, revoked by that person.
enum TokenRoutes {
    static let all: [Route] = [
        .get("/account/tokens", .signedIn) { visit in .page(try page(visit)) },
        .get("/account/tokens/new", .signedIn) { visit in .page(try newPage(visit)) },
        .post("/account/tokens/new", .signedIn, event: "appTokenIssued", make).identifying,
        .get("/account/tokens/{token}/revoke", .signedIn) { visit in .page(try revokePage(visit)) },
        .post("/account/tokens/{token}/revoke", .signedIn, event: "appTokenRevoked") { visit in
            let token = try own(visit)
            try visit.face.signIn.revokeToken(token.id, of: visit.actor, vault: visit.vault())
            return visit.done("/account/tokens", visit.t("interface.revoked"))
        },
    ]

    private static func trail(_ visit: Visit, inner: Bool = true) -> [Link] {
        [Link(text: visit.t("account.title"), href: "/account")]
            + (inner ? [Link(text: visit.t("interface.title"), href: "/account/tokens")] : [])
    }

    private static func tokens(_ visit: Visit) throws -> [AppToken] {
        (visit.state.accounts[try visit.actor]?.tokens ?? [:]).values.sorted { ($0.until, $0.id) < ($1.until, $1.id) }
    }

    /// The token of the address, if it is the person's.
    private static func own(_ visit: Visit) throws -> AppToken {
        guard let token = try tokens(visit).first(where: { $0.id == visit.parameters["token"] }) else { throw WebFault.notFound }
        return token
    }

    private static func titles(_ token: AppToken, _ visit: Visit) -> String {
        token.datasets.map { visit.rulebook.recordType($0)?.title ?? $0.rawValue }.joined(separator: "; ")
    }

    private static func page(_ visit: Visit) throws -> Page {
        let today = visit.now.day
        let rows = try tokens(visit).map { token -> [Cell] in
            [
                Cell(token.purpose), Cell(visit.t("interface.category.\(token.category.rawValue)")), Cell(titles(token, visit)),
                token.isLive(on: today)
                    ? Cell(CalendarDay(number: token.until).words)
                    : Cell(Tag(text: visit.t("interface.over"), colour: .grey)),
                Cell(visit.t("interface.revoke-this", ["purpose": token.purpose]), href: "/account/tokens/\(token.id)/revoke"),
            ]
        }
        return Page(
            visit.t("interface.title"), trail: trail(visit, inner: false),
            [
                .lead(visit.t("interface.what")), .text(visit.t("interface.less")),
                .text(visit.t("interface.ends")),
                .buttons([Button(text: visit.t("interface.make"), href: "/account/tokens/new")]),
                .table(
                    Table(
                        caption: visit.t("interface.yours"),
                        columns: [
                            Table.Column(visit.t("interface.purpose")), Table.Column(visit.t("interface.category-head")),
                            Table.Column(visit.t("interface.datasets")), Table.Column(visit.t("interface.until")),
                            Table.Column(visit.t("interface.revoke")),
                        ], rows: rows, empty: visit.t("interface.none"))),
                .heading(visit.t("interface.how")),
                .list([
                    visit.t("interface.how-1", ["address": "\(visit.face.settings.base)ogc"]),
                    visit.t("interface.how-2", ["name": try visit.actor.rawValue]),
                    visit.t("interface.how-3", ["address": "\(visit.face.settings.base)api/v1"]),
                ]),
            ])
    }

    private static func newPage(_ visit: Visit, faults: FormFaults = FormFaults()) throws -> Page {
        let person = try visit.person
        let title = visit.t("interface.make")
        guard !person.datasets.isEmpty else { return Page(title, trail: trail(visit), [.text(visit.t("interface.no-datasets"))]) }
        if let hindrance = try Again.hindrance(visit) { return Page(title, trail: trail(visit), faults: faults, [.inset(hindrance)]) }
        let form = try Form(
            action: "/account/tokens/new", button: visit.t("interface.make"),
            fields: [
                Field("purpose", visit.t("interface.purpose"), hint: visit.t("interface.purpose-hint")),
                Field(
                    "category", visit.t("interface.category-question"),
                    .radios(
                        PurposeCategory.allCases.map {
                            Choice(value: $0.rawValue, label: visit.t("interface.category.\($0.rawValue)"))
                        })),
                Field(
                    "datasets", visit.t("interface.datasets"),
                    .checkboxes(
                        person.datasets.sorted().map {
                            Choice(value: $0.rawValue, label: visit.rulebook.recordType($0)?.title ?? $0.rawValue)
                        }), hint: visit.t("interface.datasets-hint")),
                Field(
                    "until", visit.t("interface.until"), .date,
                    hint: visit.t(
                        "interface.until-hint", ["last": CalendarDay(number: visit.now.day + AppToken.mostDays).words])),
            ] + Again.fields(visit), cancel: Link(text: visit.t("frame.cancel"), href: "/account/tokens"))
        return Page(title, trail: trail(visit), faults: faults, [.form(form.filled(with: visit.form, faults: faults))])
    }

    private static func make(_ visit: Visit) throws -> Reply {
        let person = try visit.person
        var faults = FormFaults()
        let purpose = visit.form["purpose"] ?? ""
        let category = visit.form["category"].flatMap { PurposeCategory(rawValue: $0) }
        let datasets = Set(visit.form.all("datasets").map { RecordTypeID(rawValue: $0) }).intersection(person.datasets)
        let until = visit.form.day("until").flatMap { CalendarDay(iso: $0)?.number }
        if category == nil { faults.add("category", visit.t("interface.fault-category")) }
        if datasets.isEmpty { faults.add("datasets", visit.t("interface.fault-datasets")) }
        let today = visit.now.day
        if !(until.map { (today...today + AppToken.mostDays).contains($0) } ?? false) {
            faults.add("until", visit.t("interface.fault-until", ["last": CalendarDay(number: today + AppToken.mostDays).words]))
        }
        do { try visit.register.checkPurpose(purpose) } catch {
            faults.byField.insert(("purpose", visit.t("interface.fault-purpose.\(error.code.rawValue)")), at: 0)
        }
        guard faults.isEmpty, let category, let until else {
            return .page(try newPage(visit, faults: faults), status: .unprocessableContent)
        }
        // Last, so that a password that is right goes with what is recorded.
        let again = try Again.answer(visit)
        guard let proved = again.proved else { return .page(try newPage(visit, faults: again.faults), status: .unprocessableContent) }
        let (token, secret) = try visit.face.signIn.issueToken(
            for: proved, purpose: purpose, category: category, datasets: datasets, until: until, vault: visit.vault())
        return .page(
            Page(
                visit.t("interface.made"), trail: trail(visit),
                [
                    .text(visit.t("interface.shown-once")), .verbatim(secret), .warning(visit.t("interface.keep")),
                    .summary([
                        SummaryRow(visit.t("interface.address"), Cell("\(visit.face.settings.base)ogc")),
                        SummaryRow(visit.t("interface.user"), Cell(person.id.rawValue)),
                        SummaryRow(visit.t("interface.purpose"), Cell(token.purpose)),
                        SummaryRow(visit.t("interface.datasets"), Cell(titles(token, visit))),
                        SummaryRow(visit.t("interface.until"), Cell(CalendarDay(number: token.until).words)),
                    ]),
                    .buttons([Button(text: visit.t("interface.kept"), href: "/account/tokens")]),
                ]))
    }

    private static func revokePage(_ visit: Visit) throws -> Page {
        let token = try own(visit)
        return Page(
            visit.t("interface.revoke-title"), trail: trail(visit),
            [
                .summary([
                    SummaryRow(visit.t("interface.purpose"), Cell(token.purpose)),
                    SummaryRow(visit.t("interface.datasets"), Cell(titles(token, visit))),
                    SummaryRow(visit.t("interface.until"), Cell(CalendarDay(number: token.until).words)),
                ]), .text(visit.t("interface.revoke-text")),
                .form(
                    Form(
                        action: "/account/tokens/\(token.id)/revoke", button: visit.t("interface.revoke"), fields: [], isWarning: true,
                        cancel: Link(text: visit.t("frame.cancel"), href: "/account/tokens"))),
            ])
    }
}
