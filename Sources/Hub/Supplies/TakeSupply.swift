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
        public let file: SuppliedOrigin
        /// What its records are.
        public let dataset: RecordTypeID
        /// Whose they are.
        public let agency: AgencyID
        /// Who sends them.
        public let person: PersonID
        /// How it is to be read.
        public let profile: Mapping
        /// The metadata form (§3.4), if there is one.
        public let metadata: Metadata
        /// The grant it is made for, if it is not for the partnership.
        public let grant: GrantID?
        /// Where rejected records go, as bytes of a file for their supplier; nil writes it beside the supplied file.
        public let rejects: (@Sendable ([UInt8]) throws -> Void)?

        /// How the file's columns become fields.
        public enum Mapping: Sendable {
            /// By the profile that fits.
            case found
            /// By that of a name, or at a path.
            case named(String)
            /// By one written out as YAML, as corrected on a screen.
            case written(String)
        }
        /// What the supplier says of the file.
        public enum Metadata: Sendable {
            case none
            /// A form filled in as YAML.
            case file(URL)
            /// A form filled in on a screen.
            case statement(MetadataStatement)
        }

        /// Asks for a file that waits here.
        public init(
            waiting file: WaitingFile, dataset: RecordTypeID, agency: AgencyID, person: PersonID, profile: Mapping, metadata: Metadata,
            grant: GrantID? = nil, rejects: @escaping @Sendable ([UInt8]) throws -> Void
        ) {
            self.file = .waiting(file)
            self.dataset = dataset
            self.agency = agency
            self.person = person
            self.profile = profile
            self.metadata = metadata
            self.grant = grant
            self.rejects = rejects
        }

        /// Asks for a file at a path.
        public init(
            file: URL, dataset: RecordTypeID, agency: AgencyID, person: PersonID, profile: String?, metadata: URL?, grant: GrantID? = nil
        ) {
            self.file = .file(file)
            self.dataset = dataset
            self.agency = agency
            self.person = person
            self.profile = profile.map { .named($0) } ?? .found
            self.metadata = metadata.map { .file($0) } ?? .none
            self.grant = grant
            rejects = nil
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
        try perform(request, isRehearsal: false, progress: progress)
    }

    /// Does all of it but the recording, and keeps nothing: what would become of the file, for its supplier to confirm. Nobody can be answered from
    /// it, and the number it names is the one the next supply gets.
    public func rehearse(_ request: Request, progress: @escaping @Sendable (Int, Int?) -> Void) throws -> SupplyOutcome {
        try perform(request, isRehearsal: true, progress: progress)
    }

    static let sealedMeanwhile = HubError(
        .sealed, code: "hub-sealed", "The hub was sealed while the file was being read; nothing was taken.",
        remedy: "Send the file again when the hub is open.")

    private func perform(
        _ request: Request, isRehearsal: Bool, progress: @escaping @Sendable (Int, Int?) -> Void
    ) throws -> SupplyOutcome {
        try hub.recordingRefusals(by: request.person, action: .supply, dataset: request.dataset) {
            let began = ContinuousClock.now
            _ = try hub.register.permitSupply(
                of: request.dataset, from: request.agency, for: request.grant, by: request.person, at: hub.now)
            let lock = try FileLock(hub.folder.supplyLock, waiting: 2, for: "taking a supply")
            return try withExtendedLifetime(lock) {
                try hub.refresh()
                let plan = try SupplyPlan(request, hub: hub)
                // Where it was begun with the hub open, sealing the hub ends it: from any process, and before anything of it is recorded.
                let wasOpen = hub.state.isUnsealed, hub = hub, stop = stop
                let isSealed: @Sendable () -> Bool = { wasOpen && ((try? hub.refresh()) == nil || !hub.state.isUnsealed) }
                let run = SupplyRun(
                    plan: plan, hub: hub, vault: vault, wasOpen: wasOpen, stop: { stop() || isSealed() }, progress: progress)
                do { return isRehearsal ? try run.rehearse(began: began) : try run.perform(began: began) } catch let error as HubError
                    where error.kind == .interrupted && isSealed()
                { throw Self.sealedMeanwhile }
            }
        }
    }
}
