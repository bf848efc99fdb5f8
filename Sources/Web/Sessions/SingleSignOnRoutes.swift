import HTTPTypes
import Hub
import Logging
import NIOPosix
import Register
import Storage

/// Signing in by an agency's own provider (OpenID Connect).
enum SingleSignOnRoutes {
    static let all: [Route] = [
        .get("/sign-in/with/{provider}", .anyone) { visit in
            let provider = try number(visit)
            let begun: (address: String, cookie: String)
            do { begun = try begin(provider, for: .signingIn, visit) } catch let fault as SingleSignOn.Fault {
                visit.face.logger.warning("single sign-on", metadata: ["code": "\(fault.rawValue)"])
                return .page(SignInRoutes.page(visit, faults: FormFaults("name", visit.t("single-sign-on.fault"))), status: .badGateway)
            }
            // To the provider of the settings, by a link and not by a form, which the content policy keeps at home.
            var reply = Reply.redirect(begun.address)
            reply.cookies = [begun.cookie]
            return reply
        }.waitingElsewhere,
        .asynchronous(.get, "/sign-in/with/{provider}/back", .anyone, event: "signedIn", back),
        .get("/invitation/with/{provider}", .anyone) { visit in .page(invitationPage(try number(visit), visit)) },
        .post("/invitation/with/{provider}", .anyone, event: "none", accept).waitingElsewhere,
        .get("/account/single-sign-on", .signedIn) { visit in .page(try page(visit)) },
        .post("/account/single-sign-on", .signedIn, event: "none", link).waitingElsewhere,
        .post("/account/single-sign-on/remove", .signedIn, event: "signInMeansChanged") { visit in
            guard visit.face.signIn.hasPassword(try visit.actor) else { return .redirect("/account/single-sign-on") }
            let again = try Again.answer(visit)
            guard let proved = again.proved else { return .page(try page(visit, faults: again.faults), status: .unprocessableContent) }
            guard try visit.face.signIn.unlink(proved, vault: visit.vault()) else { return .redirect("/account/single-sign-on") }
            return visit.done("/account/single-sign-on", visit.t("single-sign-on.removed"))
        }.long,
    ]

    private static let cookie = "__Host-sharewell-sso"

    private static func number(_ visit: Visit) throws -> Int {
        guard let number = visit.parameters["provider"].flatMap({ Int($0) }), visit.face.providers.indices.contains(number) else {
            throw WebFault.notFound
        }
        return number
    }

    private static func address(_ provider: Int, _ visit: Visit) -> String {
        "\(visit.face.settings.base)sign-in/with/\(provider)/back"
    }

    private static func begin(
        _ provider: Int, for purpose: SingleSignOnAttempts.Purpose, _ visit: Visit
    ) throws -> (address: String, cookie: String) {
        let (state, attempt) = visit.face.attempts.begin(provider, for: purpose, at: visit.now)
        let address = try visit.face.providers[provider].address(
            state: state, nonce: attempt.nonce, verifier: attempt.verifier, back: address(provider, visit), at: visit.now)
        return (address, "\(cookie)=\(attempt.browser); Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600")
    }

