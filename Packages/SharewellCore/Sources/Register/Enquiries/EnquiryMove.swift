internal import Guidance

/// A wish about an enquiry from outside the partnership (§2.4.2.4).
public enum EnquiryMove: Sendable {
    /// Log one; `statedDay` is the day that a committee states, days since 1970-01-01.
    case log(EnquiryContent, statedDay: Int?)
    /// Put right what was logged.
    case amend(EnquiryID, EnquiryContent, statedDay: Int?, why: String)
    /// Record that whoever asked was asked what is wanted, on a day (days since 1970-01-01); until they answer, no day is counted.
    case askEnquirer(EnquiryID, day: Int, what: String)
    /// Record that they said it; the period begins anew with that day.
    case enquirerAnswered(EnquiryID, day: Int)
    /// Consult an originating agency.
    case consult(EnquiryID, AgencyID)
    /// Say what an originating agency answers; `document` where the co-ordinator records its letter.
    case reply(EnquiryID, AgencyID, EnquiryAnswer, exemptions: [String], why: String, document: String?)
    /// Say for one's own agency whether a letter that the co-ordinator recorded is what it wrote.
    case look(EnquiryID, AgencyID, isOurs: Bool)
    /// Say what became of it.
    case close(EnquiryID, EnquiryClosing)

    var action: Action {
        switch self {
        case .log, .amend, .askEnquirer, .enquirerAnswered, .consult, .close,
            .reply(_, _, _, exemptions: _, why: _, document: .some):
            .handleEnquiry
        case .reply, .look: .answerConsultation
        }
    }
}

extension Register {
    /// The events that such a command leads to.
    func decide(_ command: EnquiryMove, by actor: PersonID, at now: Moment) throws(Refusal) -> [Event] {
        let person = try person(actor, may: command.action)
        switch command {
        case .log(let content, let statedDay):
            let days = try checked(content, statedDay: statedDay, by: person, at: now)
            return [.enquiryLogged(EnquiryLogged(enquiry: state.nextEnquiry, content: content, days: days, by: actor))]
        case .amend(let id, let content, let statedDay, let why):
            return try amend(openEnquiry(id, seenBy: person), to: content, statedDay: statedDay, why: why, by: person, at: now)
        case .askEnquirer(let id, let day, let what):
            let enquiry = try clarifiable(id, by: person, on: day, at: now)
            try what.checkedAsReason()
            guard !enquiry.isStopped else {
                throw Refusal(
                    .wrongStage, "An answer of whoever made \(id) is waited for already.",
                    remedy: "Record it when it comes: sharewell enquiry clarify \(id) --answered DAY.")
            }
            return [.enquiryClarified(EnquiryClarified(enquiry: id, day: day, what: what, days: nil, by: actor))]
        case .enquirerAnswered(let id, let day):
            let enquiry = try clarifiable(id, by: person, on: day, at: now)
            guard enquiry.isStopped, let asked = enquiry.clarifications.last?.asked, asked <= day else {
                throw Refusal(
                    .wrongStage, "Whoever made \(id) was not asked anything by that day.",
                    remedy: "Record the question first: sharewell enquiry clarify \(id) --asked DAY --what TEXT.")
            }
            let days = try days(of: enquiry.content, receivedAgain: day, statedDay: nil)
            return [.enquiryClarified(EnquiryClarified(enquiry: id, day: day, what: nil, days: days, by: actor))]
        case .consult(let id, let agency):
            let enquiry = try openEnquiry(id, seenBy: person)
            try handles(person, enquiry)
            _ = try originator(agency, of: enquiry)
            guard enquiry.consultations[agency] == nil else { return [] }
            return [.enquiryConsulted(EnquiryConsulted(enquiry: id, agency: agency, by: actor))]
        case .reply(let id, let agency, let answer, let exemptions, let why, let document):
            let enquiry = try openEnquiry(id, seenBy: person)
            return try reply(to: enquiry, of: agency, answer, exemptions: exemptions, why: why, document: document, by: person)
        case .look(let id, let agency, let isOurs):
            // A closed enquiry too: what was recorded in an agency's name stays to be looked at.
            let enquiry = try enquiry(id, seenBy: person)
            try acts(person, for: agency)
            guard enquiry.consultations[agency]?.isToBeLookedAt == true else {
                throw Refusal(
                    .wrongStage, "There is no letter of \(agency) on \(id) that is still to be looked at.",
                    remedy: "See sharewell enquiry show \(id).")
            }
            return [.enquiryLetterSeen(EnquiryLetterSeen(enquiry: id, agency: agency, isOurs: isOurs, by: actor))]
        case .close(let id, let closing): return try close(openEnquiry(id, seenBy: person), closing, by: person)
        }
    }

