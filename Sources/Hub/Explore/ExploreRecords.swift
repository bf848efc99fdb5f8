import Archive
import Disclosure
import Foundation
public import Guidance
public import Register
public import Storage

/// Counts depersonalised records in several ways at once, for a page or a map: authorise, count, record one event, answer with small numbers
/// protected. What leaves is never a bare count.
public struct ExploreRecords {
    private let hub: Hub
    private let vault: KeyVault
    private let entry: Entry
    /// In that hub, for somebody who comes by that way.
    public init(hub: Hub, vault: KeyVault, entry: Entry) {
        self.hub = hub
        self.vault = vault
        self.entry = entry
    }

    /// Who asks, for what.
    public struct Asking: Sendable {
        let actor: PersonID
        let dataset: RecordTypeID
        let purpose: String
        let category: PurposeCategory?
        /// A person, a record type, and the purpose as stated.
        public init(_ actor: PersonID, of dataset: RecordTypeID, purpose: String, category: PurposeCategory?) {
            self.actor = actor
            self.dataset = dataset
            self.purpose = purpose
            self.category = category
        }
    }

    /// The fields that may be asked about; no record is read, and nothing but a refusal recorded.
    public func fields(_ asking: Asking) throws -> ExplorableFields {
        try hub.recordingRefusals(by: asking.actor, action: .query, dataset: asking.dataset) {
            let permit = try permit(asking, in: hub.register, at: hub.now)
            let key = key(permit, kind: "fields", [])
            if let known = hub.kept.find(key, ExplorableFields.self, held: held) { return known }
            let records = try HeldRecords(permit, hub: hub, vault: vault)
            let found = try fields(of: records)
            hub.kept.keep(found, under: key, cost: found.all.count + found.occurring.values.reduce(0) { $0 + $1.count })
            return found
        }
    }

    /// Values of a field that a filter offers at most.
    private static let mostValues = 1_000

    private func fields(of records: HeldRecords) throws -> ExplorableFields {
        var occurring: [String: [String]] = [:]
        for field in records.fields where field.role != .reference {
            let isPlace = records.type.place.map { field.name.hasPrefix("\($0)_") } ?? false
            guard isPlace || records.type.field(field.name)?.codeList != nil else { continue }
            occurring[field.name] = try records.set.values(of: field.name, most: Self.mostValues)
        }
        let taken = records.supplies.map(\.taken)
        return ExplorableFields(
            all: records.fields.map { .init(name: $0.name, title: $0.title, type: $0.type, role: $0.role) }, marking: records.marking,
            occurring: occurring, firstMonth: taken.compactMap(\.periodFrom).min().map { String($0.prefix(7)) },
            lastMonth: taken.compactMap(\.periodTo).max().map { String($0.prefix(7)) })
    }

    /// Answers all of the questions, which ask of the same records, under one permit and as one event.
    public func count(_ questions: [Question], _ asking: Asking) throws -> Exploration {
        try explored("counts", questions, asking, shown: { _ in 0 }) { held, rule in
            var countings: [Counting] = []
            var total = 0
            var cost = 0
            for (number, found) in try scan(questions, held).enumerated() {
                if number == 0 { total = found.total }
                cost += found.counts.count
                countings.append(try Counting(found.by, found.counts, by: rule))
            }
            return (
                Exploration(
                    dataset: asking.dataset, total: rule.shown(total), countings: countings, rule: rule, lineage: ExploredLineage(held)),
                cost, total
            )
        }
    }

    /// Where the records lie that a question finds, at most `limit` points: those at which the most lie, and of those at which as many lie some
    /// from everywhere. Records are shown, in the form in which they may be taken away.
    public func points(_ question: Question, _ asking: Asking, limit: Int) throws -> ExploredPoints {
        let question = try placed(question)
        return try explored("points/\(limit)", [question], asking, shown: \.records) { held, _ in
            let (all, total) = try positions(question, held)
            let points = ExploredPoints.most(all, limit)
            let records = points.reduce(0) { $0 + $1.count }
            return (
                ExploredPoints(points: points, records: records, isCut: all.count > limit, lineage: ExploredLineage(held)), points.count,
                total
            )
        }
    }

    /// The records counted by hexagons of that side in metres.
    public func hexagons(_ question: Question, _ asking: Asking, side: Int) throws -> Exploration {
        let grid = HexGrid(side: Double(side)), question = try placed(question)
        return try explored("hexagons/\(side)", [question], asking, shown: { _ in 0 }) { held, rule in
            let (all, total) = try positions(question, held)
            var counts: [HexGrid.Cell: Int] = [:]
            for place in all { counts[grid.cell(Double(place.first), Double(place.second)), default: 0] += place.count }
            let cells = counts.sorted { $0.key < $1.key }
            let counting = try Counting(["hexagon"], cells.map { ValueCount(values: [$0.key.description], count: $0.value) }, by: rule)
            return (
                Exploration(
                    dataset: asking.dataset, total: rule.shown(total), countings: [counting], rule: rule, lineage: ExploredLineage(held)),
                cells.count, total
            )
        }
    }

