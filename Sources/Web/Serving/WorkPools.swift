import NIOPosix

/// Threads for work that blocks, apart by what it may be held up by: none of these kinds waits for another, and however many extracts are made,
/// programs ask or other people's servers are slow, people sign in and pages are shown.
final class WorkPools: Sendable {
    /// Pages, and what is as short.
    let pages = WorkPools.threads(8)
    /// Supplies that are read.
    let supplies = WorkPools.threads(2)
    /// Passwords are hashed.
    let identities = WorkPools.threads(2)
    /// Files are written, records looked for among all.
    let files = WorkPools.threads(4)
    /// Programs ask.
    let programs = WorkPools.threads(4)
    /// Providers of single sign-on and posts of other machines are waited for.
    let elsewhere = WorkPools.threads(4)

    private static func threads(_ number: Int) -> NIOThreadPool {
        let pool = NIOThreadPool(numberOfThreads: number)
        pool.start()
        return pool
    }

    /// For a route's work.
    func pool(for route: Route) -> NIOThreadPool {
        switch route.work {
        case .page: route.access == .token ? programs : pages
        case .file: route.access == .token ? programs : files
        case .identity: identities
        case .elsewhere: elsewhere
        }
    }
}
