import Crypto
import Foundation
import Register
import Sealing
import Storage

/// What a person can show who they are with. Sealed in the vault under the person's name; nothing of it stands in the ledger.
struct Credentials: Sendable, Codable {
    /// An invitation not yet accepted.
    struct Invitation: Sendable, Codable {
        /// SHA-256 of the code.
        let digest: [UInt8]
        /// Last moment at which it is taken.
        let until: Moment
    }
    var invitation: Invitation?
    var password: PasswordVerifier?
    var authenticator: OneTimeCode?
    /// An authenticator that was shown and not yet confirmed by a code.
    var newAuthenticator: OneTimeCode?
    /// Until when it can be confirmed: who saw it once does not know the one that is taken another day.
    var newAuthenticatorUntil: Moment?
    /// SHA-256 of recovery codes not yet used.
    var recovery: [[UInt8]] = []
    /// SHA-256 of the client certificates that are theirs, hexadecimal.
    var certificates: [String] = []
    /// Issuer and subject of their single sign-on.
    var subject: String?
    /// Tokens of programs.
    var tokens: [StoredToken] = []
    /// Where notices go, and which.
    var notices: NoticeWishes?

    /// Days that an invitation is good for.
    static let invitationDays: Int64 = 7
    static let recoveryCodes = 8

    /// 80 random bits in base32, in fours: read out on a telephone without mistake.
    static func freshCode() -> String {
        let text = Array(Base32.encode(RandomBytes.make(10)))
        return stride(from: 0, to: text.count, by: 4).map { String(text[$0..<min($0 + 4, text.count)]) }.joined(separator: "-")
    }

    /// SHA-256 of a code however it was typed. The codes are random and long: no salt is needed.
    static func digest(_ code: String) -> [UInt8] {
        let plain = code.uppercased().utf8.filter { (65...90).contains($0) || (48...57).contains($0) }
        return Array(SHA256.hash(data: Data(plain)))
    }

    /// True if that was one of the recovery codes, which is then used up.
    mutating func takeRecovery(_ code: String) -> Bool {
        let digest = Self.digest(code)
        guard let place = recovery.firstIndex(where: { ConstantTime.equal($0, digest) }) else { return false }
        recovery.remove(at: place)
        return true
    }
}

/// A token by which a program asks in a person's name. What it is for stands in the ledger.
struct StoredToken: Sendable, Codable {
    /// Names it, and opens nothing.
    let id: String
    /// SHA-256 of it.
    let digest: [UInt8]
}

/// The sealed credentials of people.
struct CredentialStore: Sendable {
    static let prefix = "sign-in/"
    let vault: KeyVault

    private func name(_ person: PersonID) -> SealedName { SealedName(rawValue: Self.prefix + person.rawValue) }

    /// Nothing where the person was never invited.
    func read(_ person: PersonID) throws -> Credentials? {
        guard try vault.names().contains(name(person)) else { return nil }
        do { return try JSONDecoder().decode(Credentials.self, from: Data(vault.open(name(person)))) } catch is DecodingError {
            throw HubError(
                .tampered, code: "credentials-not-understood", "What \(person) signs in with cannot be read.",
                remedy: "Have a co-ordinator invite them anew.")
        }
    }

    func keep(_ credentials: Credentials, of person: PersonID) throws {
        try vault.seal([UInt8](JSONEncoder().encode(credentials)), as: name(person))
    }

    /// For good, as when the person leaves.
    func destroy(_ person: PersonID) throws { _ = try vault.destroy(name(person)) }

    /// Those whose credentials are kept.
    func people() throws -> [PersonID] {
        try vault.names().map(\.rawValue).filter { $0.hasPrefix(Self.prefix) }.map {
            PersonID(rawValue: String($0.dropFirst(Self.prefix.count)))
        }
    }
}
