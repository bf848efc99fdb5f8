/// The distinct values of one column, each under a small number handed out in order of first sight.
///
/// Code 0 is always the empty text, which stands for a missing value. The dictionary belongs to one worker at a time: it is not `Sendable`.
/// When it outgrows its limit its owner empties it between batches; `generation` then changes, so that whoever remembers something
/// per code knows to forget it.
public final class TextDictionary {
    /// Changes when the codes handed out so far have lost their meaning.
    public private(set) var generation = 0
    /// How many codes exist; valid codes are `0 ..< count`.
    public var count: Int { ends.count }
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    private var keys = [TextKey(low: 0, high: 0)]
    /// A tag of the hash above, the code below; 0 is free. At most half are taken.
    private var slots: [UInt64]
    private let seed: UInt64
    /// Of the block that is looked up; kept for its memory.
    private var guesses: [Guess] = []

    /// An empty dictionary; `0` stands for the empty text.
    /// - Parameter seed: changes which values collide; a seed the supplier of the values cannot know keeps them from choosing values that do.
    public init(expecting capacity: Int = 1024, seed: UInt64 = 0) {
        self.seed = seed
        var size = 64
        while size < capacity * 2 { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
    }

    /// Total length of the distinct values in bytes.
    public var byteCount: Int { bytes.count }

    /// The code of a value, new or known. Amortised constant time.
    public func code(for value: UnsafeRawBufferPointer) -> UInt32 {
        if value.isEmpty { return 0 }
        let key = TextKey(value, seed: seed)
        let hash = key.hash(seed: seed)
        let found = slots.withUnsafeBufferPointer { slots in
            keys.withUnsafeBufferPointer { keys in
                find(key, hash, value, in: slots, keys)
            }
        }
        return found != 0 ? found : add(value, key, hash)
    }

    /// The code of a Swift string.
    public func code(for value: String) -> UInt32 {
        var value = value
        return value.withUTF8 { code(for: UnsafeRawBufferPointer($0)) }
    }

    /// The codes of a block's texts; 0 for one that is empty or new, which `code(for:)` has to tell apart.
    ///
    /// Look-ups wait for memory three times: for the slot, for the key, for the bytes. Here all texts wait for each together.
    public func knownCodes(of block: borrowing TextBlock, into codes: inout [UInt32]) {
        codes.removeAll(keepingCapacity: true)
        block.withTexts { bytes, texts in
            guesses.removeAll(keepingCapacity: true)
            for range in texts {
                let key = TextKey(UnsafeRawBufferPointer(rebasing: bytes[range]), seed: seed)
                guesses.append(Guess(key: key, hash: key.hash(seed: seed)))
            }
            guessFromSlots()
            confirmKeys()
            for (index, range) in texts.enumerated() {
                codes.append(code(of: guesses[index], UnsafeRawBufferPointer(rebasing: bytes[range])))
            }
        }
    }

    /// The code found in a text's first slot.
    private func guessFromSlots() {
        slots.withUnsafeBufferPointer { slots in
            let mask = slots.count &- 1
            for index in guesses.indices { guesses[index].entry = slots[Int(truncatingIfNeeded: guesses[index].hash) & mask] }
        }
    }

    /// Whether that is the text's, by its key; then where its bytes are.
    private func confirmKeys() {
        keys.withUnsafeBufferPointer { keys in
            ends.withUnsafeBufferPointer { ends in
                for index in guesses.indices {
                    let code = Int(truncatingIfNeeded: guesses[index].entry & 0xFFFF_FFFF)
                    // Code 0, a free slot, has no text's key.
                    guard keys[code] == guesses[index].key, code > 0 else { continue }
                    guesses[index].range = ends[code &- 1]..<ends[code]
                }
            }
        }
    }

    private func code(of guess: Guess, _ value: UnsafeRawBufferPointer) -> UInt32 {
        if value.isEmpty { return 0 }
        if let range = guess.range {
            let code = UInt32(truncatingIfNeeded: guess.entry)
            if !guess.key.isLong { return code }
            let isEqual = bytes.withUnsafeBytes {
                range.count == value.count && TextKey.isEqual(UnsafeRawBufferPointer(rebasing: $0[range]), value)
            }
            if isEqual { return code }
        }
        return slots.withUnsafeBufferPointer { slots in
            keys.withUnsafeBufferPointer { find(guess.key, guess.hash, value, in: slots, $0) }
        }
    }

    /// What is known so far of a text that is looked up.
    private struct Guess {
        let key: TextKey
        let hash: UInt64
        var entry: UInt64 = 0
        /// Of the bytes to compare; nil if the first slot is not the text's.
        var range: Range<Int>?
    }

    /// The bytes of a value, valid during the call.
    @inlinable
    public func withBytes<Result, Failure: Error>(
        of code: UInt32, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withBytes(of: code) { (value: UnsafeRawBufferPointer) -> Swift.Result<Result, Failure> in
            do throws(Failure) { return .success(try body(value)) } catch { return .failure(error) }
        }.get()
    }

    @usableFromInline
    func withBytes<Result>(of code: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let start = code == 0 ? 0 : ends[Int(code) - 1]
        let end = ends[Int(code)]
        return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
    }

    /// The value as a string; bytes that are not UTF-8 are repaired.
    public func string(_ code: UInt32) -> String {
        withBytes(of: code) { (value: UnsafeRawBufferPointer) in String(decoding: value, as: UTF8.self) }
    }

    /// Forgets everything and starts a new generation, keeping the memory.
    public func removeAll() {
        generation += 1
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        ends.append(0)
        keys.removeAll(keepingCapacity: true)
        keys.append(TextKey(low: 0, high: 0))
        slots.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    }

    /// Codes a column's cells from row `first` on; stops before a row whose value holds quotes. Returns the row it stopped at.
    func encode(
        _ text: UnsafeBufferPointer<UInt8>, _ index: RecordIndex.Pointers, column: Int, rows: Range<Int>,
        into codes: UnsafeMutablePointer<UInt32>
    ) -> Int {
        let raw = UnsafeRawBufferPointer(text)
        var row = rows.lowerBound
        while row < rows.upperBound {
            let stop = encodeKnown(raw, index, column: column, rows: row..<rows.upperBound, into: codes)
            row = stop
            guard row < rows.upperBound else { break }
            let cell = index.cell(row, column)
            if cell.hasQuotes { break }
            codes[row] = code(for: UnsafeRawBufferPointer(rebasing: raw[cell.start..<cell.end]))
            row += 1
        }
        return row
    }

    /// As `encode`, but stops at a value that is new, too.
    private func encodeKnown(
        _ raw: UnsafeRawBufferPointer, _ index: RecordIndex.Pointers, column: Int, rows: Range<Int>,
        into codes: UnsafeMutablePointer<UInt32>
    ) -> Int {
        let (seed, width) = (seed, index.width)
        return slots.withUnsafeBufferPointer { slots in
            keys.withUnsafeBufferPointer { keys in
                var place = rows.lowerBound &* width &+ column
                let safe = raw.count &- 16
                // Records come sorted by something: the value of the row before is the likeliest.
                var (lastKey, lastCode) = (TextKey(low: 0, high: 0), UInt32(0))
                for row in rows {
                    let start = Int(index.starts[place])
                    let end = Int(index.ends[place])
                    place &+= width
                    let count = end &- start
                    if count == 0 {
                        codes[row] = 0
                        continue
                    }
                    // A cell with quotes has its highest bit set and looks enormous.
                    if count > TextKey.longest || start > safe {
                        if count >= 1 << 31 { return row }
                        let value = UnsafeRawBufferPointer(rebasing: raw[start..<end])
                        let key = TextKey(value, seed: seed)
                        let code = find(key, key.hash(seed: seed), value, in: slots, keys)
                        if code == 0 { return row }
                        codes[row] = code
                        continue
                    }
                    let key = TextKey(raw, start: start, shortCount: count)
                    if key == lastKey {
                        codes[row] = lastCode
                        continue
                    }
                    let hash = key.hash(seed: seed)
                    let mask = slots.count &- 1
                    let tag = hash >> 32
                    var slot = Int(truncatingIfNeeded: hash) & mask
                    while true {
                        let entry = slots[slot]
                        if entry >> 32 == tag, entry != 0 {
                            let code = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF)
                            if keys[code] == key {
                                (lastKey, lastCode) = (key, UInt32(truncatingIfNeeded: code))
                                codes[row] = lastCode
                                break
                            }
                        }
                        if entry == 0 { return row }
                        slot = (slot &+ 1) & mask
                    }
                }
                return rows.upperBound
            }
        }
    }

