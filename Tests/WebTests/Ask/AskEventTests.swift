import Foundation
import Guidance
import HTTPTypes
import Hub
import Law
import Register
import Testing

@testable import Web

@Suite("What is asked, decided and done under a grant stands in the ledger, whoever does it")
struct AskEventTests {
    private let officer = AskFixture.officer, member = AskFixture.member

    /// The names of the events that the work left.
    private func names(_ web: WebFixture, _ work: () async throws -> Void) async throws -> [String] {
        try await web.recorded(during: work).map { String("\($0)".prefix { $0 != "(" }) }.filter { $0 != "signedIn" }
    }

    @Test("a request, from beginning to end")
    func request() async throws {
        let ask = try await AskFixture(), web = ask.web
        let guardian = WebFixture.person(.guardian, of: WebFixture.police)
        try web.hub.run(.partnership(.nameGuardian(WebFixture.police, guardian)), by: .firstCoordinator)
        let draft = try await ask.write()
        #expect(try await web.ask("/requests/new?for=meeting", as: member).body.contains("process-is-marac"))
        let made = try await names(web) { () async throws -> Void in
            #expect(try await web.ask("/requests/drafts/\(draft)/send", as: member, form: []).status == 303)
        }
        #expect(made == ["requestMade"])
        let id = try #require(web.hub.state.requests.keys.first)
        let advised = try await names(web) { () async throws -> Void in
            #expect(try await web.ask("/requests/\(id)/advise", as: guardian).status == 200)
            #expect(try await web.ask("/requests/\(id)/advise", as: guardian, form: [("choice", "no"), ("text", "harm")]).status == 303)
        }
        #expect(advised == ["guardianAdvised"])
        try ask.settle(id)
        let objected = try await ask.grant(id)
        #expect(objected.status == 422 && objected.body.contains("Guardian objects"))
        try ask.bind(officer)
        let shown = try await names(web) { () async throws -> Void in
            _ = try await web.ask("/requests/\(id)/persons", as: officer, form: [])
        }
        #expect(shown == ["personsShown"])
        let queried = try await names(web) { () async throws -> Void in
            #expect(try await web.ask("/requests/\(id)/ask", as: officer).status == 200)
            #expect(try await web.ask("/requests/\(id)/ask", as: officer, form: [("text", "for which meeting")]).status == 303)
        }
        #expect(queried == ["requestQueried"])
        let answered = try await names(web) { () async throws -> Void in
            #expect(try await web.ask("/requests/\(id)/answer", as: member).body.contains("for which meeting"))
            #expect(try await web.ask("/requests/\(id)/answer", as: member, form: [("text", "that of December")]).status == 303)
        }
        #expect(answered == ["queryReplied"])
        #expect(try await web.ask("/requests/\(id)/facts", as: officer).status == 200)
        let stated = try await names(web) { () async throws -> Void in
            #expect(try await web.ask("/requests/\(id)/facts", as: officer, form: [("kept-secure", "no")]).status == 303)
            #expect(try await web.ask("/requests/\(id)/facts", as: officer, form: [("kept-secure", "yes")]).status == 303)
        }
        #expect(stated == ["factsStated", "factsStated"])
        #expect(try await web.ask("/requests/\(id)/refuse", as: officer).body.contains("It is our data"))
        let refused = try await names(web) { () async throws -> Void in
            let form = [("choice", "no-time"), ("text", "there is no time for it")]
            #expect(try await web.ask("/requests/\(id)/refuse", as: officer, form: form).status == 303)
        }
        #expect(refused == ["requestRefused"])
        let appealed = try await names(web) { () async throws -> Void in
            #expect(try await web.ask("/requests/\(id)/appeal", as: member).status == 200)
            #expect(try await web.ask("/requests/\(id)/appeal", as: member, form: [("text", "it is five minutes")]).status == 303)
        }
        #expect(appealed == ["requestAppealed"])
        let upheld = try await names(web) { () async throws -> Void in
            #expect(try await web.ask("/requests/\(id)/settle", as: .firstCoordinator).status == 200)
            let form = [("choice", "stands"), ("text", "they are right")]
            #expect(try await web.ask("/requests/\(id)/settle", as: .firstCoordinator, form: form).status == 303)
        }
        #expect(upheld == ["refusalUpheld"])
        let history = try #require(web.hub.state.requests[id]).history.map(\.step)
        #expect(history.last == .uphold && history.first == .advise)
        let body = try await web.ask("/requests/\(id)", as: member).body
        #expect(body.contains("Refused for good") && body.contains("agree a routine supply"), "what the guidance says to an excuse")
    }

