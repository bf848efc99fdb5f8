/// The distinct combinations of values of columns that share their codes: one code a combination; 0 is all missing.
///
/// A code stands for the whole combination, so columns come back as they were written even where a follower is no function of its leader.
struct GroupBuilder: Sendable {
    /// Member columns of a combination.
    let width: Int
    private(set) var count = 1
    /// Codes of the members, `width` for each combination, in pieces of `piece` combinations: an array that doubled would take twice the memory.
    private var pieces: [[UInt32]]
    private static let piece = 1 << 16
    private var slots = [UInt32](repeating: 0, count: 1024)

    private let seed: UInt64

    /// - Parameter seed: For hashing; one that whoever chose the values cannot know.
    init(width: Int, seed: UInt64) {
        self.width = width
        self.seed = seed
        pieces = [[UInt32](repeating: 0, count: width)]
    }

    /// The code of a combination, given in a buffer from `start`.
    mutating func code(for codes: [UInt32], from start: Int) -> UInt32 {
        var slot = slot(codes, start)
        if codes[start..<start + width].allSatisfy({ $0 == 0 }) { return 0 }
        while slots[slot] != 0 {
            if holds(Int(slots[slot]), codes, start) { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        let code = UInt32(count)
        if count % Self.piece == 0 {
            pieces.append([])
            pieces[pieces.count - 1].reserveCapacity(Self.piece * width)
        }
        pieces[pieces.count - 1].append(contentsOf: codes[start..<start + width])
        slots[slot] = code
        count += 1
        if count * 2 > slots.count { grow() }
        return code
    }

    /// The codes of one member, by combination.
    func codes(of member: Int) -> [UInt32] { (0..<count).map { pieces[$0 / Self.piece][$0 % Self.piece * width + member] } }

    private func holds(_ code: Int, _ codes: [UInt32], _ start: Int) -> Bool {
        let (piece, first) = (code / Self.piece, code % Self.piece * width)
        return (0..<width).allSatisfy { pieces[piece][first + $0] == codes[start + $0] }
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for code in 1..<count {
            var slot = slot(pieces[code / Self.piece], code % Self.piece * width)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(code)
        }
    }

    private func slot(_ codes: [UInt32], _ start: Int) -> Int {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ seed
        for index in start..<start + width {
            hash = ReferenceHash.mix(hash ^ UInt64(codes[index]), 0xD6E8_FEB8_6659_FD93 ^ (seed << 1))
        }
        return Int(truncatingIfNeeded: hash) & (slots.count - 1)
    }
}
