public import Register
import Sealing
public import Storage

/// Where a person's notices go and which they want. An address counts once a code mailed to it came back: nobody's mail is filled by a slip.
public struct NoticeSettings {
    private let hub: Hub
    private let vault: KeyVault
    /// Digits of a code, milliseconds it is good for, and wrong ones after which it is not.
    static let digits = 8, lifetime: Int64 = 30 * 60_000, mostWrong = 5

    /// In that hub.
    public init(hub: Hub, vault: KeyVault) {
        self.hub = hub
        self.vault = vault
    }

    /// What the person wants now.
    public func wishes(of person: PersonID) throws -> NoticeWishes {
        try CredentialStore(vault: vault).read(person)?.notices ?? NoticeWishes()
    }

    /// Takes another address, to be confirmed; the code to mail to it, or nil where one was mailed less than a minute ago.
    public func ask(_ address: MailAddress, of person: PersonID) throws -> String? {
        let code = (0..<Self.digits).map { _ in String(UInt8.random(in: 0...9)) }.joined()
        var isTooSoon = false
        try change(person) { wishes, now in
            isTooSoon = wishes.pending.map { now.milliseconds < $0.until - Self.lifetime + 60_000 } ?? false
            if isTooSoon { return }
            wishes.pending = NoticeWishes.Pending(
                address: address.text, digest: Credentials.digest(code), until: now.milliseconds + Self.lifetime)
        }
        return isTooSoon ? nil : code
    }

    /// Confirms it by the code; false if that is not right, too late, or was tried too often.
    public func confirm(_ code: String, of person: PersonID) throws -> Bool {
        var isRight = false
        try change(person) { wishes, now in
            guard var pending = wishes.pending else { return }
            isRight =
                now.milliseconds <= pending.until && pending.wrong < Self.mostWrong
                && ConstantTime.equal(pending.digest, Credentials.digest(code))
            if isRight {
                wishes.address = pending.address
                wishes.pending = nil
            } else {
                pending.wrong += 1
                wishes.pending = pending
            }
        }
        return isRight
    }

    /// What is wanted from now on.
    public func choose(_ kinds: Set<NoticeKind>, of person: PersonID) throws { try change(person) { wishes, _ in wishes.kinds = kinds } }

    /// No more notices; the address is forgotten.
    public func stop(_ person: PersonID) throws {
        try change(person) { wishes, _ in
            wishes.address = nil
            wishes.pending = nil
        }
    }

    private func change(_ person: PersonID, _ change: (inout NoticeWishes, Moment) -> Void) throws {
        let store = CredentialStore(vault: vault)
        try hub.transact { _, now in
            guard var credentials = try store.read(person) else { throw SignIn.refused }
            var wishes = credentials.notices ?? NoticeWishes()
            change(&wishes, now)
            credentials.notices = wishes
            try store.keep(credentials, of: person)
            return ([], ())
        }
    }
}
