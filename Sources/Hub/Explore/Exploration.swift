import Archive
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

    /// So many of them at most, from west to east: those with the most records, and of those with as many whichever a number scatters to the front,
    /// which leaves some from everywhere and is the same for everybody.
    static func most(_ places: [PairCount], _ limit: Int) -> [Point] {
        var kept = places
        if places.count > limit {
            var times: [Int: Int] = [:]
            for place in places { times[place.count, default: 0] += 1 }
            var (least, left) = (Int.max, limit)
            for (count, number) in times.sorted(by: { $0.key > $1.key }) {
                least = count
                if number >= left { break }
                left -= number
            }
            let last = scattered(places.filter { $0.count == least }, left)
            kept = places.filter { $0.count > least } + last
        }
        return kept.map { Point(easting: Int($0.first), northing: Int($0.second), count: $0.count) }
            .sorted { ($0.easting, $0.northing) < ($1.easting, $1.northing) }
    }

    /// So many of them by an order that has nothing to do with where they are; there are as many.
    private static func scattered(_ places: [PairCount], _ wanted: Int) -> [PairCount] {
        let ranked = places.map { place in
            let at = UInt64(UInt32(bitPattern: place.first)) << 32 | UInt64(UInt32(bitPattern: place.second))
            // Odd, so that no two places have the same rank.
            return (rank: (at ^ at >> 31) &* 0x9e37_79b9_7f4a_7c15, place: place)
        }
        // Ranks are spread evenly: a few more than are wanted are all that has to be sorted.
        let cut = UInt64(min(1, Double(wanted + 1_000) / Double(max(places.count, 1)) * 1.02) * 0x1p63)
        let near = ranked.filter { $0.rank >> 1 <= cut }
        return (near.count >= wanted ? near : ranked).sorted { $0.rank < $1.rank }.prefix(wanted).map(\.place)
    }
}
