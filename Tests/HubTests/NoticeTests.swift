import Foundation
import Guidance
import Law
import Register
import Storage
import Testing

@testable import Hub

@Suite("Notices")
struct NoticeTests {
    private static let member = PersonID(rawValue: "c-member")
    private let fixture: HubFixture
    private let hub: Hub
    private let vault: KeyVault

    init() throws {
        fixture = try HubFixture()
        hub = try fixture.open()
        vault = try hub.unsealed(fixture.secret, store: nil)
        try fixture.begin(hub)
        try hub.run(.nameLiaisonOfficer(agency: HubFixture.police, officer: HubFixture.officer), by: .firstCoordinator)
        try hub.run(
            .addPerson(id: Self.member, name: "M", agency: HubFixture.council, roles: [.meetingMember], datasets: []), by: .firstCoordinator
        )
        for agency in [HubFixture.police, HubFixture.council] {
            let notification = DataProtectionNotification(number: "Z1234567", expires: HubFixture.began.day + 400)
            try hub.run(.partnership(.recordNotification(agency, notification)), by: .firstCoordinator)
        }
        for (person, address) in [(HubFixture.officer, "officer@police.example"), (Self.member, "member@council.example")] {
            _ = try SignIn(hub: hub).invite(person, registration: "level-2", by: .firstCoordinator, vault: vault)
            let settings = NoticeSettings(hub: hub, vault: vault)
            let target = try #require(MailAddress(address))
            let code = try #require(try settings.ask(target, of: SignIn(hub: hub).proved(person)))
            #expect(try settings.confirm(code, of: person) == .right(before: nil))
        }
        // What was before is no news.
        #expect(try round() == [])
    }

    /// One round; who was written to, of what.
    private func round(of other: Hub? = nil, failing: Bool = false) throws -> [NoticeRound.Letter] {
        struct Down: Error {}
        var letters: [NoticeRound.Letter] = []
        _ = try NoticeRound(hub: other ?? hub, vault: vault).perform { letter in
            letters.append(letter)
            if failing { throw Down() }
        }
        return letters
    }

    private func makeRequest() throws -> RequestID {
        var content = RequestContent(
            purpose: .serviceDelivery, why: "to manage the case", benefit: "assessments come back", questions: ["What has changed?"],
            dataset: RecordTypeID(rawValue: "prolific-and-other-priority-offender"), fields: ["name", "current_status"], precision: .none,
            source: HubFixture.police, recipients: [Self.member], handler: Self.member, format: "csv", neededWithin: 30, transfer: .hub,
            destroyBy: HubFixture.began.day + 60)
        content.persons = 1
        content.necessity = "the case cannot be managed without it"
        content.proportionality = "one person and two fields"
        return try MakeRequest(hub: hub).perform(RequestForm(content: content, persons: ["ZZ-REFERENCE-1"]), by: Self.member, vault: vault)
            .id
    }

    @Test("a request is said to the officer of the source, a question to whoever asked, each once")
    func once() throws {
        let request = try makeRequest()
        let first = try round()
        #expect(first.map(\.person) == [HubFixture.officer] && first.first?.kinds == [.request])
        #expect(first.first?.address.text == "officer@police.example")
        #expect(try round() == [])
        try hub.run(.request(.query(request, "which meeting is it for")), by: HubFixture.officer)
        #expect(try round().map(\.kinds) == [[.question]])
        try hub.run(.request(.refuse(request, reason: "data-quality", why: "too old")), by: HubFixture.officer)
        // Within the quarter of an hour: later, and not again before.
        #expect(try round() == [])
        fixture.setClock(days: 1)
        let later = try round()
        #expect(later.contains { $0.person == Self.member && $0.kinds.contains(.decision) })
        #expect(try round() == [])
    }

    @Test("what could not be sent is sent later, after a wait, and by another process too, with the same identity")
    func again() throws {
        _ = try makeRequest()
        let failed = try round(failing: true)
        #expect(failed.count == 1)
        #expect(try round() == [], "it waits a minute first")
        fixture.setClock(days: 1)
        let sent = try round(of: try fixture.open())
        let again = try #require(sent.first { $0.person == HubFixture.officer })
        #expect(again.identity == failed.first?.identity && again.kinds.contains(.request))
    }

    @Test("only the kinds that are wanted, only to a confirmed address, and to nobody who left")
    func wanted() throws {
        let settings = NoticeSettings(hub: hub, vault: vault)
        try settings.choose([.duty], of: HubFixture.officer)
        _ = try makeRequest()
        #expect(try round() == [])
        try settings.choose([.request], of: HubFixture.officer)
        try settings.stop(HubFixture.officer)
        let (other, flood) = (try #require(MailAddress("other@police.example")), try #require(MailAddress("flood@police.example")))
        #expect(try settings.ask(other, of: SignIn(hub: hub).proved(HubFixture.officer)) != nil)
        #expect(try settings.ask(flood, of: SignIn(hub: hub).proved(HubFixture.officer)) == nil)
        fixture.setClock(days: 1)
        _ = try makeRequest()
        #expect(try !round().contains { $0.person == HubFixture.officer })
        for _ in 0..<6 { #expect(try settings.confirm("00000000", of: HubFixture.officer) == .wrong) }
    }

    @Test("an account that is locked, and one used from a network that was never used before, are told to their person")
    func account() throws {
        func enter(_ network: String) throws {
            let way = AccessWay(
                network: network, device: "secure-premises", signIn: "password-best-practice", registration: "level-2", confirmed: [])
            try SignIn(hub: hub).enter(SignIn(hub: hub).proved(Self.member), session: "0123456789abcdef", way: way)
        }
        try enter("gsi")
        #expect(try round() == [])
        try enter("gsi")
        #expect(try round() == [])
        try enter("best-commercial")
        #expect(try round().map(\.kinds) == [[.account]])
    }

    @Test("an address is one plain address, and a message is what mail systems read")
    func messages() throws {
        for wrong in [
            "", "a", "a@b", "a b@c.org", "a@c.org\r\nBcc: x@y.org", "a@b@c.org", "<a@c.org>", "a@c.org,d@e.org", "a@.org", "a@c..org",
            "\u{e9}@c.org", String(repeating: "a", count: 65) + "@c.org",
        ] { #expect(MailAddress(wrong) == nil, "\(wrong)") }
        let address = try #require(MailAddress("a.shah+hub@council.example.org"))
        let text = "Mae rhywbeth yn aros amdanoch — dŵr = tŷ\n" + String(repeating: "gair ", count: 60) + "\n.\nend "
        let message = MailMessage(
            from: address, to: address, subject: "Mae rhywbeth yn aros amdanoch ar yr hwb gwybodaeth, o’r diwedd", text: text,
            identity: "x<>y", date: Date(timeIntervalSince1970: 0))
        let lines = String(decoding: message.bytes, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { $0 < 128 } && !$0.contains("\n") })
        #expect(lines[0] == "Date: Thu, 01 Jan 1970 00:00:00 +0000")
        #expect(lines.contains("Auto-Submitted: auto-generated") && lines.contains("Message-ID: <xy@council.example.org>"))
        // Decoded by somebody else's reader.
        let body = lines.drop { !$0.isEmpty }.dropFirst().joined(separator: "\n").replacing("=\n", with: "")
        var bytes: [UInt8] = []
        var rest = Array(body.utf8)[...]
        while let byte = rest.first {
            rest = rest.dropFirst()
            if byte == 61 {
                bytes.append(try #require(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)))
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        #expect(String(decoding: bytes, as: UTF8.self) == text + "\n")
    }
}
