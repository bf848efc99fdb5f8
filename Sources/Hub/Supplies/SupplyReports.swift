import Foundation
public import Register

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

    private func file(_ supply: SupplyID) -> URL { folder.appending(path: "\(supply.rawValue.filter { $0.isLetter || $0.isNumber }).json") }
}

/// Writes a small file so that after a crash the old one or the new one is there, whole.
enum DurableFile {
    static func write(_ bytes: [UInt8], to file: URL) throws {
        let partial = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).partial")
        unlink(partial.path)
        let descriptor = open(partial.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        let durable = written == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard durable, rename(partial.path, file.path) == 0 else {
            unlink(partial.path)
            throw CocoaError(.fileWriteUnknown)
        }
        let parent = open(file.deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
        guard parent >= 0 else { return }
        fsync(parent)
        close(parent)
    }
}

/// Shows the quality report of a supply to people whose role includes it.
public struct ShowQuality {
    private let hub: Hub
    /// In that hub.
    public init(hub: Hub) { self.hub = hub }

    /// The report.
    public func perform(_ supply: SupplyID, for actor: PersonID) throws -> SupplyOutcome {
        try hub.recordingRefusals(by: actor, action: .seeQuality, dataset: nil) {
            _ = try hub.register.person(actor, may: .seeQuality)
            _ = try hub.register.supply(supply)
            return try SupplyReports(folder: hub.folder.reports).report(supply)
        }
    }
}
