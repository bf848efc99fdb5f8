import Disclosure
import Foundation
import Guidance
import HTTPTypes
import Hub
import Places
import Register

/// What there is to ask of, and asking.
enum DatasetOperations {
    static let dataset = Operation.Parameter.path("dataset", "The dataset, as the list of them names it.")
    private static let date = Schema.text(pattern: "[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?", most: 10)
    private static let from = Operation.Parameter.query("from", date, "First day, month or year of the period.")
    private static let to = Operation.Parameter.query("to", date, "Last day, month or year of the period.")

    static let all: [Operation] = [
        Operation(
            method: .get, path: "/api/v1/datasets", id: "listDatasets", summary: "Datasets that this token can ask of",
            explanation:
                "Depersonalised datasets of the token that the profile holds, that the agreements in force let your agency have for the token's purpose, and that may be reached by the way you come.",
            parameters: [Paging.limit, Paging.after], answer: .named("DatasetList")
        ) { call in
            try Paging.reply(try call.askable(), call, key: { $0.type.id.rawValue }) { DatasetSummary($0.type, $0.supplies, call) }
        },
        Operation(
            method: .get, path: "/api/v1/datasets/{dataset}", id: "describeDataset", summary: "A dataset, field by field",
            explanation: "A Frictionless Data Package with the Table Schema of the dataset as its supplier sends it, and its code lists.",
            parameters: [dataset], answer: .object([], others: .anything)
        ) { call in
            let type = try call.dataset()
            guard try call.askable().contains(where: { $0.type.id == type.id }) else { throw WebFault.notFound }
            return .data(Array(call.visit.rulebook.dataPackage(only: type.id).utf8), type: "application/json")
        },
        Operation(
            method: .post, path: "/api/v1/datasets/{dataset}/counts", id: "countRecords", summary: "Count records",
            explanation:
                "Counts by up to two fields. Of other agencies' records small numbers are not told and the others are rounded, as those agencies decided. That they were counted, for which purpose, stands in the ledger.",
            parameters: [dataset],
            body: .named("CountQuestion"), answer: .named("Counts"), event: "queryAnswered"
        ) { call in
            let question = try Question(call.dataset().id, call.body ?? .null)
            let token = try call.token
            let answer = try AnswerQuestion(hub: call.visit.hub, vault: call.visit.vault(), entry: call.entry).perform(
                question, for: call.visit.actor, purpose: token.purpose, category: token.category, showing: 0)
            return JSONReply.reply(Counts(answer))
        },
        Operation(
            method: .get, path: "/api/v1/datasets/{dataset}/records", id: "listRecords", summary: "Depersonalised records",
            explanation:
                "References are keyed for your agency; places are those of at least four properties. Each page is a view of records and stands in the ledger.",
            parameters: [dataset, from, to, Paging.limit, Paging.after], answer: .named("RecordList"), event: "queryAnswered"
        ) { call in
            let question = Question(dataset: try call.dataset().id, from: call["from"], to: call["to"], filters: [], by: [])
            let page = try records(question, after: call["cursor"], limit: call.integer("limit", default: 100), call)
            let next = page.next.map { call.address(with: "cursor", $0) }
            return Paging.linked(JSONReply.reply(RecordList(page, next: next, cursor: nil)), next)
        },
        Operation(
            method: .post, path: "/api/v1/datasets/{dataset}/records/search", id: "searchRecords",
            summary: "Depersonalised records that fulfil conditions",
            explanation:
                "As the list of records, with conditions on fields: they stand in the body, as values do not belong into an address.",
            parameters: [dataset], body: .named("RecordQuestion"), answer: .named("RecordList"), event: "queryAnswered"
        ) { call in
            let body = call.body ?? .null
            let page = try records(
                Question(call.dataset().id, body), after: body["cursor"]?.text, limit: body["limit"]?.integer ?? 100, call)
            return JSONReply.reply(RecordList(page, next: nil, cursor: page.next))
        },
        Operation(
            method: .get, path: "/api/v1/datasets/{dataset}/records/{record}", id: "showRecord", summary: "One depersonalised record",
            explanation: "By the name that lists give it, which is the same while its supply is held.",
            parameters: [dataset, .path("record", "The record.", .text(pattern: "[A-Za-z0-9_-]+", most: 100))], answer: .named("Record"),
            event: "queryAnswered"
        ) { call in
            let token = try call.token
            guard
                let page = try ShowRecords(hub: call.visit.hub, vault: call.visit.vault(), entry: call.entry).record(
                    call["record"] ?? "", of: call.dataset().id, for: call.visit.actor, purpose: token.purpose, category: token.category),
                let record = page.records.first
            else { throw WebFault.notFound }
            return JSONReply.reply(RecordList.Entry(record))
        },
    ]

