/// Reads little-endian byte layouts; every read is checked against the end and answers nil past it.
package struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    package private(set) var offset = 0
    package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    package var remaining: Int { bytes.count - offset }
    package var isAtEnd: Bool { offset == bytes.count }

    package mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type = Value.self) -> Value? {
        guard remaining >= MemoryLayout<Value>.size else { return nil }
        defer { offset += MemoryLayout<Value>.size }
        return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
    package mutating func raw(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= remaining else { return nil }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
    }
    package mutating func variable() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.count, shift < 64 {
            let byte = bytes[offset]
            offset += 1
            let part = UInt64(byte & 0x7F)
            guard shift < 63 || part <= 1 else { return nil }
            value |= part << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }
    /// A LEB128 that must be below `limit`.
    package mutating func count(below limit: Int) -> Int? {
        guard let value = variable(), value < UInt64(limit) else { return nil }
        return Int(value)
    }
    /// Text of at most `limit` bytes that is UTF-8.
    package mutating func text(limit: Int) -> String? {
        guard let length = count(below: limit + 1), let raw = raw(length) else { return nil }
        return String(validating: raw, as: UTF8.self)
    }
}
