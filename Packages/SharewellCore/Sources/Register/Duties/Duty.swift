public import Guidance
internal import Law

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
        /// The hub cannot tell, because its rulebook has no record type for it.
        case notFollowed = "not-followed"
    }
    /// What settles a duty: whoever shows it leads to where that is done.
    public enum Settling: Sendable, Hashable {
        /// A supply of a record type by an agency.
        case supply(RecordTypeID, AgencyID)
        /// Reviewing a protocol, or recording its next version.
        case review(ProtocolID), renewal(ProtocolID)
        /// Recording an agency's notification, a contract of its processor, its officer or its guardian.
        case notification(AgencyID), contract(AgencyID), liaisonOfficer(AgencyID), guardian(AgencyID)
        /// Consenting to a new partner.
        case consent(AgencyID, PartnershipID)
        /// Deciding on a request, answering a question about it, settling an appeal, or stating anew what its grant rests on.
        case decision(RequestID), answer(RequestID), appeal(RequestID), statement(RequestID)
        /// Attesting that copies are destroyed; saying that a grant stands that is held since the hub was restored.
        case attestation(GrantID), confirmation(GrantID)
        /// Answering an enquiry, consulting on it, replying when consulted, looking at a letter.
        case enquiry(EnquiryID), consultation(EnquiryID), reply(EnquiryID), letter(EnquiryID)
        /// Nothing that is done here.
        case nothing
    }
    private enum CodingKeys: String, CodingKey { case what, who, agency, due, state, isNear, partnership, section, settle }

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
    /// True if it is due, and within the days in which one is reminded of it.
    public let isNear: Bool
    /// The partnership it belongs to, where it is about no agency.
    public let partnership: PartnershipID?
    /// The section or enactment.
    public let section: String
    /// What settles it, as typed at a terminal; for what is not followed, why.
    public let settle: String
    /// What settles it.
    public let settling: Settling

    init(
        _ what: String, who: String, agency: AgencyID?, in partnership: PartnershipID? = nil, due: Int?, done: Bool = false, today: Int,
        section: String, settle: String, by settling: Settling
    ) {
        self.what = what
        self.who = who
        self.agency = agency
        self.due = due.map { CalendarDay(number: $0).description }
        state = done ? .done : (due ?? .min) < today ? .overdue : .due
        isNear = state == .due && (due ?? .min) - today <= Register.reminderDays
        self.partnership = partnership
        self.section = section
        self.settle = settle
        self.settling = settling
    }

    /// Something owed that the hub does not follow.
    init(notFollowed what: String, by agency: AgencyID, section: String, because: String) {
        self.what = what
        (who, self.agency, partnership) = (agency.rawValue, agency, nil)
        (due, state, isNear) = (nil, .notFollowed, false)
        self.section = section
        settle = "not followed here, because \(because)"
        settling = .nothing
    }
}

extension Register {
    /// How many ended periods are looked back on, of section 17A and of routine supplies.
    public static let periodsKept = 4
    /// Days before its last day in which one is reminded of a duty.
    public static let reminderDays = 7

    /// What is owed to and within the partnerships on that day, by last day, what has none first.
    public func duties(on today: Int) -> [Duty] {
        let all =
            disclosures(on: today) + routineSupplies(on: today) + agreements(on: today) + officers(on: today) + requestsWaiting(on: today)
            + grantsEnding(on: today)
            + enquiriesWaiting(on: today)
        return all.sorted { ($0.due ?? "", $0.who, $0.what) < ($1.due ?? "", $1.who, $1.what) }
    }

    /// The record type that a duty is about; nil for one that is about none, such as the review of a protocol.
    public func dataset(of duty: Duty) -> RecordTypeID? {
        switch duty.settling {
        case .supply(let dataset, _): dataset
        case .decision(let request), .answer(let request), .appeal(let request), .statement(let request):
            state.requests[request]?.content.dataset
        case .attestation(let grant), .confirmation(let grant): state.grants[grant]?.terms.dataset
        case .review, .renewal, .notification, .contract, .liaisonOfficer, .guardian, .consent, .enquiry, .consultation, .reply, .letter,
            .nothing:
            nil
        }
    }

