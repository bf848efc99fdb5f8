public import Register

extension SignIn {
    /// Somebody who has shown who they are, and against which credentials. Once others are in force, nothing comes of it any more: to hash a password
    /// takes time, and in between its person may have said that it was not them.
    public struct Proved: Sendable, Hashable {
        /// Who.
        public let person: PersonID
        /// What was in force when it was shown, by its name in the ledger.
        let credentials: String?
        /// Since when what they showed beside a password, or in its place, has been theirs; nil where it was theirs before that was kept.
        public let since: Moment?

        /// Whoever shows what is in force by that state.
        init(_ person: PersonID, in state: HubState, since: Moment?) {
            self.init(person: person, credentials: state.accounts[person]?.credentials, since: since)
        }

        init(person: PersonID, credentials: String?, since: Moment?) {
            (self.person, self.credentials, self.since) = (person, credentials, since)
        }

        /// Refuses where other credentials are in force by that state.
        func check(in state: HubState) throws(HubError) {
            guard state.accounts[person]?.credentials == credentials else { throw SignIn.changed }
        }
    }

    /// What was shown was right, and is no longer in force. No wrong try, and not counted as one: mostly it is the same form, sent twice at one time.
    public static let changed = HubError(
        .busy, code: "credentials-changed", "What opens this account was changed meanwhile, so this was not done.",
        remedy: "Look at your account, and do again what is still to be done.")

    /// Whoever showed what they sign in with now. It is asked for before anything is looked at, as looking takes time.
    func proved(_ person: PersonID) -> Proved {
        Proved(person, in: hub.state, since: nil)
    }

    /// True while nothing of what it was shown against has been changed.
    public func stands(_ proved: Proved) -> Bool { (try? proved.check(in: hub.state)) != nil }
}
