import Crypto
import Foundation
public import Guidance
public import Register
public import Storage
import Synchronization
import Transparency

/// One hub, open: its ledger, its rulebook and the state folded from its events.
///
/// Everything that changes goes through `transact`: authorise, decide and record happen under one lock, on the newest state.
public final class Hub: Sendable {
    /// Where it lies.
    public let folder: HubFolder
    /// Rules, profiles and rule pack as they were read when the hub was opened.
    let rules: LoadedRulebook
    /// Rules as data.
    public var rulebook: Rulebook { rules.rulebook }
    /// What happened.
    public let ledger: SQLiteLedger
    /// Reads the clock.
    public let clock: @Sendable () -> Moment
    let segments = OpenSegments()
    let grid: SharedGrid
    let kept = KeptAnswers()
    let references = KeyedReferences()
    let maps = OpenMaps()
    private let folded: Mutex<FoldedLedger>
    private let refusals = Mutex(RepeatedRefusals())

    init(folder: HubFolder, rules: LoadedRulebook, ledger: SQLiteLedger, clock: @escaping @Sendable () -> Moment) throws {
        self.folder = folder
        self.rules = rules
        self.ledger = ledger
        self.clock = clock
        folded = Mutex(FoldedLedger())
        grid = SharedGrid(folder)
        try refresh()
    }

    /// Opens the hub in that folder and folds its ledger. One of an older format is upgraded first (`UpgradeHub`).
    public static func open(_ folder: HubFolder, clock: @escaping @Sendable () -> Moment) throws -> Hub {
        try open(folder, of: HubFormat.current...HubFormat.current, clock: clock)
    }

    /// Opens a hub of one of these formats.
    static func open(_ folder: HubFolder, of formats: ClosedRange<Int>, clock: @escaping @Sendable () -> Moment) throws -> Hub {
        guard folder.exists else {
            throw HubError(
                .missing, code: "no-hub", "There is no hub in \(folder.root.path).",
                remedy: "Begin one with sharewell init, or name another folder with --hub or SHAREWELL_HUB.")
        }
        let ledger = try SQLiteLedger.open(at: folder.ledger)
        let format = try ledger.format
        guard formats.contains(format) else { throw HubError.olderFormat(format, of: folder) }
        let rules = try RulebookFolder(folder.guidance).load()
        let hub = try Hub(folder: folder, rules: rules, ledger: ledger, clock: clock)
        guard let begun = hub.state.hub else {
            throw HubError(
                .tampered, code: "ledger-without-beginning", "The ledger does not begin with this hub's first event.",
                remedy: "Restore the hub from a backup and compare it with a partner's checkpoint: sharewell ledger verify.")
        }
        guard begun.rulebookDigest == rules.digest else {
            throw HubError(
                .tampered, code: "rulebook-changed", "The hub's rulebook is not the one its ledger names.",
                remedy: "Restore the guidance folder of the hub from a backup; rules change by an event, never by editing files.")
        }
        guard hub.state.format == format else {
            throw HubError(
                .tampered, code: "format-contradicts-ledger",
                "The hub's file has format \(format), and its events lead to \(hub.state.format).",
                remedy: "Run the command again; if it says the same, restore the ledger from a backup: sharewell ledger verify.")
        }
        return hub
    }

    /// The newest state this process has folded.
    public var state: HubState { folded.withLock { $0.state } }

    /// The register's rules on the newest state.
    public var register: Register { Register(rulebook: rulebook, law: rules.law, state: state) }

    /// The time that rules go by: that of the clock, and never before the last event, whatever was done to the clock since.
    public var now: Moment { max(clock(), folded.withLock { $0.last }) }

    /// Folds what other processes appended since, and refuses a ledger whose events are not those its root was made from.
    public func refresh() throws {
        try folded.withLock { folded in
            while true {
                let (events, head) = try ledger.stretch(from: folded.range.size, limit: 10_000)
                var next = folded
                for event in events { try next.take(event.payload, EventCoding.decode(event.payload), at: event.at) }
                if next.range.size >= head.size {
                    try next.check(against: head.root)
                    folded = next
                    return
                }
                folded = next
            }
        }
    }

    /// Size and root of the ledger as this process recomputed them from its events.
    var head: (size: Int64, root: TreeHash) { folded.withLock { ($0.range.size, $0.range.root) } }

    /// Refuses to go on with a ledger that does not continue a checkpoint signed before.
    func check(continues earlier: Checkpoint) throws { try folded.withLock { $0 }.check(continues: earlier, in: ledger) }

