import Guidance

/// The supplies that people of one agency may be answered from, the protocols that make it lawful, and what has to be left out.
public struct AnswerSources: Sendable, Hashable {
    /// Supplies of one agency that are left out: it and the recipient's have no protocol in common.
    public struct LeftOut: Sendable, Hashable, Codable {
        /// Whose they are.
        public let agency: AgencyID
        /// How many.
        public let supplies: Int
        /// The way forward.
        public let remedy: String
    }
    /// The supplies, oldest first.
    public let supplies: [Supply]
    /// Protocols they are given under, sorted; the recipient's own where the hub holds nothing or only what the recipient's agency supplied.
    public let agreements: [ProtocolID]
    /// What is left out, by agency.
    public let leftOut: [LeftOut]
}

extension Register {
    /// §2.2: partners share with partners who signed the same protocol. An agency's own supplies need no other signature than its own.
    /// `agreement` is one that binds the recipient's agency.
    ///
    /// Of agencies that the person knows nothing of, as they work in another partnership and no protocol joins the two, nothing is said either: for
    /// them, these have supplied nothing.
    func answerSources(
        for person: Person, of agency: AgencyID, dataset: RecordTypeID, purpose: PurposeCategory?, under agreement: SharingProtocol,
        on day: Int
    ) throws(Refusal) -> AnswerSources {
        let held = state.heldSupplies(of: dataset, under: nil)
        let known = Set(suppliers(seenBy: person).map(\.id))
        var agreements: Set<ProtocolID> = []
        var without: Set<AgencyID> = []
        var leftOut: [AnswerSources.LeftOut] = []
        var refusal: Refusal?
        for (supplier, supplies) in Dictionary(grouping: held, by: \.taken.agency).sorted(by: { $0.key < $1.key }) {
            if supplier == agency {
                agreements.insert(agreement.id)
            } else if let shared = state.protocols(letting: agency, have: dataset, of: supplier, for: .stated(purpose), on: day) {
                agreements.formUnion(shared.map(\.id))
            } else if let limited = state.protocols(letting: agency, have: dataset, of: supplier, for: .any, on: day) {
                let reason = purposeNotCovered(.stated(purpose), by: limited)
                refusal = refusal ?? reason
                without.insert(supplier)
                leftOut.append(AnswerSources.LeftOut(agency: supplier, supplies: supplies.count, remedy: reason.remedy))
            } else {
                without.insert(supplier)
                guard known.contains(supplier) else { continue }
                leftOut.append(
                    AnswerSources.LeftOut(
                        agency: supplier, supplies: supplies.count,
                        remedy:
                            "Have \(supplier) sign a protocol that \(agency) has signed, then record it: sharewell protocol sign \(agreement.id) --agency \(supplier)."
                    ))
            }
        }
        let supplies = held.filter { !without.contains($0.taken.agency) }
        if supplies.isEmpty, let refusal { throw refusal }
        if supplies.isEmpty, let first = leftOut.first {
            throw Refusal(
                .noSharedProtocol,
                "All \(leftOut.reduce(0) { $0 + $1.supplies }) supplies of \(dataset) are of agencies that have signed no protocol in force together with \(agency) that covers it: \(leftOut.map(\.agency.rawValue).joined(separator: ", ")) (§2.2).",
                remedy: first.remedy)
        }
        return AnswerSources(
            supplies: supplies, agreements: agreements.isEmpty ? [agreement.id] : agreements.sorted(), leftOut: leftOut)
    }
}
