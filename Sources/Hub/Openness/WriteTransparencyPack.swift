public import Foundation
public import Register
public import Storage
import Tables
import Transparency

/// Writes what requests under the Freedom of Information Act to such hubs ask for: who has access, what is held, agreements, purposes, grants,
/// releases, destruction, and a signed checkpoint by which the audit trail is checked. No record is read, and no words that somebody typed are in
/// it but the titles of protocols, the references of contracts and the undertakings that people agree to.
public struct WriteTransparencyPack {
    private let hub: Hub
    private let vault: KeyVault
    /// Of that hub, unsealed: the ledger is signed as the pack tells it.
    public init(hub: Hub, vault: KeyVault) {
        self.hub = hub
        self.vault = vault
    }

    /// Name of the checkpoint in the folder.
    static let checkpointName = "ledger.checkpoint"

    /// A folder at `target`, which must be free. For the co-ordinator of the partnership that the hub began with: it is about all of the hub.
    public func perform(for actor: PersonID, to target: URL) throws {
        _ = try hub.recordingRefusals(by: actor, action: .runRegister, dataset: nil) {
            try hub.register.makeTransparencyPack(by: actor)
        }
        ExtractSink.clearLeftovers(of: target)
        let sink = try ExtractSink(target, passphrase: nil, at: hub.now)
        do {
            // Before anything of it can leave; the checkpoint in the pack states it, too.
            try hub.transact { register, _ in ([try register.makeTransparencyPack(by: actor)], ()) }
            let checkpoint = try PublishCheckpoint(hub: hub, vault: vault).perform()
            let (state, events) = try signed(checkpoint)
            let facts = OpenFacts(state: state, rulebook: hub.rulebook, events: events, today: hub.now.day)
            for table in facts.tables {
                try sink.begin(table.name)
                var writer = DelimitedWriter(neutralisesFormulas: true)
                for row in table.rows { writer.row(row) }
                try writer.take { try sink.write($0) }
            }
            try sink.begin(Self.checkpointName)
            try checkpoint.encoded.withUnsafeBytes { try sink.write($0) }
            try sink.begin("README.md")
            try sink.write(page(state, tables: facts.tables, checkpoint, at: hub.now))
            try sink.close()
            try sink.moveIntoPlace()
        } catch {
            sink.discard()
            throw error
        }
    }

    /// The events that the checkpoint signs and what they come to: the tables tell these and no later ones.
    private func signed(_ checkpoint: Checkpoint) throws -> (HubState, [(at: Moment, event: Event)]) {
        var state = HubState()
        var events: [(at: Moment, event: Event)] = []
        while Int64(events.count) < checkpoint.size {
            let some = try hub.ledger.events(from: Int64(events.count), limit: min(10_000, Int(checkpoint.size) - events.count))
            guard !some.isEmpty else { break }
            for entry in some {
                let event = try EventCoding.decode(entry.payload)
                try state.apply(event, at: entry.at)
                events.append((entry.at, event))
            }
        }
        return (state, events)
    }

    private func page(_ state: HubState, tables: [OpenFacts.Table], _ checkpoint: Checkpoint, at now: Moment) -> String {
        """
        # What this hub holds and what becomes of it

        Partnerships: \(state.partnerships.values.map(\.name).sorted().joined(separator: ", ")). Written \(now).

        \(tables.map { "- `\($0.name)`: \($0.about)" }.joined(separator: "\n"))

        There is nothing about any data subject in these files, no person is named, and no record was read to make them.

        ## How to check the audit trail

        `\(Self.checkpointName)` is the hub's signed statement of its whole ledger: \(checkpoint.size) events, from which every table here was
        made. On any machine, without the hub:

            sharewell ledger verify --key KEY --checkpoints \(Self.checkpointName) \(Self.checkpointName)

        shows that it is signed with the hub's key, and how many events it states. A checkpoint that a partner keeps, or one of another pack, is
        compared with it: ask the hub for `sharewell ledger prove --from OLDER --to NEWER --out PROOF`, and check

            sharewell ledger verify --key KEY --checkpoints OLDER NEWER --proof PROOF

        which fails if anything that the older one states was changed or taken away since. That one event, such as a certificate of destruction,
        stands in the ledger is proved with `sharewell ledger prove --index EVENT --to \(Self.checkpointName)`; the tables number the events. The
        hub's key, which partners were given when it began, is

            \(state.hub?.verifierKey ?? "")

        """
    }
}