    /// The browser comes back with a code. Whatever is wrong, one thing is said; what it was stands in the ledger.
    private static func back(_ visit: Visit) async throws -> Reply {
        let number = try number(visit)
        let provider = visit.face.providers[number]
        let pool = visit.face.pools.elsewhere
        let browser = visit.cookie(cookie)
        let attempt = visit.query["state"].flatMap {
            visit.face.attempts.take($0, browser: browser, provider: number, at: visit.now)
        }
        var reply: Reply
        do {
            // What no browser here began says nothing about anybody, and any page of the world can bring it about: it counts for nothing.
            guard let attempt else {
                return .page(
                    SignInRoutes.page(visit, faults: FormFaults("name", visit.t("single-sign-on.fault"))), status: .unprocessableContent)
            }
            if let issuer = visit.query["iss"], issuer != provider.settings.issuer { throw SingleSignOn.Fault.otherIssuer }
            guard let code = visit.query["code"] else { throw SingleSignOn.Fault.refused }
            let token = try await pool.runIfActive {
                try provider.token(for: code, verifier: attempt.verifier, back: address(number, visit), at: visit.now)
            }
            let identity = try await provider.identity(in: token, nonce: attempt.nonce, at: visit.now, on: pool)
            let subject = "\(identity.iss)|\(identity.sub)"
            reply = try await visit.work(on: pool) { try finished(attempt, subject: subject, provider, $0) }
        } catch let fault as SingleSignOn.Fault {
            reply = try await visit.work(on: pool) { try refused(fault, attempt, $0) }
        } catch is DecodingError { reply = try await visit.work(on: pool) { try refused(.notUnderstood, attempt, $0) } }
        reply.cookies.append("\(cookie)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
        return reply
    }

    private static func finished(
        _ attempt: SingleSignOnAttempts.Attempt, subject: String, _ provider: SingleSignOn, _ visit: Visit
    ) throws -> Reply {
        let signIn = visit.face.signIn, state = visit.state
        let proved: SignIn.Proved
        switch attempt.purpose {
        case .linking(let own, let session):
            // At the session that the password was shown at, and while nothing of the account has changed since.
            guard let here = visit.session, here.id == session, signIn.stands(own) else { throw SingleSignOn.Fault.state }
            guard provider.serves(own.person, in: state) else { throw SingleSignOn.Fault.otherAgency }
            // Anybody may come back from a provider; what is linked here is bound to that session all the same.
            let vault = try visit.vault()
            let isLinked = try Hub.keeping(to: visit.holding(here)) { try signIn.link(subject, to: own, vault: vault) }
            guard isLinked else { throw SingleSignOn.Fault.unknownSubject }
            return visit.done("/account/single-sign-on", visit.t("single-sign-on.linked"))
        case .accepting(let invitation):
            guard provider.serves(invitation.person, in: state) else { throw SingleSignOn.Fault.otherAgency }
            do {
                guard let accepted = try signIn.accept(invitation, subject: subject, from: visit.address, vault: visit.vault()) else {
                    throw SingleSignOn.Fault.unknownSubject
                }
                proved = accepted
            } catch is Refusal {
                // Taken up meanwhile, withdrawn, made anew, or over.
                throw SingleSignOn.Fault.invitation
            }
        case .signingIn:
            guard let linked = try signIn.person(ofSubject: subject, from: visit.address, vault: visit.vault()) else {
                throw SingleSignOn.Fault.unknownSubject
            }
            proved = linked
            guard provider.serves(linked.person, in: state) else { throw SingleSignOn.Fault.otherAgency }
        }
        return try SignInRoutes.enter(proved, visit, shown: .singleSignOn(strength: provider.settings.strength))
    }

    private static func refused(_ fault: SingleSignOn.Fault, _ attempt: SingleSignOnAttempts.Attempt?, _ visit: Visit) throws -> Reply {
        try visit.face.signIn.refusedElsewhere(from: visit.address, code: fault.rawValue)
        switch attempt?.purpose {
        case .linking where (try? visit.person) != nil:
            return .page(
                try page(visit, faults: FormFaults("password", visit.t("single-sign-on.fault-link"))), status: .unprocessableContent)
        case .accepting:
            let faults = FormFaults("code", visit.t("single-sign-on.fault-accept"))
            return .page(invitationPage(try number(visit), visit, faults: faults), status: .unprocessableContent)
        case .linking, .signingIn, nil:
            return .page(
                SignInRoutes.page(visit, faults: FormFaults("name", visit.t("single-sign-on.fault"))), status: .unprocessableContent)
        }
    }

    // MARK: Taking up an invitation

    private static func invitationPage(_ provider: Int, _ visit: Visit, faults: FormFaults = FormFaults()) -> Page {
        let name = visit.face.providers[provider].settings.name
        return Page(
            visit.t("invitation.title"), trail: [Link(text: visit.t("invitation.title"), href: "/invitation")], faults: faults,
            [
                .text(visit.t("invitation.text")), .text(visit.t("single-sign-on.accept-text", ["provider": name])),
                .form(
                    Form(
                        action: "/invitation/with/\(provider)", button: visit.t("frame.continue"),
                        fields: SignInRoutes.invitationFields(visit)
                    ).filled(with: visit.form, faults: faults)),
            ])
    }

    /// The code is looked at and not used up: only whoever comes back from the provider has taken the invitation up.
    private static func accept(_ visit: Visit) throws -> Reply {
        let provider = try number(visit)
        var faults = SignInRoutes.invitationFaults(visit)
        if faults.isEmpty {
            do {
                let invitation = try visit.face.signIn.invitation(
                    of: (visit.form["name"] ?? "").lowercased(), code: visit.form["code"] ?? "", from: visit.address, vault: visit.vault())
                guard visit.face.providers[provider].serves(invitation.person, in: visit.state) else {
                    throw SingleSignOn.Fault.otherAgency
                }
                return onward(try begin(provider, for: .accepting(invitation), visit), provider, visit)
            } catch let fault as SingleSignOn.Fault {
                visit.face.logger.warning("single sign-on", metadata: ["code": "\(fault.rawValue)"])
                faults.add("code", visit.t("single-sign-on.fault-accept"))
            } catch let refusal as Refusal {
                guard refusal.code == .signInFailed else { throw refusal }
                faults.add("code", visit.t("invitation.fault-wrong"))
            }
        }
        return .page(invitationPage(provider, visit, faults: faults), status: .unprocessableContent)
    }

    /// The way on is a link and not a form, which the content policy keeps at home.
    private static func onward(_ begun: (address: String, cookie: String), _ provider: Int, _ visit: Visit) -> Reply {
        let name = visit.face.providers[provider].settings.name
        var reply = Reply.page(
            Page(
                visit.t("single-sign-on.title"),
                [
                    .text(visit.t("single-sign-on.go-on-text")),
                    .buttons([Button(text: visit.t("single-sign-on.go-on", ["provider": name]), href: begun.address)]),
                ]))
        reply.cookies = [begun.cookie]
        return reply
    }

    // MARK: One's own account

    private static func page(_ visit: Visit, faults: FormFaults = FormFaults()) throws -> Page {
        let person = try visit.actor, state = visit.state, all = visit.face.providers
        let providers = all.enumerated().filter { $0.element.serves(person, in: state) }
        let subject = try visit.face.signIn.subject(of: visit.actor, vault: visit.vault())
        var blocks: [Block] = [.text(visit.t("single-sign-on.what"))]
        let linked = subject.flatMap { subject in all.first { subject.hasPrefix($0.settings.issuer + "|") } }
        if subject != nil {
            blocks += [
                .inset(visit.t("single-sign-on.is-linked", ["provider": linked?.settings.name ?? visit.t("single-sign-on.former")])),
                visit.face.signIn.hasPassword(person)
                    ? .form(
                        Form(
                            action: "/account/single-sign-on/remove", button: visit.t("single-sign-on.remove"),
                            fields: try Again.fields(visit), isWarning: true
                        ).filled(with: FormValues(), faults: faults))
                    : .text(visit.t("single-sign-on.only-way")),
            ]
        } else if providers.isEmpty {
            blocks.append(.inset(visit.t("single-sign-on.none")))
        } else {
            blocks.append(
                .form(
                    Form(
                        action: "/account/single-sign-on", button: visit.t("frame.continue"),
                        fields: [
                            Field(
                                "provider", visit.t("single-sign-on.which"),
                                .radios(providers.map { Choice(value: String($0.offset), label: $0.element.settings.name) })),
                            Field(
                                "password", visit.t("account.old-password"), .line(type: "password"), autocomplete: "current-password",
                                width: 20),
                        ], cancel: Link(text: visit.t("frame.cancel"), href: "/account")
                    ).filled(with: visit.form, faults: faults)))
        }
        return Page(
            visit.t("single-sign-on.title"), trail: [Link(text: visit.t("account.title"), href: "/account")], faults: faults, blocks)
    }

    /// Begins to link: the password is asked for, as another way in is about to be made.
    private static func link(_ visit: Visit) throws -> Reply {
        let person = try visit.actor, session = try SignInRoutes.current(visit)
        guard let provider = visit.form["provider"].flatMap({ Int($0) }), visit.face.providers.indices.contains(provider),
            visit.face.providers[provider].serves(person, in: visit.state)
        else {
            return .page(try page(visit, faults: FormFaults("provider", visit.t("single-sign-on.which"))), status: .unprocessableContent)
        }
        do {
            let proved = try visit.face.signIn.check(
                person.rawValue, password: visit.form.exact("password"), from: visit.address, vault: visit.vault()
            ).proved
            return onward(try begin(provider, for: .linking(proved, session: session.id), visit), provider, visit)
        } catch let refusal as Refusal {
            guard refusal.code == .signInFailed else { throw refusal }
            return .page(try page(visit, faults: FormFaults("password", visit.t("account.fault-old"))), status: .unprocessableContent)
        } catch is SingleSignOn.Fault {
            return .page(try page(visit, faults: FormFaults("provider", visit.t("single-sign-on.fault-link"))), status: .badGateway)
        }
    }
}
