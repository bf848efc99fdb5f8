import Guidance
import HTTPTypes
import Hub
import Register

/// What is done about a grant beside using it: revoking, attesting, passing on, entering media (§4.3.4, Box 1).
enum GrantStepRoutes {
    static let all: [Route] = [
        .get("/grants/{grant}/revoke", .may(.decideRequest)) { visit in .page(textPage(visit, try grant(visit, revoking), revoking)) },
        .post("/grants/{grant}/revoke", .may(.decideRequest), event: "grantRevoked") { visit in
            let vault = try? visit.vault(), actor = try visit.actor
            return try take(visit, revoking) { id, text in
                try RevokeGrant(hub: visit.hub).perform(id, why: text, by: actor, vault: vault)
            }
        },
        .get("/grants/{grant}/confirm", .may(.decideRequest)) { visit in
            .page(textPage(visit, try grant(visit, confirming), confirming))
        },
        .post("/grants/{grant}/confirm", .may(.decideRequest), event: "grantConfirmed") { visit in
            let actor = try visit.actor
            return try take(visit, confirming) { id, text in try visit.hub.run(.request(.confirm(id, why: text)), by: actor) }
        },
        .get("/grants/{grant}/attest", .may(.attest)) { visit in .page(textPage(visit, try grant(visit, attesting), attesting)) },
        .post("/grants/{grant}/attest", .may(.attest), event: "destructionAttested") { visit in
            let actor = try visit.actor
            return try take(visit, attesting) { id, text in try visit.hub.run(.request(.attest(id, method: text)), by: actor) }
        },
        .get("/grants/{grant}/onward", .may(.decideRequest)) { visit in .page(try onwardPage(visit, try grant(visit, onward))) },
        .post("/grants/{grant}/onward", .may(.decideRequest), event: "onwardAllowed", takeOnward),
        .get("/grants/{grant}/media", .may(.attest)) { visit in .page(try mediaPage(visit, try grant(visit, media))) },
        .post("/grants/{grant}/media", .may(.attest), event: "mediaRegistered", takeMedia),
    ]

    /// A step about a grant and who may take it.
    private struct Step: Sendable {
        let key: String
        let isFor: @Sendable (Person, Grant, Visit) -> Bool
        var isWarning = false
    }
    private static let revoking = Step(key: "revoke", isFor: { person, grant, _ in GrantRoutes.mayRevoke(person, grant) }, isWarning: true)
    private static let confirming = Step(key: "confirm", isFor: GrantRoutes.mayConfirm)
    private static let attesting = Step(key: "attest", isFor: GrantRoutes.mayAttest)
    private static let onward = Step(key: "onward", isFor: GrantRoutes.mayAllowOnward)
    private static let media = Step(key: "media", isFor: GrantRoutes.mayEnterMedia)

    private static func grant(_ visit: Visit, _ step: Step) throws -> Grant {
        let grant = try visit.grant()
        guard step.isFor(try visit.person, grant, visit) else { throw WebFault.notFound }
        return grant
    }

    static func trail(_ grant: Grant, _ visit: Visit) -> [Link] {
        [
            Link(text: visit.t("grant.list.title"), href: "/grants"),
            Link(text: visit.t("grant.one", ["grant": grant.id.rawValue]), href: "/grants/\(grant.id)"),
        ]
    }

    private static func page(_ visit: Visit, _ grant: Grant, _ step: Step, _ fields: [Field], _ faults: FormFaults) -> Page {
        func own(_ key: String) -> String { visit.t("grant.\(step.key).\(key)") }
        var form = Form(
            action: "/grants/\(grant.id)/\(step.key)", button: own("button"), fields: fields, isWarning: step.isWarning,
            cancel: Link(text: visit.t("frame.cancel"), href: "/grants/\(grant.id)"))
        if visit.method == .post { form = form.filled(with: visit.form, faults: faults) }
        return Page(
            own("title"), section: "requests", caption: visit.titled(grant.terms.dataset), trail: trail(grant, visit), faults: faults,
            [.text(own("lead")), .form(form)])
    }

    private static func textPage(_ visit: Visit, _ grant: Grant, _ step: Step, faults: FormFaults = FormFaults()) -> Page {
        page(
            visit, grant, step,
            [Field("text", visit.t("grant.\(step.key).label"), .textArea(rows: 3), hint: visit.t("request.name-nobody"))], faults)
    }

    private static func take(_ visit: Visit, _ step: Step, _ work: (GrantID, String) throws -> Void) throws -> Reply {
        let grant = try grant(visit, step)
        var faults = FormFaults("text", visit.t("grant.\(step.key).missing"))
        if let text = visit.form["text"]?.oneLine, !text.isEmpty {
            guard let refused = try visit.attempt("text", { try work(grant.id, text) }) else {
                return visit.done("/grants/\(grant.id)", visit.t("grant.\(step.key).done"))
            }
            faults = refused
        }
        return .page(textPage(visit, grant, step, faults: faults), status: .unprocessableContent)
    }

    // MARK: Onward

