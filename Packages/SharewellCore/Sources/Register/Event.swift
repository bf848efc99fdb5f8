public import Guidance

/// Something that happened. Encoded as JSON with sorted keys it is the payload of one ledger entry.
///
/// No event holds personal data about a data subject: sealed objects are named by id, filters by field and digest.
public enum Event: Sendable, Hashable, Codable {
    /// The hub began.
    case hubInitialised(HubInitialised)
    /// A newer program brought the hub to its format.
    case hubUpgraded(HubUpgraded)
    /// The hub was restored from a backup.
    case hubRestored(HubRestored)
    /// An agency joined the register.
    case agencyAdded(AgencyAdded)
    /// An agency nominated its Designated Liaison Officer.
    case liaisonOfficerNamed(LiaisonOfficerNamed)
    /// A person got a profile.
    case personAdded(PersonAdded)
    /// A profile got more, or fewer, record types.
    case profileChanged(ProfileChanged)
    /// A person left.
    case personLeft(PersonLeft)
    /// A protocol was recorded.
    case protocolRecorded(ProtocolRecorded)
    /// An agency signed.
    case protocolSigned(ProtocolSigned)
    /// An agency took its signature back.
    case signatureWithdrawn(SignatureWithdrawn)
    /// Postcodes, boundaries or property counts were imported.
    case placesImported(PlacesImported)
    /// Older versions of the places were removed.
    case placesPruned(PlacesPruned)
    /// A supply was taken whole.
    case supplyTaken(SupplyTaken)
    /// A supply was withdrawn by its agency.
    case supplyWithdrawn(SupplyWithdrawn)
    /// A supply is to be destroyed; from now on it is not answered from.
    case destructionOrdered(DestructionOrdered)
    /// A supply's keys and file were erased: the certificate.
    case supplyDestroyed(SupplyDestroyed)
    /// A question was answered.
    case queryAnswered(QueryAnswered)
    /// Records are about to be written for a person. If no `extractReleased` follows, the attempt broke off, and what it may have left behind
    /// counts as given.
    case extractBegun(ExtractBegun)
    /// Records were given to a person.
    case extractReleased(ExtractReleased)
    /// Something was refused.
    case actionRefused(ActionRefused)
    /// How people reach the hub through its terminal was stated.
    case accessWaySet(AccessWaySet)
    /// The clock, which had moved far since the last event, was said to be right.
    case clockConfirmed(ClockConfirmed)
    /// The facts that anybody may be told of the hub were put together to be handed out.
    case transparencyPackMade(TransparencyPackMade)
    /// An agency decided how small numbers of its records are protected.
    case smallNumbersSet(SmallNumbersSet)
    /// The root key was made available, or put away.
    case sealChanged(SealChanged)

    // The hub in the browser (§4.3.6, Box 2).

    /// A person was invited to sign in.
    case personInvited(PersonInvited)
    /// A person set or took away something they sign in with.
    case signInMeansChanged(SignInMeansChanged)
    /// A person changed where their notices go.
    case noticeAddressChanged(NoticeAddressChanged)
    /// Somebody signed in.
    case signedIn(SignedIn)
    /// Somebody was not let in.
    case signInRefused(SignInRefused)
    /// A session ended.
    case sessionEnded(SessionEnded)
    /// A person made a token by which a program asks in their name.
    case appTokenIssued(AppTokenIssued)
    /// A token was revoked.
    case appTokenRevoked(AppTokenRevoked)

    // Partnerships and agreements (§2.2).

    /// Another partnership joined the hub.
    case partnershipFounded(PartnershipFounded)
    /// An agency became a member of a partnership.
    case agencyJoined(Membership)
    /// An agency left a partnership.
    case agencyParted(Membership)
    /// A responsible authority consented to a new partner.
    case partnerConsented(PartnerConsented)
    /// An agency's Caldicott Guardian was named.
    case guardianNamed(GuardianNamed)
    /// Whom to approach in an agency.
    case contactNamed(ContactNamed)
    /// An agency's notification with the Information Commissioner.
    case notificationRecorded(NotificationRecorded)
    /// A processor works for an agency.
    case processorContracted(ProcessorContracted)
    /// A processor's contract was ended early.
    case contractEnded(ContractEnded)
    /// Somebody became co-ordinator of a partnership, or is no longer.
    case coordinatorChanged(CoordinatorChanged)
    /// The key that packages for an agency are sealed to.
    case packageKeyRecorded(PackageKeyRecorded)
    /// A protocol was withdrawn as a whole.
    case protocolWithdrawn(ProtocolWithdrawn)
    /// A protocol was reviewed and stands.
    case protocolReviewed(ProtocolReviewed)
    /// The text that a partnership's people agree to.
    case undertakingSet(UndertakingSet)
    /// A person agreed to it.
    case undertakingAgreed(UndertakingAgreed)

