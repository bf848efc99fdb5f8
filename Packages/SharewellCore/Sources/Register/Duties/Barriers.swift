public import Guidance

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
        /// Supplies it gave to the partnership. However many files they are, they are no reliance on it.
        public let supplies: Int
        /// Requests made to it that a person decides: each is new work.
        public let requests: Int
        /// Answers, extracts and packages that other agencies had of its information.
        public let used: Int
        /// The part of all requests to people and of all use that fell on it, in per cent; nil while there is none.
        public let percent: Int?
        /// True if more than half of it did (§4.1).
        public let isOverReliedOn: Bool
        /// Answers, extracts and packages that it had of other agencies' information (Principle 2).
        public let answersHad: Int, extractsHad: Int, packagesHad: Int
        /// Agencies that used its information, and those of them whose information it had in turn.
        public let users: Int, usersThatGaveBack: Int
        /// True if others used its information and it had nothing of anybody's.
        public let hadNothingBack: Bool
    }
    /// Days from one thing to another.
    public struct Days: Sendable, Hashable, Encodable {
        /// How many there are of.
        public let count: Int
        /// The middle one; nil while there are none.
        public let median: Double?
        /// The longest; nil while there are none.
        public let longest: Int?

        init(_ days: [Int]) {
            let days = days.sorted(), middle = days.count / 2
            count = days.count
            longest = days.last
            median = days.isEmpty ? nil : days.count % 2 == 1 ? Double(days[middle]) : Double(days[middle - 1] + days[middle]) / 2
        }
    }
    /// Requests that a person decides: each is new work (§4.1).
    public let adHoc: Int
    /// Requests granted at once by a rule.
    public let byRule: Int
    /// Supplies to the partnership, which are answered from without a request.
    public let supplies: Int
    /// Of them, those that a protocol agrees as routine: nobody had to ask for them.
    public let routineSupplies: Int
    /// Routine supplies that the protocols in force agree.
    public let routinesAgreed: Int
    /// Supplies made for one grant each.
    public let suppliesForGrants: Int
    /// Days from a request that a person granted to the first thing supplied for it or had under it: what the requester waited.
    public let toFirstSupply: Days
    /// Requests granted by a person under which nothing was supplied or had yet.
    public let grantedAndNotSupplied: Int
    /// Days from a request to a person's grant.
    public let toGrant: Days
    /// Days from a request to its refusal, where that stands.
    public let toRefusal: Days
    /// Requests that still wait.
    public let waiting: Int
    /// Refusals by reason, the most frequent first.
    public let refusals: [Reason]
    /// Refusals in which statistics were offered instead of records.
    public let statisticsInstead: Int
    /// What each agency that supplied, was asked or was used gave and had; the most relied upon first.
    public let shares: [Share]
}

extension Register {
    /// The barriers of §4.1, as far as a person may look: over what the agencies give that they know as suppliers.
    public func barriers(seenBy person: Person, on today: Int) -> Barriers {
        barriers(of: Set(suppliers(seenBy: person).map(\.id)), on: today)
    }

    /// The barriers of §4.1, measured over what those agencies are asked for, refuse and give; over all that the ledger holds if nil.
    public func barriers(of agencies: Set<AgencyID>? = nil, on today: Int) -> Barriers {
        func isCounted(_ agency: AgencyID) -> Bool { agencies?.contains(agency) ?? true }
        let requests = state.requests.values.filter { isCounted($0.content.source) }
        let ruled = Set(requests.filter { $0.grant.flatMap { state.grants[$0] }?.rule != nil }.map(\.id))
        let asked = requests.filter { !ruled.contains($0.id) }
        let refused = state.refusedFor.filter { isCounted($0.key) }.values.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        func days(_ end: (SharingRequest) -> Moment?) -> Barriers.Days {
            Barriers.Days(asked.compactMap { request in end(request).map { $0.day - request.made.day } })
        }
        let reasons = rulebook.refusalReasons.compactMap { reason in
            refused[reason.id].map { Barriers.Reason(reason: reason, count: $0) }
        }
        let given = state.supplies.values.filter { isCounted($0.taken.agency) }
        let supplies = given.filter { $0.taken.grant == nil }
        return Barriers(
            adHoc: asked.count, byRule: ruled.count, supplies: supplies.count, routineSupplies: supplies.count(where: isRoutine),
            routinesAgreed: state.protocols.values.filter { $0.isInForce(on: today) }.reduce(0) { count, agreement in
                count + agreement.terms.supplies.count { agreement.signatories.contains($0.agency) && isCounted($0.agency) }
            }, suppliesForGrants: given.count - supplies.count,
            toFirstSupply: days { $0.grant.flatMap { state.sharing.first[$0] } },
            grantedAndNotSupplied: asked.count { $0.grant.map { state.sharing.first[$0] == nil } ?? false },
            toGrant: days { $0.grant == nil ? nil : $0.decided }, toRefusal: days { $0.stage == .refused ? $0.decided : nil },
            waiting: asked.count { [.submitted, .queried, .halfReleased, .appealed, .held].contains($0.stage) },
            refusals: reasons.sorted { ($1.count, $0.reason.id) < ($0.count, $1.reason.id) },
            statisticsInstead: refused[Self.statisticsReason] ?? 0,
            shares: shares(supplies: supplies, asked: asked, of: isCounted))
    }

    private func shares(supplies: [Supply], asked: [SharingRequest], of isCounted: (AgencyID) -> Bool) -> [Barriers.Share] {
        let supplied = Dictionary(grouping: supplies, by: \.taken.agency).mapValues(\.count)
        let requested = Dictionary(grouping: asked, by: \.content.source).mapValues(\.count)
        let sharing = state.sharing
        let used = sharing.had.keys.filter(isCounted)
        let total = asked.count + used.reduce(0) { $0 + sharing.given(by: $1) }
        let agencies = Set(supplied.keys).union(requested.keys).union(used)
        return agencies.map { agency in
            let work = (requested[agency] ?? 0) + sharing.given(by: agency)
            let back = sharing.returned(to: agency), users = sharing.users(of: agency)
            return Barriers.Share(
                agency: agency, supplies: supplied[agency] ?? 0, requests: requested[agency] ?? 0, used: sharing.given(by: agency),
                percent: total == 0 ? nil : (200 * work + total) / (2 * total), isOverReliedOn: 2 * work > total,
                answersHad: back.answers, extractsHad: back.extracts, packagesHad: back.packages, users: users.count,
                usersThatGaveBack: users.count { sharing.had[$0]?[agency] != nil }, hadNothingBack: !users.isEmpty && back.all == 0)
        }.sorted { ($1.requests + $1.used, $0.agency) < ($0.requests + $0.used, $1.agency) }
    }

    private static let statisticsReason = "statistics-instead"
}
