import Guidance
import Register
import Synchronization

/// What for somebody looks at the records of a dataset, as they stated it once in a session: kept here, never in an address.
final class StatedPurposes: Sendable {
    struct Purpose: Sendable {
        let text: String
        let category: PurposeCategory
    }
    private struct Key: Hashable {
        let session: String
        let dataset: RecordTypeID
    }
    private let purposes = Mutex<[Key: (purpose: Purpose, at: Moment)]>([:])

    /// Keeps it for the session; those of sessions that must be over are forgotten.
    func state(_ purpose: Purpose, for dataset: RecordTypeID, in session: String, at now: Moment) {
        purposes.withLock { purposes in
            purposes = purposes.filter { now.milliseconds - $0.value.at.milliseconds <= SessionStore.longest }
            purposes[Key(session: session, dataset: dataset)] = (purpose, now)
        }
    }

    func find(_ dataset: RecordTypeID, in session: String) -> Purpose? {
        purposes.withLock { $0[Key(session: session, dataset: dataset)]?.purpose }
    }

    /// What was stated last in the session, of whatever dataset: it may be the same for another.
    func last(in session: String) -> Purpose? {
        purposes.withLock {
            $0.filter { $0.key.session == session }.max { $0.value.at.milliseconds < $1.value.at.milliseconds }?.value.purpose
        }
    }
}