    private static func onwardPage(_ visit: Visit, _ grant: Grant, faults: FormFaults = FormFaults()) throws -> Page {
        let agencies = visit.register.agencies(onwardFrom: grant, by: try visit.person, at: visit.now)
        guard !agencies.isEmpty else {
            return Page(
                visit.t("grant.onward.title"), section: "requests", caption: visit.titled(grant.terms.dataset), trail: trail(grant, visit),
                [.text(visit.t("grant.onward.lead")), .inset(visit.t("grant.onward.nobody"))])
        }
        return page(
            visit, grant, onward,
            [
                Field(
                    "agency", visit.t("grant.onward.agency"),
                    .radios(
                        agencies.map {
                            Choice(
                                value: $0.id.rawValue, label: $0.name,
                                hint: grant.onward.contains($0.id) ? visit.t("grant.onward.has-leave") : nil)
                        })),
                Field(
                    "leave", visit.t("grant.onward.leave"),
                    .radios([
                        Choice(value: "allow", label: visit.t("grant.onward.allow")),
                        Choice(value: "stop", label: visit.t("grant.onward.stop")),
                    ]), value: "allow"),
                Field("text", visit.t("grant.onward.label"), .textArea(rows: 3), hint: visit.t("request.name-nobody")),
            ], faults)
    }

    private static func takeOnward(_ visit: Visit) throws -> Reply {
        let grant = try grant(visit, onward)
        var faults = FormFaults()
        // What is not on the page is nobody, whether or not there is such an agency.
        let agency = visit.register.agencies(onwardFrom: grant, by: try visit.person, at: visit.now)
            .first { $0.id.rawValue == visit.form["agency"] }?.id
        let text = visit.form["text"]?.oneLine
        if agency == nil { faults.add("agency", visit.t("grant.onward.missing-agency")) }
        if text == nil { faults.add("text", visit.t("grant.onward.missing")) }
        if let agency, let text {
            let isStopped = visit.form["leave"] == "stop", actor = try visit.actor
            let move: RequestMove =
                isStopped ? .stopOnward(grant.id, to: agency, why: text) : .allowOnward(grant.id, to: agency, why: text)
            guard let refused = try visit.attempt("agency", { try visit.hub.run(.request(move), by: actor) }) else {
                return visit.done(
                    "/grants/\(grant.id)",
                    visit.t(isStopped ? "grant.onward.stopped" : "grant.onward.done", ["agency": visit.named(agency)]))
            }
            faults = refused
        }
        return .page(try onwardPage(visit, grant, faults: faults), status: .unprocessableContent)
    }

    // MARK: Removable media

    private static func mediaPage(_ visit: Visit, _ grant: Grant, faults: FormFaults = FormFaults()) throws -> Page {
        let monitors = visit.state.people.values.filter {
            $0.active && $0.roles.contains(.liaisonOfficer) && [grant.terms.source, grant.terms.agency].contains($0.agency)
        }.sorted { $0.name < $1.name }
        func own(_ key: String) -> String { visit.t("grant.media.\(key)") }
        return page(
            visit, grant, media,
            [
                Field("medium", own("medium"), hint: own("medium-hint")),
                Field("necessity", own("necessity"), .textArea(rows: 3), hint: own("necessity-hint")),
                Field(
                    "encryption", own("encryption"),
                    .radios(
                        EncryptionStandard.allCases.map { Choice(value: $0.rawValue, label: visit.t("grant.encryption.\($0.rawValue)")) })),
                Field(
                    "carrier", own("carrier"), .radios(grant.terms.people.map { Choice(value: $0.rawValue, label: visit.named($0)) })),
                Field(
                    "monitor", own("monitor"),
                    .radios(
                        monitors.map {
                            Choice(value: $0.id.rawValue, label: $0.name, hint: $0.agency.map { visit.named($0) })
                        })),
            ], faults)
    }

    private static func takeMedia(_ visit: Visit) throws -> Reply {
        let grant = try grant(visit, media)
        var faults = FormFaults()
        for field in ["medium", "necessity", "encryption", "carrier", "monitor"] where visit.form[field] == nil {
            faults.add(field, visit.t("grant.media.missing-\(field)"))
        }
        if let medium = visit.form["medium"]?.oneLine, let necessity = visit.form["necessity"]?.oneLine,
            let encryption = visit.form["encryption"].flatMap(EncryptionStandard.init(rawValue:)),
            let carrier = visit.form["carrier"].flatMap({ try? PersonID(checking: $0) }),
            let monitor = visit.form["monitor"].flatMap({ try? PersonID(checking: $0) })
        {
            let actor = try visit.actor
            let move = RequestMove.registerMedia(
                grant.id, medium: medium, necessity: necessity, encryption: encryption, carrier: carrier, monitor: monitor)
            guard let refused = try visit.attempt("medium", { try visit.hub.run(.request(move), by: actor) }) else {
                return visit.done("/grants/\(grant.id)", visit.t("grant.media.done"))
            }
            faults = refused
        }
        return .page(try mediaPage(visit, grant, faults: faults), status: .unprocessableContent)
    }
}
