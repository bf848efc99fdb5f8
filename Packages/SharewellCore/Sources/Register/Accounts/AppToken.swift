public import Guidance

/// A token by which a program asks in a person's name, as far as the ledger knows it: what it is for, and nothing that opens the hub.
///
/// It gives less than its person has: the datasets it was made for, of those the profile holds when it is used, for one purpose.
public struct AppToken: Sendable, Hashable, Codable {
    /// Names it, and opens nothing.
    public let id: String
    /// What it is for, in the person's words; it stands with everything asked by it.
    public let purpose: String
    /// What kind of purpose that is (§2.3).
    public let category: PurposeCategory
    /// Record types it may ask of, sorted.
    public let datasets: [RecordTypeID]
    /// Last day, days since 1970-01-01.
    public let until: Int

    /// Most days that a token is good for.
    public static let mostDays = 365
    /// Most tokens that a person has at a time.
    public static let mostEach = 20

    /// Makes one.
    public init(id: String, purpose: String, category: PurposeCategory, datasets: [RecordTypeID], until: Int) {
        self.id = id
        self.purpose = purpose
        self.category = category
        self.datasets = datasets
        self.until = until
    }

    /// True while it may be used.
    public func isLive(on day: Int) -> Bool { day <= until }
}

/// Payload of `Event.appTokenIssued`.
public struct AppTokenIssued: Sendable, Hashable, Codable {
    /// Whose.
    public let person: PersonID
    /// What it is for, and for how long.
    public let token: AppToken
}

/// Payload of `Event.appTokenRevoked`.
public struct AppTokenRevoked: Sendable, Hashable, Codable {
    /// Whose.
    public let person: PersonID
    /// Which.
    public let token: String
}

extension Register {
    /// Lets a person make a token for themselves, of no more than their profile holds.
    public func issue(_ token: AppToken, for id: PersonID, at now: Moment) throws(Refusal) -> Event {
        let person = try knownPerson(id)
        let account = try account(of: id, signingInAt: now)
        try token.purpose.checkedAsReason(of: "the purpose of the token")
        guard !token.datasets.isEmpty, token.datasets == Set(token.datasets).sorted() else {
            throw Refusal(.malformed, "A token is for at least one dataset.", remedy: "Choose those that the program needs.")
        }
        for dataset in token.datasets { try holds(person, try recordType(dataset)) }
        guard (now.day...now.day + AppToken.mostDays).contains(token.until) else {
            throw Refusal(
                .malformed, "The last day of a token is today at the earliest, and at the latest in \(AppToken.mostDays) days.",
                remedy: "Give a day in between, and make a new token then.")
        }
        guard account.tokens.values.filter({ $0.isLive(on: now.day) }).count < AppToken.mostEach else {
            throw Refusal(
                .malformed, "Nobody has more than \(AppToken.mostEach) tokens at a time.", remedy: "Revoke one that is not used any more.")
        }
        return .appTokenIssued(AppTokenIssued(person: id, token: token))
    }

    /// Refuses a purpose that says nothing, or that names a data subject and would stand in the ledger.
    public func checkPurpose(_ text: String) throws(Refusal) { try text.checkedAsReason(of: "the purpose") }

    /// Ends a token of the person's own. What is no token of theirs looks like one that never was.
    public func revokeToken(_ token: String, of person: PersonID) throws(Refusal) -> Event {
        guard state.accounts[person]?.tokens[token] != nil else {
            throw Refusal(.malformed, "There is no such token of yours.", remedy: "See the list of them in your account.")
        }
        return .appTokenRevoked(AppTokenRevoked(person: person, token: token))
    }

    /// Ends every token of a person, as where what they sign in with was changed: whoever made one unseen has it no longer.
    public func revokeTokens(of person: PersonID) -> [Event] {
        (state.accounts[person]?.tokens.keys.sorted() ?? []).map { .appTokenRevoked(AppTokenRevoked(person: person, token: $0)) }
    }

    /// The token, if it may be used now: its day is not over, its person has not left, was not invited anew since, and still comes to the hub
    /// themselves: a program does not go on where the account of its person has fallen asleep.
    public func token(_ id: String, of person: PersonID, at now: Moment) -> AppToken? {
        guard state.people[person]?.active == true, let account = state.accounts[person], !account.isDormant(at: now),
            let token = account.tokens[id], token.isLive(on: now.day)
        else { return nil }
        return token
    }
}

extension HubState {
    /// Why an event of tokens cannot come next.
    func fault(ofToken event: Event, at moment: Moment) -> String? {
        switch event {
        case .appTokenIssued(let issued):
            guard let person = people[issued.person], person.active, let account = accounts[issued.person] else {
                return "\(issued.person) could not have a token: nobody of that name is here and invited"
            }
            let token = issued.token
            guard account.tokens[token.id] == nil else { return "the token \(token.id) is made a second time" }
            guard !token.datasets.isEmpty, person.datasets.isSuperset(of: token.datasets) else {
                return "the token \(token.id) gives more than the profile of \(issued.person) holds"
            }
            return (moment.day...moment.day + AppToken.mostDays).contains(token.until)
                ? nil : "the token \(token.id) would be good for too long, or never"
        case .appTokenRevoked(let revoked):
            return accounts[revoked.person]?.tokens[revoked.token] != nil ? nil : "\(revoked.person) has no token \(revoked.token)"
        default: return nil
        }
    }

    mutating func takeToken(_ event: Event) {
        switch event {
        case .appTokenIssued(let issued): accounts[issued.person]?.tokens[issued.token.id] = issued.token
        case .appTokenRevoked(let revoked): accounts[revoked.person]?.tokens[revoked.token] = nil
        default: return
        }
        tokenChanges += 1
    }

    /// Whoever leaves or is invited anew has no token any more.
    mutating func endTokens(of person: PersonID) {
        guard accounts[person]?.tokens.isEmpty == false else { return }
        accounts[person]?.tokens = [:]
        tokenChanges += 1
    }
}
