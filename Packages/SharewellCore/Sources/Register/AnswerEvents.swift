public import Guidance

/// Payload of `Event.queryAnswered`.
public struct QueryAnswered: Sendable, Hashable, Codable {
    /// Who asked.
    public let by: PersonID
    /// For which agency.
    public let agency: AgencyID
    /// Record type.
    public let dataset: RecordTypeID
    /// Stated purpose.
    public let purpose: String
    /// Its category (§2.3), where one was stated; under a grant, the request's.
    public let category: PurposeCategory?
    /// Names of the fields filtered and grouped by.
    public let fields: [String]
    /// HMAC-SHA-256 of the whole question under a key sealed in the vault, hexadecimal: shows the unsealed hub which question it was, and lets
    /// nobody else find it out by trying.
    public let questionDigest: String
    /// Supplies it was answered from.
    public let supplies: [SupplyID]
    /// Protocols that the supplying agencies and the asker's have both signed, sorted.
    public let agreements: [ProtocolID]
    /// Records counted, as their number was told: protected where they are not the asker's agency's and were not given.
    public let records: Int
    /// Of them, records whose fields were shown or handed over.
    public let shown: Int
    /// The grant it was given under; nil for depersonalised records, which partners have by rule (§4.3.1).
    public let grant: GrantID?
    /// True where nothing was told but that they are fewer than a threshold; `records` is then the most that they may be.
    public let isAtMost: Bool?
}

/// Payload of `Event.extractBegun`.
public struct ExtractBegun: Sendable, Hashable, Codable {
    /// Who asked.
    public let by: PersonID
    /// For which agency.
    public let agency: AgencyID
    /// Record type.
    public let dataset: RecordTypeID
    /// Stated purpose.
    public let purpose: String
    /// Its category (§2.3), where one was stated; under a grant, the request's.
    public let category: PurposeCategory?
    /// Names of the fields handed over.
    public let fields: [String]
    /// Digest of the question, as in `QueryAnswered`.
    public let questionDigest: String
    /// Supplies it is taken from.
    public let supplies: [SupplyID]
    /// Protocols that the supplying agencies and the asker's have both signed, sorted.
    public let agreements: [ProtocolID]
    /// True if what is written is encrypted from its first byte.
    public let encrypted: Bool
    /// The grant it is given under; nil for depersonalised records, which partners have by rule (§4.3.1).
    public let grant: GrantID?
}

/// Payload of `Event.extractReleased`.
public struct ExtractReleased: Sendable, Hashable, Codable {
    /// The question behind it, as for a query.
    public let question: QueryAnswered
    /// SHA-256 of the data file released, hexadecimal.
    public let fileDigest: String
    /// True if it left in an encrypted container.
    public let encrypted: Bool
    /// The protective marking it carries.
    public let marking: String
    /// Makes the payload.
    public init(question: QueryAnswered, fileDigest: String, encrypted: Bool, marking: String) {
        self.question = question
        self.fileDigest = fileDigest
        self.encrypted = encrypted
        self.marking = marking
    }
}
