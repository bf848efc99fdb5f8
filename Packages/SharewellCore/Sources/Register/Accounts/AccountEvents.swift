public import Guidance

/// Payload of `Event.personInvited`.
public struct PersonInvited: Sendable, Hashable, Codable {
    /// Who may now set up how they sign in; what they signed in with before is void.
    public let person: PersonID
    /// How their identity was verified, in the matrix's identifiers (§4.3.6, Figure 1).
    public let registration: String
    /// Who invited them.
    public let by: PersonID
}

/// Payload of `Event.signInMeansChanged`.
public struct SignInMeansChanged: Sendable, Hashable, Codable {
    /// Whose.
    public let person: PersonID
    /// What.
    public let means: SignInMeans
    /// True if it was set, false if it was taken away.
    public let isSet: Bool
    /// Makes the payload.
    public init(person: PersonID, means: SignInMeans, isSet: Bool) {
        self.person = person
        self.means = means
        self.isSet = isSet
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
    /// Makes the payload.
    public init(person: PersonID, session: String, way: AccessWay) {
        self.person = person
        self.session = session
        self.way = way
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
