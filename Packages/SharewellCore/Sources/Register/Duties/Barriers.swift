public import Guidance

/// What an agency had of the partnership's information.
public struct Received: Sendable, Hashable, Codable {
    /// Questions answered from other agencies' supplies, and extracts taken from them.
    public internal(set) var answers = 0, extracts = 0
    init() {}
}

/// The barriers of §4.1 in numbers, as far as the ledger tells them.
public struct Barriers: Sendable, Hashable, Encodable {
    /// How often one reason was given.
    public struct Reason: Sendable, Hashable, Encodable {
        /// The reason.
        public let reason: RefusalReason
        /// Refusals for it, those that were decided again later too.
        public let count: Int
    }
    /// What one agency gave and had.
    public struct Share: Sendable, Hashable, Encodable {
        /// The agency.
        public let agency: AgencyID
        /// Supplies it gave, and their part of all, in per cent.
        public let supplies: Int, percent: Int
        /// True if more than half of all supplies are its.
        public let isOverReliedOn: Bool
        /// Answers and extracts that its people had from other agencies' supplies (Principle 2).
        public let answersReceived: Int, extractsReceived: Int
        /// True if it supplied and had nothing back.
        public let hadNothingBack: Bool
    }
    /// Requests that a person decides: each is new work (§4.1).
    public let adHoc: Int
    /// Requests granted at once by a rule.
    public let byRule: Int
    /// Supplies, which are answered from without a request.
    public let supplies: Int
    /// Of them, those that a protocol agrees as routine: nobody had to ask for them.
    public let routineSupplies: Int
    /// Routine supplies that the protocols in force agree.
    public let routinesAgreed: Int
    /// Days from a request to its decision by a person, the middle one; nil while none is decided.
    public let medianDaysToDecision: Double?
    /// Requests that still wait.
    public let waiting: Int
    /// Refusals by reason, the most frequent first.
    public let refusals: [Reason]
    /// Refusals in which statistics were offered instead of records.
    public let statisticsInstead: Int
    /// What each supplying agency gave and had, the greatest supplier first.
    public let shares: [Share]
}

extension Register {
    /// The barriers of §4.1, measured over all that the ledger holds.
    public func barriers(on today: Int) -> Barriers {
        let requests = state.requests.values
        let byRule = requests.filter { $0.grant.flatMap { state.grants[$0] }?.rule != nil }
        let ruled = Set(byRule.map(\.id))
        let days = requests.filter { !ruled.contains($0.id) }.compactMap { request in
            request.decided.map { $0.day - request.made.day }
        }.sorted()
        let middle = days.count / 2
        let median = days.isEmpty ? nil : days.count % 2 == 1 ? Double(days[middle]) : Double(days[middle - 1] + days[middle]) / 2
        let reasons = rulebook.refusalReasons.compactMap { reason in
            state.refusedFor[reason.id].map { Barriers.Reason(reason: reason, count: $0) }
        }
        let total = state.supplies.count
        let counts = Dictionary(grouping: state.supplies.values, by: \.taken.agency).mapValues(\.count)
        let shares = counts.map { agency, count in
            let received = state.received[agency] ?? Received()
            return Barriers.Share(
                agency: agency, supplies: count, percent: (200 * count + total) / (2 * total), isOverReliedOn: 2 * count > total,
                answersReceived: received.answers, extractsReceived: received.extracts,
                hadNothingBack: received.answers + received.extracts == 0)
        }
        return Barriers(
            adHoc: requests.count - ruled.count, byRule: ruled.count, supplies: total,
            routineSupplies: state.supplies.values.count(where: isRoutine),
            routinesAgreed: state.protocols.values.filter { $0.isInForce(on: today) }.reduce(0) { count, agreement in
                count + agreement.terms.supplies.count { agreement.signatories.contains($0.agency) }
            }, medianDaysToDecision: median,
            waiting: requests.count { [.submitted, .queried, .halfReleased, .appealed].contains($0.stage) },
            refusals: reasons.sorted { ($1.count, $0.reason.id) < ($0.count, $1.reason.id) },
            statisticsInstead: state.refusedFor[Self.statisticsReason] ?? 0,
            shares: shares.sorted { ($1.supplies, $0.agency) < ($0.supplies, $1.agency) })
    }

    private static let statisticsReason = "statistics-instead"
}
