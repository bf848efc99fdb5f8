import Sealing

/// Where one column of one block lies in the file, how it is written, and what is known of its values without opening it.
struct ChunkEntry: Sendable, Hashable {
    enum Encoding: UInt8, Sendable {
        /// Every value is missing; nothing is stored.
        case missing = 0
        /// Codes of the stream's dictionary.
        case codes = 1
        /// Decimal numbers less a base.
        case numbers = 2
        /// Texts, several messages.
        case texts = 3
    }
    struct Message: Sendable, Hashable {
        var rows: Int
        var byteCount: Int
        var tag: MessageCipher.Tag
    }
    var encoding: Encoding
    /// Bits a value, for codes and numbers.
    var width = 0
    /// Decimal places, for numbers.
    var scale = 0
    /// Smallest code, or the smallest number times 10^scale.
    var base: Int64 = 0
    /// Largest code of the block, for codes.
    var largest: UInt32 = 0
    /// First and last day any date of the block may mean; the whole of time where that is not known.
    var days = CivilSpan(first: .min, last: .max)
    /// Position in the file of the first message; the others follow it.
    var offset = 0
    var messages: [Message] = []

    static let missing = ChunkEntry(encoding: .missing)
    /// Rows in a block at most: 16-bit codes then make messages of 64 KiB.
    static let rowLimit = 32_768
    /// Length of one message at most, so that a directory cannot ask for absurd memory.
    static let byteLimit = 1 << 30

    func write(into writer: inout ByteWriter) {
        writer.integer(encoding.rawValue)
        if encoding == .missing { return }
        writer.integer(UInt8(truncatingIfNeeded: width))
        writer.integer(UInt8(truncatingIfNeeded: scale))
        writer.integer(base)
        writer.integer(largest)
        writer.integer(days.first)
        writer.integer(days.last)
        writer.variable(UInt64(offset))
        writer.variable(UInt64(messages.count))
        for message in messages {
            writer.variable(UInt64(message.rows))
            writer.variable(UInt64(message.byteCount))
            writer.tag(message.tag)
        }
    }

    /// Nil unless the entry describes `rows` rows that lie inside `space`.
    init?(from reader: inout ByteReader, rows: Int, inside space: Range<Int>) {
        guard let code = reader.integer(UInt8.self), let encoding = Encoding(rawValue: code) else { return nil }
        self.init(encoding: encoding)
        if encoding == .missing { return }
        guard let width = reader.integer(UInt8.self), width <= 32, let scale = reader.integer(UInt8.self), scale <= NumberChunk.scaleLimit,
            let base = reader.integer(Int64.self), let largest = reader.integer(UInt32.self), let first = reader.integer(Int32.self),
            let last = reader.integer(Int32.self), let offset = reader.count(below: space.upperBound + 1), offset >= space.lowerBound,
            let count = reader.count(below: rows + 1)
        else { return nil }
        self.width = Int(width)
        self.scale = Int(scale)
        self.base = base
        self.largest = largest
        days = CivilSpan(first: first, last: last)
        self.offset = offset
        var (end, total) = (offset, 0)
        messages.reserveCapacity(count)
        for _ in 0..<count {
            guard let rows = reader.count(below: Self.rowLimit + 1), let byteCount = reader.count(below: Self.byteLimit),
                let tag = reader.tag()
            else { return nil }
            messages.append(Message(rows: rows, byteCount: byteCount, tag: tag))
            end += byteCount
            total += rows
        }
        guard end <= space.upperBound, isSound(rows: rows, total: total) else { return nil }
    }

    private init(encoding: Encoding) { self.encoding = encoding }

    init(encoding: Encoding, width: Int, base: Int64, largest: UInt32 = 0, scale: Int = 0) {
        self.init(encoding: encoding)
        self.width = width
        self.base = base
        self.largest = largest
        self.scale = scale
    }

    private func isSound(rows: Int, total: Int) -> Bool {
        switch encoding {
        case .missing: return true
        case .texts: return total == rows
        case .codes, .numbers:
            if encoding == .codes, base < 0 || base > Int64(largest) { return false }
            if width == 0 { return messages.isEmpty }
            return messages.count == 1 && total == rows && messages[0].byteCount == PackedCodes.byteCount(rows, width: width)
        }
    }
}

extension ByteWriter {
    mutating func tag(_ tag: MessageCipher.Tag) {
        integer(tag.low)
        integer(tag.high)
    }
}

extension ByteReader {
    mutating func tag() -> MessageCipher.Tag? {
        guard let low = integer(UInt64.self), let high = integer(UInt64.self) else { return nil }
        return MessageCipher.Tag(low: low, high: high)
    }
}
