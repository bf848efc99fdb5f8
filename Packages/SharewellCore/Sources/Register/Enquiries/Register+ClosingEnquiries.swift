internal import Guidance

extension Register {
    func close(_ enquiry: Enquiry, _ closing: EnquiryClosing, by person: Person) throws(Refusal) -> [Event] {
        try handles(person, enquiry)
        for text in [closing.why, closing.despite, closing.identificationBecause, closing.notAmongRecords] { try text?.checkedAsReason() }
        var closing = closing
        closing.exemptions = Set(closing.exemptions).sorted()
        if closing.outcome == .exempt || closing.outcome == .inPart || !closing.exemptions.isEmpty {
            _ = try checked(closing.exemptions, of: enquiry.content.kind, needed: true)
        }
        guard closing.exemptions.isEmpty || [.exempt, .inPart, .depersonalised].contains(closing.outcome) else {
            throw Refusal(
                .malformed, "What exemptions cover is not given, so nothing \(closing.outcome.rawValue) relies on one.",
                remedy: "If the rest is given, close it as disclosed-in-part; if nothing is, as exempt.")
        }
        if closing.outcome == .notHeld { try checkNotHeld(closing, enquiry) }
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

    /// That nothing is held is not said lightly while the hub keeps supplies of what is asked.
    private func checkNotHeld(_ closing: EnquiryClosing, _ enquiry: Enquiry) throws(Refusal) {
        let kept = state.supplies.values.filter { $0.status != .destroyed && enquiry.content.datasets.contains($0.taken.dataset) }
        guard !kept.isEmpty, closing.notAmongRecords == nil else { return }
        let records = kept.reduce(0) { $0 + $1.taken.recordsSealed }
        throw Refusal(
            .stillHeld,
            "The hub keeps \(kept.count) \(kept.count == 1 ? "supply" : "supplies") of \(Set(kept.map(\.taken.dataset.rawValue)).sorted().joined(separator: ", ")), \(records) records.",
            remedy:
                "Answer from them; if what is asked is not among those records, say why: --not-among-records TEXT; if another dataset was meant: sharewell enquiry amend \(enquiry.id)."
        )
    }

    /// What may be given in which form, by the kind of enquiry.
    private func checkForm(of closing: EnquiryClosing, on enquiry: Enquiry) throws(Refusal) {
        let datasets = enquiry.content.datasets
        let isPersonal = datasets.contains { rulebook.recordType($0)?.information != .depersonalised }
        let leavesPersonsOut = rulebook.exemptions.contains { $0.isMetByDepersonalising && closing.exemptions.contains($0.id) }
        switch enquiry.content.kind {
        case .freedomOfInformation:
            guard closing.outcome == .depersonalised || !isPersonal || closing.outcome == .inPart && leavesPersonsOut else {
                throw Refusal(
                    .personalInformation,
                    "Personal information is not given under the Freedom of Information Act: the Data Protection Act governs access to it (§2.4.2.4).",
                    remedy:
                        "Give it in depersonalised form (--outcome depersonalised --exemption foi-40), or not at all (--outcome exempt --exemption foi-40); a person who asks for what is held about themselves makes a subject access request."
                )
            }
            guard closing.outcome == .depersonalised || !datasets.isEmpty || leavesPersonsOut || closing.namesNobody else {
                throw Refusal(
                    .personalInformation,
                    "No dataset says whether what is given identifies anybody, and personal information is not given under the Freedom of Information Act (§2.4.2.4).",
                    remedy:
                        "Check that nobody can be identified from it and say so with --names-nobody, give it depersonalised, or name what it is with sharewell enquiry amend \(enquiry.id) --dataset DATASET."
                )
            }
        case .subjectAccess:
            guard closing.outcome != .depersonalised else {
                throw Refusal(
                    .malformed,
                    "A person has a right to what is held about them, in the form it is held (Data Protection Act 1998, section 7).",
                    remedy: "Close it as disclosed, disclosed-in-part, exempt or not-held.")
            }
        case .scrutiny:
            guard closing.isWithoutPrejudice else {
                throw Refusal(
                    .lawNotSatisfied,
                    "A committee is given nothing that would prejudice legal proceedings or the operations of the responsible authorities (§2.4.1.2).",
                    remedy:
                        "Check that and say so with --without-prejudice, or close it with --outcome exempt --exemption scrutiny-prejudice.")
            }
            let mayIdentify = isPersonal || enquiry.content.asksIdentification || datasets.isEmpty && !closing.namesNobody
            guard closing.outcome == .depersonalised || !mayIdentify || leavesPersonsOut || closing.identificationBecause != nil else {
                throw Refusal(
                    .personalInformation,
                    "A committee is given depersonalised information, except where identification is necessary or appropriate for its powers (§2.4.1.2).",
                    remedy: "Give it depersonalised (--outcome depersonalised), or say why it is: --identification-because TEXT.")
            }
        }
    }

    /// The agency that answers decides; against what an originating agency said, with a reason, and never against an absolute exemption.
    private func checkObjections(to closing: EnquiryClosing, on enquiry: Enquiry) throws(Refusal) {
        var against: [AgencyID] = []
        for agency in state.originators(of: enquiry) {
            guard let reply = enquiry.consultations[agency]?.reply else { continue }
            let setAside = reply.setAside(by: closing)
            if let absolute = setAside.first(where: \.isAbsolute) {
                let source = rulebook.exemptions.first { $0.id == absolute.id }?.absoluteBy
                throw Refusal(
                    .lawNotSatisfied,
                    "\(agency) says that \(absolute.id) applies, which nobody who answers can set aside\(source.map { " (\($0))" } ?? "").",
                    remedy:
                        "Leave out what it covers: --outcome disclosed-in-part, or exempt, with --exemption \(absolute.id)\(absolute.isMetByDepersonalising ? ", or --outcome depersonalised" : ""). If it does not apply after all, \(agency) says so: sharewell enquiry reply \(enquiry.id) --as OFFICER."
                )
            }
            if reply.answer == .objects || !setAside.isEmpty { against.append(agency) }
        }
        guard against.isEmpty || closing.despite != nil else {
            throw Refusal(
                .consultationMissing,
                "\(against.map(\.rawValue).joined(separator: ", ")) said that it should not be given, and nothing says why it is all the same.",
                remedy:
                    "Close it as exempt or disclosed-in-part, or give the reason with --despite TEXT once it was talked over with them.")
        }
    }
}
