import Foundation
import Hub
import Logging
import Register
import Storage
import Synchronization

/// What the routes share: the hub, the people who are in, the texts, the settings. One for a server.
final class Face: Sendable {
    let hub: Hub
    let texts: Texts
    let renderer: PageRenderer
    let assets: Assets
    let settings: ServingSettings
    let sessions = SessionStore()
    /// Supplies that somebody is about to make.
    let supplyDesk = SupplyDesk()
    let signIn: SignIn
    /// Lets programs in.
    let tokens: TokenGate
    let logger: Logger
    let metrics = Metrics()
    /// People who showed a right password and have still to give a code, by the secret of a short-lived cookie.
    let halfway = HalfwayStore()
    /// Encrypted files that wait to be fetched by whoever they were made for.
    let readyFiles: ReadyFiles
    /// What for records are looked at, by session.
    let purposes = StatedPurposes()
    /// Where keys of an unsealed hub are kept.
    private let store: UnsealedKeyStore?
    /// Providers of single sign-on, and the attempts under way.
    let providers: [SingleSignOn]
    let attempts = SingleSignOnAttempts()
    /// What happened, by whom it concerns; and what is owed.
    let trail: AuditTrail
    let dutyCache = DutyCache()
    let grounds = MapGrounds()
    /// Work that blocks.
    let pools = WorkPools()
    private let opened: Mutex<KeyVault?>
    private let swept = Mutex((size: -1, second: Int64(0)))
    private let unrecorded = Mutex<[(Session, SessionEnding)]>([])

    init(_ orders: ServeOrders, settings: ServingSettings) async throws {
        store = orders.store
        self.settings = settings
        providers = (settings.singleSignOn ?? []).map(SingleSignOn.init)
        hub = orders.hub
        readyFiles = ReadyFiles(folder: orders.hub.folder.ready)
        signIn = SignIn(hub: orders.hub)
        tokens = TokenGate(hub: orders.hub, limits: settings.limits ?? ServingSettings.Limits())
        trail = AuditTrail(hub: orders.hub)
        opened = Mutex(orders.vault.take())
        var logger = Logger(label: "sharewell", factory: { _ in JSONLogHandler() })
        logger.logLevel = settings.log.flatMap { Logger.Level(rawValue: $0) } ?? .notice
        self.logger = logger
        guard let catalogue = FileManager.default.contents(atPath: orders.face.appending(path: "texts/en.yaml").path) else {
            throw HubError(
                .setUp, code: "no-texts", "The texts of the pages were not found.",
                remedy: "Set SHAREWELL_FACE to the folder Face of the distribution.")
        }
        do { texts = try Texts(yaml: String(decoding: catalogue, as: UTF8.self)) } catch {
            throw HubError(
                .setUp, code: "texts-not-understood", "The texts of the pages cannot be read: \(error).",
                remedy: "Put back texts/en.yaml of the distribution.")
        }
        assets = try Assets(face: orders.face)
        renderer = try await PageRenderer(folder: orders.face.appending(path: "templates"), texts: texts, assets: assets.base)
        OutgoingFiles(orders.hub.folder).clear()
    }

    /// The open vault. Sealing the hub from any process seals it here too, at the next request.
    func vault() throws -> KeyVault {
        try opened.withLock { vault in
            guard hub.state.isUnsealed else {
                vault = nil
                hub.forgetSegments()
                hub.forgetAnswers()
                grounds.forget()
                supplyDesk.seal(Self.sealed)
                throw Self.sealed
            }
            if let vault { return vault }
            let reopened = try hub.unsealed(nil, store: store)
            vault = reopened
            return reopened
        }
    }

    private static let sealed = HubError(
        .sealed, code: "hub-sealed", "The hub is sealed.", remedy: "Its operator unseals it: sharewell unseal --passphrase-file FILE.")

    /// Brings the state up to date with what other processes recorded, and ends sessions that are over.
    func refresh() throws {
        try hub.refresh()
        let state = hub.state, now = hub.now
        // All sessions are looked through when something happened, or a second has passed: not for each of a hundred requests in it. One whose time
        // is over is found by nobody meanwhile.
        let mark = (state.size, now.milliseconds / 1000)
        let isNew = swept.withLock { swept in
            defer { swept = mark }
            return swept != mark
        }
        guard isNew else { return }
        supplyDesk.expire(at: now)
        record(sessions.endExpired(at: now), why: .expired)
        let gone = sessions.end { session in
            guard state.people[session.person]?.active == true, let account = state.accounts[session.person] else { return true }
            return account.invited > session.began
        }
        record(gone, why: .accountChanged)
    }

