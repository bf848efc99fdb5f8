/// How many records share each combination of age, gender, ethnicity, occupation and place, at each step of generalisation (rule 7).
///
/// Counts of the first step are taken in a first pass over the file; `settle` then lets every class that is too small fall to the next
/// step, where it is counted together with others that fell, never with records released finer: somebody who knows a person's exact values
/// could rule those out. Keys are 64-bit hashes; no value is kept. Bounded: a class met after the table is full is not counted, which can
/// only make its records more general.
public struct ClassCounts: Sendable {
    /// Most classes kept at the finest step: about 100 MB.
    public static let limit = 3_000_000
    private var levels: [ClassTable]
    private var isSettled = false
    /// Records counted.
    public private(set) var records = 0

    init(levels: Int) { self.levels = (0..<max(1, levels)).map { _ in ClassTable() } }

    /// Counts a record whose classes, finest first, are only worked out when its first is new.
    @inline(__always)
    mutating func count(_ finest: UInt64, coarser: (Int) -> UInt64) {
        records += 1
        if levels[0].increment(finest) { return }
        guard levels[0].count < Self.limit else { return }
        var key = finest
        for level in levels.indices {
            let parent = level + 1 < levels.count ? coarser(level + 1) : 0
            if !levels[level].insert(key, count: level == 0 ? 1 : 0, parent: parent) { return }
            key = parent
        }
    }

    /// Adds another worker's counts.
    public mutating func merge(_ other: ClassCounts) {
        records += other.records
        for (level, table) in other.levels.enumerated() where level < levels.count { levels[level].merge(table) }
    }

    /// Lets classes with fewer than `least` records fall, step by step. Idempotent.
    mutating func settle(least: Int) {
        guard !isSettled else { return }
        isSettled = true
        for level in levels.indices.dropLast() {
            for (_, count, parent) in levels[level].entries where count > 0 && count < least { levels[level + 1].add(parent, count) }
        }
    }

    /// Records released together in that class at that step; 0 if none.
    @inline(__always)
    func count(_ key: UInt64, level: Int) -> Int { levels[level].count(of: key) }
}

/// An open-addressed table of counts by hash.
struct ClassTable: Sendable {
    private var keys: [UInt64] = [UInt64](repeating: 0, count: 1024)
    private var counts: [UInt32] = [UInt32](repeating: 0, count: 1024)
    private var parents: [UInt64] = [UInt64](repeating: 0, count: 1024)
    private(set) var count = 0

    @inline(__always)
    private func slot(_ key: UInt64) -> Int {
        let mask = keys.count - 1
        return keys.withUnsafeBufferPointer { keys in
            var slot = Int(truncatingIfNeeded: key) & mask
            while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
            return slot
        }
    }
    @inline(__always)
    private static func nonZero(_ key: UInt64) -> UInt64 { key == 0 ? 1 : key }

    /// Counts one more; false if the class is not known.
    @inline(__always)
    mutating func increment(_ key: UInt64) -> Bool {
        let slot = slot(Self.nonZero(key))
        guard keys[slot] != 0 else { return false }
        if counts[slot] < .max { counts[slot] += 1 }
        return true
    }

    /// Adds a class; false if it was known.
    mutating func insert(_ key: UInt64, count added: Int, parent: UInt64) -> Bool {
        if (count + 1) * 2 > keys.count { grow() }
        let key = Self.nonZero(key)
        let slot = slot(key)
        guard keys[slot] == 0 else { return false }
        keys[slot] = key
        counts[slot] = UInt32(clamping: added)
        parents[slot] = parent
        count += 1
        return true
    }

    mutating func add(_ key: UInt64, _ added: Int) {
        let slot = slot(Self.nonZero(key))
        if keys[slot] != 0 { counts[slot] = UInt32(clamping: Int(counts[slot]) + added) }
    }

    mutating func merge(_ other: ClassTable) {
        for index in other.keys.indices where other.keys[index] != 0 {
            if !insert(other.keys[index], count: Int(other.counts[index]), parent: other.parents[index]) {
                add(other.keys[index], Int(other.counts[index]))
            }
        }
    }

    @inline(__always)
    func count(of key: UInt64) -> Int { Int(counts[slot(Self.nonZero(key))]) }

    var entries: [(key: UInt64, count: Int, parent: UInt64)] {
        keys.indices.lazy.filter { keys[$0] != 0 }.map { (keys[$0], Int(counts[$0]), parents[$0]) }
    }

    private mutating func grow() {
        let before = entries
        keys = [UInt64](repeating: 0, count: keys.count * 2)
        counts = [UInt32](repeating: 0, count: keys.count)
        parents = [UInt64](repeating: 0, count: keys.count)
        count = 0
        for entry in before { _ = insert(entry.key, count: entry.count, parent: entry.parent) }
    }
}
