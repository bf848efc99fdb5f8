internal import Guidance

/// A wish about an enquiry from outside the partnership (§2.4.2.4).
public enum EnquiryMove: Sendable {
    /// Log one; `statedDay` is the day that a committee states, days since 1970-01-01.
    case log(EnquiryContent, statedDay: Int?)
    /// Consult an originating agency.
    case consult(EnquiryID, AgencyID)
    /// Say what an originating agency answers; `document` where the co-ordinator records its letter.
    case reply(EnquiryID, AgencyID, EnquiryAnswer, exemptions: [String], why: String, document: String?)
    /// Say what became of it.
    case close(EnquiryID, EnquiryClosing)

    var action: Action {
        switch self {
        case .log, .consult, .close, .reply(_, _, _, exemptions: _, why: _, document: .some): .handleEnquiry
        case .reply: .answerConsultation
        }
    }
}

extension Register {
    /// The events that such a command leads to.
    func decide(_ command: EnquiryMove, by actor: PersonID, at now: Moment) throws(Refusal) -> [Event] {
        let person = try person(actor, may: command.action)
        switch command {
        case .log(let content, let statedDay): return try log(content, statedDay: statedDay, by: person, at: now)
        case .consult(let id, let agency):
            let enquiry = try openEnquiry(id, seenBy: person)
            try handles(person, enquiry)
            _ = try originator(agency, of: enquiry)
            guard enquiry.consultations[agency] == nil else { return [] }
            return [.enquiryConsulted(EnquiryConsulted(enquiry: id, agency: agency, by: actor))]
        case .reply(let id, let agency, let answer, let exemptions, let why, let document):
            let enquiry = try openEnquiry(id, seenBy: person)
            _ = try originator(agency, of: enquiry)
            if let document {
                guard person.roles.contains(.coordinator) else {
                    throw Refusal(
                        .roleDoesNotAllow, "\(actor) cannot record what \(agency) wrote.",
                        remedy:
                            "The co-ordinator of its partnership records letters; the liaison officer of \(agency) answers without --document."
                    )
                }
                try document.checkedAsReason()
            } else {
                try acts(person, for: agency)
            }
            try why.checkedAsReason()
            try check(exemptions, of: enquiry.content.kind, needed: answer == .exemption)
            guard enquiry.consultations[agency] != nil else {
                throw Refusal(
                    .wrongStage, "\(agency) has not been consulted on \(id) yet.",
                    remedy: "Record that it was: sharewell enquiry consult \(id) --agency \(agency).")
            }
            return [
                .enquiryReplied(
                    EnquiryReplied(
                        enquiry: id, agency: agency, answer: answer, exemptions: Set(exemptions).sorted(), why: why, document: document,
                        by: actor))
            ]
        case .close(let id, let closing): return try close(openEnquiry(id, seenBy: person), closing, by: person)
        }
    }

    private func log(_ content: EnquiryContent, statedDay: Int?, by person: Person, at now: Moment) throws(Refusal) -> [Event] {
        guard let rule = rulebook.enquiryRules.first(where: { $0.kind == content.kind }) else {
            throw Refusal(
                .malformed, "The rulebook says nothing of enquiries of the kind \(content.kind.rawValue).",
                remedy: "Begin a hub with a rulebook that has the key enquiries.")
        }
        try content.subject.checkedAsReason()
        for dataset in content.datasets { _ = try recordType(dataset) }
        for agency in content.originators { _ = try knownAgency(agency) }
        if let receiver = content.receiver { _ = try knownAgency(receiver) }
        _ = try partnership(content.partnership)
        if !person.coordinates(state.partnership(of: content)) {
            guard let receiver = content.receiver else {
                throw Refusal(
                    .otherAgency, "\(person.id) cannot log what the partnership itself received.",
                    remedy: "Name your own agency with --received-by, or ask its co-ordinator.")
            }
            try acts(person, for: receiver)
        }
        guard !content.asksIdentification || content.kind == .scrutiny else {
            throw Refusal(
                .malformed, "Only a scrutiny committee asks for identification in this way (§2.4.1.2).",
                remedy: "Leave --identification out; what is asked for stands in the subject.")
        }
        guard content.received <= now.day else {
            throw Refusal(
                .malformed, "The day of receipt is still to come: by the hub's clock today is \(CalendarDay(number: now.day)).",
                remedy: "Give the day on which it was received; if the clock is wrong, set it.")
        }
        let due: Int
        if rule.period == .stated {
            guard let statedDay, statedDay >= content.received else {
                throw Refusal(
                    .malformed,
                    "A request of a committee states the day by which it is to be answered, not before it was received (§2.4.1.2).",
                    remedy: "Give that day with --by-day.")
            }
            due = statedDay
        } else {
            guard statedDay == nil, let day = rule.due(received: CalendarDay(number: content.received), by: rulebook.bankHolidays) else {
                throw Refusal(
                    .malformed, "The last day of such an enquiry is counted from its receipt (\(rule.source)), in years the calendar has.",
                    remedy: "Leave --by-day out, and check the day of receipt.")
            }
            due = day.number
        }
        return [.enquiryLogged(EnquiryLogged(enquiry: state.nextEnquiry, content: content, due: due, by: person.id))]
    }

