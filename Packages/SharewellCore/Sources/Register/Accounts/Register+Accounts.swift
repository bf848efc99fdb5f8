internal import Guidance

extension Register {
    /// Invites a person to the hub in the browser, or does so again: what they signed in with before is void.
    func invite(_ person: PersonID, registration: String, by actor: PersonID) throws(Refusal) -> [Event] {
        _ = try knownPerson(person)
        let known = rulebook.matrix?.registrations.map(\.id) ?? []
        guard known.contains(registration) else {
            throw Refusal(
                .malformed, "The Suffolk Matrix of the rulebook has no such level of registration (§4.3.6, Figure 1).",
                remedy: "Choose from: \(known.joined(separator: ", ")).")
        }
        // Nobody raises their own level: another co-ordinator verifies who they are.
        if person == actor, let own = state.accounts[person]?.registration, let before = known.firstIndex(of: own),
            let after = known.firstIndex(of: registration), after > before
        {
            throw Refusal(
                .roleDoesNotAllow, "Nobody raises the level of their own registration (§4.3.6).",
                remedy: "Another co-ordinator does it, or keep \(own).")
        }
        return [.personInvited(PersonInvited(person: person, registration: registration, by: actor))]
    }

    /// The account of a person who may sign in now: invited, not locked, not dormant, not gone.
    ///
    /// A refusal here says what is wrong to the co-ordinator's ledger; the person at the sign-in page is told the same whatever it is.
    public func account(of id: PersonID, signingInAt now: Moment) throws(Refusal) -> Account {
        _ = try knownPerson(id)
        guard let account = state.accounts[id] else {
            throw Refusal(
                .notInvited, "\(id) was not invited to the hub in the browser.",
                remedy: "A co-ordinator invites: sharewell person invite \(id) --registration level-2.")
        }
        guard !account.isLocked(at: now) else {
            throw Refusal(
                .accountLocked, "There were too many wrong passwords or codes for \(id).",
                remedy: "Wait a quarter of an hour, or have a co-ordinator invite anew.")
        }
        guard !account.isDormant(at: now) else {
            throw Refusal(
                .accountDormant, "\(id) has not signed in for \(Account.dormantAfter) days.",
                remedy: "A co-ordinator invites anew: sharewell person invite \(id) --registration \(account.registration).")
        }
        return account
    }
}

extension HubState {
    /// Why an event of accounts cannot come next.
    func fault(ofAccount event: Event, at moment: Moment) -> String? {
        switch event {
        case .personInvited(let invited):
            return people[invited.person]?.active == true ? nil : "\(invited.person) is not here to be invited"
        case .signInMeansChanged(let changed):
            guard accounts[changed.person] != nil else { return "\(changed.person) was never invited" }
            if changed.recovery != nil, changed.means != .recoveryCodes {
                return "an answer about recovery codes is given of \(changed.means.rawValue)"
            }
            return changed.recovery == .other && changed.isSet ? "recovery codes that somebody else used are left in force" : nil
        case .noticeAddressChanged(let changed):
            return accounts[changed.person] != nil ? nil : "\(changed.person) was never invited"
        case .signedIn(let signed):
            guard people[signed.person]?.active == true, let account = accounts[signed.person] else {
                return "\(signed.person) could not sign in: nobody of that name is here and invited"
            }
            guard !account.isLocked(at: moment), !account.isDormant(at: moment) else {
                return "\(signed.person) could not sign in: the account is locked or dormant"
            }
            return signed.way.registration == account.registration
                ? nil : "\(signed.person) signed in as somebody registered otherwise than they were"
        case .signInRefused(let refused):
            if let person = refused.person, accounts[person] == nil { return "\(person) was never invited" }
            return refused.lockedUntil.map { $0.milliseconds - moment.milliseconds > Account.longestLock } == true
                ? "an account is locked for longer than the hub ever locks one" : nil
        case .sessionEnded(let ended): return accounts[ended.person] != nil ? nil : "\(ended.person) never had a session"
        case .appTokenIssued, .appTokenRevoked: return fault(ofToken: event, at: moment)
        default: return nil
        }
    }

    mutating func takeAccount(_ event: Event, at moment: Moment) {
        switch event {
        case .personInvited(let invited):
            endTokens(of: invited.person)
            accounts[invited.person] = Account(
                registration: invited.registration, invited: moment, means: [], lastSignIn: accounts[invited.person]?.lastSignIn,
                lockedUntil: nil, credentials: invited.credentials)
        case .signInMeansChanged(let changed):
            if changed.isSet {
                accounts[changed.person]?.means.insert(changed.means)
            } else {
                accounts[changed.person]?.means.remove(changed.means)
            }
            if let credentials = changed.credentials { accounts[changed.person]?.credentials = credentials }
        case .noticeAddressChanged(let changed):
            if let credentials = changed.credentials { accounts[changed.person]?.credentials = credentials }
        case .appTokenIssued, .appTokenRevoked: takeToken(event)
        case .signedIn(let signed):
            accounts[signed.person]?.lastSignIn = moment
            accounts[signed.person]?.lockedUntil = nil
        case .signInRefused(let refused):
            if let person = refused.person, let until = refused.lockedUntil { accounts[person]?.lockedUntil = until }
        default: break
        }
    }
}
