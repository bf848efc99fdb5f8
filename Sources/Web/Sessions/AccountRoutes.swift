import Guidance
import HTTPTypes
import Hub
import Register
import Sealing
import Storage

/// A person's own account: what they sign in with, where they are signed in.
enum AccountRoutes {
    static let all: [Route] = [
        .get("/account", .signedIn) { visit in .page(try page(visit)) },
        .post("/account/sessions/end", .signedIn, event: "sessionEnded") { visit in
            let session = try SignInRoutes.current(visit)
            let chosen = visit.form["session"]
            let over = visit.face.sessions.end {
                $0.person == session.person && (chosen == "others" ? $0.id != session.id : $0.id == chosen)
            }
            visit.face.record(over, why: .endedElsewhere)
            return visit.done("/account", visit.texts.count("account.ended", over.count))
        },
        .get("/account/password", .signedIn) { visit in .page(try passwordPage(visit)) },
        .post("/account/password", .signedIn, event: "signInMeansChanged", changePassword).identifying,
        .get("/account/authenticator", .signedIn) { visit in .page(try authenticatorPage(visit)) },
        .post("/account/authenticator", .signedIn, event: "signInMeansChanged", confirm).identifying,
    ]

    private static func page(_ visit: Visit) throws -> Page {
        let person = try visit.person, session = try SignInRoutes.current(visit)
        let account = visit.state.accounts[person.id], hasPassword = visit.face.signIn.hasPassword(person.id)
        let matrix = visit.rulebook.matrix
        func title(_ id: String, _ steps: [SuffolkMatrix.Step]?) -> String { steps?.first { $0.id == id }?.title ?? id }
        let blocks: [Block] = [
            .summary([
                SummaryRow(visit.t("account.name"), Cell(person.name)), SummaryRow(visit.t("account.short-name"), Cell(person.id.rawValue)),
                SummaryRow(
                    visit.t("account.agency"),
                    Cell(person.agency.flatMap { visit.state.agencies[$0]?.name } ?? visit.t("account.partnership"))),
                SummaryRow(visit.t("account.roles"), Cell(Words(visit.texts).roles(person.roles))),
                SummaryRow(
                    visit.t("account.datasets"), person.datasets.sorted().map { Cell(visit.rulebook.recordType($0)?.title ?? $0.rawValue) }),
                SummaryRow(
                    visit.t("account.way"),
                    [
                        ("network", title(session.way.network, matrix?.networks)),
                        ("device", matrix?.devices.first { $0.id == session.way.device }?.title ?? session.way.device),
                        ("sign-in", title(session.way.signIn, matrix?.signIns)),
                        ("registration", title(session.way.registration, matrix?.registrations)),
                    ].map { Cell(visit.t("account.way-\($0)", ["step": $1])) }),
            ]),
            .text(visit.t("account.way-why")),
            .heading(visit.t("account.means")),
            .summary(
                try [
                    SummaryRow(
                        visit.t("account.password"), Cell(visit.t(hasPassword ? "account.set" : "account.not-set")),
                        action: Link(text: visit.t(hasPassword ? "account.change" : "account.set-up"), href: "/account/password"))
                ] + (hasPassword ? besidePassword(account, visit) : []) + [
                    SummaryRow(
                        visit.t("account.tokens"),
                        Cell(Texts.grouped(account?.tokens.values.filter { $0.isLive(on: visit.now.day) }.count ?? 0)),
                        action: Link(text: visit.t("account.manage"), href: "/account/tokens")),
                    signOnRow(account?.means.contains(.singleSignOn) == true, visit),
                    Post(visit.face) == nil
                        ? SummaryRow(visit.t("notice.title"), Cell(visit.t("account.not-available")))
                        : SummaryRow(
                            visit.t("notice.title"), Cell(visit.t("notice.short")),
                            action: Link(text: visit.t("account.change"), href: "/account/notices")),
                ]),
            .table(
                Table(
                    caption: visit.t("account.sessions"),
                    columns: [
                        Table.Column(visit.t("account.since")), Table.Column(visit.t("account.used")),
                        Table.Column(visit.t("account.browser")),
                    ],
                    rows: visit.face.sessions.all(of: person.id).map { one in
                        [
                            Cell(one.began.words + (one.id == session.id ? " (\(visit.t("account.this"))) " : "")),
                            Cell(one.lastUsed.words),
                            Cell(one.browser.words(visit.texts)),
                        ]
                    })),
            .form(
                Form(
                    action: "/account/sessions/end", button: visit.t("account.end-others"),
                    fields: [Field("session", "", .hidden, value: "others")])),
        ]
        return Page(visit.t("account.title"), blocks)
    }

