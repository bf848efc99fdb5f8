import Archive
import Depersonalisation
public import Foundation
public import Guidance
import Intake
import Places
public import Register
public import Storage
import Tables

/// Takes one supplied file whole, or not at all: authorise, read, map, clean, depersonalise, seal, record.
public struct TakeSupply {
    /// What was asked.
    public struct Request: Sendable {
        /// The file.
        public let file: URL
        /// What its records are.
        public let dataset: RecordTypeID
        /// Whose they are.
        public let agency: AgencyID
        /// Who sends them.
        public let person: PersonID
        /// Name or path of a mapping profile; nil to find one.
        public let profile: String?
        /// The metadata form (§3.4), if there is one.
        public let metadata: URL?
        /// The grant it is made for, if it is not for the partnership.
        public let grant: GrantID?
        /// Asks.
        public init(
            file: URL, dataset: RecordTypeID, agency: AgencyID, person: PersonID, profile: String?, metadata: URL?, grant: GrantID? = nil
        ) {
            self.file = file
            self.dataset = dataset
            self.agency = agency
            self.person = person
            self.profile = profile
            self.metadata = metadata
            self.grant = grant
        }
    }

    let hub: Hub
    let vault: KeyVault
    let stop: @Sendable () -> Bool
    /// In that hub; `stop` is asked between chunks.
    public init(hub: Hub, vault: KeyVault, stop: @escaping @Sendable () -> Bool) {
        self.hub = hub
        self.vault = vault
        self.stop = stop
    }

    /// Does it. `progress` hears bytes done and bytes in all.
    public func perform(_ request: Request, progress: @escaping @Sendable (Int, Int?) -> Void) throws -> SupplyOutcome {
        try hub.recordingRefusals(by: request.person, action: .supply, dataset: request.dataset) {
            let began = ContinuousClock.now
            _ = try hub.register.permitSupply(
                of: request.dataset, from: request.agency, for: request.grant, by: request.person, at: hub.now)
            let lock = try FileLock(hub.folder.supplyLock, waiting: 2, for: "taking a supply")
            return try withExtendedLifetime(lock) {
                try hub.refresh()
                let plan = try SupplyPlan(request, hub: hub)
                let run = SupplyRun(plan: plan, hub: hub, vault: vault, stop: stop, progress: progress)
                return try run.perform(began: began)
            }
        }
    }
}
