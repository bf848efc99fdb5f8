import Guidance
import Register
import Synchronization

/// Counts of this process that were worked out before, so that a page that is asked for again costs its event and no scan. In memory alone, and
/// only of supplies that are held.
final class KeptAnswers: Sendable {
    /// What has to be the same for an answer to be.
    struct Key: Hashable, Sendable {
        let kind: String
        /// Whose people ask, where that tells what is meant: by a keyed reference. Else the same supplies under the same rule give everybody the same.
        let agency: AgencyID?
        let dataset: RecordTypeID
        let sources: AnswerSources
        let outwardPlaces: Set<String>
        let rule: SmallNumberRule
        let questions: [Question]
    }
    private struct Entry {
        let value: any Sendable
        let objects: Set<String>
        let cost: Int
        var used: Int
    }
    private struct Entries {
        var all: [Key: Entry] = [:]
        var clock = 0
        var held: Set<String> = []
    }
    private let entries = Mutex(Entries())
    /// Counts kept at most, of all answers together: some sixty megabytes.
    static let mostCounts = 600_000

    /// The answer kept under that key. Answers from supplies that are held no longer are forgotten first.
    func find<Value: Sendable>(_ key: Key, _: Value.Type, held: Set<String>) -> Value? {
        entries.withLock { entries in
            if entries.held != held {
                entries.held = held
                entries.all = entries.all.filter { $0.value.objects.isSubset(of: held) }
            }
            guard let value = entries.all[key]?.value as? Value else { return nil }
            entries.clock += 1
            entries.all[key]?.used = entries.clock
            return value
        }
    }

    /// Keeps an answer of so many counts; those not used for longest make room.
    func keep(_ value: some Sendable, under key: Key, cost: Int) {
        guard cost <= Self.mostCounts / 2 else { return }
        entries.withLock { entries in
            entries.clock += 1
            entries.all[key] = Entry(
                value: value, objects: Set(key.sources.supplies.map(\.taken.object)), cost: cost + 50, used: entries.clock)
            var sum = entries.all.values.reduce(0) { $0 + $1.cost }
            while sum > Self.mostCounts, let oldest = entries.all.min(by: { $0.value.used < $1.value.used }) {
                entries.all[oldest.key] = nil
                sum -= oldest.value.cost
            }
        }
    }

    /// Forgets everything, as when the hub is sealed.
    func forget() { entries.withLock { $0 = Entries() } }
}
