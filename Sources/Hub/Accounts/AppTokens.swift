import Crypto
import Foundation
public import Guidance
public import Register
import Sealing
public import Storage
import Synchronization

extension SignIn {
    // MARK: Tokens of programs

    /// What every token begins with, so that whoever finds one lying about, or a program that looks for them, knows what it is.
    static let tokenPrefix = "sharewell_"

    /// Makes a token by which a program asks in the person's name. Shown this once: the hub keeps its digest, sealed.
    public func issueToken(
        for proved: Proved, purpose: String, category: PurposeCategory, datasets: Set<RecordTypeID>, until: Int, vault: KeyVault
    ) throws -> (token: AppToken, secret: String) {
        let secret = Self.tokenPrefix + RandomBytes.make(32).base64URL
        let token = AppToken(
            id: RandomBytes.make(6).hexadecimal, purpose: purpose, category: category, datasets: datasets.sorted(), until: until)
        let store = CredentialStore(vault: vault), person = proved.person
        try hub.transact { register, now in
            try proved.check(in: register.state)
            let event = try register.issue(token, for: person, at: now)
            guard var credentials = try store.read(person, in: register.state) else { throw Self.refused }
            // What is not in the ledger any more opens nothing; it goes with the next that is made.
            let known = register.state.accounts[person]?.tokens ?? [:]
            credentials.tokens.removeAll { known[$0.id]?.isLive(on: now.day) != true }
            credentials.tokens.append(StoredToken(id: token.id, digest: TokenIndex.digest(secret)))
            try store.keep(credentials, of: person)
            return ([event], ())
        }
        return (token, secret)
    }

    /// Ends a token of the person's own, at once.
    public func revokeToken(_ id: String, of person: PersonID, vault: KeyVault) throws {
        let store = CredentialStore(vault: vault)
        try hub.transact { register, _ in
            let event = try register.revokeToken(id, of: person)
            if var credentials = try store.read(person, in: register.state) {
                credentials.tokens.removeAll { $0.id == id }
                try store.keep(credentials, of: person)
            }
            return ([event], ())
        }
    }

    /// True if so many wrong tokens came from that address of late that none is looked at. Apart from passwords: a program that goes on with an
    /// old token must not keep the people beside it from signing in.
    public func isBarredWithTokens(_ address: String) -> Bool { isBarred("token@" + Self.group(of: address)) }

    /// Records a token that is none. Whose it was meant to be is not written down: any name may be that of anybody.
    public func noteWrongToken(from address: String) throws {
        guard count("token@" + Self.group(of: address)) <= Self.mostWrong * 4 else { return }
        // From however many addresses, they fill no ledger.
        guard count("token?") <= Self.mostUnknown else { return }
        try hub.transact { _, _ in ([.signInRefused(SignInRefused(person: nil, code: "wrong-token", lockedUntil: nil))], ()) }
    }
}

/// Finds whose a token is without opening the vault each time: digests in memory, read again when the ledger says that tokens changed.
public final class TokenIndex: Sendable {
    private struct Entry {
        let person: PersonID
        let id: String
        let digest: [UInt8]
    }
    private struct Known {
        /// What the ledger said when they were read; nothing was.
        var changes = -1
        var entries: [[UInt8]: Entry] = [:]
    }
    private let hub: Hub
    private let known = Mutex(Known())

    /// Of that hub.
    public init(hub: Hub) { self.hub = hub }

    /// Whose token that is, if it may be used now.
    public func find(_ secret: String, vault: () throws -> KeyVault) throws -> (person: PersonID, token: AppToken)? {
        let digest = Self.digest(secret)
        let register = hub.register
        let entry = try known.withLock { known in
            if known.changes != register.state.tokenChanges {
                known.entries = try Self.read(register.state, CredentialStore(vault: vault()))
                known.changes = register.state.tokenChanges
            }
            return known.entries[digest]
        }
        // The table compares digests of a secret of 256 random bits, of which how long it takes says nothing; this comparison takes as long always.
        guard let entry, ConstantTime.equal(entry.digest, digest), let token = register.token(entry.id, of: entry.person, at: hub.now)
        else { return nil }
        return (entry.person, token)
    }

    private static func read(_ state: HubState, _ store: CredentialStore) throws -> [[UInt8]: Entry] {
        var entries: [[UInt8]: Entry] = [:]
        for (person, account) in state.accounts where !account.tokens.isEmpty {
            for token in try store.read(person, in: state)?.tokens ?? [] where account.tokens[token.id] != nil {
                entries[token.digest] = Entry(person: person, id: token.id, digest: token.digest)
            }
        }
        return entries
    }

    static func digest(_ secret: String) -> [UInt8] { Array(SHA256.hash(data: Data(secret.utf8))) }
}

extension Sequence<UInt8> {
    /// Base64 for addresses, without padding (RFC 4648, section 5).
    var base64URL: String {
        Data(self).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

extension [UInt8] {
    /// What `base64URL` wrote; nil for anything else.
    init?(base64URL text: String) {
        guard text.utf8.allSatisfy({ ($0 | 0x20 >= 97 && $0 | 0x20 <= 122) || (48...57).contains($0) || $0 == 45 || $0 == 95 }) else {
            return nil
        }
        let padded = text.replacing("-", with: "+").replacing("_", with: "/") + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: padded) else { return nil }
        self = Array(data)
    }
}
