/// Positions in a range, one bit each: lists of hundreds of thousands are put together and narrowed while everybody else who asks waits.
struct MarkedPositions {
    private let range: Range<Int>
    private var words: [UInt64]

    init(_ range: Range<Int>) {
        self.range = range
        words = [UInt64](repeating: 0, count: (range.count + 63) / 64)
    }

    /// Marks one; what is outside of the range is passed over.
    mutating func mark(_ position: Int) {
        guard range.contains(position) else { return }
        words[(position - range.lowerBound) / 64] |= 1 << UInt64((position - range.lowerBound) % 64)
    }

    /// Unmarks what is not marked in another of the same range.
    mutating func keepOnly(_ other: MarkedPositions) { for place in words.indices { words[place] &= other.words[place] } }

    /// Those that are marked, in order.
    var positions: [Int] {
        var positions: [Int] = []
        positions.reserveCapacity(words.reduce(0) { $0 + $1.nonzeroBitCount })
        for (place, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                positions.append(range.lowerBound + place * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return positions
    }
}
