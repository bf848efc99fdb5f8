/// The Suffolk Matrix (§4.3.6, Figure 1): what each protective marking asks of whoever reaches information over ICT systems.
public struct SuffolkMatrix: Sendable, Hashable, Encodable {
    /// One member of a list of the matrix: a way to sign in, a registration level or a network.
    public struct Step: Sendable, Hashable, Identifiable, Encodable {
        /// As typed: `password-best-practice`, `level-2`, `gsi`.
        public let id: String
        /// In the figure's words.
        public let title: String
        /// Makes a step.
        public init(id: String, title: String) {
            self.id = id
            self.title = title
        }
    }
    /// A way to reach information.
    public struct Device: Sendable, Hashable, Identifiable, Encodable {
        /// As typed: `home-gov-pc`.
        public let id: String
        /// In the figure's words.
        public let title: String
        /// True for the figure's external access; false on secure premises, for which the figure has no cell because it is always allowed.
        public let external: Bool
        /// Makes a device.
        public init(id: String, title: String, external: Bool) {
            self.id = id
            self.title = title
            self.external = external
        }
    }
    /// A footnote of the figure.
    public struct Note: Sendable, Hashable, Encodable {
        /// From 1.
        public let number: Int
        /// What must be so.
        public let text: String
        /// Makes a note.
        public init(number: Int, text: String) {
            self.number = number
            self.text = text
        }
    }
    /// A cell of external access.
    public enum Cell: Sendable, Hashable, Encodable {
        /// Y.
        case yes
        /// N.
        case no
        /// Y with the footnote of that number.
        case under(note: Int)

        /// As the figure prints it: `Y`, `N`, `Y 4`.
        public var text: String {
            switch self {
            case .yes: "Y"
            case .no: "N"
            case .under(let note): "Y \(note)"
            }
        }
        /// As `text`.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(text)
        }
    }
    /// A row of the figure: what one marking asks.
    public struct Level: Sendable, Hashable, Encodable {
        /// Business impact levels: `IL3`; the lowest row has `IL1` and `IL0`.
        public let impact: [String]
        /// Identifier of the marking.
        public let marking: String
        /// Other names of the marking: `NHS Confidential`.
        public let also: [String]
        /// Types of data system in the category.
        public let systems: [String]
        /// Identifier of the registration level, of which a higher one does too.
        public let registration: String
        /// Identifier of the sign-in, for which a stronger one does too.
        public let signIn: String
        /// Identifiers of the networks; empty where any does.
        public let networks: [String]
        /// True where any network does, also one that the figure does not name.
        public let anyNetwork: Bool
        /// Each external device's cell.
        public let access: [String: Cell]
        /// Makes a level.
        public init(
            impact: [String], marking: String, also: [String], systems: [String], registration: String, signIn: String, networks: [String],
            anyNetwork: Bool, access: [String: Cell]
        ) {
            self.impact = impact
            self.marking = marking
            self.also = also
            self.systems = systems
            self.registration = registration
            self.signIn = signIn
            self.networks = networks
            self.anyNetwork = anyNetwork
            self.access = access
        }
        /// `RESTRICTED (IL3)`.
        public var name: String { "\(marking) (\(impact.joined(separator: "/")))" }
    }
    /// Its name.
    public let title: String
    /// Where the guidance has it.
    public let section: String
    /// Who made it.
    public let source: String
    /// What holds for markings above its highest level.
    public let higherMarkings: String
    /// Ways to sign in, weakest first; a stronger one does where a weaker one is asked.
    public let signIns: [Step]
    /// Registration levels, lowest first.
    public let registrations: [Step]
    /// Networks, those of the lowest level first.
    public let networks: [Step]
    /// Ways to reach information.
    public let devices: [Device]
    /// Footnotes.
    public let notes: [Note]
    /// Levels, highest first.
    public let levels: [Level]

    init(
        title: String, section: String, source: String, higherMarkings: String, signIns: [Step], registrations: [Step], networks: [Step],
        devices: [Device], notes: [Note], levels: [Level]
    ) {
        self.title = title
        self.section = section
        self.source = source
        self.higherMarkings = higherMarkings
        self.signIns = signIns
        self.registrations = registrations
        self.networks = networks
        self.devices = devices
        self.notes = notes
        self.levels = levels
    }

    /// The level of a marking, found by the marking, another name of it or a business impact level, whatever the case of its letters.
    public func level(_ name: String) -> Level? {
        levels.first { level in ([level.marking] + level.also + level.impact).contains { Self.same($0, name) } }
    }
    /// The device of that identifier or title.
    public func device(_ name: String) -> Device? { devices.first { Self.same($0.id, name) || Self.same($0.title, name) } }

    /// The position of a step by identifier or title: the higher, the stronger.
    static func rank(_ name: String, in steps: [Step]) -> Int? { steps.firstIndex { same($0.id, name) || same($0.title, name) } }
    static func same(_ one: String, _ other: String) -> Bool { one.lowercased() == Spelling.trimmed(other).lowercased() }
}
