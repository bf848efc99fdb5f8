public import Guidance

/// Payload of `Event.personInvited`.
public struct PersonInvited: Sendable, Hashable, Codable {
    /// Who may now set up how they sign in; what they signed in with before is void.
    public let person: PersonID
    /// How their identity was verified, in the matrix's identifiers (§4.3.6, Figure 1).
    public let registration: String
    /// Who invited them.
    public let by: PersonID
    /// Names what is sealed of the person from now on, and opens nothing: nothing else that is sealed of them is in force.
    public private(set) var credentials: String?

    /// The same, with what is sealed of the person.
    public func naming(_ credentials: String) -> PersonInvited {
        var copy = self
        copy.credentials = credentials
        return copy
    }
}

/// Payload of `Event.signInMeansChanged`.
public struct SignInMeansChanged: Sendable, Hashable, Codable {
    /// Whose.
    public let person: PersonID
    /// What.
    public let means: SignInMeans
    /// True if it was set, false if it was taken away.
    public let isSet: Bool
    /// Names what is sealed of the person from now on, and opens nothing: nothing else that is sealed of them is in force.
    public let credentials: String?
    /// Of recovery codes, where they were neither made nor taken away for anything else: that one was used, or whose doing its person says that was.
    /// Nil in all other events, and in those of before it was recorded.
    public let recovery: RecoveryEvent?
    /// Makes the payload.
    public init(person: PersonID, means: SignInMeans, isSet: Bool, credentials: String? = nil, recovery: RecoveryEvent? = nil) {
        self.person = person
        self.means = means
        self.isSet = isSet
        self.credentials = credentials
        self.recovery = recovery
    }
}

/// What happened with recovery codes. `isSet` says beside it whether any are left.
public enum RecoveryEvent: String, Sendable, Codable, CaseIterable {
    /// One opened the account, and is used up.
    case used
    /// Its person says that it was them.
    case mine
    /// Its person says that it was somebody else: what may be that somebody's is taken away.
    case other
}

/// Payload of `Event.noticeAddressChanged`. The address stands nowhere but sealed.
public struct NoticeAddressChanged: Sendable, Hashable, Codable {
    /// Whose.
    public let person: PersonID
    /// True if there is one now, false if it was taken away.
    public let isSet: Bool
    /// Names what is sealed of the person from now on, and opens nothing.
    public let credentials: String?
    /// Makes the payload.
    public init(person: PersonID, isSet: Bool, credentials: String? = nil) {
        self.person = person
        self.isSet = isSet
        self.credentials = credentials
    }
}

/// Payload of `Event.signedIn`.
public struct SignedIn: Sendable, Hashable, Codable {
    /// Who.
    public let person: PersonID
    /// The session, by an identifier that opens nothing.
    public let session: String
    /// How they reach the hub: network, device, strength of sign-in, registration (§4.3.6).
    public let way: AccessWay
    /// What they showed, in the order of `SignInMeans`; nil in events of before it was recorded.
    public let shown: [SignInMeans]?
    /// Makes the payload.
    public init(person: PersonID, session: String, way: AccessWay, shown: [SignInMeans]? = nil) {
        self.person = person
        self.session = session
        self.way = way
        self.shown = shown
    }
}

/// Payload of `Event.signInRefused`.
public struct SignInRefused: Sendable, Hashable, Codable {
    /// Who was named, if the register has them: any other name may be that of anybody.
    public let person: PersonID?
    /// Why, as a stable code.
    public let code: String
    /// Until when nobody can sign in as them, where this was one try too many.
    public let lockedUntil: Moment?
    /// Makes the payload.
    public init(person: PersonID?, code: String, lockedUntil: Moment?) {
        self.person = person
        self.code = code
        self.lockedUntil = lockedUntil
    }
}

/// Payload of `Event.sessionEnded`.
public struct SessionEnded: Sendable, Hashable, Codable {
    /// Whose.
    public let person: PersonID
    /// The session.
    public let session: String
    /// Why.
    public let why: SessionEnding
    /// Makes the payload.
    public init(person: PersonID, session: String, why: SessionEnding) {
        self.person = person
        self.session = session
        self.why = why
    }
}