    /// Those that a person is shown as theirs: what their agency owes, and of the partnerships they oversee everything.
    public func duties(_ duties: [Duty], seenBy person: Person) -> [Duty] {
        duties.filter { duty in
            if let agency = duty.agency, agency == person.agency { return true }
            return person.oversees(any: [duty.partnership, duty.agency.flatMap { state.agencies[$0]?.home }].compactMap { $0 })
        }
    }

    // MARK: Agreements (§2.2, §2.4.2.5, §4.3.2)

    private func agreements(on today: Int) -> [Duty] {
        var duties: [Duty] = []
        for agreement in state.protocols.values where !agreement.isWithdrawn && agreement.replacedFrom == nil {
            if let review = agreement.terms.reviewBy, agreement.isInForce(on: today) {
                duties.append(
                    Duty(
                        "review of the protocol \(agreement.id)", who: "co-ordinator", agency: nil, in: state.partnership(of: agreement),
                        due: review, today: today,
                        section: "§2.2", settle: "sharewell protocol review \(agreement.id) --next DAY", by: .review(agreement.id)))
            }
            if let expires = agreement.expires {
                duties.append(
                    Duty(
                        "a new version of the protocol \(agreement.id), whose last day this is", who: "co-ordinator", agency: nil,
                        in: state.partnership(of: agreement), due: expires, today: today, section: "§2.2",
                        settle: "sharewell protocol add ID --title TITLE --replaces \(agreement.id)", by: .renewal(agreement.id)))
            }
        }
        let signatories = Set(state.protocols.values.filter { $0.isInForce(on: today) }.flatMap(\.signatories))
        for agency in state.agencies.values where agency.notification != nil || signatories.contains(agency.id) {
            duties.append(
                Duty(
                    "notification with the Information Commissioner\(agency.notification == nil ? ", none recorded" : "")",
                    who: agency.id.rawValue, agency: agency.id, due: agency.notification?.expires, today: today, section: "§2.4.2.5",
                    settle: "sharewell agency notification \(agency.id) --number NUMBER --expires DAY", by: .notification(agency.id)))
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
                    settle: "sharewell agency processor \(contract.agency) --processor \(contract.processor) --contract REFERENCE …",
                    by: .contract(contract.agency)))
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
                        "nomination of a Designated Liaison Officer", who: agency.rawValue, agency: agency, due: nil, today: today,
                        section: "§2.2.1",
                        settle: "sharewell agency liaison-officer \(agency) --person PERSON", by: .liaisonOfficer(agency)))
            }
            for (partner, given) in partnership.consents where !given.isEmpty {
                for authority in partnership.consentsMissing(for: partner) {
                    duties.append(
                        Duty(
                            "consent to \(partner) as a partner of \(partnership.id)", who: authority.rawValue, agency: authority, due: nil,
                            today: today, section: "§2.2.4",
                            settle: "sharewell partnership consent \(partner) --of \(authority) --as OFFICER",
                            by: .consent(partner, partnership.id)))
                }
            }
        }
        for agency in state.agencies.values where isHealthOrSocialCare(agency) {
            guard agency.guardian.flatMap({ state.people[$0] })?.active != true else { continue }
            duties.append(
                Duty(
                    "nomination of a Caldicott Guardian", who: agency.id.rawValue, agency: agency.id, due: nil, today: today,
                    section: "§2.4.2.2",
                    settle: "sharewell agency guardian \(agency.id) --person PERSON", by: .guardian(agency.id)))
        }
        // An authority of two partnerships lacks one officer, not two.
        return Set(duties).sorted { ($0.who, $0.what) < ($1.who, $1.what) }
    }

    /// Health and social care organisations, each of which has a guardian (§2.4.2.2): those of which the law says so by their class. Of a class of
    /// which only parts are, such as a council, it is asked request by request.
    private func isHealthOrSocialCare(_ agency: Agency) -> Bool {
        guard let law, let known = rulebook.agencyClass(agency.agencyClass) else { return false }
        return law.given(source: known, recipient: nil, dataset: nil)["source-is-health-or-social-care"] == .yes
    }

    // MARK: Requests and grants (§4.3)

    private func requestsWaiting(on today: Int) -> [Duty] {
        state.requests.values.compactMap { request in
            let (who, agency, settle, settling): (String, AgencyID?, String, Duty.Settling)
            switch request.stage {
            case .submitted, .halfReleased:
                (who, agency) = (request.content.source.rawValue, request.content.source)
                settle = "sharewell request grant \(request.id) --as OFFICER, or refuse, or ask"
                settling = .decision(request.id)
            case .queried, .held:
                (who, agency) = (request.by.rawValue, request.agency)
                settle = "sharewell request answer \(request.id) --text TEXT --as \(request.by)"
                settling = .answer(request.id)
            case .appealed:
                (who, agency, settle) = ("co-ordinator", nil, "sharewell request settle \(request.id)")
                settling = .appeal(request.id)
            case .granted, .refused, .upheld, .withdrawn: return nil
            }
            let days = today - request.made.day
            return Duty(
                "the request \(request.id), \(request.stage.rawValue), made \(days == 1 ? "1 day" : "\(days) days") ago", who: who,
                agency: agency, in: agency == nil ? state.partnerships(concerning: request).first : nil,
                // Of one that is held nobody could do anything in the days that were set for it.
                due: request.stage == .held ? nil : request.made.day + request.content.neededWithin, today: today, section: "§4.3",
                settle: settle, by: settling)
        }
    }

    private func grantsEnding(on today: Int) -> [Duty] {
        state.grants.values.flatMap { grant in
            let settle = "sharewell grant attest \(grant.id) --method TEXT"
            let owed = grant.owing(on: today).map { agency in
                Duty(
                    "attestation that the copies had under \(grant.id) are destroyed", who: agency.rawValue, agency: agency,
                    due: grant.overFrom, today: today, section: "§2.4.2.5", settle: settle, by: .attestation(grant.id))
            }
            // Of one that is held there are copies, too, that were taken before: what is owed for them stays.
            guard grant.isRunning(on: today) else { return owed }
            return owed + confirming(grant, on: today) + reviews(for: grant, on: today) + [
                Duty(
                    "the end of the grant \(grant.id): copies are destroyed", who: grant.terms.agency.rawValue, agency: grant.terms.agency,
                    due: grant.terms.until, today: today, section: "§2.4.2.5", settle: settle, by: .attestation(grant.id))
            ]
        }
    }

    /// The word of its source on a grant that is held: owed from the day the hub was restored, as nobody can use it meanwhile.
    private func confirming(_ grant: Grant, on today: Int) -> [Duty] {
        guard grant.isHeld else { return [] }
        return [
            Duty(
                "word on whether the grant \(grant.id) stands, held since the hub was restored", who: grant.terms.source.rawValue,
                agency: grant.terms.source, due: nil, today: today, section: "§4.3",
                settle: "sharewell grant confirm \(grant.id) --why WHY, or revoke", by: .confirmation(grant.id))
        ]
    }

    /// What a grant that has not ended rests on and has to be said anew, such as consent that is reviewed each year (§3.1.1.1).
    private func reviews(for grant: Grant, on today: Int) -> [Duty] {
        guard let request = state.requests[grant.request] else { return [] }
        return request.content.facts.keys.sorted().compactMap { fact in
            guard let last = lapse(of: fact, in: request), last < grant.terms.until, let known = law?.fact(fact) else { return nil }
            return Duty(
                "a new review for \(grant.id): \(known.title)", who: grant.terms.source.rawValue, agency: grant.terms.source, due: last,
                today: today, section: known.section, settle: "sharewell request state \(request.id) \(fact)=yes --as OFFICER",
                by: .statement(request.id))
        }
    }
}
