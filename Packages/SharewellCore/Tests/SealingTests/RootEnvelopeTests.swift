import Testing

@testable import Sealing

/// Keys and identities that look random enough and are the same every time.
enum Fixed {
    static func bytes(_ count: Int, _ seed: UInt8) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) ^ seed } }
    static func key(_ seed: UInt8) throws -> DataKey { try DataKey(bytes: bytes(32, seed)) }
    static func object(_ seed: UInt8) throws -> ObjectID { try #require(ObjectID(bytes: bytes(16, seed))) }
}

@Suite("The root envelope")
struct RootEnvelopeTests {
    static let passphrase = VaultSecret.passphrase("correct horse battery staple")

    static func envelope(_ secret: VaultSecret) throws -> RootEnvelope {
        try RootEnvelope(
            sealing: Fixed.key(1), vault: Fixed.object(2), with: secret,
            randomness: .init(salt: Fixed.bytes(32, 3), nonce: Fixed.bytes(12, 4)))
    }

    @Test("opens with its passphrase, and with nothing else")
    func passphrase() throws {
        let envelope = try RootEnvelope(reading: Self.envelope(Self.passphrase).bytes)
        #expect(try envelope.open(with: Self.passphrase).bytes == Fixed.bytes(32, 1))
        #expect(try envelope.vault == Fixed.object(2))
        #expect(throws: SealingError.self) { try envelope.open(with: .passphrase("correct horse battery stable")) }
        #expect(throws: SealingError.self) { try envelope.open(with: .keyFile(Fixed.bytes(32, 9))) }
    }

    @Test("opens with its key file")
    func keyFile() throws {
        let envelope = try RootEnvelope(reading: Self.envelope(.keyFile(Fixed.bytes(40, 9))).bytes)
        #expect(try envelope.open(with: .keyFile(Fixed.bytes(40, 9))).bytes == Fixed.bytes(32, 1))
        let error = #expect(throws: SealingError.self) { try envelope.open(with: .keyFile(Fixed.bytes(40, 8))) }
        #expect(error?.kind == .wrongSecret)
        #expect(throws: SealingError.self) { try Self.envelope(.keyFile(Fixed.bytes(31, 9))) }
    }

    @Test("a flipped byte is damage, not a wrong passphrase")
    func flipped() throws {
        let bytes = try Self.envelope(.keyFile(Fixed.bytes(40, 9))).bytes
        for index in bytes.indices {
            var altered = bytes
            altered[index] ^= 0x10
            let error = #expect(throws: SealingError.self) { try RootEnvelope(reading: altered) }
            #expect(error?.kind == .damaged, "byte \(index)")
        }
        for count in 0..<bytes.count { #expect(throws: SealingError.self) { try RootEnvelope(reading: Array(bytes[..<count])) } }
    }

    @Test("the published vector")
    func vector() throws {
        let bytes = try Self.envelope(.keyFile(Fixed.bytes(40, 9))).bytes
        #expect(bytes.hexadecimalDigits == Vectors.envelope)
    }

    @Test("secrets and keys never print")
    func printing() throws {
        let key = try Fixed.key(1)
        for text in ["\(key)", String(reflecting: key), "\(Self.passphrase)", String(reflecting: Self.passphrase)] {
            #expect(text == "<sensitive>")
        }
        var dumped = ""
        dump((key, Self.passphrase), to: &dumped)
        #expect(!dumped.contains("battery"))
    }
}
