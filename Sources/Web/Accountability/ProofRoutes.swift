import Guidance
import HTTPTypes
import Hub
import Register
import Transparency

/// Checkpoints and proofs: what partners keep and check, so that nobody who runs the hub can take back what happened.
enum ProofRoutes {
    static let all: [Route] = [
        .get("/audit/proofs", .signedIn) { visit in .page(page(visit)) },
        .get("/audit/proofs/ledger.checkpoint", .may(.seeAudit)) { visit in
            guard let checkpoint = try visit.hub.keptLedger()?.keptCheckpoint() else { throw WebFault.notFound }
            return .download(checkpoint.encoded, type: "text/plain; charset=utf-8", name: "ledger-\(checkpoint.size).checkpoint")
        },
        .post("/audit/proofs/sign", .may(.seeAudit), event: "none") { visit in
            let checkpoint = try PublishCheckpoint(hub: visit.hub, vault: visit.vault()).perform()
            return visit.done("/audit/proofs", visit.t("audit.signed", ["events": Texts.grouped(Int(checkpoint.size))]))
        },
        .get("/audit/proofs/{name}", .signedIn) { visit in try inclusion(visit) },
        .post("/audit/proofs/consistency", .may(.seeAudit), event: "none", consistency),
        .post("/audit/proofs/check", .signedIn, event: "none", check),
    ]

    private static func page(_ visit: Visit, _ faults: FormFaults = FormFaults(), _ outcome: [Block] = []) -> Page {
        let key = visit.state.hub?.verifierKey ?? ""
        var making: [Block] = []
        if (try? visit.person.may(.seeAudit)) == true {
            let kept = try? visit.hub.keptLedger()?.keptCheckpoint()
            making += [
                .heading(visit.t("audit.checkpoint")), .text(visit.t("audit.checkpoint-text")),
                .text(
                    kept.map { visit.t("audit.checkpoint-of", ["events": Texts.grouped(Int($0.size))]) } ?? visit.t("audit.checkpoint-none")
                ),
            ]
            if kept != nil {
                making.append(
                    .buttons([
                        Button(text: visit.t("audit.checkpoint-download"), href: "/audit/proofs/ledger.checkpoint", isDownload: true)
                    ]))
            }
            making += [
                .form(
                    Form(
                        action: "/audit/proofs/sign", button: visit.t("audit.sign"), fields: [], isSecondary: kept != nil, id: "sign")),
                .heading(visit.t("audit.grew")), .text(visit.t("audit.grew-text")),
                .form(
                    Form(
                        action: "/audit/proofs/consistency", button: visit.t("audit.grew-button"),
                        fields: [
                            Field("from", visit.t("audit.older-checkpoint"), .textArea(rows: 3), isCode: true),
                            Field(
                                "to", visit.t("audit.newer-checkpoint"), .textArea(rows: 3), hint: visit.t("audit.newer-hint"), isCode: true
                            ),
                        ], id: "grew"
                    ).filled(with: visit.form.without("csrf"), faults: faults)),
            ]
        }
        let checking: [Block] = [
            .heading(visit.t("audit.check")), .text(visit.t("audit.check-text")),
            .form(
                Form(
                    action: "/audit/proofs/check", button: visit.t("audit.check-button"),
                    fields: [
                        Field("key", visit.t("audit.key"), hint: visit.t("audit.key-hint"), isCode: true),
                        Field(
                            "older", visit.t("audit.checkpoint-one"), .textArea(rows: 3), hint: visit.t("audit.checkpoint-one-hint"),
                            isCode: true),
                        Field("newer", visit.t("audit.checkpoint-two"), .textArea(rows: 3), isCode: true),
                        Field("proof", visit.t("audit.proof"), .textArea(rows: 3), hint: visit.t("audit.proof-hint"), isCode: true),
                    ], id: "check"
                ).filled(with: visit.form.without("csrf"), faults: faults)),
            .text(visit.t("audit.hub-key")), .verbatim(key),
            .details(
                visit.t("audit.offline"),
                [
                    .text(visit.t("audit.offline-text")),
                    .verbatim(
                        "sharewell ledger verify --key KEY --checkpoints OLDER NEWER --proof PROOF\nsharewell ledger verify --key KEY --proof EVENT"
                    ),
                ]),
        ]
        return Page(
            visit.t("audit.proofs"), section: "audit", trail: [Link(text: visit.t("audit.title"), href: "/audit")], faults: faults,
            outcome + [.lead(visit.t("audit.proofs-lead")), .panels([making, checking].filter { !$0.isEmpty })])
    }

