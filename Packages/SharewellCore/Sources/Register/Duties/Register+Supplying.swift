internal import Guidance

/// What is to be supplied period by period: under section 17A (§2.4.1.1), and by what protocols agree.
extension Register {
    /// For each agency that owes an item, the last periods that have ended, from the one in which it was added: of those before, the hub knows
    /// nothing. An item without a record type is listed as not followed: the hub cannot
    /// tell whether it was disclosed.
    func disclosures(on today: Int) -> [Duty] {
        guard let prescribed = rulebook.prescribedInformation else { return [] }
        let ended = periods(prescribed.periods, until: today).filter { $0.last.number < today }.suffix(Self.periodsKept)
        var duties: [Duty] = []
        for agency in state.agencies.values.sorted(by: { $0.id < $1.id }) {
            for item in prescribed.items(owedBy: [agency.agencyClass]) {
                let form = item.outwardPostcodeOnly ? ", by outward postcode only" : ""
                guard let type = item.recordTypes.first else {
                    duties.append(
                        Duty(
                            notFollowed: "\(item.title)\(form) (section 17A)", by: agency.id, section: prescribed.section,
                            because: item.withoutRecordType ?? "the rulebook has no dataset of them."))
                    continue
                }
                let suppliers = suppliers(of: item, for: agency)
                for period in ended where period.last.number >= agency.added {
                    duties.append(
                        Duty(
                            "\(item.title), \(period.text)\(form) (section 17A)", who: agency.id.rawValue, agency: agency.id,
                            due: prescribed.periods.due(of: period).number,
                            done: isSupplied(item.recordTypes, by: suppliers, in: period), today: today, section: prescribed.section,
                            settle: "sharewell supply FILE --dataset \(type) --from \(agency.id)", by: .supply(type, agency.id)))
                }
            }
        }
        return duties
    }

    /// For each routine supply of a protocol that its agency has signed, the last periods that have ended and the one that runs, as far as they lie
    /// within the protocol's time.
    func routineSupplies(on today: Int) -> [Duty] {
        var duties: [Duty] = []
        for agreement in state.protocols.values.sorted(by: { $0.id < $1.id }) where !agreement.isWithdrawn {
            let last = min(agreement.expires ?? .max, (agreement.replacedFrom ?? .max) - 1)
            for supply in agreement.terms.supplies where agreement.signatories.contains(supply.agency) {
                guard let all = supply.periods else { continue }
                let within = periods(all, until: today).filter { $0.first.number >= agreement.inForceFrom && $0.last.number <= last }
                for period in within.suffix(Self.periodsKept + 1) {
                    duties.append(
                        Duty(
                            "\(rulebook.recordType(supply.dataset)?.title ?? supply.dataset.rawValue), \(period.text), \(supply.every.rawValue) as agreed in \(agreement.id)",
                            who: supply.agency.rawValue, agency: supply.agency, due: period.last.number + supply.within,
                            done: isSupplied([supply.dataset], by: [supply.agency], in: period), today: today, section: "§2.2",
                            settle: "sharewell supply FILE --dataset \(supply.dataset) --from \(supply.agency)",
                            by: .supply(supply.dataset, supply.agency)))
                }
            }
        }
        return duties
    }

    /// True if a supply is of what its agency has agreed to supply as routine, in a protocol it has signed.
    func isRoutine(_ supply: Supply) -> Bool {
        guard supply.taken.grant == nil else { return false }
        return state.protocols.values.contains { agreement in
            agreement.signatories.contains(supply.taken.agency)
                && agreement.terms.supplies.contains { $0.agency == supply.taken.agency && $0.dataset == supply.taken.dataset }
        }
    }

    /// Enough of the past for as many yearly periods as are looked back on.
    private func periods(_ periods: DisclosurePeriods, until today: Int) -> [DisclosurePeriod] {
        periods.periods(from: CalendarDay(number: today - 366 * (Self.periodsKept + 2)), through: CalendarDay(number: today))
    }

    /// The agency, and those of its partnerships whose supply meets the duty beside it.
    private func suppliers(of item: PrescribedInformation.Item, for agency: Agency) -> Set<AgencyID> {
        let partners = state.partnerships.values.filter { $0.members.contains(agency.id) }.flatMap(\.members)
        return Set([agency.id] + partners.filter { item.suppliedBy.contains(state.agencies[$0]?.agencyClass ?? "") })
    }

    /// True if supplies of one of the agencies reach into every month of the period. Months and not days: records of a month need not fall on its
    /// first and last day. A supply that was taken back does not count; one destroyed since does.
    private func isSupplied(_ types: [RecordTypeID], by suppliers: Set<AgencyID>, in period: DisclosurePeriod) -> Bool {
        let spans = state.supplies.values.compactMap { supply -> ClosedRange<Int>? in
            let taken = supply.taken
            // What was made for one grant is disclosed to nobody else.
            guard supply.status != .withdrawn, taken.grant == nil, suppliers.contains(taken.agency), types.contains(taken.dataset),
                let from = taken.periodFrom.flatMap({ CalendarDate($0) }), let to = taken.periodTo.flatMap({ CalendarDate($0) }),
                from.firstDay <= to.lastDay
            else { return nil }
            return month(from.firstDay)...month(to.lastDay)
        }
        return (month(period.first.number)...month(period.last.number)).allSatisfy { month in spans.contains { $0.contains(month) } }
    }

    private func month(_ number: Int) -> Int {
        let day = CalendarDay(number: number)
        return day.year * 12 + day.month
    }
}
