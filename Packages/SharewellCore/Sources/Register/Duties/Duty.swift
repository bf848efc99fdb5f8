internal import Guidance

/// Something that somebody has to do by some day, and what settles it.
public struct Duty: Sendable, Hashable, Encodable {
    /// Where it stands.
    public enum State: String, Sendable, Codable {
        /// Its day is still to come.
        case due
        /// It is met.
        case done
        /// Its day is over, or it has been owed from the beginning.
        case overdue
    }
    /// What is owed.
    public let what: String
    /// Who owes it: an agency, or the co-ordinator.
    public let who: String
    /// The agency it is about; nil for the partnership.
    public let agency: AgencyID?
    /// Last day on which it is met in time, ISO 8601; nil where it is owed at all times.
    public let due: String?
    /// Where it stands.
    public let state: State
    /// The section or enactment.
    public let section: String
    /// What settles it.
    public let settle: String

    init(
        _ what: String, who: String, agency: AgencyID?, due: Int?, done: Bool = false, today: Int, section: String, settle: String
    ) {
        self.what = what
        self.who = who
        self.agency = agency
        self.due = due.map { CalendarDay(number: $0).description }
        state = done ? .done : (due ?? .min) < today ? .overdue : .due
        self.section = section
        self.settle = settle
    }
}

extension Register {
    /// How many ended periods of section 17A are looked back on.
    public static let periodsKept = 4

    /// What is owed to and within the partnerships on that day, by last day, what has none first.
    public func duties(on today: Int) -> [Duty] {
        let all =
            disclosures(on: today) + agreements(on: today) + officers(on: today) + requestsWaiting(on: today) + grantsEnding(on: today)
            + enquiriesWaiting(on: today)
        return all.sorted { ($0.due ?? "", $0.who, $0.what) < ($1.due ?? "", $1.who, $1.what) }
    }

    // MARK: Section 17A (§2.4.1.1)

    /// For each agency that owes an item, the last four periods that have ended. Items without a record type are not followed: the hub cannot
    /// tell whether they were disclosed.
    private func disclosures(on today: Int) -> [Duty] {
        guard let prescribed = rulebook.prescribedInformation else { return [] }
        let periods = prescribed.periods.periods(from: CalendarDay(number: today - 800), through: CalendarDay(number: today))
        let ended = periods.filter { $0.last.number < today }.suffix(Self.periodsKept)
        var duties: [Duty] = []
        for agency in state.agencies.values.sorted(by: { $0.id < $1.id }) {
            for item in prescribed.items(owedBy: [agency.agencyClass]) where !item.recordTypes.isEmpty {
                for period in ended {
                    duties.append(
                        Duty(
                            "\(item.title), \(period.text)\(item.outwardPostcodeOnly ? ", by outward postcode only" : "") (section 17A)",
                            who: agency.id.rawValue, agency: agency.id, due: prescribed.periods.due(of: period).number,
                            done: isSupplied(item, by: agency, in: period), today: today, section: prescribed.section,
                            settle: "sharewell supply FILE --dataset \(item.recordTypes[0]) --from \(agency.id)"))
                }
            }
        }
        return duties
    }

    /// True if supplies of the agency, or of one whose supply meets the duty beside it, reach into every month of the period. Months and not
    /// days: records of a month need not fall on its first and last day. A supply that was taken back does not count; one destroyed since does.
    private func isSupplied(_ item: PrescribedInformation.Item, by agency: Agency, in period: DisclosurePeriod) -> Bool {
        let partners = Set(state.partnerships.values.filter { $0.members.contains(agency.id) }.flatMap(\.members))
        var suppliers: Set = [agency.id]
        for partner in partners where item.suppliedBy.contains(state.agencies[partner]?.agencyClass ?? "") { suppliers.insert(partner) }
        let spans = state.supplies.values.compactMap { supply -> ClosedRange<Int>? in
            let taken = supply.taken
            guard supply.status != .withdrawn, suppliers.contains(taken.agency), item.recordTypes.contains(taken.dataset),
                let from = taken.periodFrom.flatMap({ CalendarDate($0) }), let to = taken.periodTo.flatMap({ CalendarDate($0) }),
                from.firstDay <= to.lastDay
            else { return nil }
            return month(from.firstDay)...month(to.lastDay)
        }
        return (month(period.first.number)...month(period.last.number)).allSatisfy { month in spans.contains { $0.contains(month) } }
    }

