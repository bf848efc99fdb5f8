public import Guidance

/// Where in the ledger what stands: positions by agency, partnership, person, dataset and kind. Fed event by event as they are folded; the
/// same events make the same index. It holds positions and names of the register, no event: some ten bytes an event.
public struct LedgerIndex: Sendable, Hashable {
    /// What events are found by.
    public enum Key: Sendable, Hashable {
        /// Whose information or people an event concerns.
        case agency(AgencyID)
        /// Which partnership it belongs to.
        case partnership(PartnershipID)
        /// Who did it.
        case person(PersonID)
        /// Whom it tells what they wait for.
        case tells(PersonID)
        /// When somebody signed in.
        case signedIn(PersonID)
        /// What it is about, where that is one record type.
        case dataset(RecordTypeID)
        /// What was supplied to the partnership of a record type.
        case supplied(RecordTypeID)
        /// What kind of thing happened.
        case kind(EventConcern.Kind)
        /// Whose information was had.
        case used(AgencyID)
        /// Protocols of a partnership.
        case agreements(PartnershipID)
    }
    private var lists: [Key: PositionList] = [:]
    /// By calendar day, the position of its first event, in order of days.
    private var days: [(day: Int, first: Int)] = []
    /// Events taken in.
    public private(set) var size = 0
    /// How many events there were when duties and what waits may last have changed.
    public private(set) var lastChange = 0

    /// Of no event.
    public init() {}

    /// Takes the next event in; `state` has folded it.
    public mutating func take(_ event: Event, at moment: Moment, in state: HubState) {
        let concern = state.concern(of: event), position = size
        size += 1
        if concern.mayChangeDuties { lastChange = size }
        if (days.last?.day ?? .min) < moment.day { days.append((moment.day, position)) }
        add(position, to: .kind(concern.kind))
        for agency in concern.agencies { add(position, to: .agency(agency)) }
        for agency in concern.sources { add(position, to: .used(agency)) }
        for partnership in concern.partnerships { add(position, to: .partnership(partnership)) }
        for person in concern.tells { add(position, to: .tells(person)) }
        if let by = concern.by, state.people[by] != nil { add(position, to: .person(by)) }
        if let dataset = state.dataset(of: event) { add(position, to: .dataset(dataset)) }
        switch event {
        case .supplyTaken(let taken) where taken.grant == nil: add(position, to: .supplied(taken.dataset))
        case .signedIn(let signed): add(position, to: .signedIn(signed.person))
        case .protocolRecorded, .protocolSigned, .signatureWithdrawn, .protocolWithdrawn, .protocolReviewed:
            for partnership in concern.partnerships { add(position, to: .agreements(partnership)) }
        default: break
        }
    }

    private mutating func add(_ position: Int, to key: Key) { lists[key, default: PositionList()].append(position) }

    /// Positions of a key.
    public subscript(key: Key) -> PositionList { lists[key] ?? PositionList() }

    /// The positions of the events of those days, both counted in; nil days do not bound it.
    public func positions(from first: Int?, to last: Int?) -> Range<Int> {
        let low = first.map { day in days.first { $0.day >= day }?.first ?? size } ?? 0
        let high = last.map { day in days.first { $0.day > day }?.first ?? size } ?? size
        return low..<max(low, high)
    }

    /// What is looked for: events of any of `within`, and, for each other list, of any of its keys.
    public struct Search: Sendable, Hashable {
        /// How far whoever looks may look. Nothing outside is found.
        public let within: [Key]
        /// What it is narrowed to.
        public var narrowing: [[Key]] = []
        /// Days, both counted in.
        public var from: Int?, to: Int?
        /// Everything within.
        public init(within: [Key]) { self.within = within }
        /// Everything within a reach.
        public init(_ reach: AuditReach) {
            within = (reach.agency.map { [.agency($0)] } ?? []) + reach.partnerships.sorted().map { .partnership($0) }
        }
    }

    /// Positions of what was looked for, oldest first.
    public func find(_ search: Search) -> [Int] {
        let range = positions(from: search.from, to: search.to)
        var found = union(search.within, in: range)
        for keys in search.narrowing { found.keepOnly(union(keys, in: range)) }
        return found.positions
    }

    private func union(_ keys: [Key], in range: Range<Int>) -> MarkedPositions {
        var marked = MarkedPositions(range)
        for list in keys.compactMap({ lists[$0] }) { for position in list.from(range.lowerBound) { marked.mark(position) } }
        return marked
    }

    /// Equal if they found the same.
    public static func == (left: LedgerIndex, right: LedgerIndex) -> Bool { left.size == right.size && left.lists == right.lists }
    /// By size.
    public func hash(into hasher: inout Hasher) { hasher.combine(size) }

    /// Bytes its lists keep, for the test of its bound.
    var bytes: Int { lists.values.reduce(0) { $0 + $1.bytes } }
}

extension HubState {
    /// The record type an event is about, where it is one.
    public func dataset(of event: Event) -> RecordTypeID? {
        switch event {
        case .supplyTaken(let taken): taken.dataset
        case .supplyWithdrawn(let withdrawn): supplies[withdrawn.supply]?.taken.dataset
        case .destructionOrdered(let ordered): supplies[ordered.supply]?.taken.dataset
        case .supplyDestroyed(let destroyed): supplies[destroyed.supply]?.taken.dataset
        case .queryAnswered(let answer): answer.dataset
        case .extractBegun(let begun): begun.dataset
        case .extractReleased(let release): release.question.dataset
        case .actionRefused(let refused): refused.dataset
        case .requestMade(let made), .requestAmended(let made): made.content.dataset
        case .requestGranted(let granted): granted.terms.dataset
        case .packageSealed(let sealed): grants[sealed.grant]?.terms.dataset
        case .grantRevoked(let revoked): grants[revoked.grant]?.terms.dataset
        case .grantConfirmed(let confirmed): grants[confirmed.grant]?.terms.dataset
        case .grantEnded(let ended): grants[ended.grant]?.terms.dataset
        case .destructionAttested(let attested): grants[attested.grant]?.terms.dataset
        default: nil
        }
    }
}