    /// What is shown besides a password.
    private static func besidePassword(_ account: Account?, _ visit: Visit) throws -> [SummaryRow] {
        func row(_ key: String, _ means: SignInMeans, _ path: String) -> SummaryRow {
            let isSet = account?.means.contains(means) == true
            return SummaryRow(
                visit.t(key), Cell(visit.t(isSet ? "account.set" : "account.not-set")),
                action: Link(text: visit.t(isSet ? "account.change" : "account.set-up"), href: path))
        }
        return try [row("account.authenticator", .authenticator, "/account/authenticator")] + recoveryRow(visit) + [
            row("certificate.one", .certificate, "/account/certificate")
        ]
    }

    /// Nothing to change where no agency's sign-on is set up, but the link of one that was.
    private static func signOnRow(_ isLinked: Bool, _ visit: Visit) -> SummaryRow {
        guard isLinked || !visit.face.providers.isEmpty else {
            return SummaryRow(visit.t("single-sign-on.title"), Cell(visit.t("account.not-available")))
        }
        return SummaryRow(
            visit.t("single-sign-on.title"), Cell(visit.t(isLinked ? "account.set" : "account.not-set")),
            action: Link(text: visit.t(isLinked ? "account.change" : "account.set-up"), href: "/account/single-sign-on"))
    }

    /// How many recovery codes are left, where there are any to use up, and when one was used last, whoever said that it was them.
    private static func recoveryRow(_ visit: Visit) throws -> [SummaryRow] {
        guard let standing = try visit.face.signIn.recovery(of: visit.actor, vault: visit.vault()) else { return [] }
        let used = standing.used.map { [Cell(visit.t("account.recovery-used", ["when": $0.words]))] } ?? []
        return [
            SummaryRow(
                visit.t("account.recovery"), [Cell(visit.texts.count("account.recovery-left", standing.left))] + used,
                action: Link(text: visit.t("account.look"), href: "/account/recovery"))
        ]
    }

    // MARK: Password

    private static func passwordPage(_ visit: Visit, faults: FormFaults = FormFaults()) throws -> Page {
        let isFirst = try !visit.face.signIn.hasPassword(visit.actor)
        let title = visit.t(isFirst ? "account.first-password" : "account.change-password")
        let trail = [Link(text: visit.t("account.title"), href: "/account")]
        if let hindrance = try Again.hindrance(visit) { return Page(title, trail: trail, [.inset(hindrance)]) }
        let form = Form(
            action: "/account/password", button: title,
            fields: (isFirst
                ? []
                : [Field("old", visit.t("account.old-password"), .line(type: "password"), autocomplete: "current-password", width: 20)]) + [
                    Field(
                        "password", visit.t("invitation.password"), .line(type: "password"), hint: visit.t("invitation.password-hint"),
                        autocomplete: "new-password", width: 20),
                    Field("again", visit.t("invitation.again"), .line(type: "password"), autocomplete: "new-password", width: 20),
                ], cancel: Link(text: visit.t("frame.cancel"), href: "/account"))
        return Page(
            title, trail: trail, faults: faults,
            [.inset(visit.t("account.password-ends")), .form(form.filled(with: visit.form, faults: faults))])
    }

