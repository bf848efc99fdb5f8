import Foundation
import Guidance
import HTTPTypes
import Hub
import Law
import Register
import Testing

@testable import Web

/// A hub whose police hold sealed records of offenders, and whose council asks for one of them: whole lives of requests over HTTP.
struct AskFixture {
    static let officer = WebFixture.person(.liaisonOfficer, of: WebFixture.police)
    static let member = WebFixture.person(.meetingMember, of: WebFixture.council)
    let web: WebFixture
    /// The reference of the offender asked about, and that of another.
    let person: String, other: String

    init(settings change: (inout ServingSettings) throws -> Void = { _ in }) async throws {
        web = try await WebFixture(settings: change)
        let hub = web.hub
        func run(_ command: Command, by actor: PersonID = .firstCoordinator) throws { try hub.run(command, by: actor) }
        for agency in [WebFixture.police, WebFixture.council] {
            let notification = DataProtectionNotification(number: "Z1234567", expires: hub.now.day + 300)
            try run(.partnership(.recordNotification(agency, notification)))
        }
        try run(.partnership(.setUndertaking(nil, text: "What I am shown I use for the purpose stated and pass on to nobody else.")))
        let type = try #require(hub.rulebook.recordType(WebFixture.offenders))
        let file = web.root.appending(path: "ppo.csv")
        try MakeSample(type: type, rulebook: hub.rulebook, rows: 40, seed: 3, places: nil).perform(to: file) { _ in }
        let supplier = WebFixture.person(.dataSupplier, of: WebFixture.police)
        let order = TakeSupply.Request(
            file: file, dataset: type.id, agency: WebFixture.police, person: supplier, profile: nil, metadata: nil)
        _ = try TakeSupply(hub: hub, vault: web.face.vault(), stop: { false }).perform(order) { _, _ in }
        let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\r\n")
        let references = rows.dropFirst(2).prefix(2).compactMap { $0.split(separator: ",").first.map(String.init) }
        (person, other) = (try #require(references.first), try #require(references.last))
        try FileManager.default.removeItem(at: file)
    }

    /// A grant of the police to the council, in use by whoever asked.
    func granted() async throws -> GrantID {
        let id = try await ask()
        try settle(id)
        #expect(try await grant(id).status == 303)
        try bind(Self.member)
        return try #require(web.hub.state.requests[id]?.grant)
    }

    /// Agrees to the undertaking.
    func bind(_ person: PersonID) throws { try web.hub.run(.partnership(.agree(nil)), by: person) }

    /// What is typed on each page, by its name.
    func pages(_ changed: [String: [(String, String)]] = [:]) -> [String: [(String, String)]] {
        var pages: [String: [(String, String)]] = [
            "questions": [("questions", "What progress has been made with the offender of this meeting?")],
            "why": [("why", "to manage the offenders of most concern")],
            "benefit": [("benefit", "our assessments come back to the police")],
            "fields": [("fields", "offender_reference_number"), ("fields", "name"), ("fields", "current_status")],
            "persons": [("about", "persons"), ("persons", "\(person)\r\n")],
            "necessity": [("necessity", "the scheme cannot be run without knowing it")],
            "proportionality": [("proportionality", "one person and three items for one meeting")],
        ]
        pages.merge(changed) { _, new in new }
        return pages
    }

    /// Facts of which no is the answer that lets it be shared.
    static let no: Set<String> = [
        "information-originated-elsewhere", "information-is-drug-test-result", "information-is-treatment",
        "information-is-health-or-social-care", "held-in-confidence", "targets-on-positive-test-alone",
    ]

    /// Goes from page to page as the hub leads, until the answers are to be checked; the draft.
    func write(_ changed: [String: [(String, String)]] = [:]) async throws -> String {
        let pages = pages(changed)
        var answer = try await web.ask(
            "/requests/new", as: Self.member,
            form: [("for", "meeting"), ("process", "process-is-ppo"), ("dataset", WebFixture.offenders.rawValue)])
        for _ in 0..<60 {
            let next = try #require(answer.location, "\(answer.status): \(answer.body.suffix(1500))")
            let parts = next.split(separator: "/").map(String.init)
            let draft = parts.count > 3 ? parts[2] : "", last = parts.last ?? ""
            if last == "check" { return draft }
            if parts.count == 3 {
                answer = try await Self.begin(next, as: Self.member, web)
                continue
            }
            if next.contains("/law/") {
                let asked = try await web.ask("/requests/drafts/\(draft)/law/\(last)", as: Self.member).body
                let value =
                    asked.contains("value=\"none\"") ? try #require(Self.firstCheckbox(asked)) : Self.no.contains(last) ? "no" : "yes"
                answer = try await web.ask("/requests/drafts/\(draft)/law/\(last)", as: Self.member, form: [("answer", value)])
            } else {
                answer = try await web.ask(next, as: Self.member, form: pages[last] ?? [])
            }
        }
        throw Unending()
    }
    struct Unending: Error {}

    /// The tasks of a draft lead to the first question, as if the hub had.
    static func begin(_ tasks: String, as person: PersonID, _ web: WebFixture) async throws -> WebFixture.Answer {
        let page = try await web.ask(tasks, as: person)
        let next: String? = page.body.matches(of: /href="([^"]*)" role="button"/).map { String($0.1) }.last
        var headers = page.headers
        headers[.location] = next
        return WebFixture.Answer(status: page.status, headers: headers, body: page.body)
    }