    /// Takes the register lock, brings the state up to date, lets `body` decide, and makes its events durable before the result leaves.
    ///
    /// Nothing is decided, recorded or destroyed by a clock that has moved far since the last event, until somebody says that it is right: grants
    /// end and records are destroyed by the calendar, for good.
    public func transact<Result>(
        confirmingClock: Bool = false, _ body: (Register, Moment) throws -> (events: [Event], result: Result)
    ) throws -> Result {
        let lock = try FileLock(folder.registerLock, waiting: 30, for: "changing the register")
        return try withExtendedLifetime(lock) {
            try refresh()
            try Self.proviso?(state)
            let now = now
            if !confirmingClock { try checkClock(now) }
            let (events, result) = try body(register, now)
            if !events.isEmpty { try append(events, at: now) }
            return result
        }
    }

    /// Makes events durable that were decided on the state as it is, and with them, if wanted, another format of the hub. The register lock is held.
    func append(_ events: [Event], at now: Moment, raisingTo format: Int? = nil) throws {
        let payloads = try events.map(EventCoding.encode)
        // Folded first: an event that cannot be is not recorded.
        var next = folded.withLock { $0 }
        for (payload, event) in zip(payloads, events) { try next.take(payload, event, at: now) }
        if let format { try ledger.raise(to: format, recording: payloads, at: now) } else { try ledger.append(payloads, at: now) }
        folded.withLock { $0 = next }
    }

    /// A month: a hub in use has an event a day, as unsealing it is one.
    private static let longestQuiet: Int64 = 31 * 86_400_000

    private func checkClock(_ now: Moment) throws(HubError) {
        let last = folded.withLock { $0.last }
        guard state.size > 0, now.milliseconds - last.milliseconds > Self.longestQuiet else { return }
        let (today, then) = (CalendarDay(number: now.day), CalendarDay(number: last.day))
        throw HubError(
            .setUp, code: "clock-far-ahead",
            "The clock says \(today), and the last thing that happened here was on \(then). Nothing is done by a clock that may be wrong, as grants would end and records be destroyed by it.",
            remedy:
                "Set the clock right, or, if it is, have the co-ordinator say so by the day on a calendar: sharewell ledger clock --confirm TODAY."
        )
    }

    /// Says that the clock is right although the last event is long ago.
    public func confirmClock(_ day: Int, by actor: PersonID) throws {
        try transact(confirmingClock: true) { register, now in ([try register.confirmClock(day, by: actor, at: now)], ()) }
    }

    /// Runs a command of the register. A refusal is recorded too, then thrown.
    public func run(_ command: Command, by actor: PersonID) throws {
        try recordingRefusals(by: actor, action: command.action, dataset: nil) {
            try transact { register, now in (try register.decide(command, by: actor, at: now), ()) }
        }
    }

    /// Lets the open segments and their keys go: the hub was sealed.
    public func forgetSegments() {
        segments.forget()
        references.forget()
    }

    /// Does the work; where what it read was superseded before it could be recorded, does it again on what is held now.
    func onWhatIsHeld<Result>(_ work: () throws -> Result) throws -> Result {
        for _ in 0..<3 { do { return try work() } catch let error as HubError where error.code == "supplies-changed" {} }
        return try work()
    }

    /// Does the work; if it is refused, that stands in the ledger before the refusal leaves.
    func recordingRefusals<Result>(
        by actor: PersonID, action: Action, dataset: RecordTypeID?, _ work: () throws -> Result
    ) throws -> Result {
        do { return try work() } catch let refusal as Refusal { throw try record(refusal, by: actor, action: action, dataset: dataset) }
    }

    /// Puts a refusal on the record, unless it stands there: before it leaves. Of many alike within a minute those after the first few are counted,
    /// and recorded together when the minute is over.
    public func record(_ refusal: Refusal, by actor: PersonID, action: Action, dataset: RecordTypeID?) throws -> Refusal {
        if refusal.isRecorded { return refusal }
        // A name that nobody here has may be that of anybody: it is not written down.
        let named = state.people[actor] == nil ? "unknown" : actor.rawValue
        let known = dataset.flatMap { rulebook.recordType($0) == nil ? nil : $0 }
        let refused = ActionRefused(by: named, action: action, dataset: known, code: refusal.code)
        let due = refusals.withLock { $0.take(refused, at: now) }
        // They are of others, too: whether whoever was refused now may still ask makes no difference to them.
        if !due.isEmpty { try Self.keeping(to: nil) { try transact { _, _ in (due.map(Event.actionRefused), ()) } } }
        return refusal.recorded()
    }

    /// Records what was refused again and again in minutes that are over.
    public func noteRepeatedRefusals() throws {
        let due = refusals.withLock { $0.over(at: now) }
        if !due.isEmpty { try transact { _, _ in (due.map(Event.actionRefused), ()) } }
    }
}
