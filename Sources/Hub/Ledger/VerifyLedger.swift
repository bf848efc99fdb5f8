public import Foundation
import Register
public import Storage
import Transparency

/// Recomputes a hub's whole ledger, compares it with every checkpoint at hand, and folds its events: hashes show that nothing was changed since
/// it was written, the fold that it is what a hub could have written.
public struct VerifyLedger {
    /// What was found.
    public struct Report: Sendable, Encodable {
        /// One checkpoint that was compared.
        public struct Compared: Sendable, Encodable {
            /// Where it came from.
            public let source: String
            /// Events it states; nil if it could not be read.
            public let size: Int64?
            /// True if the ledger's first events are those it states.
            public let confirmed: Bool
        }
        /// True if nothing is wrong.
        public let sound: Bool
        /// Events in the ledger.
        public let events: Int64
        /// Root recomputed from the events, base64; nil where events are missing.
        public let root: String?
        /// Key the checkpoints were checked with.
        public let key: String
        /// The checkpoints.
        public let checkpoints: [Compared]
        /// What is wrong; at most a hundred.
        public let faults: [LedgerVerdict.Fault]
        /// How many faults there are.
        public let faultCount: Int
        /// Seconds it took.
        public let seconds: Double
    }

    private let opened: HubLedger
    /// On that ledger.
    public init(_ opened: HubLedger) { self.opened = opened }

    /// Verifies against the checkpoint kept beside the ledger, the one in the vault if it is open, and these files of partners.
    public func perform(
        against files: [URL], vault: KeyVault?, progress: (@Sendable (Int64, Int64) -> Void)? = nil
    ) throws -> Report {
        let began = ContinuousClock.now
        var faults: [LedgerVerdict.Fault] = []
        var sources: [(name: String, checkpoint: Checkpoint?)] = []
        func read(_ name: String, _ bytes: () throws -> [UInt8]?) throws {
            guard let bytes = try bytes() else { return }
            do { sources.append((name, try Checkpoint(parsing: bytes, key: opened.key))) } catch {
                sources.append((name, nil))
                faults.append(.init(.checkpointNotUsable, at: nil, "\(name): \(error.message)"))
            }
        }
        try read("beside the ledger") { try opened.ledger.keptCheckpoint() }
        if let vault, try vault.names().contains(.latestCheckpoint) { try read("in the vault") { try vault.open(.latestCheckpoint) } }
        for file in files { try read(file.lastPathComponent) { try LedgerFiles.read(file) } }
        var verdict = try opened.ledger.verify(against: sources.compactMap(\.checkpoint), progress: progress)
        for fault in faults { verdict.add(fault) }
        // What was altered is reported as such; where all of it is there as it was written, each event must follow from those before it.
        if verdict.root != nil, !verdict.faults.contains(where: Self.isOfEvents), let fault = try unbelievable() { verdict.add(fault) }
        let confirmed = Set(verdict.confirmed)
        return Report(
            sound: verdict.isSound, events: verdict.size, root: verdict.root?.base64, key: opened.key.description,
            checkpoints: sources.map { source in
                Report.Compared(
                    source: source.name, size: source.checkpoint?.size, confirmed: source.checkpoint.map(confirmed.contains) ?? false)
            }, faults: verdict.faults, faultCount: verdict.faultCount, seconds: began.duration(to: .now) / .seconds(1))
    }
    private static func isOfEvents(_ fault: LedgerVerdict.Fault) -> Bool {
        switch fault.code {
        case .eventAltered, .eventMissing, .eventNotReadable, .eventsOutside, .timeBackwards: true
        default: false
        }
    }

    /// The first event that the hub would not believe; nil if it believes them all.
    private func unbelievable() throws -> LedgerVerdict.Fault? {
        var state = HubState()
        while true {
            let events = try opened.ledger.events(from: Int64(state.size), limit: 10_000)
            if events.isEmpty { return nil }
            for event in events {
                let decoded: Event
                do { decoded = try EventCoding.decode(event.payload) } catch {
                    return LedgerVerdict.Fault(
                        .eventNotUnderstood, at: event.index,
                        "Event \(event.index) says what this version of Sharewell does not understand: a later one wrote it, or somebody else."
                    )
                }
                do { try state.apply(decoded, at: event.at) } catch {
                    return LedgerVerdict.Fault(
                        .eventImpossible, at: event.index,
                        "Event \(event.index) cannot follow the ones before it: \(error.reason). No hub recorded it, and none believes it.")
                }
            }
        }
    }
}
