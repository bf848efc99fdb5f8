/// Where a request stands (§4.3).
public enum RequestStage: String, Sendable, Codable, CaseIterable {
    /// Waits for the source agency's liaison officer.
    case submitted
    /// Waits for the requester's answer to a question.
    case queried
    /// One of the two people whom the marking asks for has released it.
    case halfReleased = "half-released"
    /// Granted: the grant says what may be had until when.
    case granted
    /// Refused, with the reason.
    case refused
    /// Waits for the co-ordinator, after a refusal.
    case appealed
    /// The refusal stands after an appeal.
    case upheld
    /// Taken back by the requester.
    case withdrawn
    /// It was open in the backup that the hub was restored from, and whether it was taken back or decided since is not known: waits for the requester.
    case held
}

/// Who takes a step in a request.
public enum RequestPart: String, Sendable, Codable, CaseIterable {
    /// Whoever made it.
    case requester
    /// The source agency's Designated Liaison Officer.
    case sourceOfficer = "source-liaison-officer"
    /// The source agency's Caldicott Guardian.
    case guardian = "caldicott-guardian"
    /// The CSP co-ordinator.
    case coordinator = "co-ordinator"
}

/// What can be done with a request.
public enum RequestStep: String, Sendable, Codable, CaseIterable {
    /// Ask the requester something.
    case query
    /// Answer it.
    case answer
    /// State facts that bear on the law.
    case state
    /// Say anew what is asked; nothing decided is ever changed.
    case amend
    /// Advise as Caldicott Guardian.
    case advise
    /// Release as the first of two.
    case firstRelease = "first-release"
    /// Grant.
    case grant
    /// Refuse.
    case refuse
    /// Take back.
    case withdraw
    /// Ask the co-ordinator to look at a refusal.
    case appeal
    /// Let the refusal stand.
    case uphold
    /// Give it back to the source agency, to be decided again.
    case reconsider = "return"

    /// How it is typed after `sharewell request`.
    public var command: String {
        switch self {
        case .query: "ask"
        case .firstRelease: "grant"
        case .uphold: "settle --uphold"
        case .reconsider: "settle --no-uphold"
        default: rawValue
        }
    }
}

/// The states of a request and who may take which step from where: the one table that commands, events and the printed pages go by.
public enum RequestProcess {
    /// One line of the table.
    public struct Transition: Sendable, Hashable {
        /// Where it stands.
        public let from: RequestStage
        /// What is done.
        public let step: RequestStep
        /// By whom.
        public let by: RequestPart
        /// Where it stands then.
        public let to: RequestStage
    }

