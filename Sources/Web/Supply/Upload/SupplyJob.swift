import Crypto
import Foundation
import Guidance
import Hub
import Intake
import Register
import Storage
import Synchronization
import Tables

/// One supply under way: the file that waits, and what is known of it. In memory alone; of the file nothing can be read without this process.
final class SupplyJob: Sendable {
    /// How far it is.
    enum Stage: Sendable {
        /// The file is still to come, or on its way.
        case file
        /// The columns are to be looked over.
        case mapping
        /// The metadata form is to be filled in.
        case form
        /// It is being read for the first time; nothing is recorded.
        case reading
        /// What would become of it can be seen, and is to be confirmed.
        case read(SupplyOutcome)
        /// It is being taken.
        case taking
        /// It is taken.
        case taken(SupplyOutcome)
        /// It cannot be taken.
        case failed(Trouble)

        var name: String {
            switch self {
            case .file: "file"
            case .mapping: "mapping"
            case .form: "form"
            case .reading: "reading"
            case .read: "read"
            case .taking: "taking"
            case .taken: "taken"
            case .failed: "failed"
            }
        }
        var isAtWork: Bool { ["reading", "taking"].contains(name) }
    }
    /// Why not, and what to do.
    struct Trouble: Sendable {
        let message: String
        let remedy: String
    }
    /// How far the reading is.
    struct Progress: Sendable {
        var done = 0
        var total = 0
        var pass = 1
        /// True while another supply is being taken.
        var waits = false
    }
    private struct State {
        var stage = Stage.file
        var file: WaitingFile?
        var total: Int?
        /// Bytes that room is kept for.
        var reserved = 0
        var isReceiving = false
        var begins: String?
        var trouble: Trouble?
        var proposal: ProposeMapping.Proposal?
        var profile: MappingProfile?
        var orders: [String: DateOrder] = [:]
        var statement: MetadataStatement?
        var typed: FormValues?
        var progress = Progress()
        var rejects: WaitingFile?
        var isStopped = false
        var touched: Moment
    }
    let id: String
    let owner: PersonID
    let agency: AgencyID
    let dataset: RecordTypeID
    let grant: GrantID?
    private let state: Mutex<State>

    init(owner: PersonID, agency: AgencyID, dataset: RecordTypeID, grant: GrantID?, at now: Moment) {
        id = String(SessionStore.secret().prefix(27))
        self.owner = owner
        self.agency = agency
        self.dataset = dataset
        self.grant = grant
        state = Mutex(State(touched: now))
    }

    var stage: Stage { state.withLock { $0.stage } }
    var trouble: Trouble? { state.withLock { $0.trouble } }
    var proposal: ProposeMapping.Proposal? { state.withLock { $0.proposal } }
    var profile: MappingProfile? { state.withLock { $0.profile } }
    /// Of dates, by header, as somebody chose them.
    var orders: [String: DateOrder] { state.withLock { $0.orders } }
    var statement: MetadataStatement? { state.withLock { $0.statement } }
    var progress: Progress { state.withLock { $0.progress } }
    var rejects: WaitingFile? { state.withLock { $0.rejects } }
    var isStopped: Bool { state.withLock { $0.isStopped } }
    var touched: Moment { state.withLock { $0.touched } }
    /// False when it is taken: what is kept of it then are the records that were rejected.
    var isUnderWay: Bool { if case .taken = stage { false } else { true } }
    var isAtWork: Bool { state.withLock { $0.stage.isAtWork || $0.isReceiving } }
    /// Bytes that wait, or are on their way.
    var bytes: Int { state.withLock { max($0.file?.count ?? 0, $0.reserved) } }
    /// Of them, those that have not come.
    var coming: Int { state.withLock { max(0, $0.reserved - ($0.file?.count ?? 0)) } }
    /// Of a file that is whole, or gone, nothing comes any more.
    func reserve(_ bytes: Int) {
        state.withLock { state in if case .file = state.stage, !state.isStopped { state.reserved = bytes } }
    }

    func touch(_ now: Moment) { state.withLock { $0.touched = max($0.touched, now) } }
    func stop() {
        state.withLock { state in
            state.isStopped = true
            state.file = nil
            state.rejects = nil
            state.reserved = 0
        }
    }

    /// The hub was sealed: nothing of the file stays, and whoever sent it is told. What is taken is taken.
    func seal(_ why: HubError) {
        stop()
        state.withLock { state in
            if case .taken = state.stage { return }
            state.stage = .failed(Self.trouble(why))
        }
    }

    // MARK: The file

    /// Bytes that have arrived, of how many, and the digest of the first of them: what a browser knows a file by that it goes on sending.
    var received: (count: Int, total: Int?, begins: String?) { state.withLock { ($0.file?.count ?? 0, $0.total, $0.begins) } }

    /// Why a part is not taken now.
    enum Conflict: Error { case elsewhere, busy }

    /// A part of the file is about to come, beginning there; the first begins the file anew.
    func begin(at offset: Int, of total: Int?, in folder: URL) throws -> WaitingFile {
        try state.withLock { state in
            guard case .file = state.stage, !state.isStopped else { throw Conflict.elsewhere }
            guard !state.isReceiving else { throw Conflict.busy }
            if offset == 0 {
                state.file = try WaitingFile(in: folder)
                state.total = total
                state.begins = nil
                state.trouble = nil
            }
            guard let file = state.file, file.count == offset, state.total == total else { throw Conflict.elsewhere }
            state.isReceiving = true
            return file
        }
    }

