import Crypto

/// One-time codes by time (RFC 6238): six digits, thirty seconds, HMAC-SHA-1, which is what every authenticator in use can do.
public struct OneTimeCode: Sendable, Hashable, Codable {
    /// Shared with the authenticator; 20 bytes.
    public let secret: [UInt8]
    /// The last step of thirty seconds whose code was used: no code is taken twice.
    public private(set) var lastStep: Int64

    /// With a fresh secret of 20 random bytes.
    public init(secret: [UInt8]) {
        self.secret = secret
        lastStep = -1
    }

    /// Takes a code at a time in seconds since 1970: that of this step or of the one before or after it, each once. False if it is none of them.
    public mutating func take(_ code: String, at seconds: Int64) -> Bool {
        let digits = Array(code.utf8.filter { $0 != 0x20 })
        guard digits.count == 6, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
        var found: Int64?
        for step in (seconds / 30 - 1)...(seconds / 30 + 1) where step > lastStep {
            if ConstantTime.equal(Self.code(secret, step: step), digits) { found = found ?? step }
        }
        guard let found else { return false }
        lastStep = found
        return true
    }

    /// The six digits of a step, as ASCII (RFC 4226, section 5.3).
    public static func code(_ secret: [UInt8], step: Int64) -> [UInt8] {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * Int64($0))) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(mac[19] & 0xF)
        var number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        number %= 1_000_000
        var digits: [UInt8] = []
        for _ in 0..<6 {
            digits.insert(UInt8(0x30 + number % 10), at: 0)
            number /= 10
        }
        return digits
    }

    /// The secret in base32 without padding (RFC 4648), to be typed where no picture can be scanned.
    public var base32: String { Base32.encode(secret) }

    /// What the picture says, for an account of that name at that hub (the otpauth form that authenticators read).
    public func address(account: String, hub: String) -> String {
        func escaped(_ text: String) -> String {
            text.utf8.map { byte in
                let plain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 46
                return plain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }.joined()
        }
        return
            "otpauth://totp/\(escaped(hub)):\(escaped(account))?secret=\(base32)&issuer=\(escaped(hub))&algorithm=SHA1&digits=6&period=30"
    }
}

/// Base32 (RFC 4648): letters and digits that are read out on a telephone without mistake.
public enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    /// Without padding.
    public static func encode(_ bytes: [UInt8]) -> String {
        var out = "", buffer = 0, bits = 0
        for byte in bytes {
            buffer = buffer << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                out.append(alphabet[buffer >> (bits - 5) & 31])
                bits -= 5
            }
            buffer &= (1 << bits) - 1
        }
        if bits > 0 { out.append(alphabet[buffer << (5 - bits) & 31]) }
        return out
    }
}
