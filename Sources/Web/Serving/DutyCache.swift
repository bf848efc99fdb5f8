import Hub
import Register
import Synchronization

/// The duties of a day, worked out once for as long as nothing happens that may change them: the first page of everybody asks for them.
final class DutyCache: Sendable {
    private struct Kept {
        var change = -1, day = 0
        var duties: [Duty] = []
    }
    private let kept = Mutex(Kept())

    /// Duties on that day in a ledger whose last change of them was at that size.
    func duties(on day: Int, change: Int, _ work: () -> [Duty]) -> [Duty] {
        kept.withLock { kept in
            if kept.change != change || kept.day != day { kept = Kept(change: change, day: day, duties: work()) }
            return kept.duties
        }
    }
}

extension Face {
    /// Everything that is owed today.
    func duties(_ visit: Visit) throws -> [Duty] {
        let day = visit.now.day
        let change = try trail.read { $0.lastChange }
        // The state is read after its size: duties kept for a size are never of an older state.
        return dutyCache.duties(on: day, change: change) { visit.register.duties(on: day) }
    }
}
