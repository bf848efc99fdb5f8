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

    init(_ entry: LedgerEvent, event: Event) {
        index = entry.index
        at = entry.at.description
        self.event = event
        (what, who) = Self.words(event)
    }

    private static func words(_ event: Event) -> (what: String, who: String?) {
        switch event {
        case .hubInitialised(let begun): ("hub begun for \(begun.partnership), rulebook \(begun.rulebook)", nil)
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
                "query answered: \(answer.dataset), \(answer.records) records\(answer.shown > 0 ? ", \(answer.shown) of them shown" : ""), for \(answer.purpose)",
                answer.by.rawValue
            )
        case .extractBegun(let begun): ("extract begun: \(begun.dataset), for \(begun.purpose)", begun.by.rawValue)
        case .extractReleased(let release):
            (
                "extract released: \(release.question.dataset), \(release.question.records) records, for \(release.question.purpose)",
                release.question.by.rawValue
            )
        case .actionRefused(let refused): ("refused: \(refused.action.rawValue), \(refused.code.rawValue)", refused.by)
        case .sealChanged(let change): (change.unsealed ? "hub unsealed" : "hub sealed", nil)
        }
    }
}
