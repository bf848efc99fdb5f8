public import Register
import Storage

/// Shows the certificate of a destroyed supply, as it stands in the ledger, to people of the agency whose records they were and who oversee it.
public struct ShowCertificate {
    private let hub: Hub
    /// In that hub.
    public init(hub: Hub) { self.hub = hub }

    /// The certificate; nil while the supply is not destroyed.
    public func perform(_ id: SupplyID, for actor: PersonID) throws -> Certificate? {
        try hub.recordingRefusals(by: actor, action: .seeQuality, dataset: nil) {
            let supply = try hub.register.supply(id, whoseUseIsSeenBy: actor)
            guard supply.status == .destroyed else { return nil }
            var position = Int64(supply.position)
            while true {
                let entries = try hub.ledger.stretch(from: position, limit: 2_000).events
                if entries.isEmpty { return nil }
                for entry in entries {
                    guard case .supplyDestroyed(let destroyed) = try EventCoding.decode(entry.payload), destroyed.supply == id else {
                        continue
                    }
                    return Certificate(
                        certificate: destroyed, dataset: supply.taken.dataset, agency: supply.taken.agency,
                        records: supply.taken.recordsSealed, at: entry.at.description, ledgerIndex: entry.index)
                }
                position += Int64(entries.count)
            }
        }
    }
}
