import Foundation
public import Guidance
public import Register
import Sealing
public import Storage
import Synchronization

/// Lets people in: invitations, passwords, one-time codes, recovery codes, and the counting of wrong ones.
///
/// Whoever is not let in is told one thing, whatever was wrong, and waits as long for it; what was wrong stands in the ledger.
public final class SignIn: Sendable {
    /// Wrong passwords or codes for one person, or from one address, that lock it.
    public static let mostWrong = 5
    /// For so long, in milliseconds.
    public static let lockFor = Account.longestLock
    /// Wrong names of nobody, and wrong tokens, that are recorded in that time, from wherever they come.
    static let mostUnknown = 200
    /// Recovery codes that come with an authenticator.
    public static let recoveryCodes = Credentials.recoveryCodes
    /// Fewest characters of a password.
    public static let shortestPassword = 12

    private struct Tries {
        var count = 0
        var since = Moment(milliseconds: .min)
    }
    let hub: Hub
    let common: GuessedPasswords
    private let wrong = Mutex<[String: Tries]>([:])

    /// Into that hub.
    public init(hub: Hub, common: GuessedPasswords = GuessedPasswords()) {
        self.hub = hub
        self.common = common
    }

    /// What a person has still to do after the first thing they showed was right.
    public enum Next: Sendable, Hashable {
        /// Nothing: they may come in.
        case nothing
        /// Give a one-time code.
        case code
        /// Nothing: the certificate they showed is theirs, and stands beside the password.
        case certificate
    }

    // MARK: Invitations

    /// Invites a person, or does so anew: a code to be handed over in person or by telephone, good for a week and once. Never by the way the
    /// invitation's address goes.
    public func invite(_ person: PersonID, registration: String, by actor: PersonID, vault: KeyVault) throws -> String {
        let code = Credentials.freshCode()
        let store = CredentialStore(vault: vault)
        try hub.recordingRefusals(by: actor, action: .runRegister, dataset: nil) {
            try hub.transact { register, now in
                let version = RandomBytes.make(12).hexadecimal
                let events = try register.decide(.invite(person, registration: registration), by: actor, at: now).map { event in
                    if case .personInvited(let invited) = event { return Event.personInvited(invited.naming(version)) }
                    return event
                }
                let until = Moment(milliseconds: now.milliseconds + Credentials.invitationDays * 86_400_000)
                let invitation = Credentials.Invitation(digest: Credentials.digest(code), until: until)
                // Beside what they sign in with now, which is void from the event on and not before.
                try store.propose(Credentials(version: version, invitation: invitation), of: person, in: register.state)
                return (events, ())
            }
        }
        // Whoever invited themselves anew has no session any more, and this is to be done all the same.
        try? Hub.keeping(to: nil) { try hub.transact { register, _ in ([], try store.settle(person, in: register.state)) } }
        return code
    }

    /// Takes an invitation up: sets the password. The code is used up.
    public func accept(_ name: String, code: String, password: String, from address: String, vault: KeyVault) throws -> Proved {
        let (person, digest) = try invited(name, code: code, from: address, vault: vault)
        let verifier = try verifier(of: password, for: person)
        let proved = try hub.changeCredentials(of: person, vault: vault) { credentials, version, register, now in
            _ = try register.account(of: person, signingInAt: now)
            guard credentials.invitation?.digest == digest else { throw Self.refused }
            credentials.invitation = nil
            credentials.password = verifier
            return (
                [.signInMeansChanged(SignInMeansChanged(person: person, means: .password, isSet: true, credentials: version))],
                Proved(person: person, credentials: version, since: nil)
            )
        }
        forgive(person.rawValue, address)
        return proved
    }

    /// The person whose invitation that is, and the digest by which it is taken up; a wrong one is counted.
    func invited(_ name: String, code: String, from address: String, vault: KeyVault) throws -> (person: PersonID, digest: [UInt8]) {
        guard let person = try known(name, from: address),
            let invitation = try CredentialStore(vault: vault).read(person, in: hub.state)?.invitation,
            ConstantTime.equal(invitation.digest, Credentials.digest(code)), hub.now <= invitation.until
        else { throw try failed(PersonID(rawValue: name), address, "wrong-invitation") }
        return (person, invitation.digest)
    }

    // MARK: Coming in

    /// Checks a name and a password.
    /// - Parameter certificate: SHA-256 of the client certificate that was shown and verified, hexadecimal.
    public func check(
        _ name: String, password: String, certificate: String? = nil, from address: String, vault: KeyVault
    ) throws -> (proved: Proved, next: Next) {
        // Whoever is barred is told so little at once: hashing for them would be a way to wear the hub down.
        guard !isBarred("@" + Self.group(of: address)) else { throw Self.refused }
        guard let person = try known(name, from: address) else {
            PasswordVerifier.spendTheTime()
            throw try failed(PersonID(rawValue: name), address, "unknown-or-not-invited")
        }
        // What is in force before the time that hashing takes: what comes into force meanwhile was not shown.
        let state = hub.state, credentials = try CredentialStore(vault: vault).read(person, in: state)
        func proved(since: Moment?) -> Proved { Proved(person, in: state, since: since) }
        guard let verifier = credentials?.password else {
            PasswordVerifier.spendTheTime()
            throw try failed(person, address, "no-password-set")
        }
        guard verifier.matches(password) else { throw try failed(person, address, "wrong-password") }
        if let certificate, credentials?.certificates.contains(certificate) == true {
            forgive(person.rawValue, address)
            return (proved(since: credentials?.certificateSince?[certificate]), .certificate)
        }
        if credentials?.authenticator != nil { return (proved(since: credentials?.authenticatorSince), .code) }
        forgive(person.rawValue, address)
        return (proved(since: nil), .nothing)
    }

