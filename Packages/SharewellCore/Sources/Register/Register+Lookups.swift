public import Guidance

extension Register {
    /// The record type, or a refusal that says how to find the right one.
    public func recordType(_ id: RecordTypeID) throws(Refusal) -> RecordType {
        guard let type = rulebook.recordType(id) else {
            let near = Spelling.likeliest(
                id.rawValue, among: rulebook.recordTypes.map { ($0.id.rawValue, [$0.id.rawValue, $0.title, $0.dataset]) })
            throw Refusal(
                .unknownDataset, "The rulebook has no dataset of that name (§3.2).",
                remedy: "\(Spelling.didYouMean(near))See sharewell datasets for all of them.")
        }
        return type
    }

    /// The person, if they are known, active and have a role that includes the action.
    public func person(_ id: PersonID, may action: Action) throws(Refusal) -> Person {
        let person = try knownPerson(id)
        guard person.may(action) else {
            let able = Role.allCases.filter { AccessMatrix.actions(of: $0).contains(action) }.map(\.rawValue)
            let roles = person.roles.sorted().map(\.rawValue).joined(separator: " and ")
            let underGrant = [.query, .extract].contains(action) && person.may(.useGrant)
            throw Refusal(
                .roleDoesNotAllow, "As \(roles) \(id) may not \(action.words).",
                remedy: (underGrant
                    ? "For what a grant gives you, name it with --grant; sharewell grant list --as \(id) lists yours. Or ask" : "Ask")
                    + " somebody who is \(able.joined(separator: " or ")): sharewell person list shows who is. Roles are given by the co-ordinator."
            )
        }
        return person
    }

    /// The agency, or a refusal that says where to look.
    public func agency(_ id: AgencyID) throws(Refusal) -> Agency { try knownAgency(id) }

    /// The person, if they have not left.
    public func person(named id: PersonID) throws(Refusal) -> Person { try knownPerson(id) }

    private var coordinators: String {
        state.people.values.filter { $0.active && $0.roles.contains(.coordinator) }.map(\.id.rawValue).sorted().joined(separator: ", ")
    }

    func knownPerson(_ id: PersonID) throws(Refusal) -> Person {
        guard let person = state.people[id], person.active else {
            throw Refusal(
                .unknownPerson, "Nobody of that name has a profile in this hub.",
                remedy:
                    "See sharewell person list, and say who you are with --as; or ask a co-ordinator (\(coordinators)) to add a profile: sharewell person add."
            )
        }
        return person
    }

    func knownAgency(_ id: AgencyID) throws(Refusal) -> Agency {
        guard let agency = state.agencies[id] else { throw unknownAgency }
        return agency
    }

    var unknownAgency: Refusal {
        Refusal(
            .unknownAgency, "No agency of that name is in the register.",
            remedy: "See sharewell agency list; the co-ordinator can add one: sharewell agency add.")
    }

    func knownProtocol(_ id: ProtocolID) throws(Refusal) -> SharingProtocol {
        guard let agreement = state.protocols[id] else {
            throw Refusal(
                .unknownProtocol, "No information sharing protocol of that name is recorded.",
                remedy: "See sharewell protocol list; the co-ordinator can add one: sharewell protocol add.")
        }
        return agreement
    }

    /// The supply, or a refusal that says where to look.
    public func supply(_ id: SupplyID) throws(Refusal) -> Supply { try knownSupply(id) }

    func knownSupply(_ id: SupplyID) throws(Refusal) -> Supply {
        guard let supply = state.supplies[id] else {
            throw Refusal(
                .unknownSupply, "The hub never took a supply of that number.", remedy: "See sharewell status for the supplies.")
        }
        return supply
    }

    /// Everybody acts for their own agency only. A co-ordinator too: what they do for others is not done through this.
    func acts(_ person: Person, for agency: AgencyID) throws(Refusal) {
        guard person.agency == agency else {
            throw Refusal(
                .otherAgency, "\(person.id) does not act for \(agency).",
                remedy: "Only people of \(agency) can do this; ask its liaison officer.")
        }
    }

    /// Depersonalised records are had by those whose profile holds the dataset.
    func holds(_ person: Person, _ type: RecordType) throws(Refusal) {
        guard person.datasets.contains(type.id) else {
            throw Refusal(
                .notInProfile, "The profile of \(person.id) does not hold \(type.id).",
                remedy: "Ask the co-ordinator: sharewell person profile \(person.id) --dataset \(type.id).")
        }
    }

