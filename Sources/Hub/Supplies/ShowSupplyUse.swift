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
            // A server has counted what was there when it was asked last, and goes on from there.
            let size = hub.state.size
            let known = trail == nil ? nil : hub.uses.find(id)
            var uses = known?.uses ?? [:]
            let rest = max(supply.position, known?.size ?? 0)..<max(size, supply.position, known?.size ?? 0)
            try hub.events(concerning: supply, of: [.use], by: trail, in: trail == nil ? nil : rest) { entry, event in
                switch event {
                case .queryAnswered(let answer): Self.note(answer, isExtract: false, id, entry.at, &uses)
                case .extractReleased(let release): Self.note(release.question, isExtract: true, id, entry.at, &uses)
                default: break
                }
                return true
            }
            if trail != nil { hub.uses.keep(uses, upTo: rest.upperBound, of: id) }
            return uses.values.sorted { ($1.last, $0.person, $0.purpose) < ($0.last, $1.person, $1.purpose) }
        }
    }

    private static func note(_ answer: QueryAnswered, isExtract: Bool, _ id: SupplyID, _ at: Moment, _ uses: inout [String: Use]) {
        guard answer.supplies.contains(id) else { return }
        let key = [answer.by.rawValue, answer.agency.rawValue, answer.grant?.rawValue ?? "", answer.purpose].joined(separator: "\u{0}")
        var use =
            uses[key]
            ?? Use(person: answer.by, agency: answer.agency, purpose: answer.purpose, grant: answer.grant, last: at)
        if isExtract { use.extracts += 1 } else { use.answers += 1 }
        use.shown += answer.shown
        use.last = max(use.last, at)
        uses[key] = use
    }
}

/// Uses of supplies as they were counted last, up to a size of the ledger. In memory alone: it is what the ledger holds.
final class CountedUses: Sendable {
    private let counted = Mutex<[SupplyID: (size: Int, uses: [String: ShowSupplyUse.Use])]>([:])
    /// Supplies kept at most: who looks at more counts some anew.
    private static let most = 500

    func find(_ supply: SupplyID) -> (size: Int, uses: [String: ShowSupplyUse.Use])? { counted.withLock { $0[supply] } }

    func keep(_ uses: [String: ShowSupplyUse.Use], upTo size: Int, of supply: SupplyID) {
        counted.withLock { counted in
            if counted.count >= Self.most { counted = [:] }
            if size >= counted[supply]?.size ?? 0 { counted[supply] = (size, uses) }
        }
    }
}
