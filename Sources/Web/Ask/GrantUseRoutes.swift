import Disclosure
import Foundation
import Guidance
import HTTPTypes
import Hub
import Register
import Storage

/// Using a grant: records on the screen, which leave nothing behind, or an encrypted copy to take away (§4.3.4, §4.3.6).
enum GrantUseRoutes {
    /// Records on a page, and how far one can go: whoever needs more takes a copy, which is recorded as one.
    static let pageSize = 25, mostShown = 500

    static let all: [Route] = [
        .get("/grants/{grant}/records", .may(.useGrant)) { visit in .page(purposePage(visit, try grant(visit), "records")) },
        .post("/grants/{grant}/records", .may(.useGrant), event: "queryAnswered", show),
        .get("/grants/{grant}/download", .may(.useGrant)) { visit in .page(purposePage(visit, try grant(visit), "download")) },
        .post("/grants/{grant}/download", .may(.useGrant), event: "extractReleased", take).long,
        .get("/grants/{grant}/download/{ready}", .may(.useGrant), fetch).long,
    ]

    private static func grant(_ visit: Visit) throws -> Grant {
        let grant = try visit.grant()
        guard GrantRoutes.mayUse(try visit.person, grant, visit) else { throw WebFault.notFound }
        return grant
    }

    /// For sending: to whom it names, what has ended is told with the reason; nobody else learns that there is such a page.
    private static func named(_ visit: Visit) throws -> Grant {
        let grant = try visit.grant(), person = try visit.person
        guard grant.terms.people.contains(person.id), person.agency == grant.terms.agency else { throw WebFault.notFound }
        return grant
    }

    private static func purposePage(_ visit: Visit, _ grant: Grant, _ key: String, faults: FormFaults = FormFaults()) -> Page {
        func own(_ name: String) -> String { visit.t("grant.\(key).\(name)") }
        var blocks: [Block] = [.text(own("lead"))]
        if !grant.terms.conditions.isEmpty {
            blocks += [.heading(visit.t("grant.row.conditions")), .list(grant.terms.conditions)]
        }
        if key == "records", grant.terms.transfer != .hub {
            blocks = [.text(visit.t("grant.only.\(grant.terms.transfer.rawValue)"))]
        } else if key == "download", grant.terms.isForViewingOnly {
            blocks = [
                .text(visit.t("grant.not-copied")),
                .buttons([Button(text: visit.t("grant.button.records"), href: "/grants/\(grant.id)/records")]),
            ]
        } else if key == "download", (try? visit.mayCopy) != true {
            blocks = [
                .text(own("view-only")),
                .links([Link(text: visit.t("grant.one", ["grant": grant.id.rawValue]), href: "/grants/\(grant.id)")]),
            ]
        } else {
            if key == "download" { blocks.append(.text(visit.t("grant.download.\(grant.terms.transfer.rawValue)"))) }
            var fields = [Field("purpose", visit.t("grant.purpose"), hint: visit.t("grant.purpose-hint"), isCode: false)]
            if key == "download", let others = onward(visit, grant) { fields.append(others) }
            var form = Form(
                action: "/grants/\(grant.id)/\(key)", button: own("button"), fields: fields,
                cancel: Link(text: visit.t("frame.cancel"), href: "/grants/\(grant.id)"))
            if visit.method == .post { form = form.filled(with: visit.form, faults: faults) }
            blocks.append(.form(form))
        }
        return Page(
            own("title"), section: "requests", caption: visit.titled(grant.terms.dataset), trail: GrantStepRoutes.trail(grant, visit),
            faults: faults, blocks)
    }

    /// For whom a copy is: one's own agency, or one that it may be passed on to (Box 1); nil where there is none such.
    private static func onward(_ visit: Visit, _ grant: Grant) -> Field? {
        guard !grant.onward.isEmpty else { return nil }
        return Field(
            "for", own(visit, "for"),
            .radios(
                [Choice(value: "", label: own(visit, "for-us"))]
                    + grant.onward.sorted().map {
                        Choice(
                            value: $0.rawValue, label: visit.named($0),
                            hint: own(visit, visit.state.agencies[$0]?.packageKey == nil ? "for-no-key" : "for-sealed"))
                    }))
    }

    private static func own(_ visit: Visit, _ name: String) -> String { visit.t("grant.download.\(name)") }

    // MARK: On the screen

    private static func show(_ visit: Visit) throws -> Reply {
        let grant = try named(visit)
        guard let purpose = visit.form["purpose"]?.oneLine else {
            return .page(
                purposePage(visit, grant, "records", faults: FormFaults("purpose", visit.t("grant.purpose-missing"))),
                status: .unprocessableContent)
        }
        let skipped = min(max(0, (visit.form["after"].flatMap { Int($0) } ?? 0) / pageSize * pageSize), mostShown - pageSize)
        let question = Question(dataset: grant.terms.dataset, from: nil, to: nil, filters: [], by: [])
        return try visit.bound {
            var answer: Answer?
            let actor = try visit.actor, vault = try visit.vault(), way = try visit.way
            if let faults = try visit.attempt(
                "purpose",
                {
                    answer = try AnswerQuestion(hub: visit.hub, vault: vault, entry: .session(way)).perform(
                        question, for: actor, purpose: purpose, under: grant.id, showing: pageSize, skipping: skipped)
                })
            {
                return .page(purposePage(visit, grant, "records", faults: faults), status: .unprocessableContent)
            }
            guard let answer else { throw WebFault.notFound }
            return .page(recordsPage(visit, grant, answer, purpose: purpose, skipped: skipped))
        }
    }

