public import Register
public import Storage
import Synchronization
public import Transparency

/// The index of a hub's ledger, brought up to date when it is asked. One for a server; commands of a terminal read the ledger itself.
public final class AuditTrail: Sendable {
    private let hub: Hub
    private struct Kept {
        var index = LedgerIndex()
        var uses = SupplyUses()
    }
    private let kept = Mutex(Kept())

    /// Of that hub; nothing is read yet.
    public init(hub: Hub) { self.hub = hub }

    /// Reads the index over all that the hub has folded. Short: whoever else asks waits, which costs less than a copy each.
    public func read<Result>(_ body: (LedgerIndex) throws -> Result) throws -> Result { try current { try body($0.index) } }

    /// What a supply was used for, the latest first.
    func uses(of supply: SupplyID) throws -> [ShowSupplyUse.Use] { try current { $0.uses.of(supply) } }

    private func current<Result>(_ body: (Kept) throws -> Result) throws -> Result {
        let state = hub.state
        return try kept.withLock { kept in
            while kept.index.size < state.size {
                let some = try hub.ledger.events(from: Int64(kept.index.size), limit: min(10_000, state.size - kept.index.size))
                guard !some.isEmpty else { break }
                for entry in some {
                    let event = try EventCoding.decode(entry.payload)
                    kept.index.take(event, at: entry.at, in: state)
                    kept.uses.take(event, at: entry.at)
                }
            }
            return try body(kept)
        }
    }

    /// The events at those positions, as they stand in the ledger.
    public func lines(at positions: some Sequence<Int>) throws -> [LedgerLine] {
        let all = positions.map(Int64.init)
        // In portions: while one is read nothing is recorded.
        return try stride(from: 0, to: all.count, by: 500).flatMap { first in
            try hub.ledger.events(at: Array(all[first..<min(first + 500, all.count)]))
                .map { LedgerLine($0, event: try EventCoding.decode($0.payload)) }
        }
    }

    /// What a person may look for in what happened; refused, and that recorded, to whoever may look for nothing.
    public func reach(of actor: PersonID) throws -> AuditReach {
        try hub.recordingRefusals(by: actor, action: .seeAudit, dataset: nil) { try hub.register.auditReach(of: actor) }
    }

    /// One event, if it is within a person's reach or they did it themselves; nil where there is none such.
    public func line(at position: Int64, seenBy actor: PersonID) throws -> LedgerLine? {
        guard position >= 0, position < hub.state.size, let line = try lines(at: [Int(position)]).first else { return nil }
        let concern = hub.state.concern(of: line.event)
        if concern.by == actor { return line }
        guard let reach = try? hub.register.auditReach(of: actor), reach.holds(concern) else { return nil }
        return line
    }

    /// The proof that one event stands in the ledger, for whoever may see the event. Signs the ledger anew where the event is newer than what was
    /// signed last.
    public func proof(of position: Int64, for actor: PersonID, signingWith vault: KeyVault) throws -> ProofFile? {
        guard try line(at: position, seenBy: actor) != nil, let ledger = try hub.keptLedger() else { return nil }
        if try ledger.keptCheckpoint().map({ $0.size <= position }) ?? true { _ = try PublishCheckpoint(hub: hub, vault: vault).perform() }
        return try ProveEvent(ledger).inclusion(of: position, in: nil)
    }
}
