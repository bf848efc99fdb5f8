/// Payload of `Event.requestMade` and `Event.requestAmended`.
public struct RequestMade: Sendable, Hashable, Codable {
    /// Its number.
    public let request: RequestID
    /// What is asked.
    public let content: RequestContent
    /// For which agency.
    public let agency: AgencyID
    /// Who asks.
    public let by: PersonID
}

/// Payload of `Event.requestQueried` and `Event.queryReplied`: a question to the requester, and the answer.
public struct RequestRemark: Sendable, Hashable, Codable {
    /// The request.
    public let request: RequestID
    /// The question or answer; names no data subject.
    public let text: String
    /// Who wrote it.
    public let by: PersonID
}

/// Payload of `Event.factsStated`.
public struct FactsStated: Sendable, Hashable, Codable {
    /// The request.
    public let request: RequestID
    /// Facts by name in the rulebook.
    public let facts: [String: Bool]
    /// Who says so.
    public let by: PersonID
}

/// Payload of `Event.personsShown`: the sealed persons of a request were shown to somebody who decides or advises on it.
public struct PersonsShown: Sendable, Hashable, Codable {
    /// The request.
    public let request: RequestID
    /// To whom.
    public let by: PersonID
    /// Makes the payload.
    public init(request: RequestID, by: PersonID) {
        self.request = request
        self.by = by
    }
}

/// Payload of `Event.guardianAdvised` (§2.4.2.2).
public struct GuardianAdvised: Sendable, Hashable, Codable {
    /// The request.
    public let request: RequestID
    /// True if the guardian agrees to the sharing.
    public let agrees: Bool
    /// Why.
    public let why: String
    /// The guardian.
    public let by: PersonID
}

/// Payload of `Event.requestHalfReleased`: the first of two people releases it.
public struct RequestHalfReleased: Sendable, Hashable, Codable {
    /// The request.
    public let request: RequestID
    /// What the first lets be had; the second gives no more.
    public let terms: GrantTerms
    /// Why, in the words of the first; names no data subject.
    public let why: String
    /// The first of the two.
    public let by: PersonID
}

/// Payload of `Event.requestGranted`.
public struct RequestGranted: Sendable, Hashable, Codable {
    /// The request.
    public let request: RequestID
    /// The grant it leads to.
    public let grant: GrantID
    /// What may be had.
    public let terms: GrantTerms
    /// The rule it was granted by, where no person decides (depersonalised information between signatories).
    public let rule: String?
    /// Powers and duties it rests on, by name in the rulebook. The whole assessment can be made again from the events up to this one.
    public let powers: [String]
    /// Why, in the words of whoever decided; names no data subject. Nil where a rule grants.
    public let why: String?
    /// Who decided, or whose request the rule granted.
    public let by: PersonID
    /// Makes the payload.
    public init(request: RequestID, grant: GrantID, terms: GrantTerms, rule: String?, powers: [String], why: String?, by: PersonID) {
        self.request = request
        self.grant = grant
        self.terms = terms
        self.rule = rule
        self.powers = powers
        self.why = why
        self.by = by
    }
}

/// Payload of `Event.requestRefused`.
public struct RequestRefused: Sendable, Hashable, Codable {
    /// The request.
    public let request: RequestID
    /// Which of the rulebook's reasons (§4.1).
    public let reason: String
    /// In words.
    public let why: String
    /// Who decided.
    public let by: PersonID
}

/// Payload of `Event.requestWithdrawn`, `Event.requestAppealed`, `Event.refusalUpheld` and `Event.requestReturned`.
public struct RequestMoved: Sendable, Hashable, Codable {
    /// The request.
    public let request: RequestID
    /// Why.
    public let why: String
    /// Who did it.
    public let by: PersonID
}

/// Payload of `Event.grantRevoked`.
public struct GrantRevoked: Sendable, Hashable, Codable {
    /// The grant.
    public let grant: GrantID
    /// Why.
    public let why: String
    /// Who revoked it.
    public let by: PersonID
}

/// Payload of `Event.grantConfirmed`: a grant that was held since the hub was restored stands, as its source says. To whom it may be passed on is
/// decided anew.
public struct GrantConfirmed: Sendable, Hashable, Codable {
    /// The grant.
    public let grant: GrantID
    /// How that is known.
    public let why: String
    /// Who says so.
    public let by: PersonID
}

/// Payload of `Event.grantEnded`: its last day is over, and the hub destroyed what it held for it.
public struct GrantEnded: Sendable, Hashable, Codable {
    /// The grant.
    public let grant: GrantID
    /// What was destroyed in the hub: the sealed list of persons, supplies made for the request.
    public let destroyed: [String]
    /// How.
    public let method: String
    /// Makes the payload.
    public init(grant: GrantID, destroyed: [String], method: String) {
        self.grant = grant
        self.destroyed = destroyed
        self.method = method
    }
}

/// Payload of `Event.destructionAttested`: the recipient says that their copies are destroyed.
public struct DestructionAttested: Sendable, Hashable, Codable {
    /// The grant.
    public let grant: GrantID
    /// Whose copies.
    public let agency: AgencyID
    /// How they were destroyed.
    public let method: String
    /// Who says so.
    public let by: PersonID
}

/// Payload of `Event.personsDestroyed`: the sealed list of a request's persons is destroyed, as nothing needs it any more.
public struct PersonsDestroyed: Sendable, Hashable, Codable {
    /// The request.
    public let request: RequestID
    /// How.
    public let method: String
    /// Makes the payload.
    public init(request: RequestID, method: String) {
        self.request = request
        self.method = method
    }
}

/// Payload of `Event.onwardAllowed`, where the originating agency's liaison officer lets it go further (Box 1), and of `Event.onwardStopped`.
public struct OnwardAllowed: Sendable, Hashable, Codable {
    /// The grant.
    public let grant: GrantID
    /// To which agency.
    public let to: AgencyID
    /// Why.
    public let why: String
    /// The liaison officer.
    public let by: PersonID
}

/// Payload of `Event.packageSealed` (§4.3.4): information leaves in a package that only one agency can open.
public struct PackageSealed: Sendable, Hashable, Codable {
    /// The grant it is sent under.
    public let grant: GrantID
    /// The agency it is sealed to.
    public let to: AgencyID
    /// The key, base64 of 65 bytes.
    public let key: String
    /// SHA-256 of the package before its signature, hexadecimal.
    public let digest: String
    /// Who sealed it.
    public let by: PersonID
    /// Makes the payload.
    public init(grant: GrantID, to: AgencyID, key: String, digest: String, by: PersonID) {
        self.grant = grant
        self.to = to
        self.key = key
        self.digest = digest
        self.by = by
    }
}

/// Payload of `Event.mediaRegistered` (§4.3.4): information leaves on something that can be carried.
public struct MediaRegistered: Sendable, Hashable, Codable {
    /// The grant it is carried under.
    public let grant: GrantID
    /// What is carried: `encrypted memory stick 12`.
    public let medium: String
    /// Why it is the minimum necessary.
    public let necessity: String
    /// The standard it is encrypted to.
    public let encryption: EncryptionStandard
    /// Who is responsible for it and carries it.
    public let carrier: PersonID
    /// Who monitors it.
    public let monitor: PersonID
    /// Who recorded it.
    public let by: PersonID
}
