public import Disclosure
public import Guidance
public import Register

/// What a question led to: counts, where they come from, and what to bear in mind.
public struct Answer: Sendable, Encodable {
    /// One line of the counts.
    public struct Count: Sendable, Hashable {
        /// Values of the fields counted by, in their order; empty text where the record has none.
        public let values: [String]
        /// Records, as far as they may be told.
        public let count: ShownCount
    }
    /// The record type.
    public let dataset: RecordTypeID
    /// Records that match, as far as their number may be told: exactly where they are all shown, too.
    public let total: ShownCount
    /// How small numbers are protected; `.none` where all records are the asker's own agency's, or personal ones that a grant gives.
    public let rule: SmallNumberRule
    /// Fields counted by, by the names they were asked by.
    public let by: [String]
    /// The counts as a table with its totals; nil where nothing was counted by.
    public let counting: Counting?
    /// Counts, sorted by value; one for each combination that is not shown to be none.
    public let counts: [Count]
    /// Matching records, as many as were asked to be shown: field name to value.
    public let records: [[String: String]]
    /// True if further records match, after those shown.
    public let hasMore: Bool
    /// Supplies that were searched.
    public let supplies: [SupplyID]
    /// Supplies that had to be left out, by agency.
    public let leftOut: [AnswerSources.LeftOut]
    /// Gazetteers, boundaries and rule pack behind the places.
    public let madeWith: [String]
    /// What to bear in mind.
    public let caveats: [String]
    /// Protective marking of anything made from this.
    public let marking: String

    init(
        question: Question, held: HeldRecords, total: Int = 0, by: [String]? = nil, counts: [ValueCount] = [],
        records: [[String: String]] = [], skipped: Int = 0
    ) throws(HubError) {
        dataset = held.type.id
        rule = held.smallNumbers
        self.total = rule.shown(total, given: records.count)
        self.by = by ?? question.by
        counting = self.by.isEmpty ? nil : try Counting(self.by, counts, by: rule)
        self.counts = counting?.lines ?? []
        self.records = records
        hasMore = total > skipped + records.count
        supplies = held.supplies.map(\.taken.supply)
        leftOut = held.sources.leftOut
        madeWith = held.madeWith
        caveats = held.caveats
        marking = held.marking
    }

    private enum CodingKeys: String, CodingKey {
        case dataset, total, hidden, by, counts, records, smallNumbers, supplies, leftOut, madeWith, caveats, marking
    }

    /// Counts become objects keyed by field, for programs.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(dataset, forKey: .dataset)
        try container.encodeIfPresent(total.number, forKey: .total)
        try container.encodeIfPresent(total.hidden, forKey: .hidden)
        try container.encode(by, forKey: .by)
        var list = container.nestedUnkeyedContainer(forKey: .counts)
        for count in counts {
            var object = list.nestedContainer(keyedBy: AnyKey.self)
            for (name, value) in zip(by, count.values) { try object.encode(value, forKey: AnyKey(name)) }
            try object.encodeIfPresent(count.count.number, forKey: AnyKey("count"))
            try object.encodeIfPresent(count.count.hidden, forKey: AnyKey("hidden"))
        }
        if rule != .none { try container.encode(rule, forKey: .smallNumbers) }
        try container.encode(records, forKey: .records)
        try container.encode(supplies, forKey: .supplies)
        try container.encode(leftOut, forKey: .leftOut)
        try container.encode(madeWith, forKey: .madeWith)
        try container.encode(caveats, forKey: .caveats)
        try container.encode(marking, forKey: .marking)
    }
}

/// A JSON key known only when it is written.
struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
