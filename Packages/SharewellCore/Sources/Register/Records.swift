public import Guidance

/// An agency of the partnership, as it stands now.
public struct Agency: Sendable, Hashable, Codable {
    /// Its short name.
    public let id: AgencyID
    /// Its name.
    public let name: String
    /// Its class in the rulebook, such as `police-force` (§2.2).
    public let agencyClass: String
    /// True if the rulebook counts its class among the responsible authorities (§2.2.1).
    public let isResponsible: Bool
    /// The partnership it was added in, whose co-ordinator runs the register for it; it may be a member of others too.
    public let home: PartnershipID
    /// What its own files call it, where that differs from its name.
    public let knownAs: String?
    /// The day it was added, days since 1970-01-01: what it owes period by period is followed from then on.
    public internal(set) var added: Int
    /// Its Designated Liaison Officer (§2.2.1), once named.
    public internal(set) var liaisonOfficer: PersonID?
    /// Its Caldicott Guardian (§2.4.2.2), once named.
    public internal(set) var guardian: PersonID?
    /// Its notification with the Information Commissioner (§2.4.2.5), once recorded.
    public internal(set) var notification: DataProtectionNotification?
    /// The key that packages for it are sealed to, base64, once recorded.
    public internal(set) var packageKey: String?
    /// Whom to approach (§4.3.2): for one record type, and otherwise.
    public internal(set) var contacts: [RecordTypeID: PersonID] = [:]
    /// Whom to approach where no record type has a contact of its own.
    public internal(set) var contact: PersonID?

    /// Whom to approach for a record type; the liaison officer where nobody else is named.
    public func contact(for dataset: RecordTypeID) -> PersonID? { contacts[dataset] ?? contact ?? liaisonOfficer }
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
    /// The partnerships that a role which reaches over partnerships was given for; empty for everybody else.
    public internal(set) var partnerships: Set<PartnershipID>
    /// Record types their profile holds.
    public internal(set) var datasets: Set<RecordTypeID>
    /// False once they have left.
    public internal(set) var active: Bool

    /// True if one of their roles includes the action.
    public func may(_ action: Action) -> Bool { active && roles.contains { AccessMatrix.actions(of: $0).contains(action) } }

    /// True if they are co-ordinator of that partnership.
    public func coordinates(_ partnership: PartnershipID) -> Bool {
        active && roles.contains(.coordinator) && partnerships.contains(partnership)
    }

    /// True if they are co-ordinator or auditor of one of these partnerships, so that they see what concerns it.
    public func oversees(any of: some Sequence<PartnershipID>) -> Bool {
        active && roles.contains { $0.reach == .partnerships } && of.contains(where: partnerships.contains)
    }
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
    /// What else it says.
    public internal(set) var terms: ProtocolTerms
    /// True once it was withdrawn.
    public internal(set) var isWithdrawn = false
    /// First day of the version that replaces it, once there is one.
    public internal(set) var replacedFrom: Int?

    /// True if the record type is covered on that day.
    public func covers(_ dataset: RecordTypeID, on day: Int) -> Bool {
        isInForce(on: day) && terms.kind != .accord && (datasets?.contains(dataset) ?? true)
    }
    /// True between its first and last day, unless it was withdrawn or replaced.
    public func isInForce(on day: Int) -> Bool {
        !isWithdrawn && day >= inForceFrom && day <= expires ?? .max && day < replacedFrom ?? .max
    }
    /// True if it covers the purpose. One that limits its purposes covers only those, stated by category (§2.3).
    public func covers(_ purpose: StatedPurpose) -> Bool {
        guard case .stated(let category) = purpose, let limited = terms.purposes else { return true }
        return category.map { limited.contains($0) } ?? false
    }
    /// What an agency is limited to, if the protocol limits it.
    public func limit(of agency: AgencyID) -> ProtocolTerms.Limit? { terms.limits.first { $0.agency == agency } }
    /// True if its limits let the agency have the record type, in personal form or only depersonalised.
    public func lets(_ agency: AgencyID, have dataset: RecordTypeID, personal: Bool) -> Bool {
        guard let limit = limit(of: agency) else { return true }
        return limit.datasets?.contains(dataset) ?? true && !(personal && limit.depersonalisedOnly)
    }
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
