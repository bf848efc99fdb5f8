import Guidance
public import Register
import Storage

/// One event of the ledger for people: when, what, who.
public struct LedgerLine: Sendable, Encodable {
    /// Position in the ledger.
    public let index: Int64
    /// When, ISO 8601.
    public let at: String
    /// What happened, in a few words. Names no person but those who work with the hub, and those by their short names.
    public let what: String
    /// Who did it, where somebody did.
    public let who: String?
    /// The event as recorded.
    public let event: Event
    /// When.
    public let moment: Moment
    private enum CodingKeys: String, CodingKey { case index, at, what, who, event }

    init(_ entry: LedgerEvent, event: Event) {
        index = entry.index
        at = entry.at.description
        moment = entry.at
        self.event = event
        (what, who) = Self.words(event)
    }

    private static func words(_ event: Event) -> (what: String, who: String?) {
        switch event {
        case .hubInitialised(let begun): ("hub begun for \(begun.partnership), rulebook \(begun.rulebook)", nil)
        case .hubUpgraded(let upgraded): ("hub upgraded from format \(upgraded.from) to \(upgraded.to)", nil)
        case .hubRestored(let restored):
            (
                "hub restored from a backup of \(restored.backup) events\(restored.isCertain ? "" : ", without what happened since: nobody signs in by what they had, tokens and invitations ended")",
                nil
            )
        case .agencyAdded(let added): ("agency added: \(added.agency), \(added.agencyClass)", added.by.rawValue)
        case .liaisonOfficerNamed(let named): ("liaison officer of \(named.agency): \(named.officer)", named.by.rawValue)
        case .personAdded(let added):
            ("person added: \(added.person)\(added.agency.map { " of \($0)" } ?? "")", added.by.rawValue)
        case .profileChanged(let changed): ("profile of \(changed.person) holds \(changed.datasets.count) datasets", changed.by.rawValue)
        case .personLeft(let left): ("person left: \(left.person)", left.by.rawValue)
        case .protocolRecorded(let recorded): ("protocol recorded: \(recorded.id)", recorded.by.rawValue)
        case .protocolSigned(let signed): ("protocol \(signed.id) signed by \(signed.agency)", signed.by.rawValue)
        case .signatureWithdrawn(let withdrawn): ("protocol \(withdrawn.id) left by \(withdrawn.agency)", withdrawn.by.rawValue)
        case .placesImported(let imported):
            ("places imported: \(imported.kind), \(imported.version), \(imported.count)", imported.by.rawValue)
        case .placesPruned(let pruned):
            ("places removed: versions \(pruned.versions.map(String.init).joined(separator: ", "))", pruned.by.rawValue)
        case .supplyTaken(let taken):
            ("supply taken: \(taken.supply), \(taken.dataset) from \(taken.agency), \(taken.recordsSealed) records", taken.by.rawValue)
        case .supplyWithdrawn(let withdrawn): ("supply withdrawn: \(withdrawn.supply)", withdrawn.by.rawValue)
        case .destructionOrdered(let ordered): ("destruction ordered: \(ordered.supply)", ordered.by.rawValue)
        case .supplyDestroyed(let destroyed): ("supply destroyed: \(destroyed.supply)", destroyed.by.rawValue)
        case .queryAnswered(let answer):
            (
                "query answered: \(answer.dataset), \(answer.isAtMost == true ? "at most " : "")\(answer.records) records\(answer.shown > 0 ? ", \(answer.shown) of them shown" : ""), for \(answer.purpose)",
                answer.by.rawValue
            )
        case .extractBegun(let begun): ("extract begun: \(begun.dataset), for \(begun.purpose)", begun.by.rawValue)
        case .extractReleased(let release):
            (
                "extract released: \(release.question.dataset), \(release.question.records) records, for \(release.question.purpose)",
                release.question.by.rawValue
            )
        case .actionRefused(let refused):
            (
                "refused: \(refused.action.rawValue), \(refused.code.rawValue)\(refused.times.map { ", \($0) times more within a minute" } ?? "")",
                refused.by
            )
        case .smallNumbersSet(let set):
            (
                "small numbers of \(set.dataset) from \(set.agency): below \(set.rule.threshold), rounded to \(set.rule.rounding)",
                set.by.rawValue
            )
        case .sealChanged(let change): (change.unsealed ? "hub unsealed" : "hub sealed", nil)
        case .personInvited(let invited): ("invited to the browser: \(invited.person), \(invited.registration)", invited.by.rawValue)
        case .signInMeansChanged(let changed):
            (words(changed), changed.person.rawValue)
        case .noticeAddressChanged(let changed):
            ("address for notices \(changed.isSet ? "set" : "taken away")", changed.person.rawValue)
        case .signedIn(let signed):
            (
                "signed in by \(signed.way.signIn) over \(signed.way.network)\(signed.shown.map { ", with " + $0.map(\.rawValue).joined(separator: " and ") } ?? "")",
                signed.person.rawValue
            )
        case .signInRefused(let refused):
            ("sign-in refused: \(refused.code)\(refused.lockedUntil == nil ? "" : ", account locked")", refused.person?.rawValue)
        case .sessionEnded(let ended): ("session ended: \(ended.why.rawValue)", ended.person.rawValue)
        case .appTokenIssued(let issued):
            (
                "token \(issued.token.id) made for \(issued.token.datasets.map(\.rawValue).joined(separator: ", ")), until \(CalendarDay(number: issued.token.until)), for \(issued.token.purpose)",
                issued.person.rawValue
            )
        case .appTokenRevoked(let revoked): ("token \(revoked.token) revoked", revoked.person.rawValue)
        case .partnershipFounded(let founded): ("partnership founded: \(founded.partnership)", founded.by.rawValue)
        case .agencyJoined(let joined): ("\(joined.agency) joined \(joined.partnership)", joined.by.rawValue)
        case .agencyParted(let parted): ("\(parted.agency) left \(parted.partnership)", parted.by.rawValue)
        case .partnerConsented(let consent): ("\(consent.authority) consents to \(consent.partner) as a partner", consent.by.rawValue)
        case .guardianNamed(let named): ("Caldicott Guardian of \(named.agency): \(named.guardian)", named.by.rawValue)
        case .contactNamed(let named):
            ("contact of \(named.agency) for \(named.dataset?.rawValue ?? "everything else"): \(named.person)", named.by.rawValue)
        case .notificationRecorded(let recorded): ("notification of \(recorded.agency) recorded", recorded.by.rawValue)
        case .processorContracted(let contracted):
            ("\(contracted.contract.processor) works for \(contracted.contract.agency) under a contract", contracted.by.rawValue)
        case .packageKeyRecorded(let recorded): ("package key of \(recorded.agency) recorded", recorded.by.rawValue)
        case .protocolWithdrawn(let withdrawn): ("protocol withdrawn: \(withdrawn.id)", withdrawn.by.rawValue)
        case .protocolReviewed(let reviewed): ("protocol reviewed: \(reviewed.id)", reviewed.by.rawValue)
        case .transparencyPackMade(let made): ("transparency pack made", made.by.rawValue)
        case .clockConfirmed(let confirmed): ("clock confirmed: \(CalendarDay(number: confirmed.day))", confirmed.by.rawValue)
        case .accessWaySet(let set):
            ("terminal reached by \(set.way.device) over \(set.way.network), signed in by \(set.way.signIn)", set.by.rawValue)
        case .undertakingSet(let set): ("undertaking of \(set.partnership) set", set.by.rawValue)
        case .undertakingAgreed(let agreed): ("undertaking of \(agreed.partnership) agreed, version \(agreed.version)", agreed.by.rawValue)
        default: requestWords(event)
        }
    }

