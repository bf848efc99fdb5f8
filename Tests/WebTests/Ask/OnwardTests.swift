import Foundation
import Guidance
import HTTPTypes
import Register
import Sealing
import Storage
import Testing

@testable import Hub
@testable import Web

@Suite("Asking and passing on reach those whom the protocols let, and nobody else")
struct OnwardTests {
    private static let probation = AgencyID(rawValue: "beds-probation"), away = AgencyID(rawValue: "bedford-police")
    private let officer = AskFixture.officer, member = AskFixture.member

    /// Another partnership, whose police and probation have nothing to do with this one.
    private func found(_ web: WebFixture) throws {
        func run(_ command: Command) throws { try web.hub.run(command, by: .firstCoordinator) }
        let other = PartnershipID(rawValue: "bedford")
        try run(.partnership(.found(other, name: "Bedford CSP")))
        try run(.addAgency(id: Self.away, name: "Bedford Quarry Police", agencyClass: "police-force", partnership: other))
    }

    @Test(
        "whom to ask: agencies of one's own partnerships; what is elsewhere is not listed, and typed it is as unknown as what is not there")
    func sources() async throws {
        let ask = try await AskFixture(), web = ask.web
        try found(web)
        let draft = try await ask.write()
        // One agency can be asked: there is nothing to choose.
        #expect(try await web.ask("/requests/drafts/\(draft)/source", as: member).status == 404)
        try web.hub.run(
            .addAgency(id: AgencyID(rawValue: "rail-police"), name: "Rail Police", agencyClass: "police-force"), by: .firstCoordinator)
        let page = try await web.ask("/requests/drafts/\(draft)/source", as: member)
        #expect(page.status == 200 && page.body.contains("Rail Police") && page.body.contains("Bedfordshire Police"))
        #expect(!page.body.contains("Quarry") && !page.body.contains(Self.away.rawValue))
        func refused(_ agency: String) async throws -> String {
            let answer = try await web.ask("/requests/drafts/\(draft)/source", as: member, form: [("source", agency)])
            #expect(answer.status == 422)
            return answer.body.replacing(agency, with: "X").replacing(/name="csrf" value="[^"]*"/, with: "")
        }
        #expect(try await refused(Self.away.rawValue) == refused("nowhere-at-all"))
        #expect(try await web.ask("/requests/drafts/\(draft)/source", as: member, form: [("source", "rail-police")]).status == 303)
        // At the terminal and by a form filled in as a file, too.
        var content = try #require(try DraftRoutes.drafts(visit(web)).find(draft)).content
        content.source = Self.away
        let asker = try #require(web.hub.state.people[member])
        #expect(throws: Refusal.self) { try web.hub.register.check(.source, of: content, by: asker, at: web.hub.now) }
    }

    private func visit(_ web: WebFixture) throws -> Visit {
        let (session, _, _) = web.face.sessions.begin(
            member, way: WebFixture.strongWay, browser: "test", place: web.face.settings.place(of: ""), at: web.hub.now)
        return Visit(
            face: web.face, method: .get, path: "/", parameters: [:], query: FormValues(), form: FormValues(), headers: HTTPFields(),
            address: "", certificate: nil, identity: .session(session))
    }

