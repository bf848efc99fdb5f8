public import Guidance
public import Register

extension Hub {
    /// The enquiries that concern a person, oldest first.
    public func enquiries(seenBy actor: PersonID) throws -> [Enquiry] {
        try recordingRefusals(by: actor, action: .seeEnquiry, dataset: nil) {
            let register = register
            let person = try register.person(actor, may: .seeEnquiry)
            return register.state.enquiries.values.filter { (try? register.enquiry($0.id, seenBy: person)) != nil }.sorted { $0.id < $1.id }
        }
    }

    /// One enquiry that concerns a person.
    public func enquiry(_ id: EnquiryID, seenBy actor: PersonID) throws -> Enquiry {
        try recordingRefusals(by: actor, action: .seeEnquiry, dataset: nil) {
            let register = register
            return try register.enquiry(id, seenBy: register.person(actor, may: .seeEnquiry))
        }
    }
}

extension Enquiry {
    /// Open, overdue, or what became of it.
    public func state(on day: Int) -> String {
        if let closing { return isLate(on: day) ? "\(closing.outcome.rawValue), late" : closing.outcome.rawValue }
        if isStopped { return "waits for whoever asked" }
        return isLate(on: day) ? "OVERDUE" : isPressing(on: day) ? "DUE NOW" : "open"
    }

    /// By when it is to be answered, and by which count.
    public func due(rule: EnquiryRule?) -> String {
        let source = rule.map { ": \($0.explanation) (\($0.source))" } ?? ""
        guard days.due != days.last else { return "\(CalendarDay(number: days.due))\(source)" }
        return """
            \(CalendarDay(number: days.due)) by the bank holidays of England and Wales; not late before \(CalendarDay(number: days.last)) is over, \
            by those of any part of the United Kingdom (section 10(6))\(source)
            """
    }

    /// For people.
    public func page(_ state: HubState, rule: EnquiryRule?, on day: Int) -> String {
        var text = "\(id): \(content.kind.rawValue), \(self.state(on: day))\n"
        func line(_ name: String, _ value: String?) { if let value, !value.isEmpty { text += "  \(name): \(value)\n" } }
        line("asked", content.subject)
        line("received", "\(CalendarDay(number: content.received)) by \(content.receiver?.rawValue ?? "the partnership"), logged by \(by)")
        line("due", isStopped ? "not counted until whoever asked has said what is wanted (\(rule?.clarification ?? ""))" : due(rule: rule))
        line(
            "datasets",
            content.isAboutTheHub
                ? "none: about the hub itself"
                : content.datasets.isEmpty ? "none named" : content.datasets.map(\.rawValue).joined(separator: ", "))
        line("identification", content.asksIdentification ? "asked" : nil)
        for clarification in clarifications {
            let answered = clarification.answered.map { "answered \(CalendarDay(number: $0)), from which the days are counted" }
            line(
                "whoever asked was asked",
                "\(CalendarDay(number: clarification.asked)): \(clarification.what); \(answered ?? "no answer yet")")
        }
        for amendment in amendments { line("amended by \(amendment.by)", amendment.why) }
        for agency in state.originators(of: self) {
            guard let consultation = consultations[agency] else {
                line(
                    agency.rawValue,
                    closing == nil ? "TO BE CONSULTED: sharewell enquiry consult \(id) --agency \(agency)" : "not consulted")
                continue
            }
            for earlier in consultation.earlier { line("\(agency), before", Self.words(of: earlier)) }
            line(agency.rawValue, consultation.reply.map(Self.words) ?? "asked \(consultation.asked), no answer yet")
            if consultation.isToBeLookedAt {
                line("\(agency), its letter", "recorded by somebody else: TO BE LOOKED AT by its officer: sharewell enquiry look \(id)")
            }
            line("\(agency), its letter", consultation.look.map { $0.isOurs ? "its own, says \($0.by)" : "NOT ITS OWN, says \($0.by)" })
        }
        if let closing, let closed {
            line("answered", "\(closed) by \(closedBy?.rawValue ?? ""): \(closing.outcome.rawValue). \(closing.why)")
            line("exemptions", closing.exemptions.joined(separator: ", "))
            line("although an agency said no, because", closing.despite)
            line("identification, because", closing.identificationBecause)
            line("not among the records held, because", closing.notAmongRecords)
            line("stated", closing.namesNobody ? "nobody can be identified from what was given" : nil)
        }
        return text
    }

    private static func words(of reply: EnquiryReplied) -> String {
        let sections = reply.exemptions.map { $0.isAbsolute ? "\($0.id), absolute" : $0.id }.joined(separator: ", ")
        let document = reply.document.map { " (\($0))" } ?? ""
        return "\(reply.answer.rawValue)\(sections.isEmpty ? "" : " \(sections)"): \(reply.why)\(document), recorded by \(reply.by)"
    }
}
