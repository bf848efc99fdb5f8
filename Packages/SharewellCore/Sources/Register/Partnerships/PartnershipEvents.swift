public import Guidance

/// Payload of `Event.partnershipFounded`.
public struct PartnershipFounded: Sendable, Hashable, Codable {
    /// Short name.
    public let partnership: PartnershipID
    /// Name.
    public let name: String
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.agencyJoined` and `Event.agencyParted`.
public struct Membership: Sendable, Hashable, Codable {
    /// The agency.
    public let agency: AgencyID
    /// The partnership it joins or leaves.
    public let partnership: PartnershipID
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.partnerConsented`: a responsible authority consents to a new partner (§2.2.4).
public struct PartnerConsented: Sendable, Hashable, Codable {
    /// In which partnership.
    public let partnership: PartnershipID
    /// Who wishes to become a partner.
    public let partner: AgencyID
    /// Which responsible authority consents.
    public let authority: AgencyID
    /// The letter or minute it stands in, where somebody else than its liaison officer records it.
    public let document: String?
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.guardianNamed`: a health or social care body's Caldicott Guardian (§2.4.2.2).
public struct GuardianNamed: Sendable, Hashable, Codable {
    /// The agency.
    public let agency: AgencyID
    /// Its guardian.
    public let guardian: PersonID
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.contactNamed`: whom to approach in an agency for a dataset (§4.3.2).
public struct ContactNamed: Sendable, Hashable, Codable {
    /// The agency.
    public let agency: AgencyID
    /// For which record type; nil for all without one of their own.
    public let dataset: RecordTypeID?
    /// Whom.
    public let person: PersonID
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.notificationRecorded` (§2.4.2.5).
public struct NotificationRecorded: Sendable, Hashable, Codable {
    /// The agency.
    public let agency: AgencyID
    /// What the Commissioner's register says.
    public let notification: DataProtectionNotification
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.processorContracted`. A contract that does not make supply free of charge is not recorded (§4.3.2).
public struct ProcessorContracted: Sendable, Hashable, Codable {
    /// The contract.
    public let contract: ProcessorContract
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.contractEnded`: the processor's right to supply stops.
public struct ContractEnded: Sendable, Hashable, Codable {
    /// Who worked.
    public let processor: AgencyID
    /// For whom.
    public let agency: AgencyID
    /// The contract's own reference.
    public let reference: String
    /// First day on which the processor may supply nothing any more, days since 1970-01-01.
    public let from: Int
    /// Why.
    public let why: String
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.coordinatorChanged`.
public struct CoordinatorChanged: Sendable, Hashable, Codable {
    /// Of which partnership.
    public let partnership: PartnershipID
    /// Who.
    public let person: PersonID
    /// True if they are co-ordinator from now on, false if they no longer are.
    public let acts: Bool
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.packageKeyRecorded`.
public struct PackageKeyRecorded: Sendable, Hashable, Codable {
    /// Whose key it is.
    public let agency: AgencyID
    /// The public key, base64 of 65 bytes.
    public let key: String
    /// Who recorded it: the agency's own liaison officer.
    public let by: PersonID
}

/// Payload of `Event.protocolWithdrawn`.
public struct ProtocolWithdrawn: Sendable, Hashable, Codable {
    /// The protocol.
    public let id: ProtocolID
    /// Why.
    public let why: String
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.protocolReviewed`.
public struct ProtocolReviewed: Sendable, Hashable, Codable {
    /// The protocol.
    public let id: ProtocolID
    /// When it is to be reviewed again, days since 1970-01-01.
    public let reviewBy: Int
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.undertakingSet` (Box 1).
public struct UndertakingSet: Sendable, Hashable, Codable {
    /// Whose people it binds.
    public let partnership: PartnershipID
    /// The text.
    public let text: String
    /// Who recorded it.
    public let by: PersonID
}

/// Payload of `Event.undertakingAgreed` (Box 1).
public struct UndertakingAgreed: Sendable, Hashable, Codable {
    /// The partnership whose text it is.
    public let partnership: PartnershipID
    /// Version agreed to.
    public let version: Int
    /// Who agreed.
    public let by: PersonID
}