    private func month(_ number: Int) -> Int {
        let day = CalendarDay(number: number)
        return day.year * 12 + day.month
    }

    // MARK: Agreements (§2.2, §2.4.2.5, §4.3.2)

    private func agreements(on today: Int) -> [Duty] {
        var duties: [Duty] = []
        for agreement in state.protocols.values where !agreement.isWithdrawn && agreement.replacedFrom == nil {
            if let review = agreement.terms.reviewBy, agreement.isInForce(on: today) {
                duties.append(
                    Duty(
                        "review of the protocol \(agreement.id)", who: "co-ordinator", agency: nil, due: review, today: today,
                        section: "§2.2", settle: "sharewell protocol review \(agreement.id) --next DAY"))
            }
            if let expires = agreement.expires {
                duties.append(
                    Duty(
                        "a new version of the protocol \(agreement.id), whose last day this is", who: "co-ordinator", agency: nil,
                        due: expires, today: today, section: "§2.2",
                        settle: "sharewell protocol add ID --title TITLE --replaces \(agreement.id)"))
            }
        }
        let signatories = Set(state.protocols.values.filter { $0.isInForce(on: today) }.flatMap(\.signatories))
        for agency in state.agencies.values where agency.notification != nil || signatories.contains(agency.id) {
            duties.append(
                Duty(
                    "notification with the Information Commissioner\(agency.notification == nil ? ", none recorded" : "")",
                    who: agency.id.rawValue, agency: agency.id, due: agency.notification?.expires, today: today, section: "§2.4.2.5",
                    settle: "sharewell agency notification \(agency.id) --number NUMBER --expires DAY"))
        }
        for contract in state.contracts {
            let later = state.contracts.contains {
                $0.processor == contract.processor && $0.agency == contract.agency && $0.last > contract.last
            }
            if later || contract.ending != nil { continue }
            duties.append(
                Duty(
                    "contract with the processor \(contract.processor), whose last day this is", who: contract.agency.rawValue,
                    agency: contract.agency, due: contract.until, today: today, section: "§4.3.2",
                    settle: "sharewell agency processor \(contract.agency) --processor \(contract.processor) --contract REFERENCE …"))
        }
        return duties
    }

    /// Officers not named, and consents begun and not complete.
    private func officers(on today: Int) -> [Duty] {
        var duties: [Duty] = []
        for partnership in state.partnerships.values {
            for agency in authoritiesWithoutOfficer(of: partnership) {
                duties.append(
                    Duty(
                        "a Designated Liaison Officer", who: agency.rawValue, agency: agency, due: nil, today: today, section: "§2.2.1",
                        settle: "sharewell agency liaison-officer \(agency) --person PERSON"))
            }
            for (partner, given) in partnership.consents where !given.isEmpty {
                for authority in partnership.consentsMissing(for: partner) {
                    duties.append(
                        Duty(
                            "consent to \(partner) as a partner of \(partnership.id)", who: authority.rawValue, agency: authority, due: nil,
                            today: today, section: "§2.2.4",
                            settle: "sharewell partnership consent \(partner) --of \(authority) --as OFFICER"))
                }
            }
        }
        for agency in state.agencies.values where isHealthBody(agency) {
            guard agency.guardian.flatMap({ state.people[$0] })?.active != true else { continue }
            duties.append(
                Duty(
                    "a Caldicott Guardian", who: agency.id.rawValue, agency: agency.id, due: nil, today: today, section: "§2.4.2.2",
                    settle: "sharewell agency guardian \(agency.id) --person PERSON"))
        }
        // An authority of two partnerships lacks one officer, not two.
        return Set(duties).sorted { ($0.who, $0.what) < ($1.who, $1.what) }
    }

