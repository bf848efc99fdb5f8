internal import Guidance

extension HubState {
    /// The number the next enquiry gets.
    public var nextEnquiry: EnquiryID { EnquiryID(number: enquiries.count + 1) }

    /// The agencies that have to be consulted before anything is given (§2.4.2.4): those named, those that have supplied the record types
    /// concerned, and those once consulted, but not the one that received the enquiry.
    public func originators(of enquiry: Enquiry) -> [AgencyID] {
        let content = enquiry.content
        let suppliers = supplies.values.filter { $0.status != .destroyed && content.datasets.contains($0.taken.dataset) }
        return Set(content.originators + suppliers.map(\.taken.agency) + enquiry.consultations.keys).filter { $0 != content.receiver }
            .sorted()
    }

    /// Agencies of an enquiry that have not answered, sorted.
    public func unanswered(_ enquiry: Enquiry) -> [AgencyID] {
        originators(of: enquiry).filter { enquiry.consultations[$0]?.reply == nil }
    }

    /// True if the person handles what is asked: a liaison officer of the agency that received it, or the co-ordinator.
    func handles(_ person: Person, _ content: EnquiryContent) -> Bool {
        guard person.may(.handleEnquiry) else { return false }
        return person.coordinates(partnership(of: content)) || content.receiver != nil && person.agency == content.receiver
    }

    /// Takes an event about an enquiry in.
    mutating func takeEnquiry(_ event: Event, at moment: Moment) {
        switch event {
        case .enquiryLogged(let logged):
            enquiries[logged.enquiry] = Enquiry(id: logged.enquiry, content: logged.content, days: logged.days, by: logged.by)
        case .enquiryAmended(let amended):
            guard let before = enquiries[amended.enquiry]?.content else { return }
            if !before.asksTheSame(as: amended.content) {
                // What agencies said was about something else: they are asked again.
                for agency in enquiries[amended.enquiry]?.consultations.keys.sorted() ?? [] {
                    enquiries[amended.enquiry]?.consultations[agency]?.setReplyAside()
                }
            }
            enquiries[amended.enquiry]?.content = amended.content
            enquiries[amended.enquiry]?.days = amended.days
            enquiries[amended.enquiry]?.amendments.append(amended)
        case .enquiryClarified(let clarified):
            if let what = clarified.what {
                enquiries[clarified.enquiry]?.clarifications.append(Enquiry.Clarification(asked: clarified.day, what: what))
            } else if let last = enquiries[clarified.enquiry]?.clarifications.indices.last {
                enquiries[clarified.enquiry]?.clarifications[last].answered = clarified.day
            }
            if let days = clarified.days { enquiries[clarified.enquiry]?.days = days }
        case .enquiryConsulted(let consulted):
            enquiries[consulted.enquiry]?.consultations[consulted.agency] = Enquiry.Consultation(asked: moment)
        case .enquiryReplied(let replied):
            enquiries[replied.enquiry]?.consultations[replied.agency]?.setReplyAside()
            enquiries[replied.enquiry]?.consultations[replied.agency]?.reply = replied
        case .enquiryLetterSeen(let seen):
            enquiries[seen.enquiry]?.consultations[seen.agency]?.look = seen
            // What the agency did not write is no answer of it; how a closed enquiry was answered stays as it was.
            if !seen.isOurs, enquiries[seen.enquiry]?.isOpen == true {
                enquiries[seen.enquiry]?.consultations[seen.agency]?.setReplyAside()
            }
        case .enquiryClosed(let closed):
            enquiries[closed.enquiry]?.closing = closed.closing
            enquiries[closed.enquiry]?.closed = moment
            enquiries[closed.enquiry]?.closedBy = closed.by
        default: break
        }
    }

