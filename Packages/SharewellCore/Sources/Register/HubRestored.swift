/// Payload of `Event.hubRestored`.
public struct HubRestored: Sendable, Hashable, Codable {
    /// Events in the ledger of the backup that it was restored from.
    public let backup: Int
    /// Events that partners' checkpoints know of and this ledger lacks.
    public let missing: Int
    /// True if a newer ledger was put in place of the backup's and nothing is known to be missing: what was ended since the backup is ended here.
    public let isCertain: Bool
    /// True if grants wait for their sources where it is not certain; nil in ledgers of hubs that were restored before they did.
    public let holdsGrants: Bool?
    /// Makes the payload.
    public init(backup: Int, missing: Int, isCertain: Bool, holdsGrants: Bool? = true) {
        self.backup = backup
        self.missing = missing
        self.isCertain = isCertain
        self.holdsGrants = holdsGrants
    }
}

extension HubState {
    /// A hub is restored from what it was.
    func fault(ofRestoring restored: HubRestored) -> String? {
        (1...size).contains(restored.backup) && restored.missing >= 0 && !(restored.isCertain && restored.missing > 0)
            ? nil : "the hub is restored from \(restored.backup) events and has \(size)"
    }

    /// Where what happened after the backup is not known, nobody signs in by what they had then: a password may have been changed since because
    /// somebody else knew it, a token revoked, an invitation taken up, a person removed. All are invited anew. Nor is anything given under a grant
    /// that may have been revoked since, until its source says that it stands. Leave to pass it on may have been stopped by itself, so a grant that
    /// stands does not bring it back: it is given anew.
    mutating func takeRestoring(_ restored: HubRestored) {
        guard !restored.isCertain else { return }
        accounts = [:]
        tokenChanges += 1
        guard restored.holdsGrants == true else { return }
        for grant in liveGrants {
            grants[grant.id]?.isHeld = true
            grants[grant.id]?.onward = []
        }
    }

    /// Grants that nobody has revoked and that have not ended, by number: where a hub is restored without knowing what happened since, they are held.
    public var liveGrants: [Grant] { grants.values.filter { $0.status == .live }.sorted { $0.id < $1.id } }
}
