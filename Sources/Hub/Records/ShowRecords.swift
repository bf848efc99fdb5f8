import Archive
import Crypto
import Disclosure
import Foundation
public import Guidance
import Places
public import Register
public import Storage

/// Shows depersonalised records a page at a time, for programs: authorise, read, record, show. Each page is a view of records and an event of
/// its own, which is durable before the page leaves.
public struct ShowRecords {
    private let hub: Hub
    private let vault: KeyVault
    private let entry: Entry
    /// In that hub, for somebody who comes by that way.
    public init(hub: Hub, vault: KeyVault, entry: Entry) {
        self.hub = hub
        self.vault = vault
        self.entry = entry
    }

    /// Most records of a page.
    public static let most = 10_000

    /// A page of the records that a question finds, `limit` at most, from where `cursor` says; those within `box` alone if there is one.
    ///
    /// A cursor opens for the question it was made with, on the supplies it was made on: after others came or went it is refused, as the list it
    /// stands in is no longer there.
    public func page(
        _ question: Question, within box: GeographicBox? = nil, after cursor: String? = nil, limit: Int, for actor: PersonID,
        purpose: String,
        category: PurposeCategory?
    ) throws -> RecordPage {
        try answer(question, within: box, for: actor, purpose: purpose, category: category) { held, plan, points, agency in
            let list = try Self.list(question, box, held)
            let cursors = try SealedNumbers(for: "cursor/\(agency)", vault: vault)
            return try RecordList(held, plan, points: points, box: box).page(
                from: try Self.start(cursor, list, cursors), limit: min(max(limit, 1), Self.most),
                names: try SealedNumbers(for: "record/\(agency)", vault: vault),
                cursors: { number, row in try cursors.seal(list + [UInt32(number), row]) })
        }
    }

    /// The record of that name; nil where no record is called so now.
    public func record(
        _ id: String, of dataset: RecordTypeID, for actor: PersonID, purpose: String, category: PurposeCategory?
    ) throws -> RecordPage? {
        let question = Question(dataset: dataset, from: nil, to: nil, filters: [], by: [])
        let page = try answer(
            question, named: id, for: actor, purpose: purpose, category: category
        ) { held, plan, points, agency in
            let names = try SealedNumbers(for: "record/\(agency)", vault: vault)
            return try RecordList(held, plan, points: points, box: nil).record(names.open(id), names: names)
        }
        return page.records.isEmpty ? nil : page
    }

    // MARK: The steps

    private typealias Reading = (HeldRecords, QuestionPlan, RecordPoints?, AgencyID) throws -> (
        records: [RecordList.Found], matched: Int, next: String?
    )

    private func answer(
        _ question: Question, named name: String? = nil, within box: GeographicBox? = nil, for actor: PersonID, purpose: String,
        category: PurposeCategory?, read: Reading
    ) throws -> RecordPage {
        try hub.recordingRefusals(by: actor, action: .query, dataset: question.dataset) {
            try hub.onWhatIsHeld {
                let permit = try hub.register.permitAnswer(
                    to: actor, dataset: question.dataset, purpose: purpose, category: category, action: .query, through: entry.way,
                    at: hub.now)
                guard permit.recordType.information == .depersonalised else { preconditionFailure("personal records without a grant") }
                let held = try HeldRecords(permit, hub: hub, vault: vault)
                let agency = permit.agency
                let keys = try RecipientKeys(agency: agency, vault: vault)
                guard !held.supplies.isEmpty else {
                    return try record(
                        question, held, [], matched: 0, next: nil, keys: keys, for: actor, purpose: purpose, category: category)
                }
                let plan = try QuestionPlan(
                    question, held: held, rulebook: hub.rulebook,
                    references: ReferenceForm(over: held, keys: keys, hub: hub))
                let points = RecordPoints(held, grid: try hub.grid.converter())
                let found = try read(held, plan, points, agency)
                // What the digest in the ledger is of says where and which one as well.
                var recorded = question.filters
                if let box { recorded.append(.init(field: "within", test: .equals("\(box.west),\(box.south),\(box.east),\(box.north)"))) }
                if let name { recorded.append(.init(field: "record", test: .equals(name))) }
                let asked = Question(dataset: question.dataset, from: question.from, to: question.to, filters: recorded, by: [])
                return try record(
                    asked, held, found.records, matched: found.matched, next: found.next, keys: keys, for: actor, purpose: purpose,
                    category: category)
            }
        }
    }

    private func record(
        _ question: Question, _ held: HeldRecords, _ records: [RecordList.Found], matched: Int, next: String?, keys: RecipientKeys,
        for actor: PersonID, purpose: String, category: PurposeCategory?
    ) throws -> RecordPage {
        let digest = try QuestionDigest(vault).of(question)
        try hub.transact { register, now in
            let permit = try register.permitAnswer(
                to: actor, dataset: question.dataset, purpose: purpose, category: category, action: .query, through: entry.way, at: now)
            try held.check(against: permit)
            let event = permit.answered(
                fields: held.fields.map(\.name).sorted(), questionDigest: digest, records: matched, shown: records.count)
            return ([.queryAnswered(event)], ())
        }
        let references = Set(held.fields.filter { $0.role == .reference }.map(\.name))
        return RecordPage(
            dataset: held.type.id,
            fields: held.fields.map {
                ShownField(name: $0.name, title: $0.title, isNumber: [.number, .easting, .northing].contains($0.type))
            },
            records: records.map { found in
                var values = found.values
                // Whoever may know a person may know the reference; of nobody else does it leave as it is.
                for name in references { if let value = values[name] { values[name] = keys.keyed(value, of: name) } }
                return ShownRecord(id: found.id, values: values, place: found.place)
            }, matched: held.smallNumbers.shown(matched, given: records.count),
            isExact: held.smallNumbers == .none || records.count >= matched, next: next, supplies: held.supplies.map(\.taken.supply),
            marking: held.marking, madeWith: held.madeWith,
            caveats: held.caveats)
    }

    private static func start(_ cursor: String?, _ list: [UInt32], _ cursors: SealedNumbers) throws -> (number: Int, row: UInt32) {
        guard let cursor else { return (0, 0) }
        guard let numbers = cursors.open(cursor), numbers.count == list.count + 2, Array(numbers.prefix(list.count)) == list else {
            throw HubError(
                .data, code: "cursor-not-known",
                "There is no list that goes on there: it was of another question, or the records held have changed.",
                remedy: "Ask for the list from its beginning.")
        }
        return (Int(numbers[list.count]), numbers[list.count + 1])
    }

    /// What a list is of: the question and the supplies, as numbers.
    private static func list(_ question: Question, _ box: GeographicBox?, _ held: HeldRecords) throws -> [UInt32] {
        struct Whole: Encodable {
            let question: Question, box: GeographicBox?, supplies: [SupplyID]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let digest = SHA256.hash(
            data: try encoder.encode(Whole(question: question, box: box, supplies: held.supplies.map(\.taken.supply))))
        let bytes = Array(digest.prefix(8))
        return [0, 4].map { start in bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) } }
    }
}
