/// Who had what of whose information, and how long they waited for it: what the barriers of §4.1 are measured by.
public struct Sharing: Sendable, Hashable, Codable {
    /// What one agency had of another's information.
    public struct Flow: Sendable, Hashable, Codable {
        /// Questions answered, extracts taken, packages sealed.
        public internal(set) var answers = 0, extracts = 0, packages = 0
        /// All of them.
        public var all: Int { answers + extracts + packages }
    }
    /// By the agency whose information it is, and the agency that had it; an agency has nothing of itself.
    public internal(set) var had: [AgencyID: [AgencyID: Flow]] = [:]
    /// When something was first supplied for a grant, or first had under it.
    public internal(set) var first: [GrantID: Moment] = [:]
    /// Nothing yet.
    init() {}

    /// What others had of an agency's information.
    public func given(by agency: AgencyID) -> Int { had[agency]?.values.reduce(0) { $0 + $1.all } ?? 0 }
    /// What an agency had of others' information.
    public func returned(to agency: AgencyID) -> Flow {
        had.values.reduce(into: Flow()) { sum, flows in
            guard let flow = flows[agency] else { return }
            sum.answers += flow.answers
            sum.extracts += flow.extracts
            sum.packages += flow.packages
        }
    }
    /// Agencies that had something of an agency's information.
    public func users(of agency: AgencyID) -> [AgencyID] { had[agency].map { $0.keys.sorted() } ?? [] }
}

extension HubState {
    /// Counts what an event says of sharing, before it is taken in.
    mutating func noteSharing(by event: Event, at moment: Moment) {
        switch event {
        case .queryAnswered(let answer): note(answer, \.answers, at: moment)
        case .extractReleased(let release): note(release.question, \.extracts, at: moment)
        case .packageSealed(let sealed):
            guard let terms = grants[sealed.grant]?.terms else { return }
            if sharing.first[sealed.grant] == nil { sharing.first[sealed.grant] = moment }
            if terms.source != sealed.to { sharing.had[terms.source, default: [:]][sealed.to, default: Sharing.Flow()].packages += 1 }
        case .supplyTaken(let taken):
            if let grant = taken.grant, sharing.first[grant] == nil { sharing.first[grant] = moment }
        default: break
        }
    }

    private mutating func note(_ answer: QueryAnswered, _ what: WritableKeyPath<Sharing.Flow, Int>, at moment: Moment) {
        if let grant = answer.grant, sharing.first[grant] == nil { sharing.first[grant] = moment }
        for source in Set(answer.supplies.compactMap { supplies[$0]?.taken.agency }) where source != answer.agency {
            sharing.had[source, default: [:]][answer.agency, default: Sharing.Flow()][keyPath: what] += 1
        }
    }
}
