import Register
import Storage
import Transparency

/// The state folded from a ledger's events, with the tree recomputed from the same bytes: what is believed is what the root commits to.
struct FoldedLedger {
    /// What the events come to.
    private(set) var state = HubState()
    /// The tree over them.
    private(set) var range = CompactRange()
    /// When the last of them was recorded; the beginning of time before any.
    private(set) var last = Moment(milliseconds: .min)

    /// Takes the next event in, as bytes and decoded. `self` is unchanged if it throws.
    mutating func take(_ payload: [UInt8], _ event: Event, at moment: Moment) throws(HubError) {
        guard moment >= last else {
            throw HubError(
                .tampered, code: "time-backwards", "Event \(range.size) of the ledger is stated to be earlier than the one before it.",
                remedy: Self.remedy)
        }
        do { try state.apply(event, at: moment) } catch {
            throw HubError(
                .tampered, code: "impossible-event",
                "Event \(error.position) of the ledger cannot follow the ones before it: \(error.reason). The hub never recorded it.",
                remedy: Self.remedy)
        }
        let leaf = payload.withUnsafeBytes {
            LedgerEntry.leafHash(index: range.size, milliseconds: moment.milliseconds, payload: $0)
        }
        range.append(leaf)
        last = moment
    }

    /// Refuses a ledger whose head does not state what its events come to.
    func check(against root: TreeHash) throws(HubError) {
        guard range.root == root else {
            throw HubError(
                .tampered, code: "ledger-altered",
                "The \(range.size) events of the ledger are not those that were recorded: they do not lead to the root it states.",
                remedy: Self.remedy)
        }
    }

    /// Refuses events that do not continue those of a checkpoint. The hashes the proof is made from may be anything: only true ones lead to
    /// the root recomputed here. O(log n).
    func check(continues earlier: Checkpoint, in ledger: SQLiteLedger) throws {
        do {
            guard earlier.size <= range.size else { throw HubError.contradicts(earlier, size: range.size) }
            try ledger.consistency(from: earlier.size, to: range.size).verify(fromRoot: earlier.root, toRoot: range.root)
        } catch is TransparencyError { throw HubError.contradicts(earlier, size: range.size) }
    }

    private static let remedy =
        "Nothing is done on it. Keep the hub's folder as it is and run sharewell ledger verify: it says which event was altered; then restore the ledger from a backup."
}

extension HubError {
    /// A ledger that does not continue what was signed.
    static func contradicts(_ earlier: Checkpoint, size: Int64) -> HubError {
        HubError(
            .tampered, code: "ledger-contradicts-checkpoint",
            "The ledger of \(size) events does not continue the checkpoint of \(earlier.size) signed before: it was altered, or an older or another ledger was put in its place.",
            remedy: "Sign nothing. Keep the folder as it is and restore the newest ledger from a backup; then sharewell ledger verify.")
    }
}
