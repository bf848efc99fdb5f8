public import Guidance
public import Register

/// What a question led to: counts, where they come from, and what to bear in mind.
public struct Answer: Sendable, Encodable {
    /// One line of the counts.
    public struct Count: Sendable, Codable, Hashable {
        /// Values of the fields counted by, in their order; empty text where the record has none.
        public let values: [String]
        /// Records.
        public let count: Int
    }
    /// The record type.
    public let dataset: RecordTypeID
    /// Records that match.
    public let total: Int
    /// Fields counted by, by the names they were asked by.
    public let by: [String]
    /// Counts, sorted by value; one for each combination that occurs.
    public let counts: [Count]
    /// Matching records, as many as were asked to be shown: field name to value.
    public let records: [[String: String]]
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
        question: Question, held: HeldRecords, total: Int = 0, by: [String]? = nil, counts: [Count] = [],
        records: [[String: String]] = []
    ) {
        dataset = held.type.id
        self.total = total
        self.by = by ?? question.by
        self.counts = counts
        self.records = records
        supplies = held.supplies.map(\.taken.supply)
        leftOut = held.sources.leftOut
        madeWith = held.madeWith
        caveats = held.caveats
        marking = held.marking
    }

    private enum CodingKeys: String, CodingKey { case dataset, total, by, counts, records, supplies, leftOut, madeWith, caveats, marking }

    /// Counts become objects keyed by field, for programs.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(dataset, forKey: .dataset)
        try container.encode(total, forKey: .total)
        try container.encode(by, forKey: .by)
        var list = container.nestedUnkeyedContainer(forKey: .counts)
        for count in counts {
            var object = list.nestedContainer(keyedBy: AnyKey.self)
            for (name, value) in zip(by, count.values) { try object.encode(value, forKey: AnyKey(name)) }
            try object.encode(count.count, forKey: AnyKey("count"))
        }
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
