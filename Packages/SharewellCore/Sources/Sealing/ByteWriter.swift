/// Builds little-endian byte layouts.
package struct ByteWriter {
    package private(set) var bytes: [UInt8] = []
    package init() {}
    package init(reserving capacity: Int) { bytes.reserveCapacity(capacity) }

    package mutating func integer<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
    package mutating func raw(_ values: some Sequence<UInt8>) { bytes.append(contentsOf: values) }
    /// LEB128: seven bits a byte, low bits first.
    package mutating func variable(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
    /// Length as LEB128, then UTF-8.
    package mutating func text(_ value: String) {
        variable(UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }
}
