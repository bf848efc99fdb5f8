import Disclosure
public import Guidance

/// Leave to take one supply. Only the register makes it; recording the supply spends it.
public struct SupplyPermit: ~Copyable, Sendable {
    /// What may be supplied.
    public let recordType: RecordType
    /// By which agency.
    public let agency: Agency
    /// Sent by.
    public let person: Person
    /// The protocol that makes it lawful.
    public let agreement: ProtocolID
    /// The number the supply gets.
    public let supply: SupplyID
    init(recordType: RecordType, agency: Agency, person: Person, agreement: ProtocolID, supply: SupplyID) {
        self.recordType = recordType
        self.agency = agency
        self.person = person
        self.agreement = agreement
        self.supply = supply
    }
}

/// Leave to answer one question about one record type. Only the register makes it; recording the answer spends it.
public struct AnswerPermit: ~Copyable, Sendable {
    /// What may be read.
    public let recordType: RecordType
    /// By whom.
    public let person: Person
    /// For which agency.
    public let agency: AgencyID
    /// From which supplies, under which protocols.
    public let sources: AnswerSources
    /// Why, in the asker's words.
    public let purpose: String
    /// What kind of purpose that is (§2.3), where it was stated; under a grant, its request's.
    public let category: PurposeCategory?
    /// Places of the record type of which no more than the outward part of the postcode may be seen.
    public let outwardPlaces: Set<String>
    /// The grant it is given under, which bounds what may be read; nil for depersonalised records, which partners have by rule (§4.3.1).
    public let grant: Grant?
    /// How whatever is counted of the records is protected, by whichever way it is asked; `.none` for records of the asker's own agency, and for
    /// personal ones, which a grant gives.
    public let smallNumbers: SmallNumberRule
    init(
        recordType: RecordType, person: Person, agency: AgencyID, sources: AnswerSources, purpose: String, category: PurposeCategory?,
        outwardPlaces: Set<String>, grant: Grant?, smallNumbers: SmallNumberRule
    ) {
        self.recordType = recordType
        self.person = person
        self.agency = agency
        self.sources = sources
        self.purpose = purpose
        self.category = category
        self.outwardPlaces = outwardPlaces
        self.grant = grant
        self.smallNumbers = smallNumbers
    }

    /// True if a field of the records may be seen, as far as the places of health items go (section 17A; S.I. 2007/1831, regulation 1(2)).
    /// - Parameter name: A field of the record type, or of its depersonalised form, such as `patient_ward`.
    public func lets(place name: String) -> Bool {
        let group: String?
        if let field = recordType.field(name) {
            group = field.place?.group
        } else {
            group = recordType.placeGroups.filter { name == $0 || name.hasPrefix("\($0)_") }.max { $0.utf8.count < $1.utf8.count }
        }
        guard let group, outwardPlaces.contains(group) else { return true }
        return name == "\(group)_postcode_district"
    }

    /// The ledger's record that records of the answer are about to be written, to stand there before the first of them is.
    public consuming func begun(fields: [String], questionDigest: String, encrypted: Bool) -> ExtractBegun {
        ExtractBegun(
            by: person.id, agency: agency, dataset: recordType.id, purpose: purpose, category: category, fields: fields,
            questionDigest: questionDigest, supplies: sources.supplies.map(\.taken.supply), agreements: sources.agreements,
            encrypted: encrypted,
            grant: grant?.id)
    }

    /// The ledger's record of the answer: of the records counted, `shown` were shown or handed over. It says no more of their number than the
    /// answer does: whoever asked reads it, too.
    public consuming func answered(fields: [String], questionDigest: String, records: Int, shown: Int) -> QueryAnswered {
        let told = smallNumbers.shown(records, given: shown)
        return QueryAnswered(
            by: person.id, agency: agency, dataset: recordType.id, purpose: purpose, category: category,
            fields: fields, questionDigest: questionDigest, supplies: sources.supplies.map(\.taken.supply),
            agreements: sources.agreements, records: max(shown, told.number ?? smallNumbers.range(of: told).upperBound), shown: shown,
            grant: grant?.id, isAtMost: told == .small ? true : nil)
    }
}

/// Leave to destroy one supply.
public struct DestructionPermit: ~Copyable, Sendable {
    /// What is to be destroyed.
    public let supply: Supply
    /// Who asked.
    public let person: PersonID
    /// Why.
    public let why: String
    init(supply: Supply, person: PersonID, why: String) {
        self.supply = supply
        self.person = person
        self.why = why
    }

    /// The order, to be recorded before anything is erased; nil where it was recorded before and only the erasing is left.
    public var order: Event? {
        supply.status == .condemned
            ? nil : .destructionOrdered(DestructionOrdered(supply: supply.taken.supply, by: person, why: why))
    }

