public import Register
import Storage

/// Shows the certificate of a destroyed supply, as it stands in the ledger, to people of the agency whose records they were and who oversee it.
public struct ShowCertificate {
    private let hub: Hub
    /// In that hub.
    public init(hub: Hub) { self.hub = hub }

    /// The certificate; nil while the supply is not destroyed. `trail`: the index that a server has; without it the ledger is read.
    public func perform(_ id: SupplyID, for actor: PersonID, by trail: AuditTrail? = nil) throws -> Certificate? {
        try hub.recordingRefusals(by: actor, action: .seeQuality, dataset: nil) {
            let supply = try hub.register.supply(id, whoseUseIsSeenBy: actor)
            guard supply.status == .destroyed else { return nil }
            var found: Certificate?
            try hub.events(concerning: supply, of: [.destruction], by: trail) { entry, event in
                guard case .supplyDestroyed(let destroyed) = event, destroyed.supply == id else { return true }
                found = Certificate(
                    certificate: destroyed, dataset: supply.taken.dataset, agency: supply.taken.agency,
                    records: supply.taken.recordsSealed, at: entry.at.description, ledgerIndex: entry.index)
                return false
            }
            return found
        }
    }
}

extension Hub {
    /// The events of those kinds that concern a supply's agency, since it was taken, oldest first, until `body` says that it has seen enough. By the
    /// index they are found without reading the others; without it, all of the ledger since then is read.
    func events(
        concerning supply: Supply, of kinds: [EventConcern.Kind], by trail: AuditTrail?,
        _ body: (LedgerEvent, Event) throws -> Bool
    ) throws {
        if let trail {
            let positions = try trail.read { index -> [Int] in
                var search = LedgerIndex.Search(within: [.agency(supply.taken.agency)])
                search.narrowing = [[.dataset(supply.taken.dataset)], kinds.map { .kind($0) }]
                return index.find(search).filter { $0 >= supply.position }
            }
            for first in stride(from: 0, to: positions.count, by: 500) {
                let entries = try ledger.events(at: positions[first..<min(first + 500, positions.count)].map(Int64.init))
                for entry in entries where try !body(entry, EventCoding.decode(entry.payload)) { return }
            }
            return
        }
        var position = Int64(supply.position)
        while true {
            let entries = try ledger.stretch(from: position, limit: 2_000).events
            if entries.isEmpty { return }
            for entry in entries where try !body(entry, EventCoding.decode(entry.payload)) { return }
            position += Int64(entries.count)
        }
    }
}
