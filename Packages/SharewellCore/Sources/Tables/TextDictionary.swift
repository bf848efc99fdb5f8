/// The distinct values of one column, each under a small number handed out in order of first sight.
///
/// Code 0 is always the empty text, which stands for a missing value. The dictionary belongs to one worker at a time: it is not `Sendable`.
/// When it outgrows its limit its owner empties it between batches; `generation` then changes, so that whoever remembers something
/// per code knows to forget it.
public final class TextDictionary {
    /// Changes when the codes handed out so far have lost their meaning.
    public private(set) var generation = 0
    /// How many codes exist; valid codes are `0 ..< count`.
    public private(set) var count = 1
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    private var hashes: [UInt64] = [0]
    private var slots: [UInt32]
    private var mask: Int
    private let seed: UInt64

    /// An empty dictionary; `0` stands for the empty text.
    /// - Parameter seed: changes which values collide; a seed the supplier of the values cannot know keeps them from choosing values that do.
    public init(expecting capacity: Int = 1024, seed: UInt64 = 0) {
        self.seed = seed
        var size = 64
        while size < capacity * 2 { size *= 2 }
        slots = [UInt32](repeating: 0, count: size)
        mask = size - 1
    }

    /// Total length of the distinct values in bytes.
    public var byteCount: Int { bytes.count }

    /// The code of a value, new or known. Amortised constant time.
    public func code(for value: UnsafeRawBufferPointer) -> UInt32 {
        if value.isEmpty { return 0 }
        let hash = Self.hash(value, seed: seed)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let candidate = slots[slot]
            if candidate == 0 { break }
            if hashes[Int(candidate)] == hash, equals(candidate, value) { return candidate }
            slot = (slot + 1) & mask
        }
        let code = UInt32(count)
        bytes.append(contentsOf: value)
        ends.append(bytes.count)
        hashes.append(hash)
        slots[slot] = code
        count += 1
        if count * 2 > slots.count { grow() }
        return code
    }

    /// The code of a Swift string.
    public func code(for value: String) -> UInt32 {
        var value = value
        return value.withUTF8 { code(for: UnsafeRawBufferPointer($0)) }
    }

    /// The bytes of a value, valid during the call.
    public func withBytes<Result, Failure: Error>(
        of code: UInt32, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let start = code == 0 ? 0 : ends[Int(code) - 1]
        let end = ends[Int(code)]
        let result: Swift.Result<Result, Failure> = bytes.withUnsafeBytes { all in
            do throws(Failure) { return .success(try body(UnsafeRawBufferPointer(rebasing: all[start..<end]))) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The value as a string; bytes that are not UTF-8 are repaired.
    public func string(_ code: UInt32) -> String { withBytes(of: code) { String(decoding: $0, as: UTF8.self) } }

    /// Forgets everything and starts a new generation, keeping the memory.
    public func removeAll() {
        generation += 1
        count = 1
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        ends.append(0)
        hashes.removeAll(keepingCapacity: true)
        hashes.append(0)
        slots.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    }

    private func equals(_ code: UInt32, _ value: UnsafeRawBufferPointer) -> Bool {
        let start = ends[Int(code) - 1]
        let end = ends[Int(code)]
        guard end - start == value.count else { return false }
        return bytes.withUnsafeBytes { all in all[start..<end].elementsEqual(value) }
    }

    private func grow() {
        let size = slots.count * 2
        mask = size - 1
        slots = [UInt32](repeating: 0, count: size)
        for code in 1..<count {
            var slot = Int(truncatingIfNeeded: hashes[code]) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(code)
        }
    }

    static func hash(_ value: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        var hash: UInt64 = seed ^ 0x9E37_79B9_7F4A_7C15 &+ UInt64(value.count)
        var offset = 0
        while offset + 8 <= value.count {
            hash = mix(hash ^ value.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < value.count {
            rest = rest << 8 | UInt64(value[offset])
            offset += 1
        }
        return mix(hash ^ rest)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low
    }
}
