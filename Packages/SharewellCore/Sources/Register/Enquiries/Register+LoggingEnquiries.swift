internal import Guidance

extension Register {
    /// Whether that can be asked, and by when it is to be answered.
    func checked(_ content: EnquiryContent, statedDay: Int?, by person: Person, at now: Moment) throws(Refusal) -> EnquiryDays {
        let rule = try rule(of: content.kind)
        try content.subject.checkedAsReason()
        for dataset in content.datasets { _ = try recordType(dataset) }
        for agency in content.originators { _ = try knownAgency(agency) }
        try checkReceiver(of: content, rule, by: person)
        try checkWhatItIsAbout(content)
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
        return try days(of: content, receivedAgain: nil, statedDay: statedDay)
    }

    /// Whoever received it, that the duty lies on, and that the person acts for.
    private func checkReceiver(of content: EnquiryContent, _ rule: EnquiryRule, by person: Person) throws(Refusal) {
        let receiver: Agency?
        if let id = content.receiver { receiver = try knownAgency(id) } else { receiver = nil }
        _ = try partnership(content.partnership)
        if !person.coordinates(state.partnership(of: content)) {
            guard let receiver else {
                throw Refusal(
                    .otherAgency, "\(person.id) cannot log what the partnership itself received.",
                    remedy: "Name your own agency with --received-by, or ask its co-ordinator.")
            }
            try acts(person, for: receiver.id)
        }
        guard !rule.owedBy.isEmpty else { return }
        let groups = receiver.flatMap { rulebook.agencyClass($0.agencyClass)?.groups } ?? []
        guard !Set(groups).isDisjoint(with: rule.owedBy) else {
            let obliged = state.agencies.values.filter { agency in
                !Set(rulebook.agencyClass(agency.agencyClass)?.groups ?? []).isDisjoint(with: rule.owedBy)
            }
            throw Refusal(
                .notResponsible,
                "\(receiver?.id.rawValue ?? "The partnership itself") is under no duty to answer it: it lies on agencies that are \(rule.owedBy.map(\.rawValue).joined(separator: " or ")) (\(rule.section), \(rule.source)).",
                remedy:
                    "Name the one that was asked with --received-by: \(obliged.map(\.id.rawValue).sorted().joined(separator: ", ")).")
        }
    }

    /// Nothing is given before the agencies it came from are consulted (§2.4.2.4): so it is said which, or that there are none.
    private func checkWhatItIsAbout(_ content: EnquiryContent) throws(Refusal) {
        let namesSource = !content.datasets.isEmpty || !content.originators.isEmpty
        if content.isAboutTheHub {
            guard !namesSource, content.kind != .subjectAccess else {
                throw Refusal(
                    .malformed, "What is about the hub itself came from no agency, and is nobody's request for what is held about them.",
                    remedy: "Leave --about-the-hub out, or --dataset and --from.")
            }
        } else if !namesSource {
            throw Refusal(
                .consultationMissing,
                "Nothing says where the information came from, so nobody could be consulted before it is given (§2.4.2.4).",
                remedy:
                    "Name what is concerned with --dataset, or the agencies it came from with --from; if it is about the hub itself and no agency's records, say --about-the-hub."
            )
        }
    }

    private func rule(of kind: EnquiryKind) throws(Refusal) -> EnquiryRule {
        guard let rule = rulebook.enquiryRules.first(where: { $0.kind == kind }) else {
            throw Refusal(
                .malformed, "The rulebook says nothing of enquiries of the kind \(kind.rawValue).",
                remedy: "Begin a hub with a rulebook that has the key enquiries.")
        }
        return rule
    }

    /// When it is to be answered: counted from its receipt, or from the day on which whoever asked said what is wanted.
    func days(of content: EnquiryContent, receivedAgain: Int?, statedDay: Int?) throws(Refusal) -> EnquiryDays {
        let rule = try rule(of: content.kind)
        if rule.period == .stated {
            guard let statedDay, statedDay >= content.received else {
                throw Refusal(
                    .malformed,
                    "A request of a committee states the day by which it is to be answered, not before it was received (§2.4.1.2).",
                    remedy: "Give that day with --by-day.")
            }
            return EnquiryDays(due: statedDay, last: statedDay)
        }
        let received = CalendarDay(number: receivedAgain ?? content.received)
        guard statedDay == nil, let days = rule.days(received: received, in: rulebook) else {
            throw Refusal(
                .malformed, "The last day of such an enquiry is counted from its receipt (\(rule.source)), in years the calendar has.",
                remedy: "Leave --by-day out, and check the day of receipt.")
        }
        return EnquiryDays(due: days.due.number, last: days.last.number)
    }

    func amend(
        _ enquiry: Enquiry, to content: EnquiryContent, statedDay: Int?, why: String, by person: Person, at now: Moment
    ) throws(Refusal) -> [Event] {
        try handles(person, enquiry)
        try why.checkedAsReason()
        guard !enquiry.isStopped else {
            throw Refusal(
                .wrongStage, "An answer of whoever made \(enquiry.id) is waited for.",
                remedy: "Record it first: sharewell enquiry clarify \(enquiry.id) --answered DAY.")
        }
        guard content != enquiry.content || statedDay != nil else {
            throw Refusal(
                .malformed, "Nothing of \(enquiry.id) is said anew.", remedy: "Name what was wrong: see sharewell enquiry amend --help.")
        }
        let counted = try checked(content, statedDay: statedDay, by: person, at: now)
        // Once clarified, the days count from that and not from the receipt.
        let days: EnquiryDays
        if let answered = enquiry.clarifications.last?.answered, answered > content.received, content.kind == enquiry.content.kind {
            days = try self.days(of: content, receivedAgain: answered, statedDay: statedDay)
        } else {
            days = counted
        }
        return [.enquiryAmended(EnquiryAmended(enquiry: enquiry.id, content: content, days: days, why: why, by: person.id))]
    }
}
