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
    /// Ends grants whose last day is over or that were revoked: destroys what the hub holds for them and records the certificate.
    ///
    /// Access stops by the day and the status, whether or not this has run.
    func endGrants(_ vault: KeyVault) throws {
        for grant in register.grantsToEnd(at: now) {
            try transact { register, now in
                guard register.grantsToEnd(at: now).contains(where: { $0.id == grant.id }) else { return ([], ()) }
                // Whether or not there was a list: the certificate says what was found.
                let method = grant.terms.namesPersons ? try RequestedPersons(grant.request).destroy(in: vault) : nil
                return (
                    [
                        .grantEnded(
                            GrantEnded(
                                grant: grant.id, destroyed: method == nil ? [] : ["the sealed list of persons of \(grant.request)"],
                                method: method
                                    ?? (grant.terms.namesPersons
                                        ? "The sealed list of persons was destroyed by an earlier run that was interrupted: nothing is left of it."
                                        : "The hub held nothing that was made for the grant alone; the records stay their agency's.")
                            ))
                    ], ()
                )
            }
        }
    }
}
