public import Guidance

/// What information is used for (§2.3).
public enum PurposeCategory: String, Sendable, Codable, CaseIterable {
    /// To monitor trends and performance against targets (§2.3.1).
    case performanceMonitoring = "performance-monitoring"
    /// To develop intelligence products and respond to new incidents and emerging problems (§2.3.2).
    case intelligence
    /// To support the delivery of services to particular groups or individuals (§2.3.3).
    case serviceDelivery = "service-delivery"
}

/// What is known of a purpose when a protocol is looked for that covers it.
public enum StatedPurpose: Sendable, Hashable {
    /// It does not matter: a supply has none.
    case any
    /// The category stated; nil where none was, which only a protocol covers that does not limit its purposes.
    case stated(PurposeCategory?)
}

/// What an agreement is (§2.2, §2.2.5).
public enum ProtocolKind: String, Sendable, Codable, CaseIterable {
    /// An information sharing protocol (§2.2).
    case informationSharing = "information-sharing-protocol"
    /// The Wales Accord: common principles of a region; nothing is shared under it by itself (§2.2.5).
    case accord
    /// A personal information sharing protocol under an accord (§2.2.5).
    case personalInformationSharing = "personal-information-sharing-protocol"
}

/// What a protocol says besides its title, datasets and dates.
public struct ProtocolTerms: Sendable, Hashable, Codable {
    /// What one agency is limited to (§2.2.2, §2.2.4).
    public struct Limit: Sendable, Hashable, Codable {
        /// The agency.
        public let agency: AgencyID
        /// Record types it may have; nil for all that the protocol covers.
        public let datasets: [RecordTypeID]?
        /// True if it may have depersonalised information only.
        public let depersonalisedOnly: Bool
        /// Limits an agency.
        public init(agency: AgencyID, datasets: [RecordTypeID]?, depersonalisedOnly: Bool) {
            self.agency = agency
            self.datasets = datasets
            self.depersonalisedOnly = depersonalisedOnly
        }
    }
    /// What it is.
    public var kind = ProtocolKind.informationSharing
    /// The partnership it belongs to; nil for the hub's first.
    public var partnership: PartnershipID?
    /// For a personal information sharing protocol, the accord it stands under.
    public var accord: ProtocolID?
    /// The version it replaces from its first day on.
    public var replaces: ProtocolID?
    /// Purposes covered; nil for all three.
    public var purposes: [PurposeCategory]?
    /// Limits, at most one for each agency.
    public var limits: [Limit] = []
    /// Routine supplies agreed, at most one of a record type by each agency.
    public var supplies: [RoutineSupply] = []
    /// True if it says how a Freedom of Information request for another partner's information is handled (§2.2).
    public var hasFreedomOfInformationClause = false
    /// Day it is to be reviewed by, days since 1970-01-01.
    public var reviewBy: Int?
    /// True if it permits sharing with agencies outside the partnership's area (§2.2.4).
    public var permitsAcross = false
    /// True if it lets occasional signatories have personal information (§2.2.4: most often they are not required to share it).
    public var admitsOccasionalToPersonal = false
    /// For a personal information sharing protocol: legislative powers, consent and procedures, in words (§2.2.5).
    public var powers: String?, consent: String?, procedures: String?
    /// Terms that say nothing.
    public init() {}
}
