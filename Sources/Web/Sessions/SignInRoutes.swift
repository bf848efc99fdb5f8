import HTTPTypes
import Hub
import Register

/// Coming in: invitation, password, one-time code.
enum SignInRoutes {
    static let all: [Route] = [
        .get("/sign-in", .anyone) { visit in
            if (try? visit.person) != nil { return .redirect("/") }
            return .page(page(visit))
        },
        .post("/sign-in", .anyone, event: "signedIn", signIn).identifying,
        .get("/sign-in/code", .anyone) { visit in
            guard halfway(visit) != nil else { return .redirect("/sign-in") }
            return .page(codePage(visit))
        },
        .post("/sign-in/code", .anyone, event: "signedIn", code),
        .get("/invitation", .anyone) { visit in .page(invitationPage(visit)) },
        .post("/invitation", .anyone, event: "signInMeansChanged", accept).identifying,
        .post("/sign-out", .signedIn, event: "sessionEnded") { visit in
            let session = try current(visit)
            visit.face.record(visit.face.sessions.end { $0.id == session.id }, why: .signedOut)
            var reply = Reply.redirect("/sign-in")
            reply.cookies = [SessionCookie.clear]
            // What the browser still holds of the hub goes too: nothing is left on the desk (Box 2).
            reply.headers = [(.clearSiteData, "\"cache\", \"cookies\", \"storage\"")]
            return reply
        },
    ]

    private static let halfwayCookie = "__Host-sharewell-half"

    static func current(_ visit: Visit) throws -> Session {
        guard let session = visit.session else { throw WebFault.signInNeeded }
        return session
    }

    // MARK: Name and password

    private static func form(_ visit: Visit) -> Form {
        Form(
            action: "/sign-in", button: visit.t("sign-in.button"),
            fields: [
                Field(
                    "name", visit.t("sign-in.name"), hint: visit.t("sign-in.name-hint"), autocomplete: "username", width: 20, isCode: true),
                Field("password", visit.t("sign-in.password"), .line(type: "password"), autocomplete: "current-password", width: 20),
                Field("to", "", .hidden, value: visit.query["to"] ?? ""),
            ])
    }

    static func page(_ visit: Visit, faults: FormFaults = FormFaults()) -> Page {
        let providers = visit.face.providers.enumerated().map { number, provider in
            Link(text: visit.t("single-sign-on.with", ["provider": provider.settings.name]), href: "/sign-in/with/\(number)")
        }
        let changed: [Block] = visit.query["changed"] == nil ? [] : [.inset(visit.t("sign-in.changed-meanwhile"))]
        let main: [Block] =
            changed + (visit.certificate == nil ? [] : [.inset(visit.t("certificate.at-sign-in"))]) + [
                .form(form(visit).filled(with: visit.form, faults: faults)), .links(providers),
            ]
        return Page(
            visit.t("sign-in.title"), caption: visit.state.hub?.partnership, faults: faults,
            [
                .columns(
                    main,
                    [
                        .panel(
                            [
                                .heading(visit.t("sign-in.about")), .text(visit.t("sign-in.about-text")),
                                .list((1...3).map { visit.t("sign-in.about-\($0)") }), .heading(visit.t("sign-in.new"), level: 3),
                                .text(visit.t("sign-in.new-text")),
                                .buttons([Button(text: visit.t("sign-in.invited"), href: "/invitation", isSecondary: true)]),
                            ], isWide: true)
                    ])
            ])
    }

    private static func signIn(_ visit: Visit) throws -> Reply {
        let password = visit.form.exact("password")
        var faults = FormFaults()
        let name = visit.form["name"] ?? ""
        if name.isEmpty { faults.add("name", visit.t("sign-in.fault-name")) }
        if password.isEmpty { faults.add("password", visit.t("sign-in.fault-password")) }
        guard faults.isEmpty else { return .page(page(visit, faults: faults), status: .unprocessableContent) }
        do {
            let (proved, next) = try visit.face.signIn.check(
                name.lowercased(), password: password, certificate: visit.certificate, from: visit.address,
                vault: visit.vault())
            switch next {
            case .nothing: return try enter(proved, visit, shown: .password)
            case .certificate: return try enter(proved, visit, shown: .certificate)
            case .code:
                var reply = Reply.redirect("/sign-in/code\(target(visit).map { "?to=" + $0.queryEscaped } ?? "")")
                let secret = visit.face.halfway.begin(proved, at: visit.now)
                reply.cookies = ["\(halfwayCookie)=\(secret); Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=300"]
                return reply
            }
        } catch let refusal as Refusal {
            guard refusal.code == .signInFailed else { throw refusal }
            return .page(page(visit, faults: FormFaults("name", visit.t("sign-in.fault-wrong"))), status: .unprocessableContent)
        }
    }

    /// A session for somebody who has shown enough. It is there before that is recorded, so that whatever ends its person's sessions ends it too.
    static func enter(_ proved: SignIn.Proved, _ visit: Visit, shown: ServingSettings.Shown) throws -> Reply {
        let person = proved.person
        let account = try visit.register.account(of: person, signingInAt: visit.now)
        let way = visit.face.settings.way(from: visit.address, shown: shown, registration: account.registration)
        // A session of before is not gone on with: what came with the request opens nothing afterwards.
        if let before = visit.session {
            visit.face.record(visit.face.sessions.end { $0.id == before.id }, why: .endedElsewhere)
        }
        let (session, secret, ended) = visit.face.sessions.begin(
            person, way: way, browser: visit.headers[.userAgent] ?? "", certificate: shown.isCertificate ? visit.certificate : nil,
            place: visit.face.settings.place(of: visit.address), shown: shown.means, since: proved.since, at: visit.now)
        do { try visit.face.signIn.enter(proved, session: session.id, way: way, shown: shown.means) } catch {
            _ = visit.face.sessions.end { $0.id == session.id }
            throw error
        }
        visit.face.record(ended, why: .endedElsewhere)
        var reply = Reply.redirect(target(visit) ?? "/")
        reply.cookies = [SessionCookie.set(secret), "\(halfwayCookie)=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"]
        return reply
    }