    private func originator(_ agency: AgencyID, of enquiry: Enquiry) throws(Refusal) -> Agency {
        let known = try knownAgency(agency)
        let all = state.originators(of: enquiry.content)
        guard all.contains(agency) else {
            throw Refusal(
                .otherAgency, "Nothing that \(enquiry.id) asks came from \(agency), as far as the hub knows.",
                remedy: all.isEmpty
                    ? "There is nobody to consult." : "To be consulted: \(all.map(\.rawValue).joined(separator: ", ")).")
        }
        return known
    }

    private func check(_ exemptions: [String], of kind: EnquiryKind, needed: Bool) throws(Refusal) {
        let known = rulebook.exemptions.filter { $0.kind == kind }.map(\.id)
        guard exemptions.allSatisfy(known.contains), needed != exemptions.isEmpty else {
            throw Refusal(
                .malformed,
                needed
                    ? "An exemption is named by its section, from the rulebook."
                    : "Exemptions are named with the answer that they apply, and no other.",
                remedy: "Give --exemption with one of: \(known.joined(separator: ", ")).")
        }
    }

    private func close(_ enquiry: Enquiry, _ closing: EnquiryClosing, by person: Person) throws(Refusal) -> [Event] {
        try handles(person, enquiry)
        for text in [closing.why, closing.despite, closing.identificationBecause] { try text?.checkedAsReason() }
        var closing = closing
        closing.exemptions = Set(closing.exemptions).sorted()
        if closing.outcome == .exempt || !closing.exemptions.isEmpty {
            try check(closing.exemptions, of: enquiry.content.kind, needed: true)
        }
        if closing.outcome.releases {
            let missing = state.unanswered(enquiry)
            guard missing.isEmpty else {
                throw Refusal(
                    .consultationMissing,
                    "Before anything is given, every agency it came from is consulted (§2.4.2.4). No answer yet: \(missing.map(\.rawValue).joined(separator: ", ")).",
                    remedy:
                        "sharewell enquiry consult \(enquiry.id) --agency \(missing[0]); its liaison officer then answers: sharewell enquiry reply \(enquiry.id) --as OFFICER, or the co-ordinator records its letter with --of \(missing[0]) --document TEXT."
                )
            }
            try checkForm(of: closing, on: enquiry)
            try checkObjections(to: closing, on: enquiry)
        }
        return [.enquiryClosed(EnquiryClosed(enquiry: enquiry.id, closing: closing, by: person.id))]
    }