    // MARK: The one way

    private struct Found<Value: Sendable>: Sendable {
        let value: Value
        let fields: [String]
        let total: Int
    }

    private func explored<Value: Sendable>(
        _ kind: String, _ questions: [Question], _ asking: Asking, shown: (Value) -> Int,
        _ work: (HeldRecords, SmallNumberRule) throws -> (value: Value, cost: Int, total: Int)
    ) throws -> Value {
        precondition(questions.allSatisfy { $0.dataset == asking.dataset }, "one view is of one record type")
        return try hub.recordingRefusals(by: asking.actor, action: .query, dataset: asking.dataset) {
            try hub.onWhatIsHeld {
                let permit = try permit(asking, in: hub.register, at: hub.now)
                let key = key(permit, kind: kind, questions)
                let found: Found<Value>
                if let known = hub.kept.find(key, Found<Value>.self, held: held) {
                    found = known
                } else {
                    let records = try HeldRecords(permit, hub: hub, vault: vault)
                    let (value, cost, total) = try work(records, key.rule)
                    let fields = try questions.flatMap { try plan($0, records).fields }
                    found = Found(value: value, fields: Set(fields).sorted(), total: total)
                    hub.kept.keep(found, under: key, cost: cost)
                }
                let digest = try QuestionDigest(vault).of(kind, questions)
                return try hub.transact { register, now in
                    let permit = try self.permit(asking, in: register, at: now)
                    guard self.key(permit, kind: kind, questions) == key else { throw HeldRecords.changed(asking.dataset) }
                    let event = permit.answered(
                        fields: found.fields, questionDigest: digest, records: found.total, shown: shown(found.value))
                    return ([.queryAnswered(event)], found.value)
                }
            }
        }
    }

    private func permit(_ asking: Asking, in register: Register, at now: Moment) throws(Refusal) -> AnswerPermit {
        try register.permitAnswer(
            to: asking.actor, dataset: asking.dataset, purpose: asking.purpose, category: asking.category, action: .query,
            through: entry.way, at: now)
    }

    private func key(
        _ permit: borrowing AnswerPermit, kind: String, _ questions: [Question]
    ) -> KeptAnswers.Key {
        KeptAnswers.Key(
            kind: kind, agency: questions.allSatisfy { Self.isPlain($0, permit.recordType) } && kind != "fields" ? nil : permit.agency,
            dataset: permit.recordType.id, sources: permit.sources, outwardPlaces: permit.outwardPlaces,
            rule: permit.smallNumbers, questions: questions)
    }

    /// True where every field that a question names is one of codes, of time or of place: none of them has another form for each agency.
    private static func isPlain(_ question: Question, _ type: RecordType) -> Bool {
        (question.filters.map(\.field) + question.by).allSatisfy { name in
            if let field = type.field(name) { return field.codeList != nil || name == type.period }
            return ["month", "weekday", "hour"].contains(name) || type.place.map { name.hasPrefix("\($0)_") } == true
        }
    }

    private var held: Set<String> { Set(hub.state.supplies.values.filter { $0.status == .held }.map(\.taken.object)) }

    private func plan(_ question: Question, _ held: HeldRecords) throws -> QuestionPlan {
        let agency = held.reader
        let keys = try RecipientKeys(agency: agency, vault: vault)
        return try QuestionPlan(
            question, held: held, rulebook: hub.rulebook, references: ReferenceForm(over: held, keys: keys, hub: hub))
    }

    /// In the order of the questions. Records that several of them ask of are looked for once.
    private func scan(_ questions: [Question], _ held: HeldRecords) throws -> [(by: [String], total: Int, counts: [ValueCount])] {
        if held.supplies.isEmpty { return questions.map { ($0.by, 0, []) } }
        let plans = try questions.map { try plan($0, held) }
        let conditions = plans.first?.query.conditions ?? []
        let areOfSame = Set(questions.map { $0.counted(by: []) }).count == 1
        let among =
            areOfSame && plans.count > 1 && !conditions.isEmpty
            ? try SegmentCount(held: held, query: SegmentQuery(conditions: conditions)).found() : nil
        return try plans.map { plan in
            let found = try QuestionScan(held: held, plan: plan, among: among).count()
            return (plan.by, found.total, found.counts)
        }
    }

    private func positions(_ question: Question, _ held: HeldRecords) throws -> (places: [PairCount], total: Int) {
        if held.supplies.isEmpty { return ([], 0) }
        let plan = try plan(question, held), by = plan.query.by.map(\.field)
        let found = try SegmentCount(held: held, query: SegmentQuery(conditions: plan.query.conditions, pair: .init(by[0], by[1]))).pairs()
        return (found.counts, found.total)
    }

    /// The same question, by its places.
    private func placed(_ question: Question) throws -> Question {
        guard let place = hub.rulebook.recordType(question.dataset)?.place else {
            throw HubError(
                .data, code: "no-place", "Records of \(question.dataset) have no place to draw.", remedy: "Count them instead.")
        }
        return question.counted(by: ["\(place)_easting", "\(place)_northing"])
    }
}
