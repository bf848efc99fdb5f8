internal import Guidance

extension HubState {
    /// The number the next enquiry gets.
    public var nextEnquiry: EnquiryID { EnquiryID(number: enquiries.count + 1) }

    /// The agencies that have to be consulted before anything is given (§2.4.2.4): those named and those that have supplied the record types
    /// concerned, but not the one that received the enquiry.
    public func originators(of content: EnquiryContent) -> [AgencyID] {
        let suppliers = supplies.values.filter { $0.status != .destroyed && content.datasets.contains($0.taken.dataset) }
        return Set(content.originators + suppliers.map(\.taken.agency)).filter { $0 != content.receiver }.sorted()
    }

    /// Agencies of an enquiry that have not answered, sorted.
    public func unanswered(_ enquiry: Enquiry) -> [AgencyID] {
        originators(of: enquiry.content).filter { enquiry.consultations[$0]?.reply == nil }
    }

    /// Takes an event about an enquiry in.
    mutating func takeEnquiry(_ event: Event, at moment: Moment) {
        switch event {
        case .enquiryLogged(let logged):
            enquiries[logged.enquiry] = Enquiry(id: logged.enquiry, content: logged.content, due: logged.due, by: logged.by)
        case .enquiryConsulted(let consulted):
            enquiries[consulted.enquiry]?.consultations[consulted.agency] = Enquiry.Consultation(asked: moment)
        case .enquiryReplied(let replied): enquiries[replied.enquiry]?.consultations[replied.agency]?.reply = replied
        case .enquiryClosed(let closed):
            enquiries[closed.enquiry]?.closing = closed.closing
            enquiries[closed.enquiry]?.closed = moment
        default: break
        }
    }

    /// Why an event about an enquiry cannot come next; nil if it can.
    func fault(ofEnquiry event: Event) -> String? {
        func open(_ id: EnquiryID, _ test: (Enquiry) -> String? = { _ in nil }) -> String? {
            guard let enquiry = enquiries[id] else { return "the enquiry \(id) was never logged" }
            return enquiry.isOpen ? test(enquiry) : "the enquiry \(id) is closed"
        }
        switch event {
        case .enquiryLogged(let logged):
            guard logged.enquiry == nextEnquiry else { return "the enquiry \(logged.enquiry) is not the next one" }
            guard logged.due >= logged.content.received else { return "the enquiry \(logged.enquiry) is due before it was received" }
            let agencies = logged.content.originators + [logged.content.receiver].compactMap { $0 }
            return agencies.lazy.compactMap { self.unknown($0) }.first ?? unknown(logged.by)
        case .enquiryConsulted(let consulted):
            return open(consulted.enquiry) { enquiry in
                guard enquiry.consultations[consulted.agency] == nil else { return "\(consulted.agency) is consulted a second time" }
                return originators(of: enquiry.content).contains(consulted.agency)
                    ? unknown(consulted.by) : "nothing that the enquiry \(enquiry.id) asks came from \(consulted.agency)"
            }
        case .enquiryReplied(let replied):
            return open(replied.enquiry) { enquiry in
                enquiry.consultations[replied.agency] == nil
                    ? "\(replied.agency) was never consulted on \(enquiry.id)" : unknown(replied.by)
            }
        case .enquiryClosed(let closed):
            return open(closed.enquiry) { enquiry in
                guard !closed.closing.outcome.releases || unanswered(enquiry).isEmpty else {
                    return "the enquiry \(enquiry.id) is answered before every originating agency was consulted"
                }
                return unknown(closed.by)
            }
        default: return nil
        }
    }
}
