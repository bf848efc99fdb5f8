public import Register
import Storage
import Synchronization

/// What a supply was used for: who asked, for what purpose, how often. For people of the agency whose records they are, and who oversee it.
public struct ShowSupplyUse {
    private let hub: Hub
    /// In that hub.
    public init(hub: Hub) { self.hub = hub }

    /// One person's use of it for one purpose.
    public struct Use: Sendable, Hashable {
        /// Who.
        public let person: PersonID
        /// For which agency.
        public let agency: AgencyID
        /// Why, in their words.
        public let purpose: String
        /// Under which grant, if under one.
        public let grant: GrantID?
        /// Questions answered, and extracts taken.
        public internal(set) var answers = 0, extracts = 0
        /// Records of the whole answers that were shown or handed over.
        public internal(set) var shown = 0
        /// The last time.
        public internal(set) var last: Moment
    }

    /// Uses, the latest first. `trail`: the index that a server has; without it the ledger is read.
    public func perform(_ id: SupplyID, for actor: PersonID, by trail: AuditTrail? = nil) throws -> [Use] {
        try hub.recordingRefusals(by: actor, action: .seeQuality, dataset: nil) {
            let supply = try hub.register.supply(id, whoseUseIsSeenBy: actor)
            if let trail { return try trail.uses(of: id) }
            var uses = SupplyUses()
            try hub.events(concerning: supply, of: [.use], by: nil) { entry, event in
                uses.take(event, at: entry.at)
                return true
            }
            return uses.of(id)
        }
    }
}

/// What supplies were used for, counted event by event.
struct SupplyUses {
    private struct Key: Hashable {
        let person: PersonID, agency: AgencyID, purpose: String, grant: GrantID?
    }
    private struct Tally {
        var answers = 0, extracts = 0, shown = 0
        var last: Moment
    }
    /// Supplies that were asked together, each such set once: far fewer than questions, which each name hundreds.
    private var sets: [[SupplyID]] = []
    private var numbers: [[SupplyID]: Int] = [:]
    private var tallies: [Key: [Int: Tally]] = [:]

    mutating func take(_ event: Event, at: Moment) {
        switch event {
        case .queryAnswered(let answer): note(answer, isExtract: false, at)
        case .extractReleased(let release): note(release.question, isExtract: true, at)
        default: break
        }
    }

    private mutating func note(_ answer: QueryAnswered, isExtract: Bool, _ at: Moment) {
        let set = number(of: answer.supplies)
        let key = Key(person: answer.by, agency: answer.agency, purpose: answer.purpose, grant: answer.grant)
        var tally = tallies[key]?[set] ?? Tally(last: at)
        if isExtract { tally.extracts += 1 } else { tally.answers += 1 }
        tally.shown += answer.shown
        tally.last = max(tally.last, at)
        tallies[key, default: [:]][set] = tally
    }

    private mutating func number(of supplies: [SupplyID]) -> Int {
        if let known = numbers[supplies] { return known }
        sets.append(supplies)
        numbers[supplies] = sets.count - 1
        return sets.count - 1
    }

    /// The uses of one supply, the latest first.
    func of(_ supply: SupplyID) -> [ShowSupplyUse.Use] {
        let concerned = Set(sets.indices.filter { sets[$0].contains(supply) })
        let uses = tallies.compactMap { key, bySet -> ShowSupplyUse.Use? in
            let those = bySet.filter { concerned.contains($0.key) }.values
            guard let last = those.map(\.last).max() else { return nil }
            var use = ShowSupplyUse.Use(person: key.person, agency: key.agency, purpose: key.purpose, grant: key.grant, last: last)
            for tally in those {
                use.answers += tally.answers
                use.extracts += tally.extracts
                use.shown += tally.shown
            }
            return use
        }
        return uses.sorted { ($1.last, $0.person, $0.purpose) < ($0.last, $1.person, $1.purpose) }
    }
}
