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
        return isLate(on: day) ? "OVERDUE" : "open"
    }

    /// For people.
    public func page(_ state: HubState, rule: EnquiryRule?, on day: Int) -> String {
        var text = "\(id): \(content.kind.rawValue), \(self.state(on: day))\n"
        func line(_ name: String, _ value: String?) { if let value, !value.isEmpty { text += "  \(name): \(value)\n" } }
        line("asked", content.subject)
        line("received", "\(CalendarDay(number: content.received)) by \(content.receiver?.rawValue ?? "the partnership")")
        line("due", "\(CalendarDay(number: due))\(rule.map { ": \($0.explanation) (\($0.source))" } ?? "")")
        line("datasets", content.datasets.isEmpty ? "none: about the hub itself" : content.datasets.map(\.rawValue).joined(separator: ", "))
        line("identification", content.asksIdentification ? "asked" : nil)
        for agency in state.originators(of: content) {
            guard let consultation = consultations[agency] else {
                line(
                    agency.rawValue,
                    closing == nil ? "TO BE CONSULTED: sharewell enquiry consult \(id) --agency \(agency)" : "not consulted")
                continue
            }
            guard let reply = consultation.reply else {
                line(agency.rawValue, "asked \(consultation.asked), no answer yet")
                continue
            }
            let sections = reply.exemptions.isEmpty ? "" : " \(reply.exemptions.joined(separator: ", "))"
            line(agency.rawValue, "\(reply.answer.rawValue)\(sections): \(reply.why)\(reply.document.map { " (\($0))" } ?? "")")
        }
        if let closing, let closed {
            line("answered", "\(closed): \(closing.outcome.rawValue). \(closing.why)")
            line("exemptions", closing.exemptions.joined(separator: ", "))
            line("although an agency said no, because", closing.despite)
            line("identification, because", closing.identificationBecause)
        }
        return text
    }
}
