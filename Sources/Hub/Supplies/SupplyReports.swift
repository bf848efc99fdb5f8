import Foundation
public import Register
import Storage

/// Reports of supplies on disk: counts, shares and line numbers, no value of any record.
struct SupplyReports {
    let folder: URL

    /// Keeps one, durable on return.
    func keep(_ outcome: SupplyOutcome) throws(HubError) {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            try DurableFile.write([UInt8](try encoder.encode(outcome)), to: file(outcome.supply))
        } catch {
            throw HubError(
                .storage, code: "report-not-kept", "The report of the supply could not be written.",
                remedy: "Check that the hub's folder has room and may be written to, then supply the file again.")
        }
    }

    /// The report of that supply.
    func report(_ supply: SupplyID) throws(HubError) -> SupplyOutcome {
        guard let data = FileManager.default.contents(atPath: file(supply).path),
            let outcome = try? JSONDecoder().decode(SupplyOutcome.self, from: data)
        else {
            throw HubError(
                .missing, code: "no-report", "There is no report of that supply.",
                remedy: "See sharewell status for the supplies; the ledger keeps the counts: sharewell ledger log.")
        }
        return outcome
    }

    /// False of a report that is there and not of a form this program reads.
    func isUnderstood(_ supply: SupplyID) -> Bool {
        guard let data = FileManager.default.contents(atPath: file(supply).path) else { return true }
        return (try? JSONDecoder().decode(SupplyOutcome.self, from: data)) != nil
    }

    /// Removes the reports of supplies that were never recorded, and unfinished ones. Call with the register lock held.
    func removeOrphans(known: some Collection<SupplyID>) throws {
        let kept = Set(known.map { file($0).lastPathComponent })
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !kept.contains(name) {
            try DurableFile.remove(folder.appending(path: name))
        }
    }

    private func file(_ supply: SupplyID) -> URL { folder.appending(path: "\(supply.rawValue.filter { $0.isLetter || $0.isNumber }).json") }
}

/// Shows the quality report of a supply to people whose role includes it.
public struct ShowQuality {
    private let hub: Hub
    /// In that hub.
    public init(hub: Hub) { self.hub = hub }

    /// The report.
    public func perform(_ supply: SupplyID, for actor: PersonID) throws -> SupplyOutcome {
        try hub.recordingRefusals(by: actor, action: .seeQuality, dataset: nil) {
            _ = try hub.register.person(actor, maySeeQualityOf: supply)
            return try SupplyReports(folder: hub.folder.reports).report(supply)
        }
    }
}
