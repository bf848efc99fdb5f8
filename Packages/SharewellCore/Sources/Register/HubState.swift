public import Guidance

/// Everything the register knows: nothing but the fold of the ledger's events. A value: readers keep the snapshot they started with.
public struct HubState: Sendable, Hashable {
    /// Set by the first event.
    public private(set) var hub: HubInitialised?
    /// The format it has.
    public private(set) var format = HubFormat.oldest
    /// Agencies by short name.
    public internal(set) var agencies: [AgencyID: Agency] = [:]
    /// People by short name.
    public internal(set) var people: [PersonID: Person] = [:]
    /// Protocols by short name.
    public internal(set) var protocols: [ProtocolID: SharingProtocol] = [:]
    /// Partnerships by short name.
    public internal(set) var partnerships: [PartnershipID: Partnership] = [:]
    /// The partnership the hub began with.
    public private(set) var firstPartnership = PartnershipID(rawValue: "")
    /// Contracts of processors, in the order they were recorded.
    public internal(set) var contracts: [ProcessorContract] = []
    /// Requests by number.
    public internal(set) var requests: [RequestID: SharingRequest] = [:]
    /// Grants by number.
    public internal(set) var grants: [GrantID: Grant] = [:]
    /// How often requests were refused, by reason, those decided again later too.
    public internal(set) var refusedFor: [AgencyID: [String: Int]] = [:]
    /// What agencies had of each other's information.
    public internal(set) var sharing = Sharing()
    /// The register of removable media (§4.3.4), oldest first.
    public internal(set) var media: [MediaRegistered] = []
    /// Enquiries from outside the partnership, by number.
    public internal(set) var enquiries: [EnquiryID: Enquiry] = [:]
    /// How people reach the hub through its terminal (§4.3.6); nil while nobody has stated it.
    public private(set) var terminalWay: AccessWay?
    /// True while the hub is unsealed, as far as the ledger knows.
    public private(set) var isUnsealed = false
    /// How people get into the hub in the browser.
    public internal(set) var accounts: [PersonID: Account] = [:]
    /// How often something happened that made or ended a token of a program: what was looked up before that is out of date.
    public internal(set) var tokenChanges = 0
    /// How small numbers are protected, by agency and record type, where an agency decided it.
    public private(set) var smallNumbers: [AgencyID: [RecordTypeID: SmallNumberRule]] = [:]
    /// Supplies by number.
    public private(set) var supplies: [SupplyID: Supply] = [:]
    /// Imports of places, oldest first.
    public private(set) var places: [PlacesImported] = []
    /// How often each action was refused, by code.
    public private(set) var refusals: [Refusal.Code: Int] = [:]
    /// Positions of the events that certify a destruction, of a supply or of the sealed persons of a request, in their order.
    public private(set) var destructions: [Int] = []
    /// Queries answered so far; extracts released, and queries that showed records.
    public private(set) var answers = 0, releases = 0
    /// Events folded in so far; the next event's position.
    public private(set) var size = 0

    /// The state before any event.
    public init() {}

