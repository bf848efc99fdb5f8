/// Rising positions in the ledger, packed: about one byte each where things happen often, and found by place or by value without unpacking all.
public struct PositionList: Sendable, Hashable {
    private struct Block: Sendable, Hashable {
        /// The first position of the block, and where the steps to the others begin.
        let first: UInt32, offset: UInt32
    }
    /// Positions of a block.
    static let blockSize = 64
    private var blocks: [Block] = []
    /// Steps from each position to the next, seven bits a byte, the lowest first; a set high bit says that more follow.
    private var steps: [UInt8] = []
    /// How many there are.
    public private(set) var count = 0
    /// The highest.
    public private(set) var last: Int?

    /// None.
    public init() {}

    /// One more, above all so far; one that is not is left out.
    public mutating func append(_ position: Int) {
        guard position >= 0, position <= UInt32.max, position > last ?? -1 else { return }
        if count % Self.blockSize == 0 {
            blocks.append(Block(first: UInt32(position), offset: UInt32(steps.count)))
        } else if let last {
            var step = position - last
            while step > 0x7F {
                steps.append(UInt8(step & 0x7F) | 0x80)
                step >>= 7
            }
            steps.append(UInt8(step))
        }
        count += 1
        last = position
    }

    /// All of them, in order.
    public var all: [Int] { blocks.indices.flatMap(block) }

    /// Those from a position on, in order.
    public func from(_ position: Int) -> [Int] {
        guard let last, last >= position else { return [] }
        // The last block that begins at or before it.
        var low = 0, high = blocks.count
        while low < high {
            let middle = (low + high) / 2
            if Int(blocks[middle].first) <= position { low = middle + 1 } else { high = middle }
        }
        return blocks[max(0, low - 1)...].indices.flatMap(block).filter { $0 >= position }
    }

    /// The last ones, at most that many, in order.
    public func suffix(_ most: Int) -> [Int] {
        guard most > 0, count > 0 else { return [] }
        let first = max(0, count - most) / Self.blockSize
        return Array(blocks[first...].indices.flatMap(block).suffix(most))
    }

    private func block(_ index: Int) -> [Int] {
        let size = index == blocks.count - 1 ? count - index * Self.blockSize : Self.blockSize
        var positions = [Int(blocks[index].first)]
        positions.reserveCapacity(size)
        var place = Int(blocks[index].offset), position = positions[0]
        while positions.count < size {
            var step = 0, shift = 0
            while steps[place] & 0x80 != 0 {
                step |= Int(steps[place] & 0x7F) << shift
                shift += 7
                place += 1
            }
            step |= Int(steps[place]) << shift
            place += 1
            position += step
            positions.append(position)
        }
        return positions
    }

    /// Bytes it keeps, for the test of its bound.
    var bytes: Int { steps.count + blocks.count * MemoryLayout<Block>.stride }
}
