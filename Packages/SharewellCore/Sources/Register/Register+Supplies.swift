public import Guidance

extension Register {
    /// Supplies whose quality report a person may see, oldest first: what is listed is what may be opened.
    public func supplies(seenBy person: PersonID) -> [Supply] {
        state.supplies.values.filter { isSeen($0, by: person) }.sorted { $0.position < $1.position }
    }

    private func isSeen(_ supply: Supply, by id: PersonID) -> Bool {
        do throws(Refusal) {
            _ = try person(id, maySeeQualityOf: supply.taken.supply)
            return true
        } catch { return false }
    }

    /// Supplies of a person's own agency, and of those it works for under a contract, newest first: what suppliers look after.
    public func supplies(keptBy person: Person, at now: Moment) -> [Supply] {
        let agencies = Set(agenciesSupplied(by: person, at: now).map(\.id))
        return state.supplies.values.filter { agencies.contains($0.taken.agency) }.sorted { $0.position > $1.position }
    }

    /// The agencies a person supplies for, by name: their own, and those it works for under a contract in force (§4.3.2).
    public func agenciesSupplied(by person: Person, at now: Moment) -> [Agency] {
        guard person.may(.supply) else { return [] }
        return state.agencies.values.filter { agency in
            do throws(Refusal) {
                try supplies(person, for: agency.id, on: now.day)
                return true
            } catch { return false }
        }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// What a person could supply today, agency by agency, in the order of the guidance.
    public func suppliable(by person: Person, at now: Moment) -> [(agency: Agency, recordType: RecordType)] {
        agenciesSupplied(by: person, at: now).flatMap { agency in
            rulebook.recordTypes.filter { type in
                guard type.sources.contains(agency.agencyClass) else { return false }
                do throws(Refusal) {
                    _ = try permitSupply(of: type.id, from: agency.id, by: person.id, at: now)
                    return true
                } catch { return false }
            }.map { (agency, $0) }
        }
    }

    /// Agencies that a person may know as suppliers: those of the partnerships their own works in, or that they oversee.
    public func suppliers(seenBy person: Person) -> [Agency] {
        let own = person.agency.map { Set(state.partnerships(of: $0)) } ?? []
        return state.agencies.values.filter { agency in
            agency.id == person.agency || !own.isDisjoint(with: state.partnerships(of: agency.id)) || person.oversees(any: [agency.home])
        }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    /// Supplies of a record type that a person may know to be held for the partnership: of agencies that they know, or that share with theirs by a
    /// protocol.
    public func heldSupplies(of dataset: RecordTypeID, knownTo person: Person, on day: Int) -> [Supply] {
        let known = Set(suppliers(seenBy: person).map(\.id))
        return state.heldSupplies(of: dataset, under: nil).filter { supply in
            supply.taken.grant == nil
                && (known.contains(supply.taken.agency)
                    || person.agency.map {
                        state.protocols(letting: $0, have: dataset, of: supply.taken.agency, for: .any, on: day) != nil
                    } ?? false)
        }
    }

    /// The supply, for people of the agency whose records it holds and for those who oversee that agency: what it was used for is theirs to know.
    public func supply(_ id: SupplyID, whoseUseIsSeenBy actor: PersonID) throws(Refusal) -> Supply {
        let person = try person(actor, maySeeQualityOf: id)
        let supply = try supply(id)
        let home = state.agencies[supply.taken.agency]?.home ?? state.firstPartnership
        guard person.agency == supply.taken.agency || person.oversees(any: [home]) else {
            throw Refusal(
                .otherAgency, "\(actor) does not act for \(supply.taken.agency).",
                remedy: "What a supply was used for is told to the agency that it came from.")
        }
        return supply
    }

    /// What the agencies that a person supplies for still owe, as routine or under section 17A, what is overdue first.
    public func suppliesDue(to person: Person, at now: Moment) -> [Duty] {
        let agencies = Set(agenciesSupplied(by: person, at: now).map(\.id))
        return (disclosures(on: now.day) + routineSupplies(on: now.day)).filter { duty in
            duty.agency.map(agencies.contains) == true && (duty.state == .due || duty.state == .overdue)
        }.sorted { ($0.due ?? "", $0.what) < ($1.due ?? "", $1.what) }
    }

    /// Refuses a caveat on the use of a supply (§3.4, item 10) that says nothing or seems to name a data subject: partners read it.
    public static func checkCaveat(_ text: String) throws(Refusal) { try text.checkedAsReason(of: "a caveat") }
}
