/// Hashes of values that are the same in every worker and both passes over a file.
enum ClassHash {
    static let missing: UInt64 = 0x5851_F42D_4C95_7F2D

    @inline(__always)
    static func mixed(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = (left ^ right &+ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low ^ left.byteSwapped
    }
    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        if bytes.isEmpty { return missing }
        var hash = UInt64(bytes.count) &+ 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return mixed(hash, hash >> 31)
    }
    static func of(_ text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { of(UnsafeRawBufferPointer($0)) }
    }
}