    @inline(__always)
    private func find(
        _ key: TextKey, _ hash: UInt64, _ value: UnsafeRawBufferPointer, in slots: UnsafeBufferPointer<UInt64>,
        _ keys: UnsafeBufferPointer<TextKey>
    ) -> UInt32 {
        let mask = slots.count &- 1
        let tag = hash >> 32
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let entry = slots[slot]
            if entry == 0 { return 0 }
            if entry >> 32 == tag {
                let code = UInt32(truncatingIfNeeded: entry)
                if keys[Int(code)] == key, !key.isLong || equals(code, value) { return code }
            }
            slot = (slot &+ 1) & mask
        }
    }

    private func equals(_ code: UInt32, _ value: UnsafeRawBufferPointer) -> Bool {
        let start = ends[Int(code) - 1]
        let end = ends[Int(code)]
        guard end - start == value.count else { return false }
        return bytes.withUnsafeBytes { TextKey.isEqual(UnsafeRawBufferPointer(rebasing: $0[start..<end]), value) }
    }

    @inline(never)
    private func add(_ value: UnsafeRawBufferPointer, _ key: TextKey, _ hash: UInt64) -> UInt32 {
        let code = UInt32(truncatingIfNeeded: count)
        bytes.append(contentsOf: value)
        ends.append(bytes.count)
        keys.append(key)
        if count * 2 > slots.count { grow() } else { place(code, hash) }
        return code
    }

    private func place(_ code: UInt32, _ hash: UInt64) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = hash & ~0xFFFF_FFFF | UInt64(code)
    }

    private func grow() {
        slots = [UInt64](repeating: 0, count: slots.count * 2)
        for code in 1..<count { place(UInt32(truncatingIfNeeded: code), keys[code].hash(seed: seed)) }
    }
}
