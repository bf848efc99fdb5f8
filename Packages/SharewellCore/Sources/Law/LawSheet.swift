public import Guidance

/// One case as somebody wrote it down: who holds the information, who asks, and what is so. Made only by `load(file:law:rulebook:)`.
public struct LawSheet: Sendable {
    /// Its title, if it has one.
    public let title: String?
    /// Classes of the agencies that hold the information; empty where none is named.
    public let sources: [AgencyClass]
    /// Classes of the agencies that ask; empty where none is named.
    public let recipients: [AgencyClass]
    /// Record type.
    public let dataset: RecordType?
    /// What the sheet states, with the options it chooses.
    public let stated: LawFacts
    /// Path of the sheet.
    let file: String
    /// Where each fact stands.
    let lines: [String: Int]

    /// Judges every pair of an agency that holds and one that asks by itself.
    /// - Throws: every contradiction, with the line of the sheet.
    public func assess(by law: LawBook) throws(RulebookFaults) -> SheetAssessment {
        let log = FaultLog()
        var reported: Set<LawContradiction> = []
        var assessments: [Assessment] = []
        for source in sources.isEmpty ? [nil] : sources.map(Optional.some) {
            for recipient in recipients.isEmpty ? [nil] : recipients.map(Optional.some) {
                var tried = stated
                var judged = false
                // One of two facts that contradict each other is set aside, so that the next contradiction shows as well.
                while !judged {
                    do {
                        assessments.append(
                            try law.assess(LawCase(source: source, recipient: recipient, dataset: dataset, stated: tried)))
                        judged = true
                    } catch {
                        let mine = error.facts.filter { tried[$0] != .unknown }.max { lines[$0] ?? 0 < lines[$1] ?? 0 }
                        let places = error.facts.compactMap { fact in lines[fact].map { (fact, $0) } }.sorted { $0.1 < $1.1 }
                        let found = places.map { "\($0.0) stands on line \($0.1)" }.joined(separator: ", ")
                        if reported.insert(error).inserted {
                            let pair = [source?.title, recipient?.title].compactMap { $0 }.joined(separator: " to ")
                            log.report(
                                "contradictory-facts", file, mine.flatMap { lines[$0] } ?? 1,
                                (pair.isEmpty ? "" : "\(pair): ") + error.message + (found.isEmpty ? "" : " Here \(found)."), error.remedy)
                        }
                        if let mine { tried[mine] = .unknown } else { judged = true }
                    }
                }
            }
        }
        try log.throwIfAny()
        return SheetAssessment(title: title, assessments: assessments)
    }
}

/// What the law makes of a fact sheet: one assessment for each pair of agencies; the strictest is that of the whole.
public struct SheetAssessment: Sendable, Encodable {
    /// Title of the sheet.
    public let title: String?
    /// The strictest conclusion of all.
    public let conclusion: Assessment.Conclusion
    /// In the order of the sheet.
    public let assessments: [Assessment]

    init(title: String?, assessments: [Assessment]) {
        self.title = title
        self.assessments = assessments
        // Nobody to judge is nobody to share with.
        conclusion = assessments.map(\.conclusion).max() ?? .notAsAsked
    }
}
