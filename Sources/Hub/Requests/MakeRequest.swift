public import Register
public import Storage

/// Makes a request: the persons it is about are sealed, everything else stands in the ledger.
public struct MakeRequest {
    private let hub: Hub
    /// In that hub.
    public init(hub: Hub) { self.hub = hub }

    /// The request as it was recorded, granted already where a rule does.
    /// - Parameter vault: Needed where the form names persons.
    public func perform(_ form: RequestForm, by actor: PersonID, vault: @autoclosure () throws -> KeyVault) throws -> SharingRequest {
        try form.checkTexts()
        // Asked for before the register is locked: unsealing may itself have something to record.
        let vault = form.persons.isEmpty ? nil : try vault()
        let number = try hub.recordingRefusals(by: actor, action: .request, dataset: form.content.dataset) {
            try hub.transact { register, now in
                let events = try register.decide(.request(.make(form.content)), by: actor, at: now)
                // Before it is recorded: a request whose persons are not known to the hub must not stand in the ledger.
                if let vault { try RequestedPersons(register.state.nextRequest).seal(form.persons, in: vault) }
                return (events, register.state.nextRequest)
            }
        }
        guard let request = hub.state.requests[number] else {
            throw HubError(.busy, code: "request-lost", "The request was not recorded.", remedy: "Make it again.")
        }
        return request
    }
}

extension Hub {
    /// Whom a request is about, for somebody who decides or advises on it; it stands in the ledger before it is shown.
    public func persons(of id: RequestID, for actor: PersonID, vault: KeyVault, entry: Entry) throws -> [String] {
        try recordingRefusals(by: actor, action: .seeRequest, dataset: nil) {
            try transact { register, now in
                let (request, event) = try register.permitPersons(of: id, to: actor, through: entry.way, at: now)
                let persons = request.content.persons == 0 ? [] : try RequestedPersons(id).open(in: vault)
                guard persons.count == request.content.persons else {
                    throw HubError(
                        .tampered, code: "persons-not-as-recorded",
                        "The sealed list of \(id) is not of as many persons as the ledger says.",
                        remedy: "Refuse the request; have it made again.")
                }
                return ([event], persons)
            }
        }
    }

    /// Destroys lists of persons whose request was never recorded, was taken back, or is over without a grant.
    func endRequests(_ vault: KeyVault) throws {
        let lists = try vault.names().filter { $0.rawValue.hasPrefix(RequestedPersons.prefix) }
        guard !lists.isEmpty else { return }
        // Under the register's lock: a request being made now has its list before its event.
        try transact { register, now in
            var events: [Event] = []
            for list in lists {
                let id = RequestID(rawValue: String(list.rawValue.dropFirst(RequestedPersons.prefix.count)))
                guard !register.needsPersons(of: id, at: now), let method = try vault.destroy(list) else { continue }
                // Of one that was never recorded nothing is to be said.
                if register.state.requests[id] != nil { events.append(.personsDestroyed(PersonsDestroyed(request: id, method: method))) }
            }
            return (events, ())
        }
    }

    /// Ends grants whose last day is over or that were revoked: destroys what the hub holds for them and records the certificate.
    ///
    /// Access stops by the day and the status, whether or not this has run. What a crash leaves half done, the next opening of the vault finishes.
    func endGrants(_ vault: KeyVault) throws {
        for grant in register.grantsToEnd(at: now) {
            let condemned = try transact { register, now in
                let orders = register.suppliesToDestroy(endingWith: grant.id, at: now)
                return (orders.map(Event.destructionOrdered), orders.map(\.supply))
            }
            for supply in condemned { _ = try completeDestruction(of: supply, in: vault) }
            try transact { register, now in
                guard let ending = register.grantsToEnd(at: now).first(where: { $0.id == grant.id }) else { return ([], ()) }
                let supplies = register.state.supplies(madeFor: grant.id)
                guard supplies.allSatisfy({ $0.status == .destroyed }) else { return ([], ()) }
                return ([.grantEnded(try end(ending, supplies: supplies.map(\.taken.supply), vault))], ())
            }
        }
    }

    /// The certificate of a grant's end. The certificates of its supplies stand in the ledger before it.
    private func end(_ grant: Grant, supplies: [SupplyID], _ vault: KeyVault) throws -> GrantEnded {
        var destroyed = supplies.map { "\($0), supplied for it" }
        var methods = supplies.isEmpty ? [] : ["Each supply has its own certificate."]
        if grant.terms.persons != .notNamed {
            if let method = try RequestedPersons(grant.request).destroy(in: vault) {
                destroyed.append("the sealed list of persons of \(grant.request)")
                methods.append(method)
            } else {
                methods.append("The sealed list of persons was destroyed by an earlier run that was interrupted: nothing is left of it.")
            }
        }
        if methods.isEmpty { methods = ["The hub held nothing that was made for the grant alone; the records stay their agency's."] }
        return GrantEnded(grant: grant.id, destroyed: destroyed, method: methods.joined(separator: " "))
    }
}
