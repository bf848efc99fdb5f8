/// Answers to facts by their identifiers; what is absent is not known yet.
public struct LawFacts: Sendable, Hashable {
    /// Only yes and no are kept.
    private var answers: [String: LawAnswer]
    /// Facts of which somebody said that they are not known: they are asked for, and never taken as read.
    public private(set) var doubted: Set<String>

    /// Takes answers as they are; a `LawBook` checks them against its facts. One that is `unknown` is doubted.
    public init(_ answers: [String: LawAnswer] = [:]) {
        self.answers = answers.filter { $0.value != .unknown }
        doubted = Set(answers.filter { $0.value == .unknown }.keys)
    }

    /// Says that a fact is not known.
    public mutating func doubt(_ fact: String) {
        answers[fact] = nil
        doubted.insert(fact)
    }

    /// The answer to a fact.
    public subscript(fact: String) -> LawAnswer {
        get { answers[fact] ?? .unknown }
        set { answers[fact] = newValue == .unknown ? nil : newValue }
    }

    /// Facts that have an answer, in alphabetical order.
    public var answered: [String] { answers.keys.sorted() }
    /// True when nothing is known.
    public var isEmpty: Bool { answers.isEmpty }
}

/// Facts of one case with everything that follows from them. Made only by `LawBook.complete`, which refuses contradictions.
public struct CompletedFacts: Sendable, Hashable {
    /// Every fact that is known.
    public let facts: LawFacts
    /// Facts that were taken as read because nobody said otherwise, in the order of the law.
    public let presumed: [String]

    init(facts: LawFacts, presumed: [String]) {
        self.facts = facts
        self.presumed = presumed
    }

    /// The answer to a fact.
    public subscript(fact: String) -> LawAnswer { facts[fact] }
}

/// Two answers that cannot both hold.
public struct LawContradiction: Error, Sendable, Hashable {
    /// The facts, in the order in which the message names them.
    public let facts: [String]
    /// What cannot be, and why.
    public let message: String
    /// What to do.
    public let remedy: String
}
