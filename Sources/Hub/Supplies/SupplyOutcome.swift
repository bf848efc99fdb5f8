public import Guidance
public import Register

/// What became of a supplied file.
public struct SupplyOutcome: Sendable, Codable {
    /// Taken, or recognised.
    public enum Status: String, Sendable, Codable {
        /// The hub holds it now.
        case taken
        /// The very same file was taken before; nothing was done.
        case alreadySupplied = "already-supplied"
    }
    /// A kind of finding and how often it was met.
    public struct FindingCount: Sendable, Codable, Hashable {
        /// Stable code.
        public let code: String
        /// `note`, `warning` or `error`.
        public let severity: String
        /// Field concerned, if one.
        public let field: String?
        /// How often.
        public let count: Int
        /// Lines of the first few.
        public let lines: [Int]
        /// What to do.
        public let advice: String
    }
    /// Taken, or recognised.
    public let status: Status
    /// The supply's number.
    public let supply: SupplyID
    /// Record type.
    public let dataset: RecordTypeID
    /// Supplying agency.
    public let agency: AgencyID
    /// Mapping profile, with how sure the hub is of it.
    public let profile: String
    /// How sure, 0 to 1.
    public let profileConfidence: Double
    /// Records in the file.
    public let recordsRead: Int
    /// Records the supplier must mend.
    public let recordsRejected: Int
    /// Records that could not be made safe.
    public let recordsHeldBack: Int
    /// Records sealed.
    public let recordsSealed: Int
    /// Records of earlier supplies that these replace.
    public let recordsSuperseded: Int
    /// Period covered.
    public let periodFrom: String?, periodTo: String?
    /// Quality stamp.
    public let stamp: String
    /// Its reasons.
    public let reasons: [String]
    /// What was noticed.
    public let findings: [FindingCount]
    /// What depersonalising did, in plain words.
    public let depersonalising: [String]
    /// Where rejected rows were written, if there were any.
    public let rejects: String?
    /// How long it took.
    public let seconds: Double

    /// For people.
    public func page(bold: (String) -> String) -> String {
        if status == .alreadySupplied {
            return "This very file was taken before, as \(supply). Nothing was done.\n"
        }
        var text = "\(bold("Supply \(supply)")): \(dataset) from \(agency), profile \(profile)"
        text += profileConfidence < 1 ? " (\(Int(profileConfidence * 100)) % sure)\n" : "\n"
        text += "  \(recordsRead) records read, \(recordsSealed) sealed, \(recordsRejected) rejected, \(recordsHeldBack) held back"
        text += recordsSuperseded > 0 ? ", \(recordsSuperseded) earlier ones superseded\n" : "\n"
        if let periodFrom, let periodTo { text += "  Period \(periodFrom) to \(periodTo)\n" }
        text += "  Quality: \(stamp)\n"
        for reason in reasons { text += "    \(reason)\n" }
        for line in depersonalising { text += "  \(line)\n" }
        for finding in findings.prefix(12) {
            let lines = finding.lines.isEmpty ? "" : " (first on line \(finding.lines.map(String.init).joined(separator: ", ")))"
            text +=
                "  \(finding.severity): \(finding.code) × \(finding.count)\(finding.field.map { " in \($0)" } ?? "")\(lines). \(finding.advice)\n"
        }
        if findings.count > 12 { text += "  … and \(findings.count - 12) more kinds of finding: sharewell quality \(supply)\n" }
        if let rejects { text += "  Rejected rows: \(rejects)\n" }
        return text
    }
}
