import HTTPTypes
import Hub
import Logging
import Register
import Storage

/// A person's own notices by mail: where to, which, and no more. What is kept of them is sealed; the ledger has nothing of it.
enum NoticeRoutes {
    static let all: [Route] = [
        .get("/account/notices", .signedIn) { visit in .page(try page(visit)) },
        .post("/account/notices", .signedIn, event: "none", ask).waitingElsewhere,
        .post("/account/notices/code", .signedIn, event: "noticeAddressChanged", confirm).identifying,
        .post("/account/notices/kinds", .signedIn, event: "none") { visit in
            let told = try settings(visit).choose(Set(visit.form.all("kinds").compactMap(NoticeKind.init)), of: visit.actor)
            tell(told, visit) { $0.quieter(at: $1) }
            return visit.done("/account/notices", visit.t("notice.chosen"))
        }.long,
        // Without the password: whoever wants no more mail gets none, no way in is made by it, and the address is told as it is let go.
        .post("/account/notices/stop", .signedIn, event: "noticeAddressChanged") { visit in
            tell(try settings(visit).stop(visit.actor), visit) { $0.moved(from: $1) }
            return visit.done("/account/notices", visit.t("notice.stopped"))
        }.long,
    ]

    private static func settings(_ visit: Visit) throws -> NoticeSettings { try NoticeSettings(hub: visit.hub, vault: visit.vault()) }

    private static func page(_ visit: Visit, faults: FormFaults = FormFaults()) throws -> Page {
        let wishes = try settings(visit).wishes(of: visit.actor)
        let trail = [Link(text: visit.t("account.title"), href: "/account")]
        guard Post(visit.face) != nil else {
            return Page(visit.t("notice.title"), trail: trail, [.text(visit.t("notice.what")), .inset(visit.t("notice.no-mail"))])
        }
        var blocks: [Block] = [.text(visit.t("notice.what"))]
        if let pending = wishes.pending {
            blocks += [
                .inset(visit.t("notice.pending", ["address": pending.address])),
                .form(
                    Form(
                        action: "/account/notices/code", button: visit.t("notice.confirm"),
                        fields: [
                            Field(
                                "code", visit.t("notice.code"), hint: visit.t("notice.code-hint"), autocomplete: "one-time-code", width: 10,
                                isCode: true)
                        ], id: "code"
                    ).filled(with: FormValues(), faults: faults)),
            ]
        }
        if let address = wishes.address {
            blocks += [
                .summary([SummaryRow(visit.t("notice.goes-to"), Cell(address))]),
                .form(
                    Form(
                        action: "/account/notices/kinds", button: visit.t("notice.choose"),
                        fields: [
                            Field(
                                "kinds", visit.t("notice.which"),
                                .checkboxes(
                                    NoticeKind.allCases.map { Choice(value: $0.rawValue, label: visit.t("notice.kind.\($0.rawValue)")) }),
                                values: wishes.kinds.map(\.rawValue))
                        ], id: "kinds")),
                .form(Form(action: "/account/notices/stop", button: visit.t("notice.stop-all"), fields: [], isWarning: true, id: "stop")),
            ]
        }
        if let hindrance = try Again.hindrance(visit) {
            return Page(visit.t("notice.title"), trail: trail, faults: faults, blocks + [.inset(hindrance)])
        }
        blocks.append(
            .form(
                try Form(
                    action: "/account/notices", button: visit.t("notice.send-code"),
                    fields: [
                        Field(
                            "address", visit.t(wishes.address == nil ? "notice.address" : "notice.other-address"), .line(type: "email"),
                            hint: visit.t("notice.address-hint"), autocomplete: "email", isCode: true)
                    ] + Again.fields(visit), id: "address"
                ).filled(with: visit.form, faults: faults)))
        return Page(visit.t("notice.title"), trail: trail, faults: faults, blocks)
    }

    private static func ask(_ visit: Visit) throws -> Reply {
        guard let post = Post(visit.face) else { throw WebFault.notFound }
        guard let address = visit.form["address"].flatMap(MailAddress.init) else {
            return .page(try page(visit, faults: FormFaults("address", visit.t("notice.fault-address"))), status: .unprocessableContent)
        }
        let again = try Again.answer(visit)
        guard let proved = again.proved else { return .page(try page(visit, faults: again.faults), status: .unprocessableContent) }
        guard let code = try settings(visit).ask(address, of: proved) else { throw WebFault.tooMany }
        do { try post.send(post.code(code, to: address)) } catch {
            visit.face.logger.warning("code not sent", metadata: ["number": "\(error.number)"])
            return .page(try page(visit, faults: FormFaults("address", visit.t("notice.fault-not-sent"))), status: .unprocessableContent)
        }
        return visit.done("/account/notices", visit.t("notice.code-sent"))
    }

    private static func confirm(_ visit: Visit) throws -> Reply {
        guard case .right(let before) = try settings(visit).confirm(visit.form["code"] ?? "", of: visit.actor) else {
            return .page(try page(visit, faults: FormFaults("code", visit.t("notice.fault-code"))), status: .unprocessableContent)
        }
        tell(before, visit) { $0.moved(from: $1) }
        return visit.done("/account/notices", visit.t("notice.confirmed"))
    }

    /// Tells the address that notices went to that they go there no more, or not all: its owner may not be whoever changed it.
    private static func tell(_ before: String?, _ visit: Visit, _ what: (Post, MailAddress) -> MailMessage) {
        guard let address = before.flatMap(MailAddress.init), let post = Post(visit.face) else { return }
        do throws(TransferError) { try post.send(what(post, address)) } catch {
            visit.face.logger.warning("notice not sent", metadata: ["number": "\(error.number)"])
        }
    }
}
