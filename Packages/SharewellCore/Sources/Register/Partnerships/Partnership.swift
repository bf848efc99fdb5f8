/// A Community Safety Partnership of the hub (§2.2): a hub may serve several, as a region does.
public struct PartnershipID: ShortName {
    /// The text.
    public let rawValue: String
    /// Takes the text as it is.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// "partnership".
    public static var kind: String { "partnership" }

    /// The short name that the first partnership gets from its name: `luton-csp` of "Luton CSP".
    init(slugOf name: String) {
        var slug = ""
        for byte in name.lowercased().utf8 {
            let isPlain = (97...122).contains(byte) || (48...57).contains(byte)
            if isPlain { slug.unicodeScalars.append(Unicode.Scalar(byte)) } else if slug.last != "-", !slug.isEmpty { slug += "-" }
        }
        while slug.last == "-" || slug.utf8.count > 40 { slug.removeLast() }
        self.init(rawValue: slug.utf8.count < 2 ? "partnership" : slug)
    }
}

/// A partnership as it stands now.
public struct Partnership: Sendable, Hashable, Codable {
    /// The text that people agree to before personal items are opened to them (Box 1).
    public struct Undertaking: Sendable, Hashable, Codable {
        /// From 1; people agree to one version.
        public let version: Int
        /// The text.
        public let text: String
    }
    /// Short name.
    public let id: PartnershipID
    /// Name.
    public let name: String
    /// Its agencies; one agency may be in several partnerships.
    public internal(set) var members: Set<AgencyID> = []
    /// Its responsible authorities (§2.2.1): those that formed it and those admitted since. A new partner needs the consent of each of them.
    public internal(set) var authorities: Set<AgencyID> = []
    /// Agencies that became partners by signing, its authorities among them.
    public internal(set) var partners: Set<AgencyID> = []
    /// True from the first signature under one of its protocols on. Before it, responsible authorities join freely, as a partnership begins
    /// somewhere; after it, one more needs the consent of all the others, as any new partner does (§2.2.4).
    public internal(set) var isFormed = false
    /// By agency that wishes to become a partner, the responsible authorities that consented (§2.2.4).
    public internal(set) var consents: [AgencyID: Set<AgencyID>] = [:]
    /// What its people agree to now, if anything was set.
    public internal(set) var undertaking: Undertaking?
    /// By person, the version they last agreed to.
    public internal(set) var agreed: [PersonID: Int] = [:]

    init(id: PartnershipID, name: String) {
        self.id = id
        self.name = name
    }

    /// The responsible authorities whose consent an agency lacks to become a partner, sorted (§2.2.4); none for a partner and for those that form
    /// it.
    public func consentsMissing(for agency: AgencyID) -> [AgencyID] {
        if authorities.contains(agency) || partners.contains(agency) { return [] }
        return authorities.subtracting(consents[agency] ?? []).sorted()
    }

    /// True if an agency may sign its protocols: a member that every responsible authority has consented to. Nobody's consent is everybody's where
    /// there is no authority: such a partnership admits none.
    public func admits(_ agency: AgencyID) -> Bool {
        members.contains(agency) && !authorities.isEmpty && consentsMissing(for: agency).isEmpty
    }

    /// True if the person agreed to the text as it is now.
    public func isBound(_ person: PersonID) -> Bool { undertaking.map { agreed[person] == $0.version } ?? false }
}

/// An agency that works for another under a recorded contract: an observatory, a contractor (§4.3.2, Box 3).
public struct ProcessorContract: Sendable, Hashable, Codable {
    /// Who works.
    public let processor: AgencyID
    /// For whom.
    public let agency: AgencyID
    /// The contract's own reference.
    public let reference: String
    /// First and last day, days since 1970-01-01.
    public let from: Int, until: Int
    /// How it was ended before its last day, if it was.
    public internal(set) var ending: ContractEnded?
    /// A contract.
    public init(processor: AgencyID, agency: AgencyID, reference: String, from: Int, until: Int) {
        self.processor = processor
        self.agency = agency
        self.reference = reference
        self.from = from
        self.until = until
    }

    /// True if that ending is of it and takes something away: it would else have run on that day.
    func isEnded(by ended: ContractEnded) -> Bool {
        processor == ended.processor && agency == ended.agency && reference == ended.reference && ended.from <= last
    }

    /// Last day on which the processor may supply.
    public var last: Int { min(until, (ending?.from ?? .max) - 1) }
    /// True between its first and last day, unless it was ended before.
    public func isInForce(on day: Int) -> Bool { day >= from && day <= last }
}

/// Notification with the Information Commissioner's Office (§2.4.2.5).
public struct DataProtectionNotification: Sendable, Hashable, Codable {
    /// Number in the Commissioner's register.
    public let number: String
    /// Last day it is current, days since 1970-01-01.
    public let expires: Int
    /// As the Commissioner's register has it.
    public init(number: String, expires: Int) {
        self.number = number
        self.expires = expires
    }
}