    private static func changePassword(_ visit: Visit) throws -> Reply {
        let person = try visit.actor, session = try SignInRoutes.current(visit)
        var faults = FormFaults()
        let password = visit.form.exact("password")
        if password != visit.form.exact("again") { faults.add("again", visit.t("invitation.fault-again")) }
        if faults.isEmpty {
            do {
                try visit.face.signIn.changePassword(
                    of: person, from: visit.form.exact("old"), to: password, began: session.began, address: visit.address,
                    vault: visit.vault())
                visit.face.record(visit.face.sessions.end { $0.person == person && $0.id != session.id }, why: .accountChanged)
                return visit.done("/account", visit.t("account.password-changed"))
            } catch let fault as SignIn.PasswordFault { faults.add("password", SignInRoutes.words(fault, visit)) } catch let refusal
                as Refusal
            {
                guard refusal.code == .signInFailed else { throw refusal }
                faults.add("old", visit.t("account.fault-old"))
            }
        }
        return .page(try passwordPage(visit, faults: faults), status: .unprocessableContent)
    }

    // MARK: Authenticator

    private static func authenticatorPage(_ visit: Visit, faults: FormFaults = FormFaults()) throws -> Page {
        let person = try visit.actor, session = try SignInRoutes.current(visit)
        if let hindrance = try Again.hindrance(visit) { return Page(visit.t("authenticator.title"), faults: faults, [.inset(hindrance)]) }
        let fresh = try visit.face.signIn.newAuthenticator(for: person, session: session.id, vault: visit.vault())
        let address = fresh.address(account: person.rawValue, hub: visit.t("product"))
        var blocks: [Block] = [
            .text(visit.t("authenticator.why")),
            .list([visit.t("authenticator.step-1"), visit.t("authenticator.step-2"), visit.t("authenticator.step-3")], numbered: true),
        ]
        if let picture = CodePicture(of: address) {
            let size = picture.side + 8
            blocks.append(
                .picture(
                    Picture(
                        svg:
                            "<svg class=\"sw-code\" role=\"img\" aria-labelledby=\"code-title\" viewBox=\"-4 -4 \(size) \(size)\" width=\"220\" height=\"220\"><title id=\"code-title\">\(visit.t("authenticator.picture"))</title><rect x=\"-4\" y=\"-4\" width=\"\(size)\" height=\"\(size)\" fill=\"#fff\"/><path fill=\"#000\" d=\"\(picture.path)\"/></svg>",
                        caption: visit.t("authenticator.scan"))))
        }
        let groups = stride(from: 0, to: fresh.base32.count, by: 4).map { start in
            String(Array(fresh.base32)[start..<min(start + 4, fresh.base32.count)])
        }
        blocks += [
            .details(visit.t("authenticator.by-hand"), [.verbatim(groups.joined(separator: " "))]),
            .form(
                Form(
                    action: "/account/authenticator", button: visit.t("authenticator.button"),
                    fields: try Again.fields(visit) + [
                        Field(
                            "code", visit.t("authenticator.code"), hint: visit.t("authenticator.code-hint"),
                            autocomplete: "one-time-code",
                            width: 10, isCode: true)
                    ],
                    cancel: Link(text: visit.t("authenticator.later"), href: "/")
                ).filled(with: FormValues(), faults: faults)),
        ]
        return Page(visit.t("authenticator.title"), faults: faults, blocks)
    }

    private static func confirm(_ visit: Visit) throws -> Reply {
        let person = try visit.actor, session = try SignInRoutes.current(visit)
        // The first one, too: whoever finds an open session would have the only one, and its person could not come in any more.
        let again = try Again.answer(visit)
        guard let proved = again.proved else {
            return .page(try authenticatorPage(visit, faults: again.faults), status: .unprocessableContent)
        }
        guard
            let codes = try visit.face.signIn.confirmAuthenticator(
                of: proved, session: session.id, code: visit.form["code"] ?? "", vault: visit.vault())
        else {
            return .page(
                try authenticatorPage(visit, faults: FormFaults("code", visit.t("sign-in.fault-code"))), status: .unprocessableContent)
        }
        visit.face.record(visit.face.sessions.end { $0.person == person && $0.id != session.id }, why: .accountChanged)
        return .page(
            Page(
                visit.t("authenticator.done"),
                [
                    .text(visit.t("authenticator.recovery")), .verbatim(codes.joined(separator: "\n")),
                    .warning(visit.t("authenticator.once")), .buttons([Button(text: visit.t("authenticator.go-on"), href: "/")]),
                ]))
    }
}
