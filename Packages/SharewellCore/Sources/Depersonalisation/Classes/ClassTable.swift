/// An open-addressed table of classes by hash: how many records each has, the class it falls to, and the people told apart in it.
///
/// People are kept as 32-bit hashes, at most `width` a class. Two people with one hash count as one, which can only make a class look smaller.
struct ClassTable: Sendable {
    /// People kept for each class; 0 where records are counted only.
    let width: Int
    private var keys = [UInt64](repeating: 0, count: 1024)
    private var counts = [UInt32](repeating: 0, count: 1024)
    private var parents = [UInt64](repeating: 0, count: 1024)
    /// Where the people of a class stand in `people`, in rows of `width`, plus one; 0 for a class without any.
    private var rows: [UInt32]
    private var people: [UInt32] = []
    private(set) var count = 0

    init(width: Int) {
        self.width = width
        rows = width > 0 ? [UInt32](repeating: 0, count: 1024) : []
    }

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

    /// Counts one more, of that person or of nobody known (0); false if the class is not known.
    @inline(__always)
    mutating func increment(_ key: UInt64, person: UInt32) -> Bool {
        let slot = slot(Self.nonZero(key))
        guard keys[slot] != 0 else { return false }
        if counts[slot] < .max { counts[slot] += 1 }
        if width > 0, person != 0 { meet(person, at: slot) }
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

    /// Adds the records and people of another class to one that is known.
    mutating func add(_ key: UInt64, _ added: Int, people others: ArraySlice<UInt32>) {
        let slot = slot(Self.nonZero(key))
        guard keys[slot] != 0 else { return }
        counts[slot] = UInt32(clamping: Int(counts[slot]) + added)
        for person in others where person != 0 { meet(person, at: slot) }
    }

    mutating func merge(_ other: ClassTable) {
        for slot in other.keys.indices where other.keys[slot] != 0 {
            _ = insert(other.keys[slot], count: 0, parent: other.parents[slot])
            add(other.keys[slot], Int(other.counts[slot]), people: other.people(at: slot))
        }
    }

    /// Notes a person (not 0) in a class, unless known there or the class has as many as are kept.
    private mutating func meet(_ person: UInt32, at slot: Int) {
        if rows[slot] == 0 {
            people.append(contentsOf: repeatElement(0, count: width))
            rows[slot] = UInt32(people.count / width)
        }
        let start = Int(rows[slot] - 1) * width
        for index in start..<start + width {
            if people[index] == person { return }
            if people[index] == 0 {
                people[index] = person
                return
            }
        }
    }

    private func people(at slot: Int) -> ArraySlice<UInt32> {
        guard width > 0, rows[slot] != 0 else { return [] }
        let start = Int(rows[slot] - 1) * width
        return people[start..<start + width]
    }

    /// Records of a class; 0 if it is not known.
    @inline(__always)
    func records(of key: UInt64) -> Int { Int(counts[slot(Self.nonZero(key))]) }

    /// What rule 7 counts of a class: its people as far as they are kept, or its records where no people are told apart.
    @inline(__always)
    func size(of key: UInt64) -> Int { size(at: slot(Self.nonZero(key))) }

    private func size(at slot: Int) -> Int { width == 0 ? Int(counts[slot]) : people(at: slot).reduce(0) { $1 == 0 ? $0 : $0 + 1 } }

    /// Visits every class that has records but is smaller than that.
    func forEach(smallerThan least: Int, _ body: (_ parent: UInt64, _ records: Int, _ people: ArraySlice<UInt32>) -> Void) {
        for slot in keys.indices where counts[slot] > 0 && size(at: slot) < least {
            body(parents[slot], Int(counts[slot]), people(at: slot))
        }
    }

    private mutating func grow() {
        let (oldKeys, oldCounts, oldParents, oldRows) = (keys, counts, parents, rows)
        let size = keys.count * 2
        keys = [UInt64](repeating: 0, count: size)
        counts = [UInt32](repeating: 0, count: size)
        parents = [UInt64](repeating: 0, count: size)
        if width > 0 { rows = [UInt32](repeating: 0, count: size) }
        for index in oldKeys.indices where oldKeys[index] != 0 {
            let slot = slot(oldKeys[index])
            keys[slot] = oldKeys[index]
            counts[slot] = oldCounts[index]
            parents[slot] = oldParents[index]
            if width > 0 { rows[slot] = oldRows[index] }
        }
    }
}
