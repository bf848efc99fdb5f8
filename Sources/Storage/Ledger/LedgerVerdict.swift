public import Transparency

/// What recomputing a ledger from its payloads has shown.
public struct LedgerVerdict: Sendable, Hashable {
    /// Something in the ledger that is not as it was written.
    public struct Fault: Sendable, Hashable, Codable {
        /// Kinds of fault, stable.
        public enum Code: String, Sendable, Codable, CaseIterable {
            /// Position, time or payload of an event do not fit the hash stored when it was recorded.
            case eventAltered = "event-altered"
            /// An event is not there.
            case eventMissing = "event-missing"
            /// An event's row does not hold what an event's row holds.
            case eventNotReadable = "event-not-readable"
            /// Events stand outside the positions the ledger states.
            case eventsOutside = "events-outside"
            /// An event is stated to be earlier than the one before it.
            case timeBackwards = "time-backwards"
            /// An event cannot follow the ones before it: no hub ever recorded it.
            case eventImpossible = "event-impossible"
            /// An event says what this version does not understand.
            case eventNotUnderstood = "event-not-understood"
            /// A stored hash is not what the hashes below it lead to.
            case hashAltered = "hash-altered"
            /// The root the ledger states is not the one its events lead to.
            case headAltered = "head-altered"
            /// The ledger holds fewer events than a checkpoint of it.
            case shorterThanCheckpoint = "shorter-than-checkpoint"
            /// The ledger's first events do not have the root a checkpoint of it states.
            case checkpointContradicted = "checkpoint-contradicted"
            /// A checkpoint cannot be relied on: its form, its key or its signature.
            case checkpointNotUsable = "checkpoint-not-usable"
        }
        /// What kind.
        public let code: Code
        /// The event concerned, or the first of them, where one can be named.
        public let index: Int64?
        /// What is wrong.
        public let message: String
        /// Makes a fault.
        public init(_ code: Code, at index: Int64?, _ message: String) {
            self.code = code
            self.index = index
            self.message = message
        }
    }

    /// Most faults kept; `faultCount` counts them all.
    public static let mostFaults = 100

    /// Events the ledger states.
    public let size: Int64
    /// Root recomputed from the payloads; nil where events are missing.
    public let root: TreeHash?
    /// Checkpoints that the recomputed history agrees with.
    public let confirmed: [Checkpoint]
    /// What is wrong, by position.
    public private(set) var faults: [Fault]
    /// How many faults there are.
    public private(set) var faultCount: Int

    init(size: Int64, root: TreeHash?, confirmed: [Checkpoint], faults: [Fault], faultCount: Int) {
        self.size = size
        self.root = root
        self.confirmed = confirmed
        self.faults = faults
        self.faultCount = faultCount
    }

    /// True if nothing is wrong.
    public var isSound: Bool { faultCount == 0 }

    /// Adds what was found elsewhere, such as a checkpoint file that is not one.
    public mutating func add(_ fault: Fault) {
        faults.append(fault)
        faultCount += 1
    }
}