    private static func records(_ question: Question, after cursor: String?, limit: Int, _ call: Call) throws -> RecordPage {
        let token = try call.token
        return try ShowRecords(hub: call.visit.hub, vault: call.visit.vault(), entry: call.entry).page(
            question, after: cursor, limit: limit, for: call.visit.actor, purpose: token.purpose, category: token.category)
    }
}

extension Question {
    /// As a body has it, which its schema has checked.
    fileprivate init(_ dataset: RecordTypeID, _ body: JSON) throws {
        let filters = try (body["filters"]?.array ?? []).map { filter -> Filter in
            let field = filter["field"]?.text ?? ""
            switch (filter["equals"]?.text, filter["contains"]?.text) {
            case (let value?, nil): return Filter(field: field, test: .equals(value))
            case (nil, let text?): return Filter(field: field, test: .contains(text))
            default: throw ParameterFault("A filter has either equals or contains.")
            }
        }
        self.init(
            dataset: dataset, from: body["from"]?.text, to: body["to"]?.text, filters: filters,
            by: body["by"]?.array?.compactMap(\.text) ?? [])
    }
}

/// A dataset in the list of them.
struct DatasetSummary: Encodable, Sendable {
    let id: String, title: String, section: String, marking: String
    let hasPlaces: Bool
    let suppliers: [String], supplies: Int
    let periodFrom: String?, periodTo: String?
    let description: String, records: String

    init(_ type: RecordType, _ held: [Supply], _ call: Call) {
        id = type.id.rawValue
        title = type.title
        section = type.section
        marking = call.visit.rulebook.marking(of: [.records(type.id)]).marking.id
        hasPlaces = type.place != nil
        suppliers = Set(held.map(\.taken.agency.rawValue)).sorted()
        supplies = held.count
        periodFrom = held.compactMap(\.taken.periodFrom).min()
        periodTo = held.compactMap(\.taken.periodTo).max()
        description = "\(call.origin)/api/v1/datasets/\(id)"
        records = "\(description)/records"
    }

    static let schema = Schema.object([
        Member("id", .text()), Member("title", .text()), Member("section", .text()), Member("marking", .text()), Member("hasPlaces", .flag),
        Member("suppliers", .array(.text())), Member("supplies", .integer()), Member("periodFrom", .text(), optional: true),
        Member("periodTo", .text(), optional: true), Member("description", .text(format: "uri")), Member("records", .text(format: "uri")),
    ])
}

/// Counts, with where they come from.
struct Counts: Encodable, Sendable {
    struct Line: Encodable, Sendable {
        let values: [String]
        let count: Int?, hidden: String?
    }
    let dataset: String
    let total: Int?, hidden: String?
    let by: [String]
    let counts: [Line]
    /// How small numbers are protected; nothing where all records are the asker's own agency's.
    let smallNumbers: SmallNumberRule?
    let supplies: [String]
    let madeWith: [String], caveats: [String]
    let marking: String