    private func reply(
        to enquiry: Enquiry, of agency: AgencyID, _ answer: EnquiryAnswer, exemptions: [String], why: String, document: String?,
        by person: Person
    ) throws(Refusal) -> [Event] {
        _ = try originator(agency, of: enquiry)
        if let document {
            guard person.roles.contains(.coordinator) else {
                throw Refusal(
                    .roleDoesNotAllow, "\(person.id) cannot record what \(agency) wrote.",
                    remedy:
                        "The co-ordinator of its partnership records letters; the liaison officer of \(agency) answers without --document.")
            }
            try document.checkedAsReason()
        } else {
            try acts(person, for: agency)
        }
        try why.checkedAsReason()
        let named = try checked(exemptions, of: enquiry.content.kind, needed: answer == .exemption)
        guard enquiry.consultations[agency] != nil else {
            throw Refusal(
                .wrongStage, "\(agency) has not been consulted on \(enquiry.id) yet.",
                remedy: "Record that it was: sharewell enquiry consult \(enquiry.id) --agency \(agency).")
        }
        return [
            .enquiryReplied(
                EnquiryReplied(
                    enquiry: enquiry.id, agency: agency, answer: answer, exemptions: named, why: why, document: document, by: person.id))
        ]
    }

    private func originator(_ agency: AgencyID, of enquiry: Enquiry) throws(Refusal) -> Agency {
        let known = try knownAgency(agency)
        let all = state.originators(of: enquiry)
        guard all.contains(agency) else {
            throw Refusal(
                .otherAgency, "Nothing that \(enquiry.id) asks came from \(agency), as far as the hub knows.",
                remedy: all.isEmpty
                    ? "There is nobody to consult; if there should be, put it right: sharewell enquiry amend \(enquiry.id) --from AGENCY."
                    : "To be consulted: \(all.map(\.rawValue).joined(separator: ", ")).")
        }
        return known
    }

    /// Exemptions of the rulebook by name, sorted; `needed` says whether there must be some or none.
    func checked(_ exemptions: [String], of kind: EnquiryKind, needed: Bool) throws(Refusal) -> [EnquiryExemption] {
        let known = rulebook.exemptions.filter { $0.kind == kind }
        let named = Set(exemptions).sorted().compactMap { id in known.first { $0.id == id } }
        guard named.count == Set(exemptions).count, needed != exemptions.isEmpty else {
            throw Refusal(
                .malformed,
                needed
                    ? "An exemption is named by its section, from the rulebook."
                    : "Exemptions are named with the answer that they apply, and no other.",
                remedy: "Give --exemption with one of: \(known.map(\.id).joined(separator: ", ")).")
        }
        return named.map { EnquiryExemption(id: $0.id, isAbsolute: $0.isAbsolute, isMetByDepersonalising: $0.isMetByDepersonalising) }
    }

    /// An open enquiry whose period begins anew once it is clarified, and a day on which that can be recorded.
    private func clarifiable(_ id: EnquiryID, by person: Person, on day: Int, at now: Moment) throws(Refusal) -> Enquiry {
        let enquiry = try openEnquiry(id, seenBy: person)
        try handles(person, enquiry)
        guard rulebook.enquiryRules.first(where: { $0.kind == enquiry.content.kind })?.clarification != nil else {
            throw Refusal(
                .malformed, "No enactment lets the period of such an enquiry begin anew.",
                remedy: "Answer it by its day; if whoever asked states another day: sharewell enquiry amend \(id) --by-day DAY.")
        }
        guard (enquiry.content.received...now.day).contains(day) else {
            throw Refusal(
                .malformed, "The day is before the enquiry was received, or still to come.", remedy: "Give the day on which it happened.")
        }
        return enquiry
    }

    func openEnquiry(_ id: EnquiryID, seenBy person: Person) throws(Refusal) -> Enquiry {
        let enquiry = try enquiry(id, seenBy: person)
        guard enquiry.isOpen else {
            throw Refusal(.wrongStage, "The enquiry \(id) is closed.", remedy: "Nothing follows any more; log a new one.")
        }
        return enquiry
    }

    /// Whoever received it handles it: that agency's liaison officers, and the co-ordinator.
    func handles(_ person: Person, _ enquiry: Enquiry) throws(Refusal) {
        guard state.handles(person, enquiry.content) else {
            throw Refusal(
                .otherAgency, "\(enquiry.id) was received by \(enquiry.content.receiver?.rawValue ?? "the partnership"), which answers it.",
                remedy: "Ask its liaison officer, or the co-ordinator.")
        }
    }

    /// True if the person handles the enquiry: as liaison officer of the agency that received it, or as co-ordinator.
    public func person(_ person: Person, handles enquiry: Enquiry) -> Bool { state.handles(person, enquiry.content) }

    /// The enquiry, if it concerns the person: co-ordinators and auditors of its partnership or of an agency consulted, and people of the agencies
    /// that received it or are consulted.
    public func enquiry(_ id: EnquiryID, seenBy person: Person) throws(Refusal) -> Enquiry {
        guard let enquiry = state.enquiries[id], concerns(enquiry, person) else {
            throw Refusal(
                .unknownEnquiry, "There is no enquiry of that number that concerns \(person.id).", remedy: "See sharewell enquiry list.")
        }
        return enquiry
    }

    private func concerns(_ enquiry: Enquiry, _ person: Person) -> Bool {
        let originators = state.originators(of: enquiry)
        if person.oversees(any: [state.partnership(of: enquiry.content)] + originators.compactMap { state.agencies[$0]?.home }) {
            return true
        }
        guard let agency = person.agency else { return false }
        return agency == enquiry.content.receiver || originators.contains(agency)
    }
}