    // Requests and grants (§4.3).

    /// Information was asked for.
    case requestMade(RequestMade)
    /// A request was said anew before it was decided.
    case requestAmended(RequestMade)
    /// The requester was asked something.
    case requestQueried(RequestRemark)
    /// The requester answered.
    case queryReplied(RequestRemark)
    /// Facts that bear on the law were stated.
    case factsStated(FactsStated)
    /// The persons of a request were shown to whoever decides on it.
    case personsShown(PersonsShown)
    /// The sealed persons of a request were destroyed.
    case personsDestroyed(PersonsDestroyed)
    /// The Caldicott Guardian advised.
    case guardianAdvised(GuardianAdvised)
    /// The first of two people released it.
    case requestHalfReleased(RequestHalfReleased)
    /// A request was granted.
    case requestGranted(RequestGranted)
    /// A request was refused.
    case requestRefused(RequestRefused)
    /// A request was taken back.
    case requestWithdrawn(RequestMoved)
    /// The co-ordinator was asked to look at a refusal.
    case requestAppealed(RequestMoved)
    /// The co-ordinator let the refusal stand.
    case refusalUpheld(RequestMoved)
    /// The co-ordinator gave it back to be decided again.
    case requestReturned(RequestMoved)
    /// A grant was revoked.
    case grantRevoked(GrantRevoked)
    /// A grant that was held since the hub was restored stands.
    case grantConfirmed(GrantConfirmed)
    /// A grant's last day is over: the certificate of what the hub destroyed.
    case grantEnded(GrantEnded)
    /// The recipient attested that their copies are destroyed.
    case destructionAttested(DestructionAttested)
    /// Onward disclosure was allowed.
    case onwardAllowed(OnwardAllowed)
    /// The leave to pass it on was taken back.
    case onwardStopped(OnwardAllowed)
    /// Information leaves on removable media.
    case mediaRegistered(MediaRegistered)
    /// A package was sealed to an agency's key.
    case packageSealed(PackageSealed)

    // Enquiries from outside the partnership (§2.4.2.4).

    /// An enquiry was logged.
    case enquiryLogged(EnquiryLogged)
    /// What was logged of it was put right.
    case enquiryAmended(EnquiryAmended)
    /// Whoever asked was asked what is wanted, or has said it.
    case enquiryClarified(EnquiryClarified)
    /// An originating agency was consulted.
    case enquiryConsulted(EnquiryConsulted)
    /// It answered.
    case enquiryReplied(EnquiryReplied)
    /// Its officer looked at a letter that was recorded in its name.
    case enquiryLetterSeen(EnquiryLetterSeen)
    /// An enquiry was answered.
    case enquiryClosed(EnquiryClosed)
}

/// Payload of `Event.hubInitialised`.
public struct HubInitialised: Sendable, Hashable, Codable {
    /// Random identity of the hub, hexadecimal; origin of its checkpoints.
    public let hub: String
    /// Name of the partnership.
    public let partnership: String
    /// Rulebook in force.
    public let rulebook: String
    /// SHA-256 of the rulebook's files, hexadecimal.
    public let rulebookDigest: String
    /// Public key that checkpoints are signed with, in note form.
    public let verifierKey: String
    /// The hub's format; nil in hubs begun before formats were counted.
    public let format: Int?
    /// Makes the payload.
    public init(
        hub: String, partnership: String, rulebook: String, rulebookDigest: String, verifierKey: String, format: Int? = HubFormat.current
    ) {
        self.hub = hub
        self.partnership = partnership
        self.rulebook = rulebook
        self.rulebookDigest = rulebookDigest
        self.verifierKey = verifierKey
        self.format = format
    }
}