    /// Checks a one-time code, or a recovery code in its place, which is then used up; which of the two it was, and what has been shown with it.
    /// - Parameter password: What was shown first.
    @discardableResult
    public func check(
        code: String, after password: Proved, from address: String, vault: KeyVault
    ) throws -> (means: SignInMeans, proved: Proved) {
        let person = password.person
        guard try known(person.rawValue, from: address) != nil else { throw try failed(person, address, "unknown-or-not-invited") }
        let shown: (means: SignInMeans, proved: Proved)?
        do {
            shown = try hub.changeCredentials(of: password, vault: vault) { credentials, version, _, now in
                if credentials.authenticator?.take(code, at: now.milliseconds / 1000) == true { return ([], (.authenticator, password)) }
                guard credentials.takeRecovery(code, at: now) else { return ([], nil) }
                // Taken, and said so, in one: that a code is used up stands in the ledger.
                return (
                    [
                        .signInMeansChanged(
                            SignInMeansChanged(
                                person: person, means: .recoveryCodes, isSet: !credentials.recovery.isEmpty, credentials: version,
                                recovery: .used))
                    ], (.recoveryCodes, Proved(person: person, credentials: version, since: nil))
                )
            }
        } catch let refusal as Refusal where refusal.code == .signInFailed { shown = nil }
        guard let shown else { throw try failed(person, address, "wrong-code") }
        forgive(person.rawValue, address)
        return shown
    }

    /// Records that somebody is in, if what they showed still stands. `session` opens nothing.
    /// - Parameter shown: What they showed.
    public func enter(_ proved: Proved, session: String, way: AccessWay, shown: [SignInMeans]? = nil) throws {
        try hub.transact { register, now in
            try proved.check(in: register.state)
            _ = try register.account(of: proved.person, signingInAt: now)
            return ([.signedIn(SignedIn(person: proved.person, session: session, way: way, shown: shown?.sorted()))], ())
        }
    }

    /// Records that a session is over.
    public func leave(_ person: PersonID, session: String, why: SessionEnding) throws {
        try hub.transact { _, _ in ([.sessionEnded(SessionEnded(person: person, session: session, why: why))], ()) }
    }

    // MARK: Wrong tries

    /// The person of a name, if they may sign in now; a locked one is refused like a wrong password.
    func known(_ name: String, from address: String) throws -> PersonID? {
        guard !isBarred("@" + Self.group(of: address)) else { return nil }
        let register = hub.register
        guard let id = try? PersonID(checking: name), (try? register.account(of: id, signingInAt: hub.now)) != nil else { return nil }
        return id
    }

    /// True if too many wrong ones of that kind came of late.
    func isBarred(_ key: String) -> Bool {
        wrong.withLock { $0[key].map { $0.count >= Self.mostWrong * 4 && !isOver($0) } ?? false }
    }

    private func isOver(_ tries: Tries) -> Bool { hub.now.milliseconds - tries.since.milliseconds > Self.lockFor }

    func count(_ key: String) -> Int {
        wrong.withLock { all in
            if all.count > 10_000 { all = all.filter { !isOver($0.value) } }
            var tries = all[key] ?? Tries()
            if tries.count == 0 || isOver(tries) { tries = Tries(count: 0, since: hub.now) }
            tries.count += 1
            all[key] = tries
            return tries.count
        }
    }

    /// Forgets the wrong tries of a person who is in, there and at the address; those of others from the same address stand.
    func forgive(_ person: String, _ address: String) {
        wrong.withLock { all in
            let own = all.removeValue(forKey: person)?.count ?? 0
            all["@" + Self.group(of: address)]?.count -= own
        }
    }

    /// What counts as one address: of version 6, the network of 64 bits that one household has.
    public static func group(of address: String) -> String {
        var bytes = in6_addr()
        guard address.contains(":"), inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
        return withUnsafeBytes(of: bytes) { $0.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") } + "::/64"
    }

    /// Records a wrong try, and locks the account at one too many. What is thrown says nothing of the reason.
    func failed(_ person: PersonID, _ address: String, _ code: String) throws -> Refusal {
        // Whoever goes on after that many is told the same and fills no ledger.
        guard count("@" + Self.group(of: address)) <= Self.mostWrong * 4 else { return Self.refused }
        let known = hub.state.accounts[person] != nil ? person : nil
        let tries = known.map { count($0.rawValue) } ?? 0
        // Names that nobody has, from however many addresses, fill no ledger either.
        if known == nil, count("?") > Self.mostUnknown { return Self.refused }
        try hub.transact { register, now in
            let isLocked = known.flatMap { register.state.accounts[$0]?.isLocked(at: now) } ?? false
            let until = tries >= Self.mostWrong && !isLocked ? Moment(milliseconds: now.milliseconds + Self.lockFor) : nil
            return ([.signInRefused(SignInRefused(person: known, code: isLocked ? "account-locked" : code, lockedUntil: until))], ())
        }
        return Self.refused
    }

    static let refused = Refusal(
        .signInFailed, "The name, password or code is not right, or nobody may sign in as them now.",
        remedy: "Try again; after \(mostWrong) wrong tries it is locked for a quarter of an hour. The co-ordinator can invite anew.")
}