    private static func words(_ changed: SignInMeansChanged) -> String {
        switch changed.recovery {
        case .used: "a recovery code was used\(changed.isSet ? "" : ", the last")"
        case .mine: "the use of a recovery code was their own"
        case .other:
            "the use of a recovery code was somebody else's: what that one may have made is taken away, but what the answer came by"
        case nil: "\(changed.means.rawValue) \(changed.isSet ? "set" : "taken away")"
        }
    }

    private static func requestWords(_ event: Event) -> (what: String, who: String?) {
        switch event {
        case .requestMade(let made):
            ("request made: \(made.request), \(made.content.dataset) of \(made.content.source) for \(made.agency)", made.by.rawValue)
        case .requestAmended(let made): ("request amended: \(made.request)", made.by.rawValue)
        case .requestQueried(let remark): ("request queried: \(remark.request)", remark.by.rawValue)
        case .queryReplied(let remark): ("query replied to: \(remark.request)", remark.by.rawValue)
        case .factsStated(let stated): ("\(stated.facts.count) facts stated: \(stated.request)", stated.by.rawValue)
        case .personsShown(let shown): ("persons shown: \(shown.request)", shown.by.rawValue)
        case .guardianAdvised(let advised):
            ("Caldicott Guardian \(advised.agrees ? "agrees" : "objects"): \(advised.request)", advised.by.rawValue)
        case .requestHalfReleased(let released): ("released by the first of two: \(released.request)", released.by.rawValue)
        case .requestGranted(let granted):
            ("request granted: \(granted.request), \(granted.grant)\(granted.rule.map { " by rule \($0)" } ?? "")", granted.by.rawValue)
        case .requestRefused(let refused): ("request refused: \(refused.request), \(refused.reason)", refused.by.rawValue)
        case .requestWithdrawn(let moved): ("request withdrawn: \(moved.request)", moved.by.rawValue)
        case .requestAppealed(let moved): ("refusal appealed: \(moved.request)", moved.by.rawValue)
        case .refusalUpheld(let moved): ("refusal upheld: \(moved.request)", moved.by.rawValue)
        case .requestReturned(let moved): ("given back to be decided again: \(moved.request)", moved.by.rawValue)
        case .grantRevoked(let revoked): ("grant revoked: \(revoked.grant)", revoked.by.rawValue)
        case .grantConfirmed(let confirmed): ("grant confirmed after a restoring: \(confirmed.grant)", confirmed.by.rawValue)
        case .grantEnded(let ended): ("grant ended: \(ended.grant)", nil)
        case .destructionAttested(let attested): ("destruction of copies attested: \(attested.grant)", attested.by.rawValue)
        case .onwardAllowed(let allowed): ("onward disclosure to \(allowed.to) allowed: \(allowed.grant)", allowed.by.rawValue)
        case .onwardStopped(let stopped): ("onward disclosure to \(stopped.to) stopped: \(stopped.grant)", stopped.by.rawValue)
        case .personsDestroyed(let destroyed): ("sealed persons destroyed: \(destroyed.request)", nil)
        case .packageSealed(let sealed): ("package sealed to \(sealed.to): \(sealed.grant)", sealed.by.rawValue)
        case .mediaRegistered(let registered): ("removable media registered: \(registered.grant)", registered.by.rawValue)
        case .enquiryLogged(let logged): ("enquiry logged: \(logged.enquiry), \(logged.content.kind.rawValue)", logged.by.rawValue)
        case .enquiryAmended(let amended): ("enquiry amended: \(amended.enquiry)", amended.by.rawValue)
        case .enquiryClarified(let clarified):
            (
                "whoever asked \(clarified.what == nil ? "has said" : "is asked") what is wanted: \(clarified.enquiry)",
                clarified.by.rawValue
            )
        case .enquiryLetterSeen(let seen):
            ("\(seen.agency) says that the letter on \(seen.enquiry) is \(seen.isOurs ? "" : "not ")its own", seen.by.rawValue)
        case .enquiryConsulted(let consulted): ("\(consulted.agency) consulted on \(consulted.enquiry)", consulted.by.rawValue)
        case .enquiryReplied(let replied):
            ("\(replied.agency) \(replied.answer.rawValue), on \(replied.enquiry)", replied.by.rawValue)
        case .enquiryClosed(let closed): ("enquiry closed: \(closed.enquiry), \(closed.closing.outcome.rawValue)", closed.by.rawValue)
        default: ("", nil)
        }
    }
}
