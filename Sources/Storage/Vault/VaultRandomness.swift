import Sealing

/// Random bytes from the operating system's generator; the core takes them as values.
enum VaultRandomness {
    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    static func key() throws(SealingError) -> DataKey { try DataKey(bytes: bytes(DataKey.byteCount)) }

    static func object() throws(SealingError) -> ObjectID {
        try ObjectID(
            checking: bytes(ObjectID.byteCount).map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined())
    }

    static func nonce() -> [UInt8] { bytes(12) }
}