/// Payload of `Event.agencyAdded`.
public struct AgencyAdded: Sendable, Hashable, Codable {
    /// Short name.
    public let agency: AgencyID
    /// Name.
    public let name: String
    /// Class in the rulebook.
    public let agencyClass: String
    /// True if the rulebook counts the class among the responsible authorities (§2.2.1).
    public let isResponsible: Bool
    /// What its own files call it, where that differs from its name.
    public let knownAs: String?
    /// The partnership it is a member of; nil for the hub's first.
    public let partnership: PartnershipID?
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.liaisonOfficerNamed`.
public struct LiaisonOfficerNamed: Sendable, Hashable, Codable {
    /// Agency.
    public let agency: AgencyID
    /// Its officer.
    public let officer: PersonID
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.personAdded`.
public struct PersonAdded: Sendable, Hashable, Codable {
    /// Short name.
    public let person: PersonID
    /// Name.
    public let name: String
    /// The agency they act for.
    public let agency: AgencyID?
    /// Their roles.
    public let roles: [Role]
    /// The partnerships that a role reaching over partnerships is given for, sorted; empty where no role does.
    public let partnerships: [PartnershipID]
    /// Record types in their profile, sorted.
    public let datasets: [RecordTypeID]
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.profileChanged`.
public struct ProfileChanged: Sendable, Hashable, Codable {
    /// Whose profile.
    public let person: PersonID
    /// Record types it now holds, sorted.
    public let datasets: [RecordTypeID]
    /// Who changed it.
    public let by: PersonID
}

/// Payload of `Event.personLeft`.
public struct PersonLeft: Sendable, Hashable, Codable {
    /// Who left.
    public let person: PersonID
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.protocolRecorded`.
public struct ProtocolRecorded: Sendable, Hashable, Codable {
    /// Short name.
    public let id: ProtocolID
    /// Title.
    public let title: String
    /// Record types covered, sorted; nil for all.
    public let datasets: [RecordTypeID]?
    /// First day in force, days since 1970-01-01.
    public let inForceFrom: Int
    /// Last day, if any.
    public let expires: Int?
    /// What else it says.
    public let terms: ProtocolTerms?
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.protocolSigned`.
public struct ProtocolSigned: Sendable, Hashable, Codable {
    /// The protocol.
    public let id: ProtocolID
    /// The signatory.
    public let agency: AgencyID
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.signatureWithdrawn`.
public struct SignatureWithdrawn: Sendable, Hashable, Codable {
    /// The protocol.
    public let id: ProtocolID
    /// The agency that leaves it.
    public let agency: AgencyID
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.placesImported`.
public struct PlacesImported: Sendable, Hashable, Codable {
    /// What was imported: `code-point-open`, `ons-lookup`, `boundaries`, ….
    public let kind: String
    /// Version as the source states it.
    public let version: String
    /// SHA-256 of the source file, hexadecimal.
    public let digest: String
    /// Rows or areas taken.
    public let count: Int
    /// What it led to: no other images are believed until the next import.
    public let images: PlacesImages
    /// Who imported it.
    public let by: PersonID
    /// Makes the payload.
    public init(kind: String, version: String, digest: String, count: Int, images: PlacesImages, by: PersonID) {
        self.kind = kind
        self.version = version
        self.digest = digest
        self.count = count
        self.images = images
        self.by = by
    }
}

/// The images that an import of places made, by content.
public struct PlacesImages: Sendable, Hashable, Codable {
    /// SHA-256 of the gazetteer and of the boundaries, hexadecimal.
    public let gazetteer: String, areas: String
    /// Names them.
    public init(gazetteer: String, areas: String) {
        self.gazetteer = gazetteer
        self.areas = areas
    }
}

/// Payload of `Event.placesPruned`.
public struct PlacesPruned: Sendable, Hashable, Codable {
    /// Numbers of the versions removed.
    public let versions: [Int]
    /// Who removed them.
    public let by: PersonID
    /// Makes the payload.
    public init(versions: [Int], by: PersonID) {
        self.versions = versions
        self.by = by
    }
}

/// Payload of `Event.actionRefused`.
public struct ActionRefused: Sendable, Hashable, Codable {
    /// Who asked, as they named themselves if that is a name the register could hold.
    public let by: String
    /// What they asked for.
    public let action: Action
    /// Record type, where there was one and the rulebook knows it.
    public let dataset: RecordTypeID?
    /// Why not.
    public let code: Refusal.Code
    /// How often, where one event stands for several that were alike within a minute.
    public let times: Int?
    /// The most that one event stands for.
    public static let mostTimes = 1_000_000
    /// Makes the payload.
    public init(by: String, action: Action, dataset: RecordTypeID?, code: Refusal.Code, times: Int? = nil) {
        self.by = by
        self.action = action
        self.dataset = dataset
        self.code = code
        self.times = times
    }
}

/// Payload of `Event.sealChanged`.
public struct SealChanged: Sendable, Hashable, Codable {
    /// True when the root key became available.
    public let unsealed: Bool
    /// Makes the payload.
    public init(unsealed: Bool) { self.unsealed = unsealed }
}
