import Archive
import Crypto
import Depersonalisation
import Foundation
import Guidance
import Intake
import Places
import Register
import Sealing
import Storage
import Tables

/// Reads, maps, depersonalises and seals one file, then records it; until that record is durable nothing of it counts.
struct SupplyRun {
    private let plan: SupplyPlan
    private let hub: Hub
    private let vault: KeyVault
    /// True if the hub was open when it began, and has to be when it is recorded.
    private let wasOpen: Bool
    private let stop: @Sendable () -> Bool
    private let progress: @Sendable (Int, Int?) -> Void

    init(
        plan: SupplyPlan, hub: Hub, vault: KeyVault, wasOpen: Bool, stop: @escaping @Sendable () -> Bool,
        progress: @escaping @Sendable (Int, Int?) -> Void
    ) {
        self.plan = plan
        self.hub = hub
        self.vault = vault
        self.wasOpen = wasOpen
        self.stop = stop
        self.progress = progress
    }

    func perform(began: ContinuousClock.Instant) throws -> SupplyOutcome {
        let passes = SupplyPasses(
            plan: plan, hub: hub, vault: vault, stop: stop, progress: progress,
            linked: try LinkedSupplies(hub: hub, vault: vault).places(for: plan))
        let counted = try passes.countClasses()
        let object = try vault.passingObject()
        let outcome: SupplyOutcome
        do {
            let sealed = try passes.seal(into: object, counted: counted)
            outcome = try record(sealed, object: object, began: began)
        } catch {
            discard(object)
            throw error
        }
        if outcome.status == .alreadySupplied { discard(object) }
        // The newest checkpoint in the vault is what an older database put back is recognised by.
        _ = try PublishCheckpoint(hub: hub, vault: vault).perform()
        return outcome
    }

    /// All of it but the record; what is sealed on the way is written nowhere.
    func rehearse(began: ContinuousClock.Instant) throws -> SupplyOutcome {
        let passes = SupplyPasses(
            plan: plan, hub: hub, vault: vault, stop: stop, progress: progress,
            linked: try LinkedSupplies(hub: hub, vault: vault).places(for: plan))
        let counted = try passes.countClasses()
        let object = try vault.passingObject()
        let sealed = try passes.seal(into: object, counted: counted, isRehearsal: true)
        try hub.refresh()
        guard hub.state.isUnsealed || !wasOpen else { throw TakeSupply.sealedMeanwhile }
        let register = hub.register
        let permit = try register.permitSupply(
            of: plan.recordType.id, from: plan.request.agency, for: plan.request.grant, by: plan.request.person, at: hub.now)
        if let earlier = try recognised(sealed.contentDigest, in: register.state) { return .recognised(earlier) }
        let stamp = stamp(sealed, in: register.state)
        let taken = taken(permit.supply, sealed, stamp, object, in: register.state)
        if let hand = plan.request.rejects, let text = sealed.rejects.file(headers: plan.layout) { try hand(text) }
        return outcome(taken, sealed, stamp, rejects: nil, began: began)
    }

    private func outcome(
        _ taken: SupplyTaken, _ sealed: SealedSupply, _ stamp: QualityStamp, rejects: String?, began: ContinuousClock.Instant
    ) -> SupplyOutcome {
        SupplyOutcome(
            taken: taken, confidence: plan.confidence, stamp: stamp, findings: sealed.findings, report: sealed.report,
            smallNumbers: hub.register.smallNumbers(of: taken.dataset, from: taken.agency), rejects: rejects,
            rejectsLeftOut: sealed.rejects.leftOut, caveats: plan.caveats,
            dateOrders: plan.openOrders, seconds: began.duration(to: .now).seconds)
    }

    /// Erases key and file of an attempt that was not recorded. Asks the ledger first: what it names stays, whatever went wrong after that.
    /// If this fails, the next opening of the vault clears the attempt away. Where the key was not kept yet, there is but a file to remove.
    private func discard(_ object: NewObject) {
        guard (try? hub.refresh()) != nil else { return }
        guard !hub.state.supplies.values.contains(where: { $0.taken.object == object.id.rawValue }) else { return }
        _ = try? vault.destroy(object.id.rawValue)
    }