    @Test(
        "passing on is allowed to an agency that could have asked itself; a package for it opens with its key alone; stopped, nothing more goes"
    )
    func onward() async throws {
        let ask = try await AskFixture(), web = ask.web
        try found(web)
        let grant = try await ask.granted(), path = "/grants/\(grant)/onward"
        // Nobody else has signed: there is nobody to choose, and who is typed is nobody.
        let nobody = try await web.ask(path, as: officer)
        #expect(nobody.status == 200 && nobody.body.contains("no other agency") && !nobody.body.contains("Quarry"))
        for agency in [Self.away.rawValue, "nowhere-at-all"] {
            let form = [("agency", agency), ("leave", "allow"), ("text", "the same case")]
            #expect(try await web.ask(path, as: officer, form: form).status == 422)
        }
        // An agency that signs with them.
        func run(_ command: Command, by actor: PersonID = .firstCoordinator) throws { try web.hub.run(command, by: actor) }
        try run(.addAgency(id: Self.probation, name: "Beds Probation", agencyClass: "probation-trust"))
        let theirOfficer = PersonID(rawValue: "probation-officer")
        try run(.addPerson(id: theirOfficer, name: "P", agency: Self.probation, roles: [.liaisonOfficer], datasets: []))
        try run(.nameLiaisonOfficer(agency: Self.probation, officer: theirOfficer))
        try run(
            .partnership(
                .recordNotification(Self.probation, DataProtectionNotification(number: "Z7654321", expires: web.hub.now.day + 300))))
        try run(.sign(ProtocolID(rawValue: "isp"), agency: Self.probation, consents: "minute 12 of the steering group"))
        let page = try await web.ask(path, as: officer)
        #expect(page.body.contains("Beds Probation") && !page.body.contains("Quarry"), "\(page.body.suffix(1500))")
        #expect(try await !web.ask("/grants/\(grant)/download", as: member).body.contains("For whom is the copy?"))
        let allowed = try await web.recorded { () async throws -> Void in
            let form = [("agency", Self.probation.rawValue), ("leave", "allow"), ("text", "the same <b>case</b>")]
            #expect(try await web.ask(path, as: officer, form: form).status == 303)
        }
        #expect(
            allowed.contains { if case .onwardAllowed(let leave) = $0 { leave.to == Self.probation && leave.by == officer } else { false } }
        )
        #expect(try await web.ask("/grants/\(grant)", as: member).body.contains("Beds Probation"))
        // Without a key nothing can be sealed to them.
        let take = [("purpose", "case meeting"), ("for", Self.probation.rawValue)]
        let form = try await web.ask("/grants/\(grant)/download", as: member).body
        #expect(form.contains("For whom is the copy?") && form.contains("has no key yet"))
        #expect(try await web.ask("/grants/\(grant)/download", as: member, form: take).status == 422)
        #expect(
            try await web.ask("/grants/\(grant)/download", as: member, form: [("purpose", "x"), ("for", Self.away.rawValue)]).status == 404)
        let keyFile = web.root.appending(path: "probation.key"), ours = web.root.appending(path: "council.key")
        try run(.partnership(.recordPackageKey(Self.probation, try OpenPackage.makeKey(at: keyFile).base64)), by: theirOfficer)
        _ = try OpenPackage.makeKey(at: ours)
        let send = "/grants/\(grant)/send", council = WebFixture.council.rawValue
        #expect(try await web.ask(send, as: member).status == 404, "no copy was taken that could go on")
        let session = try web.session(member)
        var package: URL?
        let sealed = try await web.recorded { () async throws -> Void in
            let taken = try await web.ask(
                "/grants/\(grant)/download", form: take + [("csrf", session.csrf)], headers: ["Cookie": session.cookie])
            #expect(taken.status == 200 && taken.body.contains("Beds Probation") && !taken.body.contains("passphrase"))
            let ready = try #require(
                taken.body.components(separatedBy: "href=\"/grants/\(grant)/download/").dropFirst().first?.prefix { $0 != "\"" })
            let own = try #require(web.face.sessions.all(of: member).first { $0.csrf == session.csrf })
            package = web.face.readyFiles.take(String(ready), of: grant, for: own.id, at: web.hub.now)?.file
        }
        #expect(
            sealed.contains {
                if case .packageSealed(let sealed) = $0 { sealed.to == Self.probation && sealed.by == member } else { false }
            })
        #expect(sealed.contains { if case .extractReleased = $0 { true } else { false } })
        let file = try #require(package), sender = try #require(web.hub.state.hub?.verifierKey)
        let target = web.root.appending(path: "opened.zip")
        #expect(throws: (any Error).self) {
            try OpenPackage().perform(file, keyFile: ours, sender: sender, to: target) { _, _ in }
        }
        let opened = try OpenPackage().perform(file, keyFile: keyFile, sender: sender, to: target) { _, _ in }
        #expect(opened.header.to == Self.probation.rawValue && opened.header.originator == WebFixture.police.rawValue)
        #expect(opened.passphrase != nil && FileManager.default.fileExists(atPath: target.path))
        // The copy can go there as a file as well, and nothing else can; not to the agency that has it.
        try run(
            .partnership(.recordPackageKey(WebFixture.council, try OpenPackage.makeKey(at: web.root.appending(path: "own.key")).base64)),
            by: WebFixture.person(.liaisonOfficer, of: WebFixture.council))
        #expect(try await web.ask("/grants/\(grant)", as: member).body.contains("href=\"\(send)\""))
        let choice = try await web.ask(send, as: member).body
        #expect(choice.contains("The data file of a copy that you took") && choice.contains("value=\"\(Self.probation)\""))
        #expect(!choice.contains("value=\"\(council)\""))
        for agency in [Self.probation.rawValue, council] {
            let refused = try await web.recorded { () async throws -> Void in
                let form = PackageSendTests.form(agency, "notes.txt", Array("anything else".utf8))
                let type = "multipart/form-data; boundary=xYzZY"
                #expect(try await web.send(send, as: member, form, type: type, method: .post).status == 422)
            }
            let isAsked = refused.contains { if case .actionRefused(let refused) = $0 { refused.by == member.rawValue } else { false } }
            #expect(isAsked == (agency != council), "\(agency)")
            #expect(!refused.contains { if case .packageSealed = $0 { true } else { false } })
        }
        // Stopped: nothing goes there any more.
        let stopped = try await web.recorded { () async throws -> Void in
            let form = [("agency", Self.probation.rawValue), ("leave", "stop"), ("text", "the case is closed")]
            #expect(try await web.ask(path, as: officer, form: form).status == 303)
        }
        #expect(stopped.contains { if case .onwardStopped = $0 { true } else { false } })
        #expect(try await web.ask("/grants/\(grant)/download", as: member, form: take).status == 404)
        #expect(try await web.ask(send, as: member).status == 404)
    }
}
