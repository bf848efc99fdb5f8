import Crypto
import CryptoExtras
import Foundation

/// What is kept of a password: enough to recognise it, not to know it. PBKDF2-HMAC-SHA-256 (SP 800-132).
public struct PasswordVerifier: Sendable, Hashable, Codable {
    /// Random, 16 bytes or more.
    public let salt: [UInt8]
    /// Rounds.
    public let rounds: UInt32
    /// 32 bytes derived from the password.
    public let derived: [UInt8]

    /// Rounds for new passwords (OWASP's figure for this function).
    public static let rounds: UInt32 = VaultSecret.rounds

    /// Of a password, in Unicode's composed form so that it is the same from every keyboard (RFC 8265).
    /// - Parameter salt: 16 fresh random bytes.
    public init(of password: String, salt: [UInt8]) throws(SealingError) {
        self.salt = salt
        rounds = Self.rounds
        derived = try Self.derive(password, salt: salt, rounds: rounds)
    }

    /// True if it is that password. Takes as long whether or not it is.
    public func matches(_ password: String) -> Bool {
        guard rounds >= Self.rounds, let other = try? Self.derive(password, salt: salt, rounds: rounds) else { return false }
        return ConstantTime.equal(other, derived)
    }

    /// As long as a check of a password, for names that have none: who is asked about must not be told by the clock.
    public static func spendTheTime() { _ = try? derive("nobody", salt: [UInt8](repeating: 0, count: 16), rounds: rounds) }

    private static func derive(_ password: String, salt: [UInt8], rounds: UInt32) throws(SealingError) -> [UInt8] {
        do {
            return try KDF.Insecure.PBKDF2.deriveKey(
                from: Array(password.precomposedStringWithCanonicalMapping.utf8), salt: salt, using: .sha256, outputByteCount: 32,
                unsafeUncheckedRounds: Int(rounds)
            ).withUnsafeBytes { Array($0) }
        } catch { throw .unusableKey }
    }
}

/// Comparison that takes as long for the first byte as for the last.
public enum ConstantTime {
    /// True if both are the same bytes.
    public static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