    /// The certificate, once it is done. `found` is the file as it was just before it was erased; nil if there was none to read.
    public consuming func destroyed(method: String, found: (digest: String, bytes: Int)?) -> SupplyDestroyed {
        let file: ErasedFile
        let finding: String
        switch found {
        case (supply.taken.objectDigest, supply.taken.objectBytes)?:
            file = .asSealed(digest: supply.taken.objectDigest, bytes: supply.taken.objectBytes)
            finding = "It was the file that the ledger recorded when it was sealed."
        case let (digest, bytes)?:
            file = .other(digest: digest, bytes: bytes)
            finding = "It was NOT the file that the ledger recorded when it was sealed: look for copies of that one."
        case nil:
            file = .absent
            finding = "The file was not there any more, as after a destruction that was interrupted."
        }
        return SupplyDestroyed(
            supply: supply.taken.supply, object: supply.taken.object, file: file, method: "\(method) \(finding)", by: person, why: why)
    }
}

extension Register {
    /// Permits to finish what was ordered and not yet certified, such as after a crash.
    public var unfinishedDestructions: [Supply] {
        state.supplies.values.filter { $0.status == .condemned }.sorted { $0.position < $1.position }
    }

    /// The permit to finish an ordered destruction; nil if none was ordered.
    public func permitCompletion(of supply: Supply) -> DestructionPermit? {
        guard let known = state.supplies[supply.taken.supply], known.status == .condemned, let order = known.destruction else { return nil }
        return DestructionPermit(supply: known, person: order.by, why: order.why)
    }

    /// §2.2, §3.2: a supply is taken from a signatory that is a source of the dataset, sent by one of its own people: to the partnership, or for
    /// one live grant of that very information.
    public func permitSupply(
        of dataset: RecordTypeID, from agency: AgencyID, for grant: GrantID? = nil, by actor: PersonID, at now: Moment
    ) throws(Refusal) -> SupplyPermit {
        let person = try person(actor, may: .supply)
        let type = try recordType(dataset)
        let agency = try knownAgency(agency)
        try supplies(person, for: agency.id, on: now.day)
        guard type.sources.contains(agency.agencyClass) else {
            throw Refusal(
                .notSource,
                "\(agency.id) is a \(agency.agencyClass); the guidance names \(type.sources.joined(separator: ", ")) as the source of \(type.id) (\(type.section)).",
                remedy: "Check --dataset and --from; each record type comes from its own source.")
        }
        if let grant { try check(grant, takesSuppliesOf: type, from: agency, on: now.day) }
        let agreement = try binding(agency.id, for: dataset, on: now.day)
        return SupplyPermit(
            recordType: type, agency: agency, person: person, agreement: agreement.id, supply: state.nextSupply)
    }

    /// What is supplied for a grant is what the grant is of, while it lives.
    private func check(_ id: GrantID, takesSuppliesOf type: RecordType, from agency: Agency, on day: Int) throws(Refusal) {
        guard let grant = state.grants[id], grant.terms.source == agency.id else {
            throw Refusal(
                .unknownGrant, "There is no grant of that number that \(agency.id) would supply for.", remedy: "See sharewell grant list.")
        }
        guard grant.terms.dataset == type.id else {
            throw Refusal(.beyondGrant, "The grant \(id) is of \(grant.terms.dataset).", remedy: "Supply that, or leave --grant out.")
        }
        guard grant.isLive(on: day) else { throw notLive(grant, on: day) }
        guard grant.rule == nil else {
            throw Refusal(
                .beyondGrant, "The grant \(id) was given by rule, of depersonalised records that partners have anyway.",
                remedy: "Supply them to the partnership: leave --grant out.")
        }
    }

