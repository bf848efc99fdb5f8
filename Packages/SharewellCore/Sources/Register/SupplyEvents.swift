public import Guidance

/// Payload of `Event.supplyTaken`.
public struct SupplyTaken: Sendable, Hashable, Codable {
    /// The supply.
    public let supply: SupplyID
    /// Record type.
    public let dataset: RecordTypeID
    /// Supplying agency.
    public let agency: AgencyID
    /// Who sent it.
    public let by: PersonID
    /// SHA-256 of the file as supplied, hexadecimal.
    public let digest: String
    /// SHA-256 of its table, unpacked, hexadecimal: that of the file itself if it is not packed. What was supplied before is recognised by it,
    /// however it is packed this time.
    public let contentDigest: String
    /// Mapping profile used.
    public let profile: String
    /// SHA-256 of the profile written out as YAML, hexadecimal: a name alone does not say what a file of one's own or a proposal did.
    public let profileDigest: String
    /// Records read from the file.
    public let recordsRead: Int
    /// Records rejected and returned to the supplier.
    public let recordsRejected: Int
    /// Records held back because they could not be made safe.
    public let recordsHeldBack: Int
    /// Records sealed.
    public let recordsSealed: Int
    /// First and last day covered, ISO 8601 at the precision supplied.
    public let periodFrom: String?, periodTo: String?
    /// Quality stamp.
    public let stamp: String
    /// The sealed object that holds the records.
    public let object: String
    /// SHA-256 of the sealed file, hexadecimal.
    public let objectDigest: String
    /// Length of the sealed file in bytes.
    public let objectBytes: Int
    /// Rule pack that depersonalised it, or nil for personal record types.
    public let rulePack: String?
    /// Versions of the gazetteers and boundaries used.
    public let places: [String]
    /// Records of earlier supplies that this one supersedes, by supply.
    public let supersedes: [Superseded]
    /// The grant it was made for: had under that alone, and destroyed when it ends. Nil for supplies to the partnership.
    public let grant: GrantID?
    /// Makes the payload.
    public init(
        supply: SupplyID, dataset: RecordTypeID, agency: AgencyID, by: PersonID, digest: String, contentDigest: String, profile: String,
        profileDigest: String,
        recordsRead: Int,
        recordsRejected: Int, recordsHeldBack: Int, recordsSealed: Int, periodFrom: String?, periodTo: String?, stamp: String,
        object: String, objectDigest: String, objectBytes: Int, rulePack: String?, places: [String], supersedes: [Superseded],
        grant: GrantID? = nil
    ) {
        self.supply = supply
        self.dataset = dataset
        self.agency = agency
        self.by = by
        self.digest = digest
        self.contentDigest = contentDigest
        self.profile = profile
        self.profileDigest = profileDigest
        self.recordsRead = recordsRead
        self.recordsRejected = recordsRejected
        self.recordsHeldBack = recordsHeldBack
        self.recordsSealed = recordsSealed
        self.periodFrom = periodFrom
        self.periodTo = periodTo
        self.stamp = stamp
        self.object = object
        self.objectDigest = objectDigest
        self.objectBytes = objectBytes
        self.rulePack = rulePack
        self.places = places
        self.supersedes = supersedes
        self.grant = grant
    }
}

/// How many records of an earlier supply a later one replaced.
public struct Superseded: Sendable, Hashable, Codable {
    /// The earlier supply.
    public let supply: SupplyID
    /// Records replaced.
    public let records: Int
    /// Makes one.
    public init(supply: SupplyID, records: Int) {
        self.supply = supply
        self.records = records
    }
}

/// Payload of `Event.supplyWithdrawn`.
public struct SupplyWithdrawn: Sendable, Hashable, Codable {
    /// The supply.
    public let supply: SupplyID
    /// Who withdrew it.
    public let by: PersonID
    /// Why.
    public let why: String
}

/// Payload of `Event.destructionOrdered`.
public struct DestructionOrdered: Sendable, Hashable, Codable {
    /// The supply.
    public let supply: SupplyID
    /// Who ordered it.
    public let by: PersonID
    /// Why, in a line that names no data subject.
    public let why: String
}

/// Payload of `Event.supplyDestroyed`: the certificate of destruction.
public struct SupplyDestroyed: Sendable, Hashable, Codable {
    /// The supply.
    public let supply: SupplyID
    /// The sealed object whose key and file were erased.
    public let object: String
    /// What the file was just before it was erased.
    public let file: ErasedFile
    /// How it was done, in a few sentences.
    public let method: String
    /// Who asked.
    public let by: PersonID
    /// Why.
    public let why: String
}

/// The file of a destroyed supply as it was found when it was erased, beside the digest that the ledger recorded when it was sealed.
public enum ErasedFile: Sendable, Hashable, Codable {
    /// The file that was sealed: SHA-256, hexadecimal, and length in bytes.
    case asSealed(digest: String, bytes: Int)
    /// Another: it was damaged or exchanged. Its keys are gone all the same.
    case other(digest: String, bytes: Int)
    /// There was none to read, as after a destruction that was interrupted.
    case absent
}