    @Test("what is asked is said anew by the same pages, and the other side reads it anew")
    func amended() async throws {
        let ask = try await AskFixture(), web = ask.web
        let id = try await ask.ask()
        #expect(try await web.ask("/requests/\(id)/amend", as: member).status == 200)
        let begun = try await web.ask("/requests/\(id)/amend", as: member, form: [])
        let draft = try #require(begun.location?.split(separator: "/").dropLast().last)
        #expect(try await web.ask("/requests/drafts/\(draft)/persons", as: member).status == 404, "the persons stay")
        #expect(
            try await web.ask("/requests/drafts/\(draft)/fields", as: member, form: [("fields", "name")]).location
                == "/requests/drafts/\(draft)/check")
        let sent = try await names(web) { () async throws -> Void in
            #expect(try await web.ask("/requests/drafts/\(draft)/send", as: member, form: []).location == "/requests/\(id)")
        }
        let request = try #require(web.hub.state.requests[id])
        #expect(sent == ["requestAmended"] && request.content.fields == ["name"] && request.content.persons == 1 && request.reading == 2)
        let withdrawn = try await names(web) { () async throws -> Void in
            #expect(try await web.ask("/requests/\(id)/withdraw", as: member).status == 200)
            #expect(try await web.ask("/requests/\(id)/withdraw", as: member, form: [("text", "the meeting is off")]).status == 303)
        }
        #expect(withdrawn == ["requestWithdrawn"])
    }

    @Test("a grant: decided, viewed, passed on, entered, taken, revoked, attested")
    func grant() async throws {
        let ask = try await AskFixture(), web = ask.web
        let id = try await ask.ask()
        try ask.settle(id)
        #expect(try await web.ask("/requests/\(id)/decide", as: officer).body.contains("Luton ISP"))
        let media = [("transfer", "removable-media"), ("until-day", ""), ("reading", "")]
        #expect(try await ask.grant(id, media).status == 422, "no reading was named")
        let granted = try await names(web) { () async throws -> Void in
            let reading = String(web.hub.state.requests[id]?.reading ?? 0)
            let form = [
                ("reading", reading), ("why", "the scheme needs it"), ("fields", "name"), ("people", member.rawValue), ("persons", "1"),
            ]
            #expect(try await web.ask("/requests/\(id)/grant", as: officer, form: form).status == 303)
        }
        #expect(granted == ["requestGranted"])
        let grant = try #require(web.hub.state.requests[id]?.grant)
        try ask.bind(member)
        #expect(try await web.ask("/grants", as: member).body.contains("/grants/\(grant)\""))
        #expect(try await web.ask("/grants/\(grant)", as: member).body.contains("/grants/\(grant)/records"))
        #expect(try await web.ask("/grants/\(grant)/records", as: member).status == 200)
        let viewed = try await names(web) { () async throws -> Void in
            #expect(try await web.ask("/grants/\(grant)/records", as: member, form: [("purpose", "case meeting")]).status == 200)
            #expect(try await web.ask("/grants/\(grant)/records", as: member, form: [("purpose", "")]).status == 422)
        }
        #expect(viewed == ["queryAnswered"])
        #expect(try await web.ask("/grants/\(grant)/download", as: member).status == 200)
        let taken = try await names(web) { () async throws -> Void in
            #expect(try await web.ask("/grants/\(grant)/download", as: member, form: [("purpose", "case meeting")]).status == 200)
        }
        #expect(taken.contains("extractReleased"))
        #expect(try await web.ask("/grants/\(grant)/download/guessed", as: member).status == 404)
        // Passing on: only an agency that could have asked itself, only by the designated officer.
        #expect(try await web.ask("/grants/\(grant)/onward", as: officer).status == 200)
        let onward = [("agency", "nowhere-at-all"), ("leave", "allow"), ("text", "the same case")]
        #expect(try await web.ask("/grants/\(grant)/onward", as: officer, form: onward).status == 422, "onwardAllowed for nobody unknown")
        #expect(try await web.ask("/grants/\(grant)/onward", as: member, form: onward).status == 403)
        // It travels through the hub: no medium is entered.
        #expect(try await web.ask("/grants/\(grant)/media", as: member).status == 404)
        #expect(try await web.ask("/grants/\(grant)/revoke", as: officer).status == 200)
        let revoked = try await names(web) { () async throws -> Void in
            #expect(try await web.ask("/grants/\(grant)/revoke", as: officer, form: [("text", "the case is closed")]).status == 303)
        }
        #expect(revoked.first == "grantRevoked")
        #expect(try await web.ask("/", as: member).body.contains("/grants/\(grant)/attest"))
        #expect(try await web.ask("/grants/\(grant)/attest", as: member).status == 200)
        let attested = try await names(web) { () async throws -> Void in
            #expect(try await web.ask("/grants/\(grant)/attest", as: member, form: [("text", "shredded and wiped")]).status == 303)
        }
        #expect(attested == ["destructionAttested"])
        #expect(try await web.ask("/grants/\(grant)/attest", as: member).status == 404, "once")
    }

    @Test("a disc or stick is entered for each copy before it is made (§4.3.4)")
    func media() async throws {
        let ask = try await AskFixture(), web = ask.web
        let id = try await ask.ask(["transfer": [("transfer", "removable-media")]], changing: ["transfer"])
        try ask.settle(id)
        #expect(try await ask.grant(id, [("transfer", "removable-media")]).status == 303)
        let grant = try #require(web.hub.state.requests[id]?.grant)
        try ask.bind(member)
        #expect(try await web.ask("/grants/\(grant)/download", as: member, form: [("purpose", "case meeting")]).status == 422)
        #expect(try await web.ask("/grants/\(grant)/media", as: member, form: [("medium", "stick")]).status == 422)
        let entered = try await names(web) { () async throws -> Void in
            let form = [
                ("medium", "memory stick 12"), ("necessity", "one person, three items"), ("encryption", "fips-140-2"),
                ("carrier", member.rawValue), ("monitor", officer.rawValue),
            ]
            #expect(try await web.ask("/grants/\(grant)/media", as: member, form: form).status == 303)
        }
        #expect(entered == ["mediaRegistered"])
        #expect(try await web.ask("/grants/\(grant)/download", as: member, form: [("purpose", "case meeting")]).status == 200)
        #expect(try await web.ask("/grants/\(grant)/download", as: member, form: [("purpose", "case meeting")]).status == 422)
        #expect(try await web.ask("/grants/\(grant)", as: officer).body.contains("memory stick 12"))
    }

    @Test("depersonalised information is asked for by the same pages and granted at once (§4.3.1)")
    func depersonalised() async throws {
        let web = try await WebFixture()
        let analyst = WebFixture.person(.analyst, of: WebFixture.council)
        let pages: [String: [(String, String)]] = [
            "purpose": [("purpose", "intelligence")], "questions": [("questions", "Why is it increasing?\r\nAnd where?")],
            "hypotheses": [("hypothesis-1", "it is concentrated on few places"), ("tested-by-1", WebFixture.crime.rawValue)],
            "why": [("why", "for the problem profile of burglary")], "benefit": [("benefit", "the profile goes to the police")],
            "precision": [("precision", "area")], "fields": [("fields", "offence_type"), ("fields", "committed_from_date")],
            "period": [("from", "2026-01"), ("to", "2026-06")], "recipients": [("recipients", analyst.rawValue)],
            "handler": [("handler", analyst.rawValue)], "transfer": [("transfer", "hub")], "format": [("format", "csv")],
            "needed-within": [("needed-within", "10")],
        ]
        let day = CalendarDay(number: web.hub.now.day + 30).description.split(separator: "-").map(String.init)
        let destroy = [("destroy-by-year", day[0]), ("destroy-by-month", day[1]), ("destroy-by-day", day[2])]
        var answer = try await web.ask("/requests/new", as: analyst, form: [("dataset", WebFixture.crime.rawValue)])
        var asked: [String] = []
        while let place = answer.location, !place.hasSuffix("/check"), asked.count < 30 {
            let parts = place.split(separator: "/").map(String.init), page = parts.last ?? ""
            if parts.count == 3 {
                answer = try await AskFixture.begin(place, as: analyst, web)
                continue
            }
            asked.append(page)
            #expect(try await web.ask("/requests/drafts/\(parts[2])/\(page)", as: analyst).status == 200, "\(page)")
            let form = page == "destroy-by" ? destroy : pages[page] ?? []
            answer = try await web.ask("/requests/drafts/\(parts[2])/\(page)", as: analyst, form: form)
        }
        #expect(!asked.contains("persons") && !asked.contains("necessity") && asked.first == "purpose" && asked.contains("areas"))
        let draft = try #require(answer.location?.split(separator: "/").dropLast().last, "\(asked) \(answer.body.suffix(900))")
        let sent = try await names(web) { () async throws -> Void in
            #expect(try await web.ask("/requests/drafts/\(draft)/send", as: analyst, form: []).status == 303)
        }
        #expect(sent == ["requestMade", "requestGranted"])
        let content = try #require(web.hub.state.requests.values.first).content
        #expect(content.questions == ["Why is it increasing?", "And where?"] && content.hypotheses.first?.datasets == [WebFixture.crime])
        #expect(content.from == "2026-01" && content.precision == .area && content.persons == 0)
    }

    @Test("what two people release: the first is recorded, the second gives no more, and neither is the other")
    func twoReleases() async throws {
        let ask = try await AskFixture(), web = ask.web
        let second = PersonID(rawValue: "police-second")
        try web.hub.run(
            .addPerson(id: second, name: "Second", agency: WebFixture.police, roles: [.liaisonOfficer], datasets: []),
            by: .firstCoordinator)
        try web.hub.run(.invite(second, registration: "level-3"), by: .firstCoordinator)
        let id = try await ask.ask()
        try ask.settle(id)
        let two = try #require(web.hub.rulebook.markings.first { $0.releasers > 1 }, "a marking that two release")
        #expect(try await web.ask("/requests/\(id)/decide", as: officer).body.contains(two.id))
        #expect(try await ask.grant(id, [("marking", two.id), ("fields", "name")]).status == 303)
        #expect(web.hub.state.requests[id]?.stage == .halfReleased && web.hub.state.grants.isEmpty)
        #expect(try await web.ask("/requests/\(id)/decide", as: officer).status == 404, "not the same person again")
        #expect(try await web.ask("/requests/\(id)/decide", as: second).body.contains("released it as the first of two"))
        let reading = String(try #require(web.hub.state.requests[id]).reading)
        var form = [("reading", reading), ("why", "I agree"), ("people", member.rawValue), ("persons", "1"), ("marking", two.id)]
        form.append(("conditions", "for the case meeting alone"))
        let more = form + [("fields", "name"), ("fields", "current_status")]
        #expect(try await web.ask("/requests/\(id)/grant", as: second, form: more).status == 422, "more than the first gave")
        #expect(try await web.ask("/requests/\(id)/grant", as: second, form: form + [("fields", "name")]).status == 303)
        let grant = try #require(web.hub.state.grants.values.first)
        #expect(grant.decidedBy == [officer, second] && grant.terms.fields == ["name"] && grant.terms.marking == two.id)
    }
}