    /// An agency's own people supply for it, and those of a processor under a contract in force (§4.3.2).
    func supplies(_ person: Person, for agency: AgencyID, on day: Int) throws(Refusal) {
        if let own = person.agency, state.isProcessor(own, of: agency, on: day) { return }
        try acts(person, for: agency)
    }

    /// The protocol that binds an agency to a record type today; §2.2: only signatories share.
    func binding(
        _ agency: AgencyID, for dataset: RecordTypeID, purpose: StatedPurpose = .any, on day: Int
    ) throws(Refusal) -> SharingProtocol {
        if let agreement = state.protocolBinding([agency], for: dataset, purpose: purpose, on: day) { return agreement }
        if state.protocolBinding([agency], for: dataset, on: day) != nil {
            throw purposeNotCovered(
                purpose,
                by: state.protocols.values.filter { state.lets([agency], share: dataset, personal: false, under: $0, on: day) })
        }
        let signed = state.protocols.values.filter { $0.signatories.contains(agency) }.sorted { $0.id < $1.id }
        if signed.isEmpty {
            throw Refusal(
                .notSignatory, "\(agency) has not signed an information sharing protocol (§2.2).",
                remedy: "Have the agency sign one, then record it: sharewell protocol sign PROTOCOL --agency \(agency).")
        }
        if signed.allSatisfy({ !$0.isInForce(on: day) }) {
            throw Refusal(
                .protocolNotInForce, "No protocol that \(agency) signed is in force today (§2.2).",
                remedy: "Record a new version: sharewell protocol add, and have it signed.")
        }
        throw Refusal(
            .notSignatory, "No protocol that \(agency) signed covers \(dataset) (§2.2).",
            remedy: "Agree a protocol that covers it: sharewell protocol add --dataset \(dataset).")
    }
}

extension Register {
    /// Says which purposes the protocols cover that would otherwise let it be had (§2.3).
    func purposeNotCovered(_ purpose: StatedPurpose, by agreements: [SharingProtocol]) -> Refusal {
        let covered = PurposeCategory.allCases.filter { category in agreements.contains { $0.covers(.stated(category)) } }
        let names = covered.map(\.rawValue).joined(separator: ", ")
        let limited = agreements.map(\.id).sorted().map(\.rawValue).joined(separator: ", ")
        guard case .stated(let category?) = purpose else {
            return Refusal(
                .purposeNotCovered, "\(limited) is limited to some purposes (§2.3), and none was stated.",
                remedy: "State which it is, if it is one of them: --purpose-category \(names.isEmpty ? "CATEGORY" : names).")
        }
        return Refusal(
            .purposeNotCovered, "No protocol covers \(category.rawValue) here (§2.3): \(limited) is limited to \(names).",
            remedy: "Agree a protocol that does: sharewell protocol add --purpose \(category.rawValue), and have it signed.")
    }
}

extension String {
    /// Titles and names: not blank, one line, at most 200 characters.
    func checkedAsTitle(of what: String) throws(Refusal) {
        guard contains(where: { !$0.isWhitespace }), !contains(where: \.isNewline), count <= 200 else {
            throw Refusal(
                .malformed, "The name of the \(what) is empty, too long or more than one line.",
                remedy: "Give one line of at most 200 characters.")
        }
    }
    /// Reasons and purposes say something: at least three letters, one line, at most 400 characters.
    /// - Parameter what: What the refusal calls it, where several texts are given at once.
    func checkedAsReason(of what: String = "the reason given") throws(Refusal) {
        let subject = what.prefix(1).uppercased() + what.dropFirst()
        guard filter(\.isLetter).count >= 3, !contains(where: \.isNewline), count <= 400 else {
            let fault =
                filter(\.isLetter).count < 3
                ? "says nothing" : count > 400 ? "is longer than 400 characters" : "is more than one line"
            throw Refusal(
                .noPurpose, "\(subject) \(fault).",
                remedy:
                    "Say it in words, in one line of at most 400 characters, and name no data subject: it stands in the ledger for good.")
        }
        if let trace = PersonalTrace.first(in: self) {
            throw Refusal(
                .namesSubject,
                "\(subject) holds what looks like \(trace.kind.rawValue), at word \(trace.word), and would stand in the ledger for good.",
                remedy:
                    "Say it without naming or numbering anybody; who is meant is said outside the ledger, in a request under persons, which is sealed."
            )
        }
    }
}