    /// §2.2, §4.3.1: depersonalised information goes to people of a signatory, whose profile holds the dataset, for a stated purpose, and
    /// from the supplies of agencies that signed with theirs; where a protocol limits its purposes, for one of those. Personal information goes
    /// only to those whom a live grant names, within it.
    public func permitAnswer(
        to actor: PersonID, dataset: RecordTypeID, purpose: String, category: PurposeCategory? = nil, action: Action,
        under grant: GrantID? = nil, through way: AccessWay? = nil, at now: Moment
    ) throws(Refusal) -> AnswerPermit {
        if let grant {
            return try permitAnswer(
                to: actor, dataset: dataset, purpose: purpose, category: category, action: action, granted: grant, through: way,
                at: now)
        }
        let person = try person(actor, may: action)
        if action == .extract { try checkCopying(way) }
        let type = try recordType(dataset)
        guard let agency = person.agency else {
            throw Refusal(
                .notSignatory, "\(actor) acts for no agency that could sign a protocol.",
                remedy: "Ask a person of a signatory agency.")
        }
        let agreement = try binding(agency, for: dataset, purpose: .stated(category), on: now.day)
        try holds(person, type)
        guard person.roles.contains(where: { AccessMatrix.way(of: $0, to: action, type.information) == .byRule }) else {
            throw Refusal(
                .needsDecision,
                "\(dataset) is \(type.information.rawValue) information (\(type.section)); it is never given out by rule (§2.4, §4.3.1).",
                remedy:
                    "A request that names the purpose, the persons and the legal basis has to be decided by the source agency's liaison officer: sharewell request form --dataset \(dataset), then query or extract with --grant."
            )
        }
        try check(way, reaches: rulebook.marking(of: [.records(type.id)]).marking, personal: type.information != .depersonalised)
        try purpose.checkedAsReason()
        let sources = try answerSources(for: person, of: agency, dataset: dataset, purpose: category, under: agreement, on: now.day)
        return AnswerPermit(
            recordType: type, person: person, agency: agency, sources: sources, purpose: purpose, category: category,
            outwardPlaces: outwardPlaces(of: type, in: sources, for: agency, grant: nil), grant: nil,
            smallNumbers: smallNumbers(of: dataset, in: sources.supplies, shownTo: agency))
    }

    /// Under a grant: to those it names, of the agency it was given to.
    private func permitAnswer(
        to actor: PersonID, dataset: RecordTypeID, purpose: String, category: PurposeCategory?, action: Action, granted id: GrantID,
        through way: AccessWay?, at now: Moment
    ) throws(Refusal) -> AnswerPermit {
        let type = try recordType(dataset)
        let (person, grant, agreements) = try use(id, by: actor, through: way, at: now)
        // What names somebody least of all: a grant gives records, and not another place to keep them.
        if action == .extract { try checkCopying(way) }
        guard grant.terms.dataset == dataset else {
            throw Refusal(.beyondGrant, "The grant \(id) is of \(grant.terms.dataset).", remedy: "Name that dataset, or another grant.")
        }
        if type.information == .depersonalised { try holds(person, type) }
        let granted = state.requests[grant.request]?.content.purpose
        guard category == nil || category == granted else {
            throw Refusal(
                .beyondGrant, "The grant \(id) is for \(granted?.rawValue ?? "no purpose known"), and for no other (§2.3).",
                remedy: "Leave --purpose-category out, or make a request for the other purpose.")
        }
        try purpose.checkedAsReason()
        let supplies = state.heldSupplies(of: dataset, under: id).filter { $0.taken.agency == grant.terms.source }
        let sources = AnswerSources(supplies: supplies, agreements: agreements.map(\.id), leftOut: [])
        return AnswerPermit(
            recordType: type, person: person, agency: grant.terms.agency, sources: sources, purpose: purpose,
            category: granted, outwardPlaces: outwardPlaces(of: type, in: sources, for: grant.terms.agency, grant: grant), grant: grant,
            smallNumbers: type.information == .depersonalised
                ? smallNumbers(of: dataset, in: supplies, shownTo: grant.terms.agency) : .none)
    }

    /// Health items place a patient by the outward part of the postcode only (section 17A): for everybody but their supplier, unless a person of the
    /// supplier decided that more is given.
    private func outwardPlaces(of type: RecordType, in sources: AnswerSources, for agency: AgencyID, grant: Grant?) -> Set<String> {
        if sources.supplies.allSatisfy({ $0.taken.agency == agency }) { return [] }
        if let grant, grant.rule == nil { return [] }
        return rulebook.outwardPlaces(of: type)
    }

    /// An agency's liaison officer, or the co-ordinator, may have a supply destroyed.
    public func permitDestruction(of id: SupplyID, why: String, by actor: PersonID) throws(Refusal) -> DestructionPermit {
        let person = try person(actor, may: .destroy)
        let supply = try knownSupply(id)
        if person.agency != supply.taken.agency {
            let home = state.agencies[supply.taken.agency]?.home ?? state.firstPartnership
            if person.roles.contains(.coordinator) {
                guard person.coordinates(home) else { throw overreaching(actor, home) }
            } else {
                try acts(person, for: supply.taken.agency)
            }
        }
        guard supply.status != .destroyed else {
            throw Refusal(
                .destroyed, "Supply \(id) was destroyed already.", remedy: "Its certificate is in the ledger: sharewell ledger log.")
        }
        try why.checkedAsReason()
        return DestructionPermit(supply: supply, person: actor, why: why)
    }
}
