import Foundation
import Guidance
import HTTPTypes
import Hub
import HummingbirdCore
import NIOPosix
import Register
import Storage

/// Sealing a file for another agency under a grant (§4.3.4): what its source sends besides the records, or an extract that is passed on. It leaves as
/// a package that only the other agency can open.
enum GrantSendRoutes {
    /// Bytes of a file that is sent so.
    static let mostBytes = 2 << 30

    static let all: [Route] = [
        .get("/grants/{grant}/send", .may(.useGrant)) { visit in .page(page(visit, try grant(visit), FormValues())) },
        .form("/grants/{grant}/send", .may(.useGrant), event: "packageSealed", send),
        .get("/grants/{grant}/send/{ready}", .may(.useGrant), fetch).long,
    ]

    private static func grant(_ visit: Visit) throws -> Grant {
        let grant = try visit.grant()
        guard GrantRoutes.maySend(try visit.person, grant, visit) else { throw WebFault.notFound }
        return grant
    }

    /// The agencies it may go to that have a key to seal to.
    private static func recipients(_ visit: Visit, _ grant: Grant) -> [AgencyID] {
        guard let person = try? visit.person else { return [] }
        return GrantRoutes.sendsTo(person, grant, visit).filter { visit.state.agencies[$0]?.packageKey != nil }.sorted()
    }

    private static func own(_ visit: Visit, _ name: String) -> String { visit.t("grant.send.\(name)") }

    private static func page(_ visit: Visit, _ grant: Grant, _ filled: FormValues, faults: FormFaults = FormFaults()) -> Page {
        let agencies = recipients(visit, grant)
        let isSource = (try? visit.person).map { visit.register.isSource($0, of: grant) } ?? false
        var blocks: [Block] = [.text(own(visit, isSource ? "lead" : "lead-extract"))]
        if (try? visit.mayCopy) != true {
            blocks = [.text(visit.t("grant.download.view-only"))]
        } else if agencies.isEmpty {
            blocks.append(.inset(own(visit, "no-key")))
        } else {
            let form = Form(
                action: "/grants/\(grant.id)/send", button: own(visit, "button"),
                fields: [
                    Field(
                        "agency", own(visit, "agency"), .radios(agencies.map { Choice(value: $0.rawValue, label: visit.named($0)) }),
                        value: agencies.count == 1 ? agencies.first?.rawValue ?? "" : ""),
                    Field("name", own(visit, "name"), hint: own(visit, "name-hint"), isCode: true),
                    Field("file", own(visit, "file"), .file(accepts: ""), hint: own(visit, "file-hint")),
                ], isUpload: true, cancel: Link(text: visit.t("frame.cancel"), href: "/grants/\(grant.id)"))
            blocks.append(.form(form.filled(with: filled, faults: faults)))
        }
        return Page(
            own(visit, "title"), section: "requests", caption: visit.titled(grant.terms.dataset),
            trail: GrantStepRoutes.trail(grant, visit),
            faults: faults, blocks)
    }

    private static func send(_ visit: Visit, _ request: Request, _ sent: FormParts) async throws -> Reply {
        // Before the file comes: who may not, need not send it.
        let grant = try grant(visit)
        guard try visit.mayCopy else {
            // Refused, and recorded as that, by the use case's own check.
            let actor = try visit.actor, way = try visit.way
            _ = try visit.register.permitPackage(under: grant.id, to: grant.terms.agency, of: nil, by: actor, through: way, at: visit.now)
            throw WebFault.notAllowed
        }
        guard let length = request.headers[.contentLength].flatMap({ Int($0) }), length >= 0 else { throw WebFault.malformed }
        guard length <= mostBytes + (1 << 16) else { throw WebFault.tooLong }
        // Room is kept from now on, beside all else that comes, waits or is fetched. It stands there twice for a while: as it came, and sealed.
        let room = try visit.room()
        try room.keep(length, passing: length)
        let file = try WaitingFile(in: visit.hub.folder.root)
        var parts = sent
        let filled = try await parts.receive("file", into: file, for: visit) { coming in
            // No more than room was kept for.
            guard file.count + coming <= length else { throw WebFault.malformed }
            room.wrote(file.count)
        }
        file.finish()
        room.wrote(file.count)
        return try await visit.work(on: visit.face.pools.files) { try seal(file, filled, $0, grant, in: room) }
    }

    private static func seal(
        _ file: WaitingFile, _ filled: FormValues, _ visit: Visit, _ grant: Grant, in room: FileRoom
    ) throws -> Reply {
        var faults = FormFaults()
        let agency = recipients(visit, grant).first { $0.rawValue == filled["agency"] }, name = filled["name"]
        if agency == nil { faults.add("agency", own(visit, "missing-agency")) }
        if name == nil { faults.add("name", own(visit, "missing-name")) }
        if file.count == 0 { faults.add("file", own(visit, "missing-file")) }
        guard let agency, let name, faults.isEmpty, let session = visit.session else {
            return .page(page(visit, grant, filled, faults: faults), status: .unprocessableContent)
        }
        return try visit.bound {
            let actor = try visit.actor, vault = try visit.vault(), way = try visit.way, place = try visit.face.readyFiles.place()
            do {
                let refused = try visit.attempt("file") {
                    try SealPackage(hub: visit.hub, vault: vault, entry: .session(way)).perform(
                        .waiting(file), named: name, under: grant.id, to: agency, for: actor, at: place
                    ) { _ in }
                }
                if let refused { return .page(page(visit, grant, filled, faults: refused), status: .unprocessableContent) }
            } catch let error as HubError where error.code == "package-name-unusable" {
                return .page(
                    page(visit, grant, filled, faults: FormFaults("name", own(visit, "fault-name"))), status: .unprocessableContent)
            }
            let ready = visit.face.readyFiles.add(
                place, in: room, of: grant.id, for: session, name: "\(grant.id)-\(agency).package", at: visit.now)
            return .page(
                Page(
                    own(visit, "done"), section: "requests", caption: visit.titled(grant.terms.dataset),
                    trail: GrantStepRoutes.trail(grant, visit), marking: visit.register.marking(of: grant).id,
                    [
                        .lead(visit.t("grant.download.sealed-onward", ["agency": visit.named(agency)])),
                        .buttons([
                            Button(text: own(visit, "fetch"), href: "/grants/\(grant.id)/send/\(ready)", isDownload: true)
                        ]), .text(visit.t("grant.download.minutes", ["count": String(ReadyFiles.minutes)])),
                    ]))
        }
    }

    /// The package, once, to the session that it was sealed in, while whoever has it may still send.
    private static func fetch(_ visit: Visit) throws -> Reply {
        let grant = try grant(visit)
        guard let session = visit.session, let ready = visit.parameters["ready"],
            let file = visit.face.readyFiles.take(ready, of: grant.id, for: session.id, at: visit.now)
        else { throw WebFault.notFound }
        return try .download(file: file.file, in: file.room, type: "application/octet-stream", name: file.name)
    }
}
