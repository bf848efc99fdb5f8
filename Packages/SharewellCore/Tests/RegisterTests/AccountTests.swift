import Guidance
import Register
import Testing

/// Who may come into the hub in the browser, as far as the register decides it.
@Suite("Accounts")
struct AccountTests {
    static let way = AccessWay(network: "gsi", device: "secure-premises", signIn: "certificate", registration: "level-2")
    static func days(_ days: Int64) -> Moment { Moment(milliseconds: Fixture.now.milliseconds + days * 86_400_000) }

    func code(_ fixture: Fixture, _ person: PersonID = Fixture.analyst, at now: Moment = Fixture.now) -> Refusal.Code? {
        fixture.refusal { () throws(Refusal) in _ = try fixture.register.account(of: person, signingInAt: now) }
    }

    @Test("nobody signs in without an invitation, nor after leaving")
    func invited() throws {
        var fixture = try Fixture()
        #expect(code(fixture) == .notInvited)
        try fixture.run(.invite(Fixture.analyst, registration: "level-2"))
        #expect(code(fixture) == nil)
        #expect(code(fixture, PersonID(rawValue: "nobody")) == .unknownPerson)
        try fixture.run(.removePerson(Fixture.analyst))
        #expect(code(fixture) == .unknownPerson)
    }

    @Test("only a co-ordinator invites, to a level that the matrix has")
    func inviting() throws {
        var fixture = try Fixture()
        #expect(throws: Refusal.self) { try fixture.run(.invite(Fixture.analyst, registration: "level-2"), by: Fixture.supplier) }
        #expect(throws: Refusal.self) { try fixture.run(.invite(Fixture.analyst, registration: "level-9")) }
        #expect(throws: Refusal.self) { try fixture.run(.invite(PersonID(rawValue: "nobody"), registration: "level-2")) }
        #expect(fixture.state.accounts.isEmpty)
    }

    @Test("an account that nobody uses for ninety days signs nobody in until its person is invited anew")
    func dormant() throws {
        var fixture = try Fixture()
        try fixture.run(.invite(Fixture.analyst, registration: "level-2"))
        #expect(code(fixture, at: Self.days(90)) == nil)
        #expect(code(fixture, at: Self.days(91)) == .accountDormant)
        try fixture.state.apply(.signedIn(SignedIn(person: Fixture.analyst, session: "a", way: Self.way)), at: Self.days(80))
        #expect(code(fixture, at: Self.days(170)) == nil)
        #expect(code(fixture, at: Self.days(171)) == .accountDormant)
        try fixture.run(.invite(Fixture.analyst, registration: "level-1"), at: Self.days(171))
        #expect(code(fixture, at: Self.days(171)) == nil)
        #expect(fixture.state.accounts[Fixture.analyst]?.means == [])
    }

    @Test("too many wrong tries lock it for a quarter of an hour and no longer")
    func locked() throws {
        var fixture = try Fixture()
        try fixture.run(.invite(Fixture.analyst, registration: "level-2"))
        let until = Moment(milliseconds: Fixture.now.milliseconds + Account.longestLock)
        try fixture.state.apply(
            .signInRefused(SignInRefused(person: Fixture.analyst, code: "wrong-password", lockedUntil: until)), at: Fixture.now)
        #expect(code(fixture) == .accountLocked)
        #expect(code(fixture, at: until) == nil)
    }

    @Test("events that no hub recorded are not believed")
    func forged() throws {
        var fixture = try Fixture()
        let other = AccessWay(network: "gsi", device: "secure-premises", signIn: "certificate", registration: "level-3")
        let late = Moment(milliseconds: Fixture.now.milliseconds + Account.longestLock + 1)
        func isRefused(_ event: Event, _ fixture: Fixture) -> Bool {
            var state = fixture.state
            do { try state.apply(event, at: Fixture.now) } catch { return true }
            return false
        }
        #expect(isRefused(.signedIn(SignedIn(person: Fixture.analyst, session: "a", way: Self.way)), fixture))
        #expect(isRefused(.signInMeansChanged(SignInMeansChanged(person: Fixture.analyst, means: .password, isSet: true)), fixture))
        #expect(isRefused(.sessionEnded(SessionEnded(person: Fixture.analyst, session: "a", why: .expired)), fixture))
        #expect(isRefused(.signInRefused(SignInRefused(person: Fixture.analyst, code: "wrong-password", lockedUntil: nil)), fixture))
        try fixture.run(.invite(Fixture.analyst, registration: "level-2"))
        #expect(isRefused(.signedIn(SignedIn(person: Fixture.analyst, session: "a", way: other)), fixture))
        #expect(isRefused(.signInRefused(SignInRefused(person: Fixture.analyst, code: "wrong-password", lockedUntil: late)), fixture))
        #expect(!isRefused(.signedIn(SignedIn(person: Fixture.analyst, session: "a", way: Self.way)), fixture))
        // Codes that somebody else used are taken away with the answer, and nothing but codes is answered about.
        func changed(_ means: SignInMeans, isSet: Bool, _ recovery: RecoveryEvent?) -> Event {
            .signInMeansChanged(SignInMeansChanged(person: Fixture.analyst, means: means, isSet: isSet, recovery: recovery))
        }
        for event in RecoveryEvent.allCases {
            #expect(isRefused(changed(.password, isSet: false, event), fixture))
            #expect(!isRefused(changed(.recoveryCodes, isSet: false, event), fixture))
        }
        #expect(isRefused(changed(.recoveryCodes, isSet: true, .other), fixture))
        #expect(!isRefused(changed(.recoveryCodes, isSet: true, .used), fixture))
    }
}