    /// The part has come, or broke off.
    func pause() {
        state.withLock { state in
            state.isReceiving = false
            guard state.begins == nil, let file = state.file, file.count >= min(Self.known, state.total ?? .max),
                let first = try? file.read(at: 0, count: Self.known)
            else { return }
            state.begins = SHA256.hash(data: first).hexadecimal
        }
    }
    static let known = 1 << 16

    /// The file did not come whole in one piece: nothing of it stays.
    func forgetFile() {
        state.withLock { state in
            state.file = nil
            state.total = nil
            state.reserved = 0
            state.isReceiving = false
        }
    }

    /// The file is whole: what its columns would be taken for.
    func whole(_ propose: (WaitingFile) throws -> ProposeMapping.Proposal) {
        guard let file = state.withLock({ $0.file }) else { return }
        file.finish()
        do {
            let proposal = try propose(file)
            state.withLock { state in
                guard case .file = state.stage, !state.isStopped else { return }
                state.proposal = proposal
                state.stage = .mapping
                state.reserved = 0
            }
        } catch { refuse(error) }
    }

    /// The file is none that can be taken, where there is a reason: nothing of it stays, and another can be sent.
    func refuse(_ why: (any Error)?) {
        guard let why else { return }
        let trouble = Self.trouble(why)
        state.withLock { state in
            state.trouble = trouble
            state.file = nil
            state.total = nil
            state.reserved = 0
        }
    }

    static func trouble(_ error: any Error) -> Trouble {
        let (message, remedy): (String, String)
        if let refusal = error as? Refusal {
            (message, remedy) = (refusal.message, refusal.remedy)
        } else if let table = error as? TableError, table.finding.line == nil {
            // What the file is says it all; a code tells its sender nothing.
            (message, remedy) = (table.finding.advice, "")
        } else {
            let known = HubError(explaining: error)
            (message, remedy) = (known.message, known.remedy)
        }
        // What is typed at a terminal is of no use in a browser.
        return Trouble(message: message, remedy: remedy.contains("sharewell ") || remedy.contains("--") ? "" : remedy)
    }

    // MARK: What is said of it

    /// The columns were looked over; false if that is not what it waits for. Whoever comes second, as from another window, changes nothing: the
    /// file may be being read by what the first said.
    @discardableResult func map(by profile: MappingProfile?, orders: [String: DateOrder] = [:]) -> Bool {
        state.withLock { state in
            guard case .mapping = state.stage, !state.isStopped else { return false }
            state.profile = profile
            state.orders = orders
            state.stage = .form
            return true
        }
    }
    func remap() {
        state.withLock { state in
            switch state.stage {
            case .form, .read: if state.file != nil, state.proposal != nil, !state.isStopped { state.stage = .mapping }
            default: break
            }
        }
    }
    /// What the form says; false if it is not what it waits for.
    @discardableResult func state(_ statement: MetadataStatement) -> Bool {
        state.withLock { state in
            guard case .form = state.stage else { return false }
            state.statement = statement
            return true
        }
    }

    // MARK: The reading

    /// Begins to read; false if it was begun, or cannot be.
    func begin(_ stage: Stage) -> Bool {
        state.withLock { state in
            guard !state.stage.isAtWork, state.file != nil, !state.isStopped else { return false }
            switch (state.stage, stage) {
            case (.form, .reading), (.read, .taking): break
            default: return false
            }
            state.stage = stage
            state.progress = Progress()
            return true
        }
    }

    func request(folder: URL) -> TakeSupply.Request? {
        state.withLock { state in
            guard let file = state.file else { return nil }
            // A profile that is known keeps its name in the ledger; what was proposed has been looked over by now.
            let mapping: TakeSupply.Request.Mapping =
                if let profile = state.profile {
                    .written(profile.yaml)
                } else if let proposal = state.proposal {
                    proposal.origin == .known || proposal.origin == .standard
                        ? .named(proposal.profile.name) : .written(proposal.profile.yaml)
                } else { .found }
            return TakeSupply.Request(
                waiting: file, dataset: dataset, agency: agency, person: owner, profile: mapping,
                metadata: state.statement.map { .statement($0) } ?? .none, grant: grant
            ) { bytes in
                let rejects = try WaitingFile(in: folder)
                try rejects.append(bytes)
                rejects.finish()
                self.state.withLock { $0.rejects = rejects }
            }
        }
    }

    func note(_ done: Int, of total: Int?) {
        state.withLock { state in
            if done < state.progress.done { state.progress.pass += 1 }
            state.progress.done = done
            state.progress.total = total ?? 0
            state.progress.waits = false
        }
    }
    func waits() { state.withLock { $0.progress.waits = true } }

    func end(_ result: Result<SupplyOutcome, any Error>, at now: Moment) {
        state.withLock { state in
            state.touched = max(state.touched, now)
            // Who was told why it ended is not told otherwise.
            guard !state.isStopped || state.stage.isAtWork else { return }
            switch (state.stage, result) {
            case (.reading, .success(let outcome)): state.stage = .read(outcome)
            case (.taking, .success(let outcome)):
                state.stage = .taken(outcome)
                // What is sealed in the vault waits nowhere else.
                state.file = nil
            case (_, .failure(let error)):
                state.stage = .failed(Self.trouble(error))
                state.file = nil
            default: break
            }
        }
    }
}