    /// Where the person wanted to go: an address of this hub or nothing.
    private static func target(_ visit: Visit) -> String? {
        guard let to = visit.form["to"] ?? visit.query["to"], to.hasPrefix("/"), !to.hasPrefix("//"), !to.contains("\\"),
            to.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F })
        else { return nil }
        return to
    }

    // MARK: One-time code

    /// Who has shown a password that is still theirs.
    private static func halfway(_ visit: Visit) -> (proved: SignIn.Proved, secret: String)? {
        guard let secret = visit.cookie(halfwayCookie), let proved = visit.face.halfway.find(secret, at: visit.now),
            visit.face.signIn.stands(proved)
        else { return nil }
        return (proved, secret)
    }

    private static func codePage(_ visit: Visit, faults: FormFaults = FormFaults()) -> Page {
        let form = Form(
            action: "/sign-in/code", button: visit.t("sign-in.continue"),
            fields: [
                Field(
                    "code", visit.t("sign-in.code"), hint: visit.t("sign-in.code-hint"), autocomplete: "one-time-code", width: 10,
                    isCode: true),
                Field("to", "", .hidden, value: visit.query["to"] ?? ""),
            ])
        return Page(visit.t("sign-in.code-title"), faults: faults, [.form(form.filled(with: visit.form, faults: faults))])
    }

    private static func code(_ visit: Visit) throws -> Reply {
        guard let (first, secret) = halfway(visit) else { return .redirect("/sign-in") }
        let second: (means: SignInMeans, proved: SignIn.Proved)
        do {
            second = try visit.face.signIn.check(code: visit.form["code"] ?? "", after: first, from: visit.address, vault: visit.vault())
        } catch let refusal as Refusal {
            guard refusal.code == .signInFailed else { throw refusal }
            return .page(codePage(visit, faults: FormFaults("code", visit.t("sign-in.fault-code"))), status: .unprocessableContent)
        }
        visit.face.halfway.end(secret)
        return try enter(second.proved, visit, shown: second.means == .recoveryCodes ? .passwordAndRecovery : .passwordAndCode)
    }

    // MARK: Invitation

    /// Whose invitation, and its code.
    static func invitationFields(_ visit: Visit) -> [Field] {
        [
            Field("name", visit.t("sign-in.name"), hint: visit.t("sign-in.name-hint"), autocomplete: "username", width: 20, isCode: true),
            Field(
                "code", visit.t("invitation.code"), hint: visit.t("invitation.code-hint"), autocomplete: "one-time-code", width: 20,
                isCode: true),
        ]
    }

    /// What is missing of them.
    static func invitationFaults(_ visit: Visit) -> FormFaults {
        var faults = FormFaults()
        if visit.form["name"] == nil { faults.add("name", visit.t("sign-in.fault-name")) }
        if visit.form["code"] == nil { faults.add("code", visit.t("invitation.fault-code-empty")) }
        return faults
    }

    private static func invitationPage(_ visit: Visit, faults: FormFaults = FormFaults()) -> Page {
        let form = Form(
            action: "/invitation", button: visit.t("invitation.button"),
            fields: invitationFields(visit) + [
                Field(
                    "password", visit.t("invitation.password"), .line(type: "password"), hint: visit.t("invitation.password-hint"),
                    autocomplete: "new-password", width: 20),
                Field("again", visit.t("invitation.again"), .line(type: "password"), autocomplete: "new-password", width: 20),
            ])
        return Page(
            visit.t("invitation.title"), faults: faults,
            [.text(visit.t("invitation.text")), .form(form.filled(with: visit.form, faults: faults))]
                + (visit.face.providers.isEmpty
                    ? []
                    : [
                        .links(
                            visit.face.providers.enumerated().map { number, provider in
                                Link(
                                    text: visit.t("single-sign-on.accept-with", ["provider": provider.settings.name]),
                                    href: "/invitation/with/\(number)")
                            })
                    ]))
    }

    private static func accept(_ visit: Visit) throws -> Reply {
        let password = visit.form.exact("password")
        var faults = invitationFaults(visit)
        if password.isEmpty {
            faults.add("password", visit.t("invitation.fault-password"))
        } else if password != visit.form.exact("again") {
            faults.add("again", visit.t("invitation.fault-again"))
        }
        if faults.isEmpty {
            do {
                let proved = try visit.face.signIn.accept(
                    (visit.form["name"] ?? "").lowercased(), code: visit.form["code"] ?? "", password: password, from: visit.address,
                    vault: visit.vault())
                var reply = try enter(proved, visit, shown: .password)
                reply.body = .redirect("/account/authenticator")
                return reply
            } catch let fault as SignIn.PasswordFault { faults.add("password", words(fault, visit)) } catch let refusal as Refusal {
                guard refusal.code == .signInFailed else { throw refusal }
                faults.add("code", visit.t("invitation.fault-wrong"))
            }
        }
        return .page(invitationPage(visit, faults: faults), status: .unprocessableContent)
    }

    static func words(_ fault: SignIn.PasswordFault, _ visit: Visit) -> String {
        switch fault {
        case .tooShort: visit.t("password.too-short", ["count": String(SignIn.shortestPassword)])
        case .tooLong: visit.t("password.too-long")
        case .ownName: visit.t("password.own-name")
        case .common: visit.t("password.common")
        }
    }
}
