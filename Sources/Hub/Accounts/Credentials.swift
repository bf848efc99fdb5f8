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
    /// Names these credentials; the ledger names those in force.
    var version: String?
    var invitation: Invitation?
    var password: PasswordVerifier?
    var authenticator: OneTimeCode?
    /// Since when the authenticator, each certificate and the link to single sign-on are theirs; nil where that was before it was kept.
    var authenticatorSince: Moment?
    var certificateSince: [String: Moment]?
    var subjectSince: Moment?
    /// Authenticators that were shown and not yet confirmed by a code, one for each session that asked for one.
    var newAuthenticators: [NewAuthenticator]?
    /// SHA-256 of recovery codes not yet used.
    var recovery: [[UInt8]] = []
    /// When one was used up last.
    var recoveryUsed: Moment?
    /// Uses of which their person has not said whose doing they were, in order; nil where none was written down yet.
    var recoveryUses: [RecoveryUse]?
    /// SHA-256 of the client certificates that are theirs, hexadecimal.
    var certificates: [String] = []
    /// Issuer and subject of their single sign-on.
    var subject: String?
    /// Tokens of programs.
    var tokens: [StoredToken] = []
    /// Where notices go, and which.
    var notices: NoticeWishes?

    /// An authenticator that was shown and not yet confirmed.
    struct NewAuthenticator: Sendable, Codable {
        let code: OneTimeCode
        /// The session it was shown at: at another, whoever saw it here would know what its person takes there.
        let session: String
        /// Until when it can be confirmed: who saw it once does not know the one that is taken another day.
        let until: Moment
    }

    /// Uses of recovery codes that nobody has answered for.
    var openUses: [RecoveryUse] {
        guard authenticator != nil else { return [] }
        if let recoveryUses { return recoveryUses }
        let at = recoveryUsed ?? Moment(milliseconds: .min)
        return Array(repeating: RecoveryUse(at: at), count: max(0, Self.recoveryCodes - recovery.count))
    }

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

    /// True if that was one of the recovery codes, which is then used up. What was shown and not confirmed is let go: whoever has the code may have
    /// seen it.
    mutating func takeRecovery(_ code: String, at now: Moment) -> Bool {
        let digest = Self.digest(code)
        guard let place = recovery.firstIndex(where: { ConstantTime.equal($0, digest) }) else { return false }
        recoveryUses = openUses + [RecoveryUse(at: now)]
        recoveryUsed = now
        recovery.remove(at: place)
        newAuthenticators = nil
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
///
/// What is sealed and what the ledger says cannot be written in one instant. So the ledger decides: an event names the credentials it brought, and
/// only those of that name are in force. They are sealed first, beside those in force; a crash before the event leaves the old ones in force, as the
/// ledger says, and one after it the new.
struct CredentialStore: Sendable {
    static let prefix = "sign-in/"
    let vault: KeyVault

    /// Those in force, and at most one further that an event is to bring into force.
    private struct Sealed: Codable {
        var versions: [Credentials]
    }

    private func name(_ person: PersonID) -> SealedName { SealedName(rawValue: Self.prefix + person.rawValue) }

    /// Those in force by that state; nothing where the person was never invited.
    func read(_ person: PersonID, in state: HubState) throws -> Credentials? {
        let version = state.accounts[person]?.credentials
        return try sealed(person).first { $0.version == version }
    }

    private func sealed(_ person: PersonID) throws -> [Credentials] {
        guard try vault.names().contains(name(person)) else { return [] }
        do { return try JSONDecoder().decode(Sealed.self, from: Data(vault.open(name(person)))).versions } catch is DecodingError {
            throw HubError(
                .tampered, code: "credentials-not-understood", "What \(person) signs in with cannot be read.",
                remedy: "Have a co-ordinator invite them anew.")
        }
    }

    /// Keeps these alone: those in force, with a change that no event tells of.
    func keep(_ credentials: Credentials, of person: PersonID) throws { try write([credentials], of: person) }

    /// Keeps these beside those in force by that state, until an event names them.
    func propose(_ credentials: Credentials, of person: PersonID, in state: HubState) throws {
        let present = try state.accounts[person] == nil ? nil : read(person, in: state)
        try write([present, credentials].compactMap(\.self), of: person)
    }

    /// Lets go of what is not in force by that state.
    func settle(_ person: PersonID, in state: HubState) throws {
        let all = try sealed(person)
        guard all.count > 1, let present = try read(person, in: state) else { return }
        try keep(present, of: person)
    }

    /// The same for the same credentials.
    fileprivate static func bytes(_ credentials: Credentials) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(credentials)
    }

    private func write(_ versions: [Credentials], of person: PersonID) throws {
        try vault.seal([UInt8](JSONEncoder().encode(Sealed(versions: versions))), as: name(person))
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

extension Hub {
    /// Changes what is sealed of a person who has shown who they are, with the events that say so: either both are, or neither, wherever the process
    /// ends.
    /// - Parameters:
    ///   - proved: What was shown before; it has to have been shown against what is in force now.
    ///   - body: Decides, on what is in force now; `version` names what comes of it, to stand in one of the events. Without events it is kept
    ///     under its old name.
    func changeCredentials<Result>(
        of proved: SignIn.Proved, vault: KeyVault,
        _ body: (_ credentials: inout Credentials, _ version: String, _ register: Register, _ now: Moment) throws -> (
            events: [Event], result: Result
        )
    ) throws -> Result {
        try changeCredentials(of: proved.person, vault: vault) { credentials, version, register, now in
            try proved.check(in: register.state)
            return try body(&credentials, version, register, now)
        }
    }

    /// The same of somebody who has shown nothing for it.
    func changeCredentials<Result>(
        of person: PersonID, vault: KeyVault,
        _ body: (_ credentials: inout Credentials, _ version: String, _ register: Register, _ now: Moment) throws -> (
            events: [Event], result: Result
        )
    ) throws -> Result {
        let store = CredentialStore(vault: vault), version = RandomBytes.make(12).hexadecimal
        let (result, isProposed) = try transact { register, now -> (events: [Event], result: (Result, Bool)) in
            guard let present = try store.read(person, in: register.state) else { throw SignIn.refused }
            var changed = present
            let (events, result) = try body(&changed, version, register, now)
            let names = events.contains { $0.credentials == version }
            if names {
                changed.version = version
                try store.propose(changed, of: person, in: register.state)
            } else if try CredentialStore.bytes(changed) != CredentialStore.bytes(present) {
                try store.keep(changed, of: person)
            }
            return (events, (result, names))
        }
        if isProposed { try? transact { register, _ in ([], try store.settle(person, in: register.state)) } }
        return result
    }
}

extension Event {
    /// The credentials that the event brings into force.
    fileprivate var credentials: String? {
        switch self {
        case .personInvited(let invited): invited.credentials
        case .signInMeansChanged(let changed): changed.credentials
        case .noticeAddressChanged(let changed): changed.credentials
        default: nil
        }
    }
}
