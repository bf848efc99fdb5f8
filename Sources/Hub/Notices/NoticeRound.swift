import Foundation
import Guidance
public import Register
public import Storage

/// What waits to be sent, and how far the ledger was read for it. One sealed note: a crash leaves it as before a round or as after.
struct NoticeQueue: Sendable, Codable {
    static let name = SealedName(rawValue: "notices")
    struct Waiting: Sendable, Codable, Hashable {
        var kinds: Set<NoticeKind> = []
        /// The event it began with, or minus the day: the same in every attempt, for the message's identity.
        var began: Int64
        var attempts = 0
        /// Not before that, in milliseconds.
        var notBefore: Int64 = 0
    }
    /// Events read.
    var position: Int64
    /// By person.
    var waiting: [String: Waiting] = [:]
    /// When each was last written to, in milliseconds.
    var sent: [String: Int64] = [:]
    /// What the calendar gave reason for, by key, and the day.
    var said: [String: Int] = [:]
    /// Networks and devices that each has signed in from.
    var ways: [String: Set<String>] = [:]
    /// The last day whose calendar was read.
    var day = 0
}

/// Finds out who is to be told that something waits for them, and has it sent: each reason once, several together, again where it failed.
///
/// Reasons come from the ledger from where the last round ended, so that none is lost and none is found twice. A message may be sent again if the
/// process ends between sending and noting it; it then has the same identity.
public struct NoticeRound {
    /// A message to somebody.
    public struct Letter: Sendable, Hashable {
        /// Who.
        public let person: PersonID
        /// Where to.
        public let address: MailAddress
        /// What waits.
        public let kinds: [NoticeKind]
        /// The same for the same message sent again.
        public let identity: String
    }
    /// What became of a round.
    public struct Outcome: Sendable, Hashable {
        /// Messages sent, and that could not be.
        public var sent = 0, failed = 0
        /// People that still wait for one.
        public var waiting = 0
    }
    /// One message in that time for each person, in milliseconds.
    static let bundling: Int64 = 15 * 60_000
    /// Attempts after which a message is given up: with waits that double from a minute to four hours, about three days.
    static let mostAttempts = 24

    private let hub: Hub
    private let vault: KeyVault
    /// In that hub.
    public init(hub: Hub, vault: KeyVault) {
        self.hub = hub
        self.vault = vault
    }

    /// One round. `send` throws where a message could not be sent.
    public func perform(_ send: (Letter) throws -> Void) throws -> Outcome {
        let known = try vault.names().contains(NoticeQueue.name)
        var queue: NoticeQueue
        if known {
            queue = try JSONDecoder().decode(NoticeQueue.self, from: Data(vault.open(NoticeQueue.name)))
        } else {
            // What was before notices were set up is no news.
            queue = NoticeQueue(position: Int64(hub.state.size))
            try keep(queue)
        }
        if try gather(into: &queue) { try keep(queue) }
        var outcome = Outcome()
        let store = CredentialStore(vault: vault)
        for (name, waiting) in queue.waiting.sorted(by: { $0.value.began < $1.value.began }) {
            let now = hub.now.milliseconds
            guard now >= waiting.notBefore, now - (queue.sent[name] ?? .min / 2) >= Self.bundling else { continue }
            let person = PersonID(rawValue: name)
            let wishes = hub.state.people[person]?.active == true ? try store.read(person, in: hub.state)?.notices : nil
            let kinds = waiting.kinds.intersection(wishes?.kinds ?? [])
            guard let address = wishes?.address.flatMap(MailAddress.init), !kinds.isEmpty else {
                // Wanted by nobody.
                queue.waiting[name] = nil
                try keep(queue)
                continue
            }
            do {
                try send(
                    Letter(
                        person: person, address: address, kinds: kinds.sorted(),
                        identity:
                            "\(hub.state.hub?.hub ?? "")x\(waiting.began.magnitude)x\(name.utf8.map { String($0) }.joined(separator: "x"))"
                    ))
                outcome.sent += 1
                queue.waiting[name] = nil
                queue.sent[name] = now
            } catch {
                outcome.failed += 1
                let attempts = waiting.attempts + 1
                queue.waiting[name]?.attempts = attempts
                queue.waiting[name]?.notBefore = now + min(60_000 << Int64(min(attempts - 1, 8)), 4 * 3_600_000)
                if attempts >= Self.mostAttempts { queue.waiting[name] = nil }
            }
            try keep(queue)
        }
        outcome.waiting = queue.waiting.count
        return outcome
    }

    private func keep(_ queue: NoticeQueue) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try vault.seal([UInt8](encoder.encode(queue)), as: NoticeQueue.name)
    }

    /// Reads on in the ledger and in the calendar; true if anything changed that has to be kept.
    private func gather(into queue: inout NoticeQueue) throws -> Bool {
        try hub.refresh()
        let reasons = NoticeReasons(state: hub.state)
        var isChanged = false
        func add(_ person: PersonID, _ kind: NoticeKind, began: Int64) {
            queue.waiting[person.rawValue, default: NoticeQueue.Waiting(began: began)].kinds.insert(kind)
            isChanged = true
        }
        let before = queue.position
        while true {
            let events = try hub.ledger.events(from: queue.position, limit: 1_000)
            guard let last = events.last else { break }
            for entry in events {
                let event = try EventCoding.decode(entry.payload)
                for reason in reasons.reasons(event) { add(reason.person, reason.kind, began: entry.index) }
                if case .signedIn(let signed) = event, isElsewhere(signed, &queue) { add(signed.person, .account, began: entry.index) }
            }
            queue.position = last.index + 1
        }
        // The position alone is not kept each time: an event that gave no reason is read again and gives none.
        if queue.position - before >= 200 { isChanged = true }
        let today = hub.now.day
        if queue.day != today {
            queue.said = queue.said.filter { today - $0.value < 120 }
            for reason in reasons.reasons(on: today, hub.register) where queue.said[reason.key] == nil {
                queue.said[reason.key] = today
                add(reason.person, reason.kind, began: -Int64(today))
            }
            queue.day = today
            isChanged = true
        }
        return isChanged
    }

    /// True if somebody signs in by a network or device that they never came by before, the first time apart.
    private func isElsewhere(_ signed: SignedIn, _ queue: inout NoticeQueue) -> Bool {
        let way = signed.way.network + "|" + signed.way.device
        let known = queue.ways[signed.person.rawValue] ?? []
        queue.ways[signed.person.rawValue] = known.union([way])
        return !known.isEmpty && !known.contains(way)
    }
}
