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
    /// True if open requests wait for their requesters where it is not certain; nil in ledgers of hubs that were restored before they did.
    public let holdsRequests: Bool?
    /// Makes the payload.
    public init(backup: Int, missing: Int, isCertain: Bool, holdsGrants: Bool? = true, holdsRequests: Bool? = true) {
        self.backup = backup
        self.missing = missing
        self.isCertain = isCertain
        self.holdsGrants = holdsGrants
        self.holdsRequests = holdsRequests
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
    /// stands does not bring it back: it is given anew. A request that was open may have been taken back or decided, and its list of persons
    /// destroyed: it waits for whoever made it, and what was released or advised towards it is said anew; an objection stays. One that was refused may
    /// have been appealed and upheld: it stays refused, and whom it is about is shown once it is appealed.
    mutating func takeRestoring(_ restored: HubRestored) {
        guard !restored.isCertain else { return }
        accounts = [:]
        tokenChanges += 1
        if restored.holdsGrants == true {
            for grant in liveGrants {
                grants[grant.id]?.isHeld = true
                grants[grant.id]?.onward = []
            }
        }
        if restored.holdsRequests == true {
            for request in openRequests {
                requests[request.id]?.stage = .held
                requests[request.id]?.isHeld = true
                requests[request.id]?.firstRelease = nil
                if request.advice?.agrees == true { requests[request.id]?.advice = nil }
            }
            for request in requests.values where request.stage == .refused { requests[request.id]?.isHeld = true }
        }
    }

    /// Grants that nobody has revoked and that have not ended, by number: where a hub is restored without knowing what happened since, they are held.
    public var liveGrants: [Grant] { grants.values.filter { $0.status == .live }.sorted { $0.id < $1.id } }

    /// Requests that somebody still has to decide or answer, by number: held, too.
    public var openRequests: [SharingRequest] {
        requests.values.filter { [.submitted, .queried, .halfReleased, .appealed, .held].contains($0.stage) }.sorted { $0.id < $1.id }
    }
}
