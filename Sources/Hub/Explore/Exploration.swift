public import Disclosure
public import Guidance
public import Register

/// Several countings of the same records, as they may be shown: small numbers are protected.
public struct Exploration: Sendable {
    /// The record type.
    public let dataset: RecordTypeID
    /// Records that match.
    public let total: ShownCount
    /// In the order asked.
    public let countings: [Counting]
    /// How small numbers are protected; `.none` where all records are the asker's own agency's.
    public let rule: SmallNumberRule
    /// What goes with every answer.
    public let lineage: ExploredLineage
}

/// Where explored records come from and what to bear in mind.
public struct ExploredLineage: Sendable {
    /// Supplies that were searched.
    public let supplies: [SupplyID]
    /// Gazetteers, boundaries and rule pack behind the places.
    public let madeWith: [String]
    /// What to bear in mind.
    public let caveats: [String]
    /// Protective marking of anything made from this.
    public let marking: String

    init(_ held: HeldRecords) {
        supplies = held.supplies.map(\.taken.supply)
        madeWith = held.madeWith
        caveats = held.caveats
        marking = held.marking
    }
}

/// What somebody may ask of a record type: the fields that they may see.
public struct ExplorableFields: Sendable {
    /// A field.
    public struct Field: Sendable, Hashable {
        /// Its name, as a question has it.
        public let name: String
        /// Its title.
        public let title: String
        /// Shape of its values.
        public let type: FieldType
        /// How it is guarded.
        public let role: FieldRole
    }
    /// In the order of the records; none where nothing is held.
    public let all: [Field]
    /// What it is marked.
    public let marking: String
    /// What occurs in each field that has few values, sorted: what a filter offers. Of no other field.
    public let occurring: [String: [String]]
    /// The first and the last month that supplies are of, `2022-10`; nil where none is held.
    public let firstMonth: String?, lastMonth: String?

    /// True if there is a field of that name.
    public func has(_ name: String) -> Bool { all.contains { $0.name == name } }
}

/// Where records lie, by the points they have in their depersonalised form.
public struct ExploredPoints: Sendable {
    /// One point and how many records have it.
    public struct Point: Sendable {
        /// Metres on the National Grid.
        public let easting: Int, northing: Int
        /// Records.
        public let count: Int
    }
    /// Sorted from west to east, as many as were asked for.
    public let points: [Point]
    /// Records at them.
    public let records: Int
    /// True if there are more.
    public let isCut: Bool
    /// What goes with every answer.
    public let lineage: ExploredLineage
}
