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
        try CredentialStore(vault: vault).read(person, in: hub.state)?.notices ?? NoticeWishes()
    }

    /// Takes another address, to be confirmed; the code to mail to it, or nil where one was mailed less than a minute ago.
    public func ask(_ address: MailAddress, of proved: SignIn.Proved) throws -> String? {
        let code = (0..<Self.digits).map { _ in String(UInt8.random(in: 0...9)) }.joined()
        return try hub.changeCredentials(of: proved, vault: vault) { credentials, _, _, now in
            var wishes = credentials.notices ?? NoticeWishes()
            if let pending = wishes.pending, now.milliseconds < pending.until - Self.lifetime + 60_000 { return ([], nil) }
            wishes.pending = NoticeWishes.Pending(
                address: address.text, digest: Credentials.digest(code), until: now.milliseconds + Self.lifetime)
            credentials.notices = wishes
            return ([], code)
        }
    }

    /// What came of a code.
    public enum Confirmed: Sendable, Hashable {
        /// It is not right, too late, or was tried too often.
        case wrong
        /// Notices go there now; where they went before, if anywhere, to be told so.
        case right(before: String?)
    }

    /// Confirms it by the code.
    public func confirm(_ code: String, of person: PersonID) throws -> Confirmed {
        try hub.changeCredentials(of: person, vault: vault) { credentials, version, _, now in
            var wishes = credentials.notices ?? NoticeWishes()
            guard var pending = wishes.pending else { return ([], .wrong) }
            guard now.milliseconds <= pending.until, pending.wrong < Self.mostWrong,
                ConstantTime.equal(pending.digest, Credentials.digest(code))
            else {
                pending.wrong += 1
                wishes.pending = pending
                credentials.notices = wishes
                return ([], .wrong)
            }
            let before = wishes.address
            wishes.address = pending.address
            wishes.pending = nil
            credentials.notices = wishes
            return (
                [.noticeAddressChanged(NoticeAddressChanged(person: person, isSet: true, credentials: version))],
                .right(before: before == wishes.address ? nil : before)
            )
        }
    }

    /// What is wanted from now on. Where notices go, if from now on those of the person's own account do not: to be told so.
    @discardableResult public func choose(_ kinds: Set<NoticeKind>, of person: PersonID) throws -> String? {
        var told: String?
        try change(person) { wishes, _ in
            told = wishes.kinds.contains(.account) && !kinds.contains(.account) ? wishes.address : nil
            wishes.kinds = kinds
        }
        return told
    }

    /// No more notices; the address is forgotten. Where they went, to be told so.
    @discardableResult public func stop(_ person: PersonID) throws -> String? {
        try hub.changeCredentials(of: person, vault: vault) { credentials, version, _, _ in
            var wishes = credentials.notices ?? NoticeWishes()
            let before = wishes.address
            wishes.address = nil
            wishes.pending = nil
            credentials.notices = wishes
            let event = Event.noticeAddressChanged(NoticeAddressChanged(person: person, isSet: false, credentials: version))
            return (before == nil ? [] : [event], before)
        }
    }

    private func change(_ person: PersonID, _ change: (inout NoticeWishes, Moment) -> Void) throws {
        try hub.changeCredentials(of: person, vault: vault) { credentials, _, _, now in
            var wishes = credentials.notices ?? NoticeWishes()
            change(&wishes, now)
            credentials.notices = wishes
            return ([], ())
        }
    }
}