    /// Bodies that owe health items under section 17A, or supply them.
    private func isHealthBody(_ agency: Agency) -> Bool {
        rulebook.prescribedInformation?.items.contains {
            $0.outwardPostcodeOnly && ($0.owedBy + $0.suppliedBy).contains(agency.agencyClass)
        } ?? false
    }

    // MARK: Requests, grants, enquiries (§4.3, §2.4.2.4)

    private func requestsWaiting(on today: Int) -> [Duty] {
        state.requests.values.compactMap { request in
            let (who, agency, settle): (String, AgencyID?, String)
            switch request.stage {
            case .submitted, .halfReleased:
                (who, agency) = (request.content.source.rawValue, request.content.source)
                settle = "sharewell request grant \(request.id) --as OFFICER, or refuse, or ask"
            case .queried:
                (who, agency) = (request.by.rawValue, request.agency)
                settle = "sharewell request answer \(request.id) --text TEXT --as \(request.by)"
            case .appealed: (who, agency, settle) = ("co-ordinator", nil, "sharewell request settle \(request.id)")
            case .granted, .refused, .withdrawn: return nil
            }
            let days = today - request.made.day
            return Duty(
                "the request \(request.id), \(request.stage.rawValue), made \(days == 1 ? "1 day" : "\(days) days") ago", who: who,
                agency: agency, due: request.made.day + request.content.neededWithin, today: today, section: "§4.3", settle: settle)
        }
    }

    private func grantsEnding(on today: Int) -> [Duty] {
        state.grants.values.compactMap { grant in
            if grant.owesAttestation(on: today) {
                return Duty(
                    "attestation that the copies had under \(grant.id) are destroyed", who: grant.terms.agency.rawValue,
                    agency: grant.terms.agency, due: grant.terms.until, today: today, section: "§2.4.2.5",
                    settle: "sharewell grant attest \(grant.id) --method TEXT")
            }
            guard grant.isLive(on: today) else { return nil }
            return Duty(
                "the end of the grant \(grant.id): copies are destroyed", who: grant.terms.agency.rawValue, agency: grant.terms.agency,
                due: grant.terms.until, today: today, section: "§2.4.2.5", settle: "sharewell grant attest \(grant.id) --method TEXT")
        }
    }

    private func enquiriesWaiting(on today: Int) -> [Duty] {
        state.enquiries.values.filter(\.isOpen).flatMap { enquiry in
            let section =
                rulebook.enquiryRules.first { $0.kind == enquiry.content.kind }.map { "\($0.section), \($0.source)" } ?? "§2.4.2.4"
            let receiver = enquiry.content.receiver
            var duties = [
                Duty(
                    "the enquiry \(enquiry.id), \(enquiry.content.kind.rawValue)", who: receiver?.rawValue ?? "co-ordinator",
                    agency: receiver, due: enquiry.due, today: today, section: section,
                    settle: "sharewell enquiry close \(enquiry.id) --outcome OUTCOME --why TEXT")
            ]
            for agency in state.unanswered(enquiry) {
                let isAsked = enquiry.consultations[agency] != nil
                duties.append(
                    Duty(
                        isAsked ? "an answer on the enquiry \(enquiry.id)" : "consultation of \(agency) on the enquiry \(enquiry.id)",
                        who: isAsked ? agency.rawValue : receiver?.rawValue ?? "co-ordinator", agency: isAsked ? agency : receiver,
                        due: enquiry.due, today: today, section: "§2.4.2.4",
                        settle: isAsked
                            ? "sharewell enquiry reply \(enquiry.id) --as OFFICER"
                            : "sharewell enquiry consult \(enquiry.id) --agency \(agency)"))
            }
            return duties
        }
    }
}