    /// What may be given in which form, by the kind of enquiry.
    private func checkForm(of closing: EnquiryClosing, on enquiry: Enquiry) throws(Refusal) {
        let isPersonal = enquiry.content.datasets.contains { rulebook.recordType($0)?.information != .depersonalised }
        switch enquiry.content.kind {
        case .freedomOfInformation:
            guard closing.outcome != .disclosed || !isPersonal else {
                throw Refusal(
                    .personalInformation,
                    "Personal information is not given under the Freedom of Information Act: the Data Protection Act governs access to it (§2.4.2.4).",
                    remedy:
                        "Give it in depersonalised form (--outcome depersonalised --exemption foi-40), or not at all (--outcome exempt --exemption foi-40); a person who asks for what is held about themselves makes a subject access request."
                )
            }
        case .subjectAccess:
            guard closing.outcome != .depersonalised else {
                throw Refusal(
                    .malformed,
                    "A person has a right to what is held about them, in the form it is held (Data Protection Act 1998, section 7).",
                    remedy: "Close it as disclosed, exempt or not-held.")
            }
        case .scrutiny:
            guard closing.isWithoutPrejudice else {
                throw Refusal(
                    .lawNotSatisfied,
                    "A committee is given nothing that would prejudice legal proceedings or the operations of the responsible authorities (§2.4.1.2).",
                    remedy:
                        "Check that and say so with --without-prejudice, or close it with --outcome exempt --exemption scrutiny-prejudice.")
            }
            guard
                closing.outcome != .disclosed || !(isPersonal || enquiry.content.asksIdentification) || closing.identificationBecause != nil
            else {
                throw Refusal(
                    .personalInformation,
                    "A committee is given depersonalised information, except where identification is necessary or appropriate for its powers (§2.4.1.2).",
                    remedy: "Give it depersonalised (--outcome depersonalised), or say why it is: --identification-because TEXT.")
            }
        }
    }

    /// The agency that answers decides; against what an originating agency said, with a reason.
    private func checkObjections(to closing: EnquiryClosing, on enquiry: Enquiry) throws(Refusal) {
        let against = state.originators(of: enquiry.content).filter { agency in
            guard let reply = enquiry.consultations[agency]?.reply else { return true }
            switch reply.answer {
            case .agrees: return false
            case .objects: return true
            case .exemption:
                let met = rulebook.exemptions.filter(\.isMetByDepersonalising).map(\.id)
                return closing.outcome != .depersonalised || !reply.exemptions.allSatisfy(met.contains)
            }
        }
        guard against.isEmpty || closing.despite != nil else {
            throw Refusal(
                .consultationMissing,
                "\(against.map(\.rawValue).joined(separator: ", ")) said that it should not be given, and nothing says why it is all the same.",
                remedy: "Close it as exempt, or give the reason with --despite TEXT once it was talked over with them.")
        }
    }

    private func openEnquiry(_ id: EnquiryID, seenBy person: Person) throws(Refusal) -> Enquiry {
        let enquiry = try enquiry(id, seenBy: person)
        guard enquiry.isOpen else {
            throw Refusal(.wrongStage, "The enquiry \(id) is closed.", remedy: "Nothing follows any more; log a new one.")
        }
        return enquiry
    }

    /// Whoever received it handles it: that agency's liaison officers, and the co-ordinator.
    private func handles(_ person: Person, _ enquiry: Enquiry) throws(Refusal) {
        if person.coordinates(state.partnership(of: enquiry.content)) { return }
        guard let receiver = enquiry.content.receiver, person.agency == receiver else {
            throw Refusal(
                .otherAgency, "\(enquiry.id) was received by \(enquiry.content.receiver?.rawValue ?? "the partnership"), which answers it.",
                remedy: "Ask its liaison officer, or the co-ordinator.")
        }
    }

    /// The enquiry, if it concerns the person: co-ordinators and auditors of its partnership or of an agency consulted, and people of the agencies that received it or are consulted.
    public func enquiry(_ id: EnquiryID, seenBy person: Person) throws(Refusal) -> Enquiry {
        guard let enquiry = state.enquiries[id], concerns(enquiry, person) else {
            throw Refusal(
                .unknownEnquiry, "There is no enquiry of that number that concerns \(person.id).", remedy: "See sharewell enquiry list.")
        }
        return enquiry
    }

    private func concerns(_ enquiry: Enquiry, _ person: Person) -> Bool {
        let consulted = Set(state.originators(of: enquiry.content)).union(enquiry.consultations.keys).compactMap {
            state.agencies[$0]?.home
        }
        if person.oversees(any: [state.partnership(of: enquiry.content)] + consulted) { return true }
        guard let agency = person.agency else { return false }
        return agency == enquiry.content.receiver || enquiry.consultations[agency] != nil
            || state.originators(of: enquiry.content).contains(agency)
    }
}
