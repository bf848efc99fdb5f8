public import Guidance

/// Payload of `Event.smallNumbersSet`.
public struct SmallNumbersSet: Sendable, Hashable, Codable {
    /// Whose records.
    public let agency: AgencyID
    /// Record type.
    public let dataset: RecordTypeID
    /// How they are protected.
    public let rule: SmallNumberRule
    /// Who decided.
    public let by: PersonID
    /// Why.
    public let why: String
}

extension Register {
    /// An agency's liaison officer decides it for records that the agency is a source of.
    func set(_ rule: SmallNumberRule, of dataset: RecordTypeID, why: String, by actor: PersonID) throws(Refusal) -> [Event] {
        let person = try person(actor, may: .setSmallNumbers)
        let type = try recordType(dataset)
        guard let agency = person.agency.flatMap({ state.agencies[$0] }), type.sources.contains(agency.agencyClass) else {
            throw Refusal(
                .notSource, "The agency of \(actor) is no source of \(type.id) (\(type.section)), so its small numbers are not its own.",
                remedy: "The liaison officer of the agency whose records they are decides it.")
        }
        try why.checkedAsReason()
        if state.smallNumbers[agency.id]?[dataset] == rule { return [] }
        return [.smallNumbersSet(SmallNumbersSet(agency: agency.id, dataset: dataset, rule: rule, by: actor, why: why))]
    }

    /// How small numbers of an agency's records of that type are protected: as it decided, or as the rulebook has it.
    public func smallNumbers(of dataset: RecordTypeID, from agency: AgencyID) -> SmallNumberRule {
        state.smallNumbers[agency]?[dataset] ?? rulebook.smallNumbers
    }

    /// How counts of records out of those supplies are protected when they are shown to people of an agency: as strictly as any of the agencies
    /// that supplied them has it, and not at all where all are its own.
    public func smallNumbers(
        of dataset: RecordTypeID, in supplies: some Sequence<Supply>, shownTo agency: AgencyID
    ) -> SmallNumberRule {
        let suppliers = Set(supplies.map(\.taken.agency))
        if suppliers == [agency] { return .none }
        // Its own among others' are protected too: what is left after taking them away would be the others'.
        return .strictest(of: suppliers.map { smallNumbers(of: dataset, from: $0) })
    }
}

extension HubState {
    func fault(ofSmallNumbers set: SmallNumbersSet) -> String? {
        guard let person = people[set.by], person.agency == set.agency, person.roles.contains(.liaisonOfficer) else {
            return "\(set.by) does not decide how small numbers of \(set.agency) are protected"
        }
        return unknown(set.agency)
    }
}
