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
    /// Supplies by number, and the sets of them that were asked together, by number too: far fewer sets than questions, which each name hundreds.
    private var supplies: [SupplyID: UInt32] = [:]
    private var sets: [[UInt32]: UInt32] = [:]
    /// By supply, the sets that it is in; by set, what was asked of it.
    private var holding: [[UInt32]] = []
    private var tallies: [[Key: Tally]] = []

    mutating func take(_ event: Event, at: Moment) {
        switch event {
        case .queryAnswered(let answer): note(answer, isExtract: false, at)
        case .extractReleased(let release): note(release.question, isExtract: true, at)
        default: break
        }
    }

    private mutating func note(_ answer: QueryAnswered, isExtract: Bool, _ at: Moment) {
        let set = Int(number(of: answer.supplies))
        let key = Key(person: answer.by, agency: answer.agency, purpose: answer.purpose, grant: answer.grant)
        var tally = tallies[set][key] ?? Tally(last: at)
        if isExtract { tally.extracts += 1 } else { tally.answers += 1 }
        tally.shown += answer.shown
        tally.last = max(tally.last, at)
        tallies[set][key] = tally
    }

    private mutating func number(of asked: [SupplyID]) -> UInt32 {
        let numbers = asked.map { supply in
            if let known = supplies[supply] { return known }
            let new = UInt32(holding.count)
            supplies[supply] = new
            holding.append([])
            return new
        }
        if let known = sets[numbers] { return known }
        let new = UInt32(tallies.count)
        sets[numbers] = new
        tallies.append([:])
        for supply in Set(numbers) { holding[Int(supply)].append(new) }
        return new
    }

    /// The uses of one supply, the latest first.
    func of(_ supply: SupplyID) -> [ShowSupplyUse.Use] {
        guard let number = supplies[supply] else { return [] }
        var uses: [Key: ShowSupplyUse.Use] = [:]
        for set in holding[Int(number)] {
            for (key, tally) in tallies[Int(set)] {
                var use =
                    uses[key]
                    ?? ShowSupplyUse.Use(person: key.person, agency: key.agency, purpose: key.purpose, grant: key.grant, last: tally.last)
                use.answers += tally.answers
                use.extracts += tally.extracts
                use.shown += tally.shown
                use.last = max(use.last, tally.last)
                uses[key] = use
            }
        }
        return uses.values.sorted { ($1.last, $0.person, $0.purpose) < ($0.last, $1.person, $1.purpose) }
    }
}