    /// Every transition there is; all else is refused.
    public static let transitions: [Transition] = [
        Transition(from: .submitted, step: .query, by: .sourceOfficer, to: .queried),
        Transition(from: .submitted, step: .query, by: .guardian, to: .queried),
        Transition(from: .queried, step: .answer, by: .requester, to: .submitted),
        Transition(from: .submitted, step: .state, by: .requester, to: .submitted),
        Transition(from: .submitted, step: .state, by: .sourceOfficer, to: .submitted),
        Transition(from: .submitted, step: .state, by: .guardian, to: .submitted),
        // What changes after the decision, such as consent that is withdrawn or reviewed: whoever holds the information says so.
        Transition(from: .granted, step: .state, by: .sourceOfficer, to: .granted),
        Transition(from: .granted, step: .state, by: .guardian, to: .granted),
        Transition(from: .granted, step: .advise, by: .guardian, to: .granted),
        Transition(from: .queried, step: .state, by: .requester, to: .queried),
        Transition(from: .submitted, step: .amend, by: .requester, to: .submitted),
        Transition(from: .queried, step: .amend, by: .requester, to: .submitted),
        Transition(from: .submitted, step: .advise, by: .guardian, to: .submitted),
        Transition(from: .halfReleased, step: .advise, by: .guardian, to: .submitted),
        Transition(from: .submitted, step: .firstRelease, by: .sourceOfficer, to: .halfReleased),
        Transition(from: .submitted, step: .grant, by: .sourceOfficer, to: .granted),
        Transition(from: .halfReleased, step: .grant, by: .sourceOfficer, to: .granted),
        Transition(from: .submitted, step: .refuse, by: .sourceOfficer, to: .refused),
        Transition(from: .queried, step: .refuse, by: .sourceOfficer, to: .refused),
        Transition(from: .halfReleased, step: .refuse, by: .sourceOfficer, to: .refused),
        Transition(from: .submitted, step: .withdraw, by: .requester, to: .withdrawn),
        Transition(from: .queried, step: .withdraw, by: .requester, to: .withdrawn),
        Transition(from: .halfReleased, step: .withdraw, by: .requester, to: .withdrawn),
        Transition(from: .refused, step: .appeal, by: .requester, to: .appealed),
        Transition(from: .appealed, step: .withdraw, by: .requester, to: .withdrawn),
        Transition(from: .appealed, step: .uphold, by: .coordinator, to: .upheld),
        Transition(from: .appealed, step: .reconsider, by: .coordinator, to: .submitted),
        // After a restoring that does not know what happened since: it is decided anew, an appeal, too, once its requester says that it stands.
        Transition(from: .held, step: .answer, by: .requester, to: .submitted),
        Transition(from: .held, step: .amend, by: .requester, to: .submitted),
        Transition(from: .held, step: .withdraw, by: .requester, to: .withdrawn),
        Transition(from: .held, step: .refuse, by: .sourceOfficer, to: .refused),
    ]

    /// Where a step leads; nil if it cannot be taken from there by anybody in that part.
    public static func next(from stage: RequestStage, _ step: RequestStep, by part: RequestPart) -> RequestStage? {
        transitions.first { $0.from == stage && $0.step == step && $0.by == part }?.to
    }

    /// Where a step leads whoever takes it: what an event's fold goes by.
    static func next(from stage: RequestStage, _ step: RequestStep) -> RequestStage? {
        transitions.first { $0.from == stage && $0.step == step }?.to
    }

    /// Steps that may be taken from there, for messages.
    public static func steps(from stage: RequestStage) -> [Transition] { transitions.filter { $0.from == stage } }

    /// The diagram and the table as a page, for the golden file and the terminal.
    public static var page: String {
        var text = """
            # How a request is decided

            Generated from the table that the hub goes by (§4.3). What is not in it is refused. A request begins as submitted; depersonalised information
            between signatories is granted at once, by rule.

            ```mermaid
            stateDiagram-v2
                [*] --> submitted

            """
        for line in merged { text += "    \(name(line.from)) --> \(name(line.to)): \(line.words)\n" }
        for stage in RequestStage.allCases where steps(from: stage).isEmpty { text += "    \(name(stage)) --> [*]\n" }
        text += "```\n\n| state |"
        for part in RequestPart.allCases { text += " \(part.rawValue) |" }
        text += "\n|---|" + String(repeating: "---|", count: RequestPart.allCases.count) + "\n"
        for stage in RequestStage.allCases {
            text += "| \(stage.rawValue) |"
            for part in RequestPart.allCases {
                let steps = transitions.filter { $0.from == stage && $0.by == part }.map(\.step.rawValue)
                text += steps.isEmpty ? " – |" : " \(steps.joined(separator: ", ")) |"
            }
            text += "\n"
        }
        return text
    }

    /// Transitions that differ only in who takes them, as one arrow.
    private static var merged: [(from: RequestStage, to: RequestStage, words: String)] {
        var arrows: [(from: RequestStage, to: RequestStage, words: String)] = []
        for line in transitions {
            let words = "\(line.step.rawValue) (\(line.by.rawValue))"
            if let known = arrows.firstIndex(where: { $0.from == line.from && $0.to == line.to }) {
                arrows[known].words += ", \(words)"
            } else {
                arrows.append((line.from, line.to, words))
            }
        }
        return arrows
    }

    private static func name(_ stage: RequestStage) -> String { stage.rawValue.split(separator: "-").joined(separator: "_") }
}