    private static func firstCheckbox(_ body: String) -> String? {
        body.split(separator: "type=\"checkbox\" value=\"").dropFirst().first?.split(separator: "\"").first.map(String.init)
    }

    /// Writes and sends; the request.
    /// - Parameter changing: Pages that a meeting has settled, and that are answered otherwise before it is sent.
    func ask(_ changed: [String: [(String, String)]] = [:], changing: [String] = []) async throws -> RequestID {
        let draft = try await write(changed)
        for page in changing {
            #expect(try await web.ask("/requests/drafts/\(draft)/\(page)", as: Self.member, form: changed[page] ?? []).status == 303)
        }
        let sent = try await web.ask("/requests/drafts/\(draft)/send", as: Self.member, form: [])
        let place = try #require(sent.location, "\(sent.status): \(sent.body.suffix(2000))")
        return RequestID(rawValue: String(place.split(separator: "/").last ?? ""))
    }

    /// The officer answers what the law still asks.
    func settle(_ request: RequestID) throws {
        for _ in 0..<40 {
            let assessment = try web.hub.register.assess(try #require(web.hub.state.requests[request]), at: web.hub.now)
            guard let fact = assessment.missing.first?.fact else { return }
            try web.hub.run(.request(.state(request, [fact: !Self.no.contains(fact)])), by: Self.officer)
        }
        throw Unending()
    }

    /// Grants it whole over HTTP, by the officer.
    func grant(_ request: RequestID, _ changed: [(String, String)] = []) async throws -> WebFixture.Answer {
        let made = try #require(web.hub.state.requests[request])
        var form: [(String, String)] = [
            ("reading", String(made.reading)), ("why", "the scheme needs it"), ("conditions", "for the case meeting alone"),
        ]
        form += made.content.fields.map { ("fields", $0) } + made.content.recipients.map { ("people", $0.rawValue) }
        form += (0..<made.content.persons).map { ("persons", String($0 + 1)) }
        form.removeAll { pair in changed.contains { $0.0 == pair.0 } }
        return try await web.ask("/requests/\(request)/grant", as: Self.officer, form: form + changed)
    }

    /// Every byte the hub keeps outside its vault, and the ledger's files above all.
    func isWritten(_ text: String) throws -> [String] {
        let root = web.hub.folder.root
        let needle = Data(text.utf8)
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isRegularFileKey])
        var found: [String] = []
        for case let file as URL in files ?? FileManager.DirectoryEnumerator() {
            guard let data = FileManager.default.contents(atPath: file.path), data.range(of: needle) != nil else { continue }
            found.append(file.lastPathComponent)
        }
        return found
    }
}
