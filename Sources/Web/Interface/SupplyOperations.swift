import Depersonalisation
import Guidance
import HTTPTypes
import Hub
import Intake
import Register
import Transparency

/// Supplies of one's own agency, or of those that one oversees, and how fit they are.
enum SupplyOperations {
    private static let supply = Operation.Parameter.path("supply", "The supply, such as s000001.")

    static let all: [Operation] = [
        Operation(
            method: .get, path: "/api/v1/supplies", id: "listSupplies", summary: "Supplies of your agency",
            explanation:
                "Those of your own agency; for co-ordinators and auditors, those of the partnerships they oversee. Counts, and no record.",
            parameters: [Paging.limit, Paging.after], answer: .named("SupplyList")
        ) { call in
            let person = try call.person
            let own = call.visit.state.supplies.values.filter { isOwn($0, of: person, call) }
            return try Paging.reply(
                own.sorted { $0.taken.supply < $1.taken.supply }, call, key: { $0.taken.supply.rawValue }, SupplySummary.init)
        },
        Operation(
            method: .get, path: "/api/v1/supplies/{supply}", id: "showSupply", summary: "The quality report of a supply",
            explanation: "How fit for purpose it is (§4.2.3), what was noticed and what depersonalising did, in counts and line numbers.",
            parameters: [supply], answer: .named("SupplyReport")
        ) { call in
            let supply = try found(call)
            return JSONReply.reply(
                SupplyReport(supply, try ShowQuality(hub: call.visit.hub).perform(supply.taken.supply, for: call.visit.actor)))
        },
        Operation(
            method: .get, path: "/api/v1/supplies/{supply}/proof", id: "proveSupply", summary: "Proof that a supply stands in the ledger",
            explanation:
                "An inclusion proof of the event by which it was taken (c2sp.org/tlog-proof), to be checked with the hub's key alone.",
            parameters: [supply], answer: .named("Proof")
        ) { call in
            let supply = try found(call)
            let opened = try HubLedger.open(call.visit.hub.folder)
            let proof = try ProveEvent(opened).inclusion(of: Int64(supply.position), in: nil)
            return JSONReply.reply(ProofAnswer(proof))
        },
    ]

    private static func isOwn(_ supply: Supply, of person: Person, _ call: Call) -> Bool {
        let home = call.visit.state.agencies[supply.taken.agency]?.home ?? call.visit.state.firstPartnership
        guard call.covers(supply.taken.dataset) else { return false }
        guard person.agency == supply.taken.agency || person.oversees(any: [home]) else { return false }
        do { _ = try call.visit.register.person(person.id, maySeeQualityOf: supply.taken.supply) } catch { return false }
        return true
    }

    private static func found(_ call: Call) throws -> Supply {
        guard let supply = try call.visit.state.supplies[call.name("supply", SupplyID.self)], isOwn(supply, of: try call.person, call)
        else {
            throw WebFault.notFound
        }
        return supply
    }
}

/// A supply in the list of them.
struct SupplySummary: Encodable, Sendable {
    let id: String, dataset: String, agency: String, status: String
    let periodFrom: String?, periodTo: String?
    let recordsRead: Int, recordsRejected: Int, recordsHeldBack: Int, recordsSealed: Int
    let stamp: String
    let digest: String

    init(_ supply: Supply) {
        let taken = supply.taken
        (id, dataset, agency) = (taken.supply.rawValue, taken.dataset.rawValue, taken.agency.rawValue)
        status = supply.status.rawValue
        (periodFrom, periodTo) = (taken.periodFrom, taken.periodTo)
        (recordsRead, recordsRejected) = (taken.recordsRead, taken.recordsRejected)
        (recordsHeldBack, recordsSealed) = (taken.recordsHeldBack, taken.recordsSealed)
        (stamp, digest) = (taken.stamp, taken.digest)
    }

    static let members = [
        Member("id", .text()), Member("dataset", .text()), Member("agency", .text()), Member("status", .text()),
        Member("periodFrom", .text(), optional: true), Member("periodTo", .text(), optional: true), Member("recordsRead", .integer()),
        Member("recordsRejected", .integer()), Member("recordsHeldBack", .integer()), Member("recordsSealed", .integer()),
        Member("stamp", .text()), Member("digest", .text()),
    ]
    static let schema = Schema.object(members)
}

/// The quality report of a supply.
struct SupplyReport: Encodable, Sendable {
    struct Quality: Encodable, Sendable {
        let name: String
        let share: Double?
        let grade: String?
        let reasons: [String]
    }
    struct Finding: Encodable, Sendable {
        let code: String, severity: String
        let field: String?
        let count: Int
        let lines: [Int]
        let advice: String
    }
    struct HeldBack: Encodable, Sendable {
        let reason: String
        let count: Int
        let lines: [Int]
    }
    let supply: SupplySummary
    let reasons: [String]
    let qualities: [Quality]
    let findings: [Finding]
    let depersonalising: [String]
    let heldBack: [HeldBack]

    init(_ supply: Supply, _ outcome: SupplyOutcome) {
        self.supply = SupplySummary(supply)
        reasons = outcome.reasons
        qualities = outcome.qualities.map {
            Quality(name: $0.name, share: $0.share, grade: $0.grade.map { "\($0)" }, reasons: $0.reasons)
        }
        findings = outcome.findings.map {
            Finding(code: $0.code, severity: $0.severity, field: $0.field, count: $0.count, lines: $0.lines, advice: $0.advice)
        }
        depersonalising = outcome.depersonalising
        heldBack = outcome.heldBack.sorted { $0.key < $1.key }.map {
            HeldBack(reason: $0.key, count: $0.value.count, lines: $0.value.lines.map { Int($0) })
        }
    }

    static let schema = Schema.object([
        Member("supply", .named("Supply")), Member("reasons", .array(.text())),
        Member(
            "qualities",
            .array(
                .object([
                    Member("name", .text()), Member("share", .number, optional: true), Member("grade", .text(), optional: true),
                    Member("reasons", .array(.text())),
                ]))),
        Member(
            "findings",
            .array(
                .object([
                    Member("code", .text()), Member("severity", .text()), Member("field", .text(), optional: true),
                    Member("count", .integer()), Member("lines", .array(.integer())), Member("advice", .text()),
                ]))),
        Member("depersonalising", .array(.text())),
        Member(
            "heldBack",
            .array(.object([Member("reason", .text()), Member("count", .integer()), Member("lines", .array(.integer()))]))),
    ])
}
