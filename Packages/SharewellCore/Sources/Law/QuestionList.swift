/// How an open question is answered.
public struct QuestionAnswer: Sendable, Hashable {
    /// Who would answer it.
    public let by: String
    /// The command as it is typed, with an answer of yes where it is a fact; never broken into lines.
    public let command: String
    /// What else could be typed, or what goes with it.
    public let note: String?
    /// Takes an answer down.
    public init(by: String, command: String, note: String? = nil) {
        self.by = by
        self.command = command
        self.note = note
    }
}

/// The questions of several tests, each once, numbered, and together with those that the same people can answer.
struct QuestionList {
    private let groups: [(who: [String], questions: [Assessment.Question])]
    private let numbers: [String: Int]

    init(_ questions: [Assessment.Question]) {
        var groups: [(who: [String], questions: [Assessment.Question])] = []
        for question in questions {
            guard !groups.contains(where: { $0.questions.contains(question) }) else { continue }
            if let at = groups.firstIndex(where: { $0.who == question.who }) {
                groups[at].questions.append(question)
            } else {
                groups.append((question.who, [question]))
            }
        }
        self.groups = groups
        numbers = Dictionary(groups.flatMap(\.questions).enumerated().map { ($1.fact, $0 + 1) }, uniquingKeysWith: { first, _ in first })
    }

    /// The numbers of a test’s questions.
    func reference(_ test: Assessment.Test) -> String {
        let own = test.questions.compactMap { numbers[$0.fact] }.sorted()
        guard let first = own.first else { return "" }
        if own.count == 1 { return "      Question \(first).\n" }
        let denied = test.because.isEmpty ? "" : " Of the others: \(test.because.joined(separator: "; "))."
        return Assessment.wrapped(
            "\(test.oneIsEnough ? "One of these is enough: questions" : "Questions") \(Self.ranges(own)).\(denied)", indent: "      ")
    }

    /// `1, 3 to 5`.
    private static func ranges(_ numbers: [Int]) -> String {
        var found: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = found.last, last.upperBound == number - 1 {
                found[found.count - 1] = last.lowerBound...number
            } else {
                found.append(number...number)
            }
        }
        return found.map { range in
            switch range.count {
            case 1: "\(range.lowerBound)"
            case 2: "\(range.lowerBound), \(range.upperBound)"
            default: "\(range.lowerBound) to \(range.upperBound)"
            }
        }.joined(separator: ", ")
    }

    /// All of them under a heading; nothing for none.
    func text(_ answering: (Assessment.Question) -> QuestionAnswer?) -> String {
        guard !groups.isEmpty else { return "" }
        let canAnswer = groups.contains { $0.questions.contains { answering($0) != nil } }
        let how = "Each is answered by its name, which stands in brackets; several can be answered at once."
        return "\nTHE QUESTIONS, AND WHO CAN ANSWER THEM\n" + (canAnswer ? Assessment.wrapped(how, indent: "  ") : "")
            + lines(indent: "  ", answering)
    }

    /// The commands that answer questions which the same people can: one for each who would type it, with what it would answer first.
    static func answered(
        _ questions: [Assessment.Question], by answering: (Assessment.Question) -> QuestionAnswer?, indent: String
    ) -> String {
        var said: Set<String> = []
        return questions.compactMap(answering).filter { said.insert($0.by).inserted }
            .map {
                "\(indent)To answer\($0.command.contains("=yes ") ? ", with =yes or =no" : ""): \($0.command)\n"
                    + ($0.note.map { Assessment.wrapped($0, indent: indent) } ?? "")
            }.joined()
    }

    /// All of them, by who can answer.
    func lines(indent: String, _ answering: (Assessment.Question) -> QuestionAnswer? = { _ in nil }) -> String {
        groups.map { group in
            Assessment.wrapped("Ask \(group.who.joined(separator: " or ")):", indent: indent)
                + group.questions.map { question in
                    let number = "\(numbers[question.fact] ?? 0)."
                    let hanging = indent + String(repeating: " ", count: number.count + 3)
                    return Assessment.wrapped(
                        "\(question.question) [\(question.fact), \(question.section)]", indent: hanging, first: "\(indent)  \(number) ")
                }.joined() + Self.answered(group.questions, by: answering, indent: indent + "  ")
        }.joined()
    }
}