    init(_ answer: Answer) {
        dataset = answer.dataset.rawValue
        (total, hidden) = (answer.total.number, answer.total.hidden)
        smallNumbers = answer.rule == .none ? nil : answer.rule
        by = answer.by
        counts = answer.counts.map { Line(values: $0.values, count: $0.count.number, hidden: $0.count.hidden) }
        supplies = answer.supplies.map(\.rawValue)
        madeWith = answer.madeWith
        caveats = answer.caveats.map(Caveat.words)
        marking = answer.marking
    }

    /// Why a number is not told: it is small, or would give away another that is.
    static let hiddenMember = Member("hidden", .text(of: ["small", "withheld"]), optional: true)

    static let schema = Schema.object([
        Member("dataset", .text()), Member("total", .integer(), optional: true), hiddenMember, Member("by", .array(.text())),
        Member("counts", .array(.object([Member("values", .array(.text())), Member("count", .integer(), optional: true), hiddenMember]))),
        Member("smallNumbers", .object([Member("threshold", .integer()), Member("rounding", .integer())]), optional: true),
        Member("supplies", .array(.text())), Member("madeWith", .array(.text())), Member("caveats", .array(.text())),
        Member("marking", .text()),
    ])
    private static let filter = Schema.object([
        Member("field", .text(least: 1, most: 100)), Member("equals", .text(least: 0, most: 200), optional: true),
        Member("contains", .text(least: 1, most: 200), optional: true),
    ])
    private static let date = Schema.text(pattern: "[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?", most: 10)
    private static let conditions = [
        Member("from", date, optional: true), Member("to", date, optional: true),
        Member("filters", .array(filter, most: 50), optional: true),
    ]
    static let question = Schema.object(conditions + [Member("by", .array(.text(least: 1, most: 100), most: 2), optional: true)])
    static let recordQuestion = Schema.object(
        conditions + [
            Member("limit", .integer(1...Paging.most), optional: true),
            Member("cursor", .text(pattern: "[A-Za-z0-9_-]+", most: 200), optional: true),
        ])
}

/// What to bear in mind, without what is typed at a terminal.
enum Caveat {
    static func words(_ text: String) -> String {
        text.split(separator: ". ").filter { !$0.contains("sharewell ") }.joined(separator: ". ")
    }
}

/// Records, with where they come from and what they are marked.
struct RecordList: Encodable, Sendable {
    struct Entry: Encodable, Sendable {
        let id: String
        let values: [String: String]
        let longitude: Double?, latitude: Double?

        init(_ record: ShownRecord) {
            id = record.id
            values = record.values
            longitude = record.place?.longitude
            latitude = record.place?.latitude
        }
        static let schema = Schema.object([
            Member("id", .text()), Member("values", .object([], others: .text())), Member("longitude", .number, optional: true),
            Member("latitude", .number, optional: true),
        ])
    }
    let dataset: String
    let items: [Entry]
    let matched: Int?, hidden: String?
    let next: String?, cursor: String?
    let supplies: [String], madeWith: [String], caveats: [String]
    let marking: String

    init(_ page: RecordPage, next: String?, cursor: String?) {
        dataset = page.dataset.rawValue
        items = page.records.map(Entry.init)
        (matched, hidden) = (page.matched.number, page.matched.hidden)
        self.next = next
        self.cursor = cursor
        supplies = page.supplies.map(\.rawValue)
        madeWith = page.madeWith
        caveats = page.caveats.map(Caveat.words)
        marking = page.marking
    }

    static let schema = Schema.object([
        Member("dataset", .text()), Member("items", .array(.named("Record"))), Member("matched", .integer(), optional: true),
        Counts.hiddenMember,
        Member("next", .text(format: "uri"), optional: true), Member("cursor", .text(), optional: true),
        Member("supplies", .array(.text())),
        Member("madeWith", .array(.text())), Member("caveats", .array(.text())), Member("marking", .text()),
    ])
}
