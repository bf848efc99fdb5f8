/// The word lists of a rule pack, by hash, for reading addresses byte by byte.
///
/// Words are told apart by a 64-bit hash alone: a false meeting of two words is rarer than one in 10¹⁵ for lists of this size, and could only
/// misjudge a word that the lists do not hold.
struct AddressLexicon: Sendable {
    /// Most words an entry may have.
    static let longestEntry = 6
    private var keys: [UInt64]
    private var classes: [UInt64]
    private var mask: Int
    private var count = 0

    init() {
        keys = [UInt64](repeating: 0, count: 1024)
        classes = [UInt64](repeating: 0, count: 1024)
        mask = 1023
    }

    /// What the word or run of that hash can be; nothing if it is not in the lists.
    @inline(__always)
    func classes(of hash: UInt64) -> WordClass {
        keys.withUnsafeBufferPointer { keys in
            var slot = Int(truncatingIfNeeded: hash ^ hash >> 29) & mask
            while keys[slot] != 0 {
                if keys[slot] == hash { return WordClass(rawValue: classes.withUnsafeBufferPointer { $0[slot] }) }
                slot = (slot + 1) & mask
            }
            return []
        }
    }

    /// Adds an entry of one word or several, upper case. Apostrophes count for nothing; hyphens and spaces part words.
    mutating func add(_ entry: some StringProtocol, as classes: WordClass) {
        let words = entry.split { $0 == " " || $0 == "-" }.map { word in
            word.utf8.reduce(into: WordHash()) { hash, byte in if byte != UInt8(ascii: "'") { hash.add(byte) } }.value
        }
        guard let first = words.first, let last = words.last, words.count <= Self.longestEntry else { return }
        insert(words.dropFirst().reduce(first, WordHash.joined), classes)
        if words.count > 1 {
            insert(first, .opens)
            insert(last, .closes)
        }
    }

    private mutating func insert(_ hash: UInt64, _ added: WordClass) {
        if (count + 1) * 2 > keys.count { grow() }
        var slot = Int(truncatingIfNeeded: hash ^ hash >> 29) & mask
        while keys[slot] != 0, keys[slot] != hash { slot = (slot + 1) & mask }
        if keys[slot] == 0 { count += 1 }
        keys[slot] = hash
        classes[slot] |= added.rawValue
    }

    private mutating func grow() {
        let before = zip(keys, classes).filter { $0.0 != 0 }
        keys = [UInt64](repeating: 0, count: keys.count * 2)
        classes = [UInt64](repeating: 0, count: keys.count)
        mask = keys.count - 1
        count = 0
        for (hash, known) in before { insert(hash, WordClass(rawValue: known)) }
    }
}

/// Hash of a word, fed byte by byte; never zero.
struct WordHash {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325
    @inline(__always)
    mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    /// The hash of what was fed so far.
    @inline(__always)
    var value: UInt64 { state | 1 << 63 }
    /// The hash of two neighbours.
    @inline(__always)
    static func joined(_ left: UInt64, _ right: UInt64) -> UInt64 { ((left << 7 | left >> 57) ^ right) &* 0x9E37_79B9_7F4A_7C15 | 1 << 63 }
}
