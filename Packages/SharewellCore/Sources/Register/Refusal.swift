/// Why something was not done, and the way forward. A refusal is an ordinary answer: it never traps and never names a data subject.
public struct Refusal: Error, Sendable, Hashable, Codable {
    /// Stable codes, listed in the reference pages.
    public enum Code: String, Sendable, Codable, CaseIterable {
        /// Text that cannot be what it should be.
        case malformed
        /// Something of that name is there already.
        case alreadyExists = "already-exists"
        /// An agency the register does not know.
        case unknownAgency = "unknown-agency"
        /// A person the register does not know, or who has left.
        case unknownPerson = "unknown-person"
        /// A protocol the register does not know.
        case unknownProtocol = "unknown-protocol"
        /// An agency class the rulebook does not know.
        case unknownAgencyClass = "unknown-agency-class"
        /// A record type the rulebook does not know.
        case unknownDataset = "unknown-dataset"
        /// A supply the hub never took.
        case unknownSupply = "unknown-supply"
        /// The person's role does not include the action.
        case roleDoesNotAllow = "role-does-not-allow"
        /// The agency has signed no protocol in force that covers the dataset.
        case notSignatory = "not-a-signatory"
        /// The agencies whose supplies are held have no protocol in common with the recipient's.
        case noSharedProtocol = "no-protocol-in-common"
        /// The person's profile does not hold the dataset.
        case notInProfile = "dataset-not-in-profile"
        /// It concerns a partnership of which the person is not co-ordinator.
        case otherPartnership = "another-partnership"
        /// The person acts for another agency.
        case otherAgency = "another-agency"
        /// The guidance names other classes of agency as the source of this dataset.
        case notSource = "not-a-source-of-the-dataset"
        /// A reference of another agency was asked for otherwise than in its keyed form (rule 6).
        case keyedReference = "keyed-reference-needed"
        /// No purpose was stated, or it says nothing.
        case noPurpose = "no-purpose"
        /// A text that would stand in the ledger holds what looks like a data subject's details.
        case namesSubject = "names-a-data-subject"
        /// The protocols are limited to other purposes, or to some and none was stated (§2.3).
        case purposeNotCovered = "purpose-not-covered"
        /// Personal information needs a decided request.
        case needsDecision = "needs-a-decided-request"
        /// The supply was destroyed, or the file is one that was.
        case destroyed
        /// The supply was withdrawn.
        case withdrawn
        /// Not yet in force, expired or withdrawn.
        case protocolNotInForce = "protocol-not-in-force"
        /// A partnership the hub does not have.
        case unknownPartnership = "unknown-partnership"
        /// The agency is no responsible authority of the partnership (§2.2.1).
        case notResponsible = "not-a-responsible-authority"
        /// Not every responsible authority has consented to the new partner (§2.2.4).
        case consentMissing = "consent-missing"
        /// The processor's contract does not make supply free of charge (§4.3.2).
        case contractCharges = "contract-not-free-of-charge"
        /// No contract that could be ended.
        case unknownContract = "unknown-contract"
        /// A request nobody made, or that does not concern the person's agency.
        case unknownRequest = "unknown-request"
        /// A grant nobody gave, or that does not concern the person's agency.
        case unknownGrant = "unknown-grant"
        /// The request stands where that cannot be done, such as after its decision.
        case wrongStage = "request-does-not-stand-there"
        /// The request asks for what cannot be asked, or says too little.
        case unsoundRequest = "request-not-sound"
        /// The assessment lacks something, or a condition of the law is not met.
        case lawNotSatisfied = "law-not-satisfied"
        /// The grant is revoked, ended or past its last day.
        case grantNotLive = "grant-not-live"
        /// The grant is held since the hub was restored.
        case grantHeld = "grant-held"
        /// More was asked than the grant gives.
        case beyondGrant = "beyond-the-grant"
        /// Nobody has stated how the terminal is reached (§4.3.6).
        case accessNotStated = "access-not-stated"
        /// Information of that marking may not be reached in that way (§4.3.6, Figure 1).
        case accessNotAllowed = "access-not-allowed"
        /// The person was not invited to the hub in the browser.
        case notInvited = "not-invited"
        /// Too many wrong passwords or codes.
        case accountLocked = "account-locked"
        /// Nobody has signed in for long.
        case accountDormant = "account-dormant"
        /// The name, password or code is not right; which, is not said.
        case signInFailed = "sign-in-failed"
        /// The person has not agreed to the partnership's undertaking (Box 1).
        case undertakingMissing = "undertaking-not-agreed"
        /// An enquiry nobody logged, or that does not concern the person's agency.
        case unknownEnquiry = "unknown-enquiry"
        /// The hub keeps supplies of what is said not to be held.
        case stillHeld = "still-held"
        /// An agency that information came from has not been consulted, or said no (§2.4.2.4).
        case consultationMissing = "consultation-missing"
        /// Personal information would be given to somebody who may have it depersonalised only.
        case personalInformation = "personal-information"
        /// What is asked changed since whoever decides read it.
        case requestChanged = "request-changed"
        /// The Caldicott Guardian objects (§2.4.2.2).
        case guardianObjects = "guardian-objects"
        /// The marking asks for two people to release it.
        case secondReleaseNeeded = "second-release-needed"
    }
    /// Which rule refused.
    public let code: Code
    /// What was refused and why.
    public let message: String
    /// What to do next.
    public let remedy: String
    /// True once it stands in the ledger, where it stands but once.
    public private(set) var isRecorded = false
    /// Makes a refusal.
    public init(_ code: Code, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    /// The same, as one that stands in the ledger.
    public func recorded() -> Refusal {
        var copy = self
        copy.isRecorded = true
        return copy
    }

    private enum CodingKeys: String, CodingKey { case code, message, remedy }
}
