public import Guidance

/// Payload of `Event.accessWaySet` (§4.3.6): how people reach the hub through its terminal.
public struct AccessWaySet: Sendable, Hashable, Codable {
    /// In the matrix's identifiers.
    public let way: AccessWay
    /// Who stated it.
    public let by: PersonID
}

/// Payload of `Event.clockConfirmed`.
public struct ClockConfirmed: Sendable, Hashable, Codable {
    /// Today, days since 1970-01-01.
    public let day: Int
    /// Who says so.
    public let by: PersonID
}

/// Payload of `Event.transparencyPackMade`: who took the facts of the whole hub away to show them to somebody.
public struct TransparencyPackMade: Sendable, Hashable, Codable {
    /// Who put them together.
    public let by: PersonID
}

extension Register {
    /// Lets the co-ordinator of the partnership that the hub began with put the transparency pack together; it is about all of the hub.
    public func makeTransparencyPack(by actor: PersonID) throws(Refusal) -> Event {
        _ = try person(actor, mayForTheHub: .runRegister)
        return .transparencyPackMade(TransparencyPackMade(by: actor))
    }

    /// Says that the clock is right although it has moved far since the last event.
    public func confirmClock(_ day: Int, by actor: PersonID, at now: Moment) throws(Refusal) -> Event {
        _ = try person(actor, mayForTheHub: .runRegister)
        guard day == now.day else {
            throw Refusal(
                .malformed, "The clock says \(CalendarDay(number: now.day)), not \(CalendarDay(number: day)).",
                remedy: "Set the machine's clock right; then everything goes on by itself.")
        }
        return .clockConfirmed(ClockConfirmed(day: day, by: actor))
    }

    /// States how people reach the hub through its terminal.
    func set(_ way: AccessWay, by actor: PersonID) throws(Refusal) -> [Event] {
        guard let known = rulebook.matrix?.known(way) else {
            throw Refusal(
                .malformed,
                "The Suffolk Matrix of the rulebook has no such network, way of access, sign-in, registration or footnote (§4.3.6).",
                remedy: "See sharewell matrix for the names.")
        }
        return known == state.terminalWay ? [] : [.accessWaySet(AccessWaySet(way: known, by: actor))]
    }

    /// Refuses what is seen of records of a type, as they are supplied or asked for, to whoever reaches it in a way that the Suffolk Matrix does not allow.
    public func check(_ way: AccessWay, reachesRecordsOf dataset: RecordTypeID) throws(Refusal) {
        _ = try recordType(dataset)
        try check(way, reaches: rulebook.marking(of: [.records(dataset)]).marking, personal: true)
    }

    /// Refuses information of a marking to whoever reaches it in a way that the Suffolk Matrix does not allow.
    ///
    /// Personal information needs a way that was stated; depersonalised information is checked against the one that was, if any.
    /// - Parameter way: Of a session; nil for the terminal's own.
    func check(_ way: AccessWay?, reaches marking: Marking, personal: Bool) throws(Refusal) {
        guard let way = way ?? state.terminalWay else {
            guard personal else { return }
            throw Refusal(
                .accessNotStated, "Nobody has stated how this terminal is reached, so nothing personal is shown on it (§4.3.6, Figure 1).",
                remedy: "The co-ordinator states it: sharewell access set --network … --device … --sign-in … --registration …")
        }
        guard let matrix = rulebook.matrix else {
            throw Refusal(
                .accessNotStated, "The rulebook has no Suffolk Matrix to check access by (§4.3.6).", remedy: "Use one that has.")
        }
        switch matrix.check(way, reaches: marking.id) {
        case .allowed: return
        case .allowedUnder(let conditions):
            throw Refusal(
                .accessNotAllowed,
                "\(marking.id) may be reached in this way only once it is confirmed: \(conditions.map(\.text).joined(separator: "; ")) (§4.3.6, Figure 1).",
                remedy:
                    "Where it is so, the co-ordinator confirms it: sharewell access set … --confirm \(conditions.compactMap(\.note).first ?? 0)."
            )
        case .refused(let shortfalls):
            throw Refusal(
                .accessNotAllowed,
                "\(marking.id) may not be reached in this way (§4.3.6, Figure 1): \(shortfalls.map(\.message).joined(separator: " "))",
                remedy: shortfalls.map(\.remedy).joined(separator: " "))
        }
    }

    /// True for a way by which copies may be taken: from a device that the figure does not call external.
    public func lets(copyBy way: AccessWay) -> Bool { rulebook.matrix?.devices.first { $0.id == way.device }?.external == false }

    /// Refuses to answer a program that asks from outside secure premises: what a program is answered is stored where it runs, so that it is no
    /// looking at records but a copy of them (§4.3.6).
    public func check(programsAnsweredBy way: AccessWay) throws(Refusal) {
        guard !lets(copyBy: way) else { return }
        throw Refusal(
            .accessNotAllowed,
            "From outside secure premises records can be looked at in the browser and not be had by programs, which would keep them (§4.3.6: viewed without being permanently stored on a remote computer).",
            remedy: "Run the program on a system on secure premises, or look at the records in the browser.")
    }

    /// §4.3.6, second best option: from outside secure premises information is viewed without being stored there, so no copy is taken in a session
    /// that comes from one of the figure's external devices.
    func checkCopying(_ way: AccessWay?) throws(Refusal) {
        guard let way, !lets(copyBy: way) else { return }
        throw Refusal(
            .accessNotAllowed,
            "From outside secure premises records can be looked at and no copy of them taken (§4.3.6: viewed without being permanently stored on a remote computer).",
            remedy: "Take the copy on a system on secure premises.")
    }
}