    /// Records that sessions are over. Where that fails, as in a hub that is busy, it is done at the next request: no end is lost, and nobody else's
    /// page fails for it.
    func record(_ over: [Session], why: SessionEnding) {
        guard !over.isEmpty || unrecorded.withLock({ !$0.isEmpty }) else { return }
        let waiting = unrecorded.withLock { all in
            all += over.map { ($0, why) }
            defer { all = [] }
            return all
        }
        for (session, why) in waiting where hub.state.accounts[session.person] != nil {
            // Whoever ended their own, as by signing out, has none any more to end it by.
            do {
                try Hub.keeping(to: nil) { try signIn.leave(session.person, session: session.id, why: why) }
            } catch {
                unrecorded.withLock { $0.append((session, why)) }
            }
        }
    }
}

/// Counts for the operator: no name, no value.
final class Metrics: Sendable {
    private struct Counts {
        var answers: [String: Int] = [:]
        var seconds: [Int] = [Int](repeating: 0, count: Metrics.bounds.count + 1)
        var total = 0.0
        var sent = 0, failed = 0, waiting = 0
        var kept: Int64 = 0
    }
    static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    private let counts = Mutex(Counts())

    /// One answer of that status that took so long, in seconds.
    func count(status: Int, seconds: Double) {
        counts.withLock { counts in
            counts.answers["\(status / 100)xx", default: 0] += 1
            counts.seconds[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
            counts.total += seconds
        }
    }

    /// What became of a round of notices.
    func notices(_ outcome: NoticeRound.Outcome) {
        counts.withLock { counts in
            counts.sent += outcome.sent
            counts.failed += outcome.failed
            counts.waiting = outcome.waiting
        }
    }

    /// When the hub last did what it does by itself, in milliseconds.
    func kept(at now: Int64) { counts.withLock { $0.kept = now } }

    /// In Prometheus's text form.
    var text: String {
        counts.withLock { counts in
            var text = "# HELP sharewell_answers_total Answers by class of status.\n# TYPE sharewell_answers_total counter\n"
            for (name, count) in counts.answers.sorted(by: { $0.key < $1.key }) {
                text += "sharewell_answers_total{class=\"\(name)\"} \(count)\n"
            }
            text += "# HELP sharewell_answer_seconds Time to answer.\n# TYPE sharewell_answer_seconds histogram\n"
            var sum = 0
            for (place, count) in counts.seconds.enumerated() {
                sum += count
                let bound = place < Self.bounds.count ? "\(Self.bounds[place])" : "+Inf"
                text += "sharewell_answer_seconds_bucket{le=\"\(bound)\"} \(sum)\n"
            }
            text += "sharewell_answer_seconds_sum \(counts.total)\nsharewell_answer_seconds_count \(sum)\n"
            for (name, help, kind, value) in [
                ("sharewell_notices_sent_total", "Notices sent by mail.", "counter", counts.sent),
                ("sharewell_notices_failed_total", "Attempts to send one that failed.", "counter", counts.failed),
                ("sharewell_notices_waiting", "People who wait for one.", "gauge", counts.waiting),
                (
                    "sharewell_housekeeping_timestamp_seconds", "When the hub last kept house, seconds since 1970.", "gauge",
                    Int(counts.kept / 1000)
                ),
            ] { text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n\(name) \(value)\n" }
            return text
        }
    }
}

/// People between password and code.
final class HalfwayStore: Sendable {
    private let entries = Mutex<[String: (proved: SignIn.Proved, until: Moment)]>([:])

    func begin(_ proved: SignIn.Proved, at now: Moment) -> String {
        let secret = SessionStore.secret()
        entries.withLock { entries in
            entries = entries.filter { $0.value.until > now }
            entries[secret] = (proved, Moment(milliseconds: now.milliseconds + 5 * 60_000))
        }
        return secret
    }
    func find(_ secret: String, at now: Moment) -> SignIn.Proved? {
        entries.withLock { entries in entries[secret].flatMap { $0.until > now ? $0.proved : nil } }
    }
    func end(_ secret: String) { entries.withLock { $0[secret] = nil } }
}
