import Guidance
import Register
import Synchronization

/// What for somebody looks at the records of a dataset, as they stated it in a session: kept here, never in an address. Pages that show a purpose carry
/// its id, so that whatever is asked from a page is recorded under the purpose that stands on it, whatever was stated in another tab since.
final class StatedPurposes: Sendable {
    struct Purpose: Sendable {
        let text: String
        let category: PurposeCategory
        /// By which pages name it: of no other session, and no secret.
        let id: String
    }
    private struct Key: Hashable {
        let session: String
        let dataset: RecordTypeID
    }
    /// How many of a session and dataset are kept: who states one after another has long left the first.
    private static let most = 50
    private let purposes = Mutex<[Key: (all: [Purpose], at: Moment)]>([:])

    /// Keeps it for the session; those of sessions that must be over are forgotten.
    @discardableResult func state(
        _ text: String, category: PurposeCategory, for dataset: RecordTypeID, in session: String, at now: Moment
    ) -> Purpose {
        let purpose = Purpose(text: text, category: category, id: String(SessionStore.secret().prefix(10)))
        purposes.withLock { purposes in
            purposes = purposes.filter { now.milliseconds - $0.value.at.milliseconds <= SessionStore.longest }
            let key = Key(session: session, dataset: dataset)
            purposes[key] = (Array(((purposes[key]?.all ?? []) + [purpose]).suffix(Self.most)), now)
        }
        return purpose
    }

    /// The one of that id; the newest where no id is given.
    func find(_ dataset: RecordTypeID, in session: String, id: String?) -> Purpose? {
        purposes.withLock { purposes in
            let all = purposes[Key(session: session, dataset: dataset)]?.all ?? []
            return id.map { id in all.first { $0.id == id } } ?? all.last
        }
    }

    /// What was stated last in the session, of whatever dataset: it may be the same for another.
    func last(in session: String) -> Purpose? {
        purposes.withLock {
            $0.filter { $0.key.session == session }.max { $0.value.at.milliseconds < $1.value.at.milliseconds }?.value.all.last
        }
    }
}
