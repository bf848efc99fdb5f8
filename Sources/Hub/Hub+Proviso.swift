import Foundation
public import Register

extension Hub {
    /// What must still be so for whoever work is done for, asked under the lock before anything is decided: throws where it is not.
    public typealias Proviso = @Sendable (HubState) throws -> Void

    private final class Held {
        let proviso: Proviso
        init(_ proviso: @escaping Proviso) { self.proviso = proviso }
    }
    private static let key = "org.sharewell.proviso"

    /// Does work, on this thread, in which nothing is decided but under that proviso: what was asked for by a session that has ended meanwhile is not
    /// done, however long the work took to come this far. Nil where the work is the hub's own.
    ///
    /// Kept by thread, as handlers run on the threads of a pool and outside of every task. A task-local value ended the optimised server there.
    public static func keeping<Result>(to proviso: Proviso?, _ body: () throws -> Result) rethrows -> Result {
        let local = Thread.current.threadDictionary
        let before = local[key]
        defer { local[key] = before }
        local[key] = proviso.map(Held.init)
        return try body()
    }

    /// What the work on this thread is bound to.
    static var proviso: Proviso? { (Thread.current.threadDictionary[key] as? Held)?.proviso }
}
