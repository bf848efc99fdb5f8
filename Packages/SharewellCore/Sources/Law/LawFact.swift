/// Something that is so or is not, which the rules ask about.
public struct LawFact: Sendable, Hashable, Identifiable {
    /// Lower-case words joined by hyphens.
    public let id: String
    /// A short name.
    public let title: String
    /// Other names that a fact sheet may use for it: `about-victim`.
    public let alsoCalled: [String]
    /// Names that a fact sheet may use for its opposite, where yes means no: `depersonalised`.
    public let opposites: [String]
    /// What to ask, so that a council officer can answer yes or no.
    public let question: String
    /// Identifiers of `LawPerson`s who can say, likeliest first.
    public let who: [String]
    /// Where the guidance speaks of it.
    public let section: String
    /// Follows from other facts; nil for a fact that somebody has to state.
    public let means: LawExpression?
    /// Facts that cannot be so when this is.
    public let excludes: [String]
    /// Facts that are so when this is.
    public let implies: [String]
    /// What it is taken to be when nobody says and nothing follows.
    public let unlessSaid: LawAnswer?
    /// The choice whose option it is.
    public let choice: String?
    /// Days after which it has to be said anew; nil for a fact that stays said.
    public var lapsesAfter: Int?
}

/// A question with several answers of which one holds: the purpose, who asks, the meeting. Each option is a fact.
public struct LawChoice: Sendable, Hashable, Identifiable {
    /// One answer.
    public struct Option: Sendable, Hashable, Identifiable {
        /// What a fact sheet writes: `intelligence`.
        public let id: String
        /// Its name.
        public let title: String
        /// Other names that a fact sheet may use for it.
        public let alsoCalled: [String]
        /// The fact that is so when it is chosen; those of the other options are not.
        public let fact: String
    }
    /// What a fact sheet writes: `purpose`.
    public let id: String
    /// What to ask.
    public let question: String
    /// Who can say.
    public let who: [String]
    /// Where the guidance speaks of it.
    public let section: String
    /// In the order of the file.
    public let options: [Option]
    /// The option that is taken when nobody says.
    public let unlessSaid: String?
}

/// Somebody who can supply a fact.
public struct LawPerson: Sendable, Hashable, Identifiable {
    /// Lower-case words joined by hyphens.
    public let id: String
    /// As it stands in a sentence: `the requester`.
    public let title: String
}

/// A fact that follows from which agency holds or asks, or from the dataset.
public struct LawGiven: Sendable, Hashable {
    /// What it follows from.
    public enum Subject: String, Sendable, Hashable, CaseIterable {
        case source, recipient, dataset
    }
    /// What the record types that section 17A prescribes are called together.
    public static let prescribed = "prescribed"
    /// The fact.
    public let fact: String
    /// What it follows from.
    public let subject: Subject
    /// Agency groups and classes, or datasets, record types, types of information, markings and `prescribed`, for which it is so.
    public let members: [String]
    /// Those for which somebody has to say, so that it is not taken as read.
    public let ask: [String]
    /// Those for which nothing follows, so that the fact may be taken as read.
    public let unsaid: [String]
    /// True when for all others it is not so; false when nothing follows for them.
    public let othersAreNot: Bool
}
