public import Guidance

/// An agency of the partnership, as it stands now.
public struct Agency: Sendable, Hashable, Codable {
    /// Its short name.
    public let id: AgencyID
    /// Its name.
    public let name: String
    /// Its class in the rulebook, such as `police-force` (§2.2).
    public let agencyClass: String
    /// What its own files call it, where that differs from its name.
    public let knownAs: String?
    /// Its Designated Liaison Officer (§2.2.1), once named.
    public internal(set) var liaisonOfficer: PersonID?
}

/// A person and their profile, as they stand now.
public struct Person: Sendable, Hashable, Codable {
    /// Short name.
    public let id: PersonID
    /// Name.
    public let name: String
    /// The agency they act for; the first co-ordinator acts for the partnership itself.
    public let agency: AgencyID?
    /// What they do.
    public let roles: [Role]
    /// Record types their profile holds.
    public internal(set) var datasets: Set<RecordTypeID>
    /// False once they have left.
    public internal(set) var active: Bool

    /// True if one of their roles includes the action.
    public func may(_ action: Action) -> Bool { active && roles.contains { AccessMatrix.actions(of: $0).contains(action) } }
}

/// An information sharing protocol (§2.2), as it stands now.
public struct SharingProtocol: Sendable, Hashable, Codable {
    /// Short name.
    public let id: ProtocolID
    /// Title.
    public let title: String
    /// Record types it covers; nil covers every one of the rulebook.
    public let datasets: Set<RecordTypeID>?
    /// First day in force, days since 1970-01-01.
    public let inForceFrom: Int
    /// Last day in force, if it ends.
    public let expires: Int?
    /// Agencies whose signature stands.
    public internal(set) var signatories: Set<AgencyID>

    /// True if the record type is covered on that day.
    public func covers(_ dataset: RecordTypeID, on day: Int) -> Bool {
        isInForce(on: day) && (datasets?.contains(dataset) ?? true)
    }
    /// True between its first and last day.
    public func isInForce(on day: Int) -> Bool { day >= inForceFrom && day <= expires ?? .max }
}

/// What stands of a supply.
public enum SupplyStatus: String, Sendable, Codable, Hashable {
    /// Can be queried.
    case held
    /// Taken back by its agency; still sealed, no longer answered from.
    case withdrawn
    /// To be destroyed: no longer answered from; the erasing has not been certified yet.
    case condemned
    /// Keys and file erased; a certificate is in the ledger.
    case destroyed
}

/// A supply, as it stands now.
public struct Supply: Sendable, Hashable, Codable {
    /// The event that recorded it.
    public let taken: SupplyTaken
    /// Held, withdrawn or destroyed.
    public internal(set) var status: SupplyStatus
    /// Who ordered its destruction and why, once somebody did.
    public internal(set) var destruction: DestructionOrdered?
    /// Position of its event in the ledger, which orders supersession.
    public let position: Int
}
