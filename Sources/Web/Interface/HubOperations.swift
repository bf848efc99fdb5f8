import Foundation
import Guidance
import HTTPTypes
import Hub
import Register
import Storage
import Transparency

/// The token itself, the ledger, and the catalogue.
enum HubOperations {
    static let all: [Operation] = [
        Operation(
            method: .get, path: "/api/v1/status", id: "showStatus", summary: "This hub, and what your token is for",
            explanation: "Names no more than the person of the token knows.", answer: .named("Status")
        ) { call in JSONReply.reply(try StatusAnswer(call)) },
        Operation(
            method: .get, path: "/api/v1/ledger/checkpoint", id: "showCheckpoint", summary: "The newest signed checkpoint of the ledger",
            explanation:
                "A c2sp.org/tlog-checkpoint. Keep it: with it you can tell that nothing before it was changed. For those who may look into the audit.",
            answer: .named("Checkpoint")
        ) { call in
            _ = try call.visit.register.auditReach(of: call.visit.actor)
            let opened = try HubLedger.open(call.visit.hub.folder)
            guard let checkpoint = try opened.keptCheckpoint() else { throw WebFault.notFound }
            return JSONReply.reply(CheckpointAnswer(checkpoint, key: opened.key))
        },
        Operation(
            method: .post, path: "/api/v1/ledger/consistency", id: "proveConsistency", summary: "Proof that the ledger only grew",
            explanation:
                "From a checkpoint that you kept to the newest one, to be checked with the hub's key alone. For those who may look into the audit.",
            body: .object([Member("checkpoint", .text(least: 1, most: 4_000))]), answer: .named("Proof")
        ) { call in
            _ = try call.visit.register.auditReach(of: call.visit.actor)
            let opened = try HubLedger.open(call.visit.hub.folder)
            let kept: Checkpoint
            do { kept = try Checkpoint(parsing: Array((call.body?["checkpoint"]?.text ?? "").utf8), key: opened.key) } catch {
                throw ParameterFault("This is no checkpoint of this hub.")
            }
            return JSONReply.reply(ProofAnswer(try ProveEvent(opened).consistency(from: kept, to: nil)))
        },
        Operation(
            method: .get, path: "/api/v1/catalogue", id: "showCatalogue", summary: "The datasets as a DCAT catalogue",
            explanation: "DCAT 3 as JSON-LD: what there is, from whom and of when; no record. Only what this token can ask of.",
            answer: .object([], others: .anything), type: "application/ld+json"
        ) { call in JSONReply.reply(try Catalogue(call).json, type: "application/ld+json") },
    ]
}

/// The hub and the token.
struct StatusAnswer: Encodable, Sendable {
    struct Token: Encodable, Sendable {
        let id: String, purpose: String, category: String, until: String
        let datasets: [String]
    }
    struct Way: Encodable, Sendable {
        let network: String, device: String, signIn: String, registration: String
    }
    let partnership: String, rulebook: String, person: String
    let agency: String?
    let roles: [String]
    let token: Token
    let way: Way
    let events: Int

    init(_ call: Call) throws {
        let state = call.visit.state, person = try call.person, own = try call.token, come = try call.visit.way
        (partnership, rulebook) = (state.hub?.partnership ?? "", call.visit.rulebook.id)
        (self.person, agency, roles) = (person.id.rawValue, person.agency?.rawValue, person.roles.map(\.rawValue))
        token = Token(
            id: own.id, purpose: own.purpose, category: own.category.rawValue, until: CalendarDay(number: own.until).description,
            datasets: own.datasets.map(\.rawValue))
        way = Way(network: come.network, device: come.device, signIn: come.signIn, registration: come.registration)
        events = state.size
    }

    static let schema = Schema.object([
        Member("partnership", .text()), Member("rulebook", .text()), Member("person", .text()), Member("agency", .text(), optional: true),
        Member("roles", .array(.text())),
        Member(
            "token",
            .object([
                Member("id", .text()), Member("purpose", .text()), Member("category", .text()), Member("until", .text(format: "date")),
                Member("datasets", .array(.text())),
            ])),
        Member(
            "way",
            .object([Member("network", .text()), Member("device", .text()), Member("signIn", .text()), Member("registration", .text())])),
        Member("events", .integer()),
    ])
}

/// A checkpoint.
struct CheckpointAnswer: Encodable, Sendable {
    let origin: String, root: String, key: String, checkpoint: String
    let events: Int64

    init(_ signed: Checkpoint, key verifier: VerifierKey) {
        (origin, root, key, events) = (signed.origin, signed.root.base64, verifier.description, signed.size)
        checkpoint = String(decoding: signed.encoded, as: UTF8.self)
    }

    static let schema = Schema.object([
        Member("origin", .text()), Member("root", .text()), Member("key", .text()), Member("checkpoint", .text()),
        Member("events", .integer()),
    ])
}

/// A proof as the file that checks it reads it.
struct ProofAnswer: Encodable, Sendable {
    let proof: String
    init(_ file: ProofFile) { proof = String(decoding: file.encoded, as: UTF8.self) }
    static let schema = Schema.object([Member("proof", .text())])
}