    /// Takes the next event in. What no register could have decided on this state is refused, and the state stays as it was: an event is
    /// believed because it follows from those before it, not because it stands in a ledger.
    /// - Parameter moment: When the ledger recorded it.
    public mutating func apply(_ event: Event, at moment: Moment) throws(ImpossibleEvent) {
        if let fault = fault(of: event, at: moment) { throw ImpossibleEvent(position: size, reason: fault) }
        defer { size += 1 }
        noteSharing(by: event, at: moment)
        if certifiesDestruction(event) { destructions.append(size) }
        switch event {
        case .hubInitialised(let begun):
            hub = begun
            format = begun.format ?? HubFormat.oldest
            let first = PersonID.firstCoordinator
            people[first] = Person(
                id: first, name: "CSP co-ordinator", agency: nil, roles: [.coordinator],
                partnerships: [PartnershipID(slugOf: begun.partnership)], datasets: [], active: true)
            firstPartnership = PartnershipID(slugOf: begun.partnership)
            partnerships[firstPartnership] = Partnership(id: firstPartnership, name: begun.partnership)
        case .hubUpgraded(let upgraded): format = upgraded.to
        case .hubRestored(let restored): takeRestoring(restored)
        case .agencyAdded(let added):
            let home = added.partnership ?? firstPartnership
            agencies[added.agency] = Agency(
                id: added.agency, name: added.name, agencyClass: added.agencyClass, isResponsible: added.isResponsible, home: home,
                knownAs: added.knownAs, added: moment.day, liaisonOfficer: nil)
            join(added.agency, home)
        case .liaisonOfficerNamed(let named): agencies[named.agency]?.liaisonOfficer = named.officer
        case .personAdded(let added):
            people[added.person] = Person(
                id: added.person, name: added.name, agency: added.agency, roles: added.roles, partnerships: Set(added.partnerships),
                datasets: Set(added.datasets), active: true)
        case .profileChanged(let changed): people[changed.person]?.datasets = Set(changed.datasets)
        case .personLeft(let left):
            people[left.person]?.active = false
            endTokens(of: left.person)
        case .protocolRecorded(let recorded):
            protocols[recorded.id] = SharingProtocol(
                id: recorded.id, title: recorded.title, datasets: recorded.datasets.map { Set($0) },
                inForceFrom: recorded.inForceFrom, expires: recorded.expires, signatories: [], terms: recorded.terms ?? ProtocolTerms())
            if let older = recorded.terms?.replaces, let before = protocols[older] {
                // A version once replaced does not come to life again.
                protocols[older]?.replacedFrom = min(before.replacedFrom ?? .max, recorded.inForceFrom)
            }
        case .protocolSigned(let signed): takeSignature(signed)
        case .signatureWithdrawn(let withdrawn): protocols[withdrawn.id]?.signatories.remove(withdrawn.agency)
        case .placesImported(let imported): places.append(imported)
        case .supplyTaken(let taken): supplies[taken.supply] = Supply(taken: taken, status: .held, position: size)
        case .supplyWithdrawn(let withdrawn): supplies[withdrawn.supply]?.status = .withdrawn
        case .destructionOrdered(let ordered):
            supplies[ordered.supply]?.status = .condemned
            supplies[ordered.supply]?.destruction = ordered
        case .supplyDestroyed(let destroyed): supplies[destroyed.supply]?.status = .destroyed
        case .queryAnswered(let answer):
            answers += 1
            if answer.shown > 0 { releases += 1 }
            count(answer)
        case .extractReleased(let release):
            releases += 1
            count(release.question)
            if let grant = release.question.grant { grants[grant]?.extracts.insert(release.fileDigest) }
        case .actionRefused(let refused): refusals[refused.code, default: 0] += refused.times ?? 1
        case .extractBegun(let begun):
            if let grant = begun.grant {
                grants[grant]?.begun += 1
                grants[grant]?.begunBy[begun.by, default: 0] += 1
            }
        case .accessWaySet(let set): terminalWay = set.way
        case .placesPruned, .clockConfirmed, .transparencyPackMade: break
        case .smallNumbersSet(let set): smallNumbers[set.agency, default: [:]][set.dataset] = set.rule
        case .sealChanged(let change): isUnsealed = change.unsealed
        case .personInvited, .signInMeansChanged, .noticeAddressChanged, .signedIn, .signInRefused, .sessionEnded, .appTokenIssued,
            .appTokenRevoked:
            takeAccount(event, at: moment)
        case .partnershipFounded, .agencyJoined, .agencyParted, .partnerConsented, .guardianNamed, .contactNamed, .notificationRecorded,
            .processorContracted, .contractEnded, .coordinatorChanged, .packageKeyRecorded, .protocolWithdrawn, .protocolReviewed,
            .undertakingSet, .undertakingAgreed:
            takePartnership(event)
        case .requestMade, .requestAmended, .requestQueried, .queryReplied, .factsStated, .personsShown, .personsDestroyed,
            .guardianAdvised,
            .requestHalfReleased,
            .requestGranted, .requestRefused, .requestWithdrawn, .requestAppealed, .refusalUpheld, .requestReturned:
            takeRequest(event, at: moment)
        case .grantRevoked, .grantConfirmed, .grantEnded, .destructionAttested, .onwardAllowed, .onwardStopped, .mediaRegistered,
            .packageSealed:
            takeGrant(event, at: moment)
        case .enquiryLogged, .enquiryAmended, .enquiryClarified, .enquiryConsulted, .enquiryReplied, .enquiryLetterSeen, .enquiryClosed:
            takeEnquiry(event, at: moment)
        }
    }

    /// True where something was destroyed in the hub that the register answered for. The supplies of a grant have certificates of their own.
    private func certifiesDestruction(_ event: Event) -> Bool {
        switch event {
        case .supplyDestroyed, .personsDestroyed: true
        case .grantEnded(let ended): ended.destroyed.count > supplies(madeFor: ended.grant).count
        default: false
        }
    }

    /// The number the next supply gets.
    public var nextSupply: SupplyID { SupplyID(number: supplies.count + 1) }

    /// Every supply of a record type that is held, whoever may be answered from it, oldest first.
    public func heldSupplies(of dataset: RecordTypeID) -> [Supply] {
        supplies.values.filter { $0.status == .held && $0.taken.dataset == dataset }.sorted { $0.position < $1.position }
    }

    /// Supplies of a record type that can be answered from, oldest first: those to the partnership, and those made for that grant.
    public func heldSupplies(of dataset: RecordTypeID, under grant: GrantID?) -> [Supply] {
        heldSupplies(of: dataset).filter { $0.taken.grant == nil || $0.taken.grant == grant }
    }

    /// Supplies made for a grant, whatever stands of them, oldest first.
    public func supplies(madeFor grant: GrantID) -> [Supply] {
        supplies.values.filter { $0.taken.grant == grant }.sorted { $0.position < $1.position }
    }

    /// A supply of exactly this table, however it was packed, for this record type by this agency and to the same, if there ever was one.
    public func supply(ofContent digest: String, dataset: RecordTypeID, agency: AgencyID, under grant: GrantID?) -> Supply? {
        supplies.values.filter {
            $0.taken.contentDigest == digest && $0.taken.dataset == dataset && $0.taken.agency == agency && $0.taken.grant == grant
        }.max { $0.position < $1.position }
    }
}