    private static func recordsPage(_ visit: Visit, _ grant: Grant, _ answer: Answer, purpose: String, skipped: Int) -> Page {
        var blocks: [Block] = [
            .lead(
                answer.total.number.map { visit.texts.count("grant.records.total", $0) }
                    ?? visit.t("explore.total-small", ["threshold": String(answer.rule.threshold)])), .text(visit.t("grant.records.trace")),
        ]
        for (place, record) in answer.records.enumerated() {
            blocks.append(.heading(visit.t("grant.records.record", ["number": Texts.grouped(skipped + place + 1)])))
            blocks.append(
                .summary(
                    grant.terms.fields.compactMap { field in
                        record[field].map { SummaryRow(visit.titled(field, of: grant.terms.dataset), Cell($0)) }
                    }))
        }
        // By POST: the purpose is no matter of an address, and each page is a view of its own that is recorded.
        func page(_ after: Int, _ key: String) -> Block {
            .form(
                Form(
                    action: "/grants/\(grant.id)/records", button: visit.t("grant.records.\(key)"),
                    fields: [Field("purpose", "", .hidden, value: purpose), Field("after", "", .hidden, value: String(after))]))
        }
        let next = skipped + pageSize
        if answer.hasMore {
            blocks.append(next < mostShown ? page(next, "next") : .text(visit.t("grant.records.most", ["count": Texts.grouped(mostShown)])))
        }
        if skipped > 0 { blocks.append(page(skipped - pageSize, "previous")) }
        if !answer.caveats.isEmpty {
            blocks += [
                .heading(visit.t("grant.records.caveats")), .list(answer.caveats.filter { !$0.contains("sharewell ") }),
            ]
        }
        return Page(
            visit.t("grant.records.title"), section: "requests", caption: visit.titled(grant.terms.dataset),
            trail: GrantStepRoutes.trail(grant, visit), marking: answer.marking, blocks)
    }

    // MARK: To take away

    private static func take(_ visit: Visit) throws -> Reply {
        let grant = try named(visit)
        guard let purpose = visit.form["purpose"]?.oneLine, let session = visit.session else {
            return .page(
                purposePage(visit, grant, "download", faults: FormFaults("purpose", visit.t("grant.purpose-missing"))),
                status: .unprocessableContent)
        }
        let question = Question(dataset: grant.terms.dataset, from: nil, to: nil, filters: [], by: [])
        return try visit.bound {
            let actor = try visit.actor, vault = try visit.vault(), way = try visit.way
            // Before anything is recorded or written; and for more as it grows.
            let room = try visit.room()
            try room.grow(0)
            let place = try visit.face.readyFiles.place()
            let other = grant.onward.first { $0.rawValue == visit.form["for"] }
            if visit.form["for"] != nil, other == nil { throw WebFault.notFound }
            var released: ReleasedExtract?
            if let faults = try visit.attempt(
                "purpose",
                {
                    released = try ReleaseExtract(hub: visit.hub, vault: vault, entry: .session(way)).perform(
                        question, for: actor, purpose: purpose, under: grant.id, onwardTo: other, to: place, encrypted: true,
                        room: room.grow
                    ) { _, _ in }
                })
            {
                return .page(purposePage(visit, grant, "download", faults: faults), status: .unprocessableContent)
            }
            guard let released else { throw WebFault.notFound }
            let isPackage = released.passphrase == nil
            let ready = visit.face.readyFiles.add(
                place, in: room, of: grant.id, for: session, name: "\(grant.id)-\(grant.terms.dataset).\(isPackage ? "package" : "zip")",
                at: visit.now)
            var blocks: [Block] = [.lead(visit.texts.count("grant.download.ready", released.records))]
            if let passphrase = released.passphrase {
                blocks += [.text(visit.t("grant.download.passphrase")), .verbatim(passphrase), .warning(visit.t("grant.download.once"))]
            } else {
                blocks.append(
                    .text(
                        other.map { visit.t("grant.download.sealed-onward", ["agency": visit.named($0)]) }
                            ?? visit.t("grant.download.sealed")))
            }
            blocks += [
                .buttons([
                    Button(text: visit.t("grant.download.fetch"), href: "/grants/\(grant.id)/download/\(ready)", isDownload: true)
                ]), .text(visit.t("grant.download.minutes", ["count": String(ReadyFiles.minutes)])),
                .list(released.caveats.filter { !$0.contains("sharewell ") }),
            ]
            return .page(
                Page(
                    visit.t("grant.download.done"), section: "requests", caption: visit.titled(grant.terms.dataset),
                    trail: GrantStepRoutes.trail(grant, visit), marking: released.marking, blocks))
        }
    }

    /// The file, once, under the grant that it was made under, while that lives, to the session that it was made in.
    private static func fetch(_ visit: Visit) throws -> Reply {
        let grant = try visit.grant()
        guard let session = visit.session, let ready = visit.parameters["ready"],
            GrantRoutes.mayUse(try visit.person, grant, visit),
            let file = visit.face.readyFiles.take(ready, of: grant.id, for: session.id, at: visit.now)
        else { throw WebFault.notFound }
        return try .download(file: file.file, in: file.room, type: "application/octet-stream", name: file.name)
    }
}
