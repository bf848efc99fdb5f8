/// The distinct values of one column over the whole segment while it is being written; 0 is missing.
struct DictionaryBuilder: Sendable {
    private(set) var count = 1
    private(set) var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    private var hashes: [UInt64] = [0]
    private var slots = [UInt32](repeating: 0, count: 1024)
    private let seed: UInt64

    /// - Parameter seed: For hashing; one that whoever chose the values cannot know, so that nobody can choose values that collide.
    init(seed: UInt64) { self.seed = seed }

    /// How many values and bytes a dictionary may hold; blocks with other values keep their texts.
    static let countLimit = 1 << 20, byteLimit = 1 << 25

    /// The code of a value; nil if it is new and the dictionary is full.
    mutating func code(for value: UnsafeRawBufferPointer, limited: Bool) -> UInt32? {
        if value.isEmpty { return 0 }
        let key = hash(of: value)
        var slot = Int(truncatingIfNeeded: key) & (slots.count - 1)
        while slots[slot] != 0 {
            let code = Int(slots[slot])
            if hashes[code] == key, holds(code, value) { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        if limited, count > Self.countLimit || bytes.count > Self.byteLimit { return nil }
        let code = UInt32(count)
        bytes.append(contentsOf: value)
        ends.append(bytes.count)
        hashes.append(key)
        slots[slot] = code
        count += 1
        if count * 2 > slots.count { grow() }
        return code
    }

    /// Lengths of the values from code 1.
    var lengths: [Int] { (1..<count).map { ends[$0] - ends[$0 - 1] } }

    /// Of every byte, under the seed at every step.
    private func hash(of value: UnsafeRawBufferPointer) -> UInt64 {
        var hash = ReferenceHash.mix(seed ^ UInt64(truncatingIfNeeded: value.count), 0x9E37_79B9_7F4A_7C15)
        var offset = 0
        while offset &+ 8 <= value.count {
            let word = UInt64(littleEndian: value.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            hash = ReferenceHash.mix(hash ^ word, 0xD6E8_FEB8_6659_FD93 ^ (seed << 1))
            offset &+= 8
        }
        var rest: UInt64 = 0
        var shift: UInt64 = 0
        while offset < value.count {
            rest |= UInt64(value[offset]) &<< shift
            shift &+= 8
            offset &+= 1
        }
        return ReferenceHash.mix(hash ^ rest, 0xA076_1D64_78BD_642F ^ (seed << 1))
    }

    private func holds(_ code: Int, _ value: UnsafeRawBufferPointer) -> Bool {
        let (start, end) = (ends[code - 1], ends[code])
        return end - start == value.count && bytes.withUnsafeBytes { $0[start..<end].elementsEqual(value) }
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for code in 1..<count {
            var slot = Int(truncatingIfNeeded: hashes[code]) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(code)
        }
    }
}