    // MARK: Making proofs

    /// `event-12.tlog-proof`, for whoever may see that event.
    private static func inclusion(_ visit: Visit) throws -> Reply {
        let name = visit.parameters["name"] ?? ""
        guard name.hasPrefix("event-"), name.hasSuffix(".tlog-proof"), let position = Int64(name.dropFirst(6).dropLast(11)) else {
            throw WebFault.notFound
        }
        guard let proof = try visit.face.trail.proof(of: position, for: visit.actor, signingWith: visit.face.vault()) else {
            throw WebFault.notFound
        }
        return .download(proof.encoded, type: "text/plain; charset=utf-8", name: "event-\(position).tlog-proof")
    }

    private static func consistency(_ visit: Visit) throws -> Reply {
        guard let ledger = try visit.hub.keptLedger() else { throw WebFault.notFound }
        var faults = FormFaults()
        func checkpoint(_ name: String, needed: Bool) -> Checkpoint? {
            guard visit.form[name] != nil else {
                if needed { faults.add(name, visit.t("form.needed")) }
                return nil
            }
            guard let checkpoint = try? Checkpoint(parsing: bytes(visit.form.exact(name)), key: ledger.key) else {
                faults.add(name, visit.t("audit.not-a-checkpoint"))
                return nil
            }
            return checkpoint
        }
        let from = checkpoint("from", needed: true), to = checkpoint("to", needed: false)
        guard let from, faults.isEmpty else { return .page(page(visit, faults), status: .unprocessableContent) }
        do {
            let proof = try ProveEvent(ledger).consistency(from: from, to: to)
            return .download(proof.encoded, type: "text/plain; charset=utf-8", name: "ledger-\(from.size).tlog-proof")
        } catch let error as HubError where error.kind == .data || error.kind == .tampered {
            faults.add("from", error.message)
            return .page(page(visit, faults), status: .unprocessableContent)
        }
    }

    // MARK: Checking them

    /// As the form's own text: a browser sends line ends of two characters, and a checkpoint has its last.
    private static func bytes(_ text: String) -> [UInt8] {
        let lines = text.replacing("\r\n", with: "\n")
        var text = lines.trimmingEnd
        text += "\n"
        return Array(text.utf8)
    }

    private static func check(_ visit: Visit) throws -> Reply {
        var faults = FormFaults()
        let form = visit.form
        guard let key = try? VerifierKey(parsing: String((form["key"] ?? "").filter { !$0.isWhitespace })) else {
            faults.add("key", visit.t("audit.not-a-key"))
            return .page(page(visit, faults), status: .unprocessableContent)
        }
        func given(_ name: String) -> [UInt8]? { form[name] == nil ? nil : bytes(form.exact(name)) }
        do {
            guard let shown = try CheckProof(key: key).perform(older: given("older"), newer: given("newer"), proof: given("proof")) else {
                faults.add("older", visit.t("audit.nothing-to-check"))
                return .page(page(visit, faults), status: .unprocessableContent)
            }
            let words: [Block] =
                switch shown {
                case .stands(let shown):
                    [
                        .text(
                            visit.t(
                                "audit.holds-event",
                                [
                                    "number": Texts.grouped(Int(shown.entry.index)), "events": Texts.grouped(Int(shown.checkpoint.size)),
                                    "when": Moment(milliseconds: shown.entry.milliseconds).words,
                                ])), .verbatim(String(decoding: shown.entry.payload, as: UTF8.self)),
                    ]
                case .continues(let older, let newer):
                    [
                        .text(
                            visit.t(
                                "audit.holds-grew",
                                ["older": Texts.grouped(Int(older.size)), "newer": Texts.grouped(Int(newer.size))]))
                    ]
                case .signed(let checkpoint):
                    [.text(visit.t("audit.holds-signed", ["events": Texts.grouped(Int(checkpoint.size))]))]
                }
            return .page(page(visit, faults, [.notice(title: visit.t("audit.holds"), words, isSuccess: true)]))
        } catch {
            let words = visit.texts.find("audit.fault-\(error.code.rawValue)") ?? error.message
            return .page(
                page(visit, faults, [.notice(title: visit.t("audit.holds-not"), [.text(words)])]), status: .unprocessableContent)
        }
    }
}

extension String {
    /// Without white space at the end.
    fileprivate var trimmingEnd: String {
        guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[...last])
    }
}
