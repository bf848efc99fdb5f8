/// Yes, no, or not known yet: the three values of strong Kleene logic. What is not known stays so until an answer decides it.
public enum LawAnswer: String, Sendable, Codable, CaseIterable {
    case yes, no, unknown

    /// The opposite; what is not known stays not known.
    public var opposite: LawAnswer {
        switch self {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        }
    }

    /// Yes if every one is, no if any one is no; yes for none.
    public static func all(_ answers: some Sequence<LawAnswer>) -> LawAnswer {
        var result = LawAnswer.yes
        for answer in answers {
            if answer == .no { return .no }
            if answer == .unknown { result = .unknown }
        }
        return result
    }

    /// Yes if any one is, no if every one is no; no for none.
    public static func any(_ answers: some Sequence<LawAnswer>) -> LawAnswer { all(answers.lazy.map(\.opposite)).opposite }

    /// As a person reads it.
    public var words: String { self == .unknown ? "not known yet" : rawValue }
}
