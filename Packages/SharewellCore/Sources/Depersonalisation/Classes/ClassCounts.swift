/// How many people share each combination of age, gender, ethnicity, occupation, street and place, at each step of generalisation (rule 7).
///
/// Counts of the first step are taken in a first pass over the file; `settle` then lets every class that is too small fall to the next
/// step, where it is counted together with others that fell, never with records released finer: somebody who knows a person's exact values
/// could rule those out. People are told apart by the reference that the rulebook names; a record type without one counts records. Keys are
/// 64-bit hashes; no value is kept. Bounded: a class met after the table is full is not counted, which can only make its records more general.
public struct ClassCounts: Sendable {
    /// Most classes kept at the finest step: about 250 MB with their people.
    public static let limit = 3_000_000
    /// Most people kept for the classes of the finest step.
    private static let mostPeople = 4 * limit
    private let limit: Int
    private var levels: [ClassTable]
    private var isSettled = false
    /// Records counted.
    public private(set) var records = 0

    /// Counts at so many steps; `people` are told apart in each class, or 0 to count records.
    init(levels: Int, people: Int) {
        self.levels = (0..<max(1, levels)).map { _ in ClassTable(width: people) }
        limit = people > 0 ? min(Self.limit, Self.mostPeople / people) : Self.limit
    }

    /// Counts a record whose classes, finest first, are only worked out when its first is new. `person` is a hash of whom it is about, or
    /// `ClassHash.missing`: such a record adds nobody. Unused where records are counted.
    @inline(__always)
    mutating func count(_ finest: UInt64, person: UInt64, coarser: (Int) -> UInt64) {
        records += 1
        let person = person == ClassHash.missing ? 0 : max(1, UInt32(truncatingIfNeeded: person ^ person >> 32))
        if levels[0].increment(finest, person: person) { return }
        guard levels[0].count < limit else { return }
        var key = finest
        for level in levels.indices {
            let parent = level + 1 < levels.count ? coarser(level + 1) : 0
            if !levels[level].insert(key, count: 0, parent: parent) { break }
            key = parent
        }
        _ = levels[0].increment(finest, person: person)
    }

    /// Adds another worker's counts.
    public mutating func merge(_ other: ClassCounts) {
        records += other.records
        for (level, table) in other.levels.enumerated() where level < levels.count { levels[level].merge(table) }
    }

    /// Lets classes of fewer than `least` fall, step by step, once all workers' counts are merged. Idempotent.
    public mutating func settle(least: Int) {
        guard !isSettled else { return }
        isSettled = true
        for level in levels.indices.dropLast() {
            let table = levels[level]
            table.forEach(smallerThan: least) { parent, records, people in levels[level + 1].add(parent, records, people: people) }
        }
    }

    /// People released together in that class at that step, as far as they are kept, or records where no people are told apart; 0 if none.
    @inline(__always)
    func size(_ key: UInt64, level: Int) -> Int { levels[level].size(of: key) }

    /// Records released together in that class at that step; 0 if none.
    @inline(__always)
    func records(_ key: UInt64, level: Int) -> Int { levels[level].records(of: key) }
}
