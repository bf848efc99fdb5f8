import Archive
import Guidance
public import Register
public import Storage

/// Counts and shows records, depersonalised ones or those that a grant gives: authorise, scan, record, answer. The event is durable before the answer leaves.
public struct AnswerQuestion {
    private let hub: Hub
    private let vault: KeyVault
    private let entry: Entry
    /// In that hub, for somebody who comes by that way.
    public init(hub: Hub, vault: KeyVault, entry: Entry) {
        self.hub = hub
        self.vault = vault
        self.entry = entry
    }

    /// The answer; `showing` records at most are shown besides the counts, after the first `skipping`. Personal records are had under a grant only.
    public func perform(
        _ question: Question, for actor: PersonID, purpose: String, category: PurposeCategory? = nil, under grant: GrantID? = nil,
        showing: Int, skipping: Int = 0
    ) throws -> Answer {
        try hub.recordingRefusals(by: actor, action: .query, dataset: question.dataset) {
            try hub.onWhatIsHeld {
                try answer(
                    question, for: actor, purpose: purpose, category: category, under: grant, showing: showing, skipping: skipping)
            }
        }
    }

    private func answer(
        _ question: Question, for actor: PersonID, purpose: String, category: PurposeCategory?, under grant: GrantID?, showing: Int,
        skipping: Int
    ) throws -> Answer {
        let permit = try hub.register.permitAnswer(
            to: actor, dataset: question.dataset, purpose: purpose, category: category, action: .query, under: grant, through: entry.way,
            at: hub.now)
        if let grant = permit.grant, grant.terms.transfer != .hub, showing > 0 || Self.tells(question, of: permit.recordType) {
            throw Refusal(
                .beyondGrant,
                "Under \(grant.id) records leave as \(grant.terms.transfer.rawValue), and nothing of them is shown on a screen (§4.3.4).",
                remedy:
                    "Ask without --show, --by, --where, --from and --to for their number, or take them with sharewell extract --grant \(grant.id)."
            )
        }
        let held = try HeldRecords(permit, hub: hub, vault: vault)
        guard !held.supplies.isEmpty else {
            return try record(
                Answer(question: question, held: held), total: 0, held, question, fields: [], for: actor, purpose: purpose,
                category: category)
        }
        let keys = try RecipientKeys(agency: permit.agency, vault: vault)
        let plan = try QuestionPlan(
            question, held: held, rulebook: hub.rulebook,
            references: ReferenceForm(over: held, keys: keys, hub: hub))
        let scan = QuestionScan(held: held, plan: plan)
        let names = showing > 0 ? held.fields.map(\.name) : []
        let found = try plan.reference.map { try scan.lookUp($0, fields: names) } ?? scan.count()
        // No further than the last that was counted.
        let most = min(skipping + showing, found.total)
        let blocks = showing > 0 ? try plan.reference == nil ? scan.records(limit: most, fields: names) : found.blocks : []
        let answer = try Answer(
            question: question, held: held, total: found.total, by: plan.by, counts: found.counts,
            records: Self.shown(
                blocks, fields: held.fields, skipping: skipping, limit: showing, keys: held.isDepersonalised ? keys : nil),
            skipped: skipping)
        return try record(
            answer, total: found.total, held, question, fields: Set(plan.fields + names).sorted(), for: actor, purpose: purpose,
            category: category)
    }

    private func record(
        _ answer: Answer, total: Int, _ held: HeldRecords, _ question: Question, fields: [String], for actor: PersonID, purpose: String,
        category: PurposeCategory?
    ) throws -> Answer {
        let digest = try QuestionDigest(vault).of(question)
        let grant = held.scope?.grant.id
        return try hub.transact { register, now in
            let permit = try register.permitAnswer(
                to: actor, dataset: question.dataset, purpose: purpose, category: category, action: .query, under: grant,
                through: entry.way,
                at: now)
            try held.check(against: permit)
            let shown = Self.tells(question, of: held.type) ? total : answer.records.count
            let event = permit.answered(fields: fields, questionDigest: digest, records: total, shown: shown)
            return ([.queryAnswered(event)], answer)
        }
    }

    /// True if the counts alone say something about persons: of personal records, counts by a field list its values, and a filter tests for one.
    private static func tells(_ question: Question, of type: RecordType) -> Bool {
        type.information != .depersonalised
            && !(question.by.isEmpty && question.filters.isEmpty && question.from == nil && question.to == nil)
    }

    private static func shown(
        _ blocks: [RecordBlock], fields: [SegmentField], skipping: Int, limit: Int, keys: RecipientKeys?
    ) -> [[String: String]] {
        var records: [[String: String]] = []
        var left = skipping
        for block in blocks {
            for record in 0..<block.count where records.count < limit {
                if left > 0 {
                    left -= 1
                    continue
                }
                var values: [String: String] = [:]
                for (column, field) in fields.enumerated() {
                    // Whoever may know a person may know the reference; of nobody else does it leave as it is.
                    let value =
                        if field.role == .reference, let keys {
                            String(decoding: block.withBytes(column, record) { keys.keyed($0, of: field.name) }, as: UTF8.self)
                        } else { block.string(column, record) }
                    if !value.isEmpty { values[field.name] = value }
                }
                records.append(values)
            }
        }
        return records
    }
}

/// Runs a planned question over the held segments, on every core.
struct QuestionScan {
    struct Found {
        var total = 0
        var counts: [ValueCount] = []
        var blocks: [RecordBlock] = []
    }
    let held: HeldRecords
    let plan: QuestionPlan
    /// Records found before, of which to count those.
    var among: FoundRecords? = nil

    func count() throws -> Found {
        let counted = try SegmentCount(held: held, query: plan.query, among: among).perform()
        return Found(total: counted.total, counts: plan.by.isEmpty ? [] : counted.counts)
    }

    func lookUp(_ reference: String, fields: [String]) throws -> Found {
        let blocks = try held.set.lookUp(reference, fields: fields)
        return Found(total: blocks.reduce(0) { $0 + $1.count }, blocks: blocks)
    }

    /// The first matching records.
    func records(limit: Int, fields: [String]) throws -> [RecordBlock] {
        let prepared = try held.set.plan(SegmentQuery(conditions: plan.query.conditions))
        var blocks: [RecordBlock] = []
        var found = 0
        for number in 0..<prepared.blockCount where found < limit {
            let block = try prepared.records(in: number, fields: fields)
            found += block.count
            blocks.append(block)
        }
        return blocks
    }
}