    private func record(_ sealed: SealedSupply, object: NewObject, began: ContinuousClock.Instant) throws -> SupplyOutcome {
        var written: URL?
        do {
            return try hub.transact { register, now in
                guard register.state.isUnsealed || !wasOpen else { throw TakeSupply.sealedMeanwhile }
                let request = plan.request
                let permit = try register.permitSupply(
                    of: plan.recordType.id, from: request.agency, for: request.grant, by: request.person, at: now)
                if let earlier = try recognised(sealed.contentDigest, in: register.state) { return ([], SupplyOutcome.recognised(earlier)) }
                let stamp = stamp(sealed, in: register.state)
                let taken = taken(permit.supply, sealed, stamp, object, in: register.state)
                // Only now: what is recognised or refused leaves the supplier's folder as it is.
                var rejects: String?
                if let hand = plan.request.rejects {
                    if let text = sealed.rejects.file(headers: plan.layout) { try hand(text) }
                } else if case .file(let file) = plan.request.file,
                    let wrote = try sealed.rejects.write(beside: file, headers: plan.layout)
                {
                    rejects = wrote.file.path
                    if wrote.isNew { written = wrote.file }
                }
                let outcome = outcome(taken, sealed, stamp, rejects: rejects, began: began)
                // Before the event that names it, and no sooner: until here nothing of the attempt is in the key table.
                try vault.keep(object, in: CompartmentID(dataset: plan.recordType.id.rawValue, marking: plan.recordType.marking))
                try SupplyReports(folder: hub.folder.reports).keep(outcome)
                return ([.supplyTaken(taken)], outcome)
            }
        } catch {
            if let written { try? DurableFile.remove(written) }
            throw error
        }
    }

    /// The supply that was taken from this very table, however it was packed, and is still held; refused if it was destroyed.
    private func recognised(_ contentDigest: String, in state: HubState) throws -> SupplyTaken? {
        guard
            let earlier = state.supply(
                ofContent: contentDigest, dataset: plan.recordType.id, agency: plan.request.agency, under: plan.request.grant)
        else {
            return nil
        }
        switch earlier.status {
        case .held: return earlier.taken
        case .withdrawn: return nil
        case .condemned, .destroyed:
            throw Refusal(
                .destroyed, "This very file was supplied before as \(earlier.taken.supply) and destroyed.",
                remedy:
                    "What was destroyed is not taken again; supply a new extract, or ask the liaison officer of \(plan.request.agency).")
        }
    }

    private func stamp(_ sealed: SealedSupply, in state: HubState) -> QualityStamp {
        // The last day of what this agency supplied before, to see a gap.
        let previousLastDay = state.heldSupplies(of: plan.recordType.id, under: plan.request.grant).filter {
            $0.taken.agency == plan.request.agency
        }.compactMap {
            $0.taken.periodTo.flatMap { CalendarDate($0)?.lastDay }
        }.filter { $0 < sealed.measures.firstDay ?? .min }.max()
        return QualityStamp(
            judging: sealed.measures, of: plan.recordType, statement: plan.statement, today: plan.today, previousLastDay: previousLastDay)
    }

    private func taken(
        _ supply: SupplyID, _ sealed: SealedSupply, _ stamp: QualityStamp, _ object: NewObject, in state: HubState
    ) -> SupplyTaken {
        // The ledger is read by everybody; the days of a supply for one grant are those of a few persons' records.
        let period = plan.request.grant == nil ? sealed.period(of: plan.recordType) : nil
        return SupplyTaken(
            supply: supply, dataset: plan.recordType.id, agency: plan.request.agency, by: plan.request.person, digest: sealed.digest,
            contentDigest: sealed.contentDigest,
            profile: plan.profile.name, profileDigest: SHA256.hash(data: Array(plan.profile.yaml.utf8)).hexadecimal,
            recordsRead: sealed.measures.recordsRead, recordsRejected: sealed.rejects.count,
            recordsHeldBack: sealed.heldBack, recordsSealed: sealed.summary.rows, periodFrom: period?.from, periodTo: period?.to,
            stamp: stamp.grade.rawValue, object: object.id.rawValue, objectDigest: sealed.summary.digest,
            objectBytes: sealed.summary.byteCount, rulePack: plan.depersonalising?.pack.id, places: plan.placeVersions,
            supersedes: sealed.supersededRecords(in: state), grant: plan.request.grant)
    }
}

extension Duration {
    /// In seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