    /// Why an event about an enquiry cannot come next; nil if it can.
    func fault(ofEnquiry event: Event) -> String? {
        switch event {
        case .enquiryLogged(let logged):
            guard logged.enquiry == nextEnquiry else { return "the enquiry \(logged.enquiry) is not the next one" }
            return fault(of: logged.content, logged.days, from: logged.content.received, logged.enquiry, by: logged.by)
        case .enquiryAmended(let amended):
            return open(amended.enquiry, handledBy: amended.by) { enquiry in
                enquiry.isStopped
                    ? "the enquiry \(enquiry.id) is amended while whoever asked is waited for"
                    : fault(of: amended.content, amended.days, from: amended.content.received, enquiry.id, by: amended.by)
            }
        case .enquiryClarified(let clarified):
            return open(clarified.enquiry, handledBy: clarified.by) { enquiry in
                let isAsking = clarified.what != nil
                guard isAsking != enquiry.isStopped, isAsking == (clarified.days == nil),
                    clarified.day >= enquiry.clarifications.last?.asked ?? enquiry.content.received
                else { return "the enquiry \(enquiry.id) is clarified out of turn" }
                return clarified.days.map { $0.due < clarified.day || $0.last < $0.due } ?? false
                    ? "the enquiry \(enquiry.id) is due before it was clarified" : nil
            }
        case .enquiryConsulted(let consulted):
            return open(consulted.enquiry, handledBy: consulted.by) { enquiry in
                guard enquiry.consultations[consulted.agency] == nil else { return "\(consulted.agency) is consulted a second time" }
                return originators(of: enquiry).contains(consulted.agency)
                    ? nil : "nothing that the enquiry \(enquiry.id) asks came from \(consulted.agency)"
            }
        case .enquiryReplied(let replied):
            guard let enquiry = enquiries[replied.enquiry], enquiry.isOpen, enquiry.consultations[replied.agency] != nil else {
                return "\(replied.agency) was never consulted on \(replied.enquiry), or it is closed"
            }
            guard (replied.answer == .exemption) != replied.exemptions.isEmpty else { return "\(replied.agency) names exemptions wrongly" }
            let person = people[replied.by]
            return person?.active == true
                && (replied.document == nil
                    ? person?.agency == replied.agency && person?.may(.answerConsultation) == true
                    : person?.roles.contains(.coordinator) == true)
                ? nil : "\(replied.by) could not have answered for \(replied.agency)"
        case .enquiryLetterSeen(let seen):
            guard enquiries[seen.enquiry]?.consultations[seen.agency]?.isToBeLookedAt == true else {
                return "no letter of \(seen.agency) on \(seen.enquiry) was to be looked at"
            }
            return people[seen.by].map { $0.may(.answerConsultation) && $0.agency == seen.agency } == true
                ? nil : "\(seen.by) could not have answered for \(seen.agency)"
        case .enquiryClosed(let closed):
            return open(closed.enquiry, handledBy: closed.by) { enquiry in
                guard closed.closing.outcome.releases else { return nil }
                guard unanswered(enquiry).isEmpty else {
                    return "the enquiry \(enquiry.id) is answered before every originating agency was consulted"
                }
                let replies = originators(of: enquiry).compactMap { enquiry.consultations[$0]?.reply }
                let setAside = replies.flatMap { $0.setAside(by: closed.closing) }
                guard !setAside.contains(where: \.isAbsolute) else { return "the enquiry \(enquiry.id) sets an absolute exemption aside" }
                return closed.closing.despite == nil && (!setAside.isEmpty || replies.contains { $0.answer == .objects })
                    ? "the enquiry \(enquiry.id) is answered against an agency without a reason" : nil
            }
        default: return nil
        }
    }

    /// An open enquiry that the person handles, and what else must hold.
    private func open(_ id: EnquiryID, handledBy person: PersonID, _ test: (Enquiry) -> String?) -> String? {
        guard let enquiry = enquiries[id] else { return "the enquiry \(id) was never logged" }
        guard enquiry.isOpen else { return "the enquiry \(id) is closed" }
        guard let handler = people[person], handles(handler, enquiry.content) else { return "\(person) does not handle the enquiry \(id)" }
        return test(enquiry)
    }

    private func fault(of content: EnquiryContent, _ days: EnquiryDays, from received: Int, _ id: EnquiryID, by person: PersonID) -> String?
    {
        guard days.due >= received, days.last >= days.due else { return "the enquiry \(id) is due before it was received" }
        guard content.isAboutTheHub == (content.datasets.isEmpty && content.originators.isEmpty) else {
            return "nothing says where what the enquiry \(id) asks came from"
        }
        let agencies = content.originators + [content.receiver].compactMap { $0 }
        if let unknown = agencies.lazy.compactMap({ self.unknown($0) }).first { return unknown }
        return people[person].map { handles($0, content) } == true ? nil : "\(person) does not handle the enquiry \(id)"
    }
}

extension Enquiry.Consultation {
    /// What was said stays on record, and is an answer no longer.
    fileprivate mutating func setReplyAside() {
        if let reply { earlier.append(reply) }
        reply = nil
        look = nil
    }
}
