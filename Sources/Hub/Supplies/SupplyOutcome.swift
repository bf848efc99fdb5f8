public import Depersonalisation
public import Disclosure
public import Guidance
public import Intake
public import Register
import Tables

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

        init(_ entry: FindingTally.Entry) {
            code = entry.code
            severity = entry.severity.rawValue
            field = entry.field
            count = entry.count
            lines = entry.lines
            advice = entry.advice
        }
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
    /// The four qualities of §4.2.3.
    public let qualities: [QualityStamp.Quality]
    /// What was noticed.
    public let findings: [FindingCount]
    /// What depersonalising did, in plain words.
    public let depersonalising: [String]
    /// Records that could not be made safe: by reason, how many and the lines of the first.
    public let heldBack: [String: DepersonalisingReport.HeldBack]
    /// Where rejected rows were written, if there were any.
    public let rejects: String?
    /// Rejected rows that the file leaves out because it would grow too long; nil in reports from before these were counted.
    public let rejectsLeftOut: Int?
    /// What users must know, in the supplier's words (§3.4, item 10) and the profile's; nil in reports from before these were kept.
    public let caveats: [String]?
    /// Dates that were read in one order although the file's beginning allows another; nil in reports from before these were kept.
    public let dateOrders: [OpenDateOrder]?
    /// Records by how their places came and by how much of them is kept, by place; nil for personal ones and in reports from before.
    public let places: [String: PlaceRungs]?
    /// How long it took.
    public let seconds: Double

    /// One place of the records: counts alone, no place.
    public struct PlaceRungs: Sendable, Codable, Hashable {
        /// Records by the finest form in which the place was supplied.
        public let supplied: [String: Int]
        /// Released records by rung kept.
        public let kept: [String: Int]
        /// Records by the form in which the place was supplied and, of these, by the rung kept in the end, or `held-back`; nil in reports from
        /// before these were kept.
        public let flows: [String: [String: Int]]?
        /// Records by ward, as they came and as they are kept, with small numbers protected: reports lie beside the vault, and not in it.
        public let wards: Wards?
        /// Half of the records, and 95 of 100, moved no farther, in metres.
        public let median: Double?, percentile95: Double?
    }

    /// Records that were released by ward, the same ones before and after. The lists stand by themselves, each protected with its total.
    public struct Wards: Sendable, Codable, Hashable {
        /// Codes, sorted; an empty one for records whose ward is not known, or not kept.
        public let codes: [String]
        /// Of each, as the records came.
        public let before: [ShownCount]
        /// Of each, as they are kept.
        public let after: [ShownCount]
        /// How they are protected.
        public let rule: SmallNumberRule
        /// Records held back whole, which neither counts; nil in reports from before, where the first list counts them, too.
        public let heldBack: ShownCount?

        init(_ report: DepersonalisingReport.PlaceReport, by rule: SmallNumberRule) {
            let codes = Set(report.wardsBefore.keys).union(report.wardsAfter.keys).sorted()
            func shown(_ counts: [String: Int]) -> [ShownCount] {
                ProtectedTable(list: codes.map { counts[$0] ?? 0 }, by: rule).cells.map { $0[0] }
            }
            self.codes = codes
            self.rule = rule
            heldBack = rule.shown(report.flows.values.reduce(0) { $0 + ($1[DepersonalisingReport.PlaceReport.heldBack] ?? 0) })
            (before, after) = (shown(report.wardsBefore), shown(report.wardsAfter))
        }
    }

    /// Wards that a report lists at most: a file of a whole country is no matter of wards.
    static let mostWards = 2_000

    init(
        taken: SupplyTaken, confidence: Double, stamp: QualityStamp, findings: FindingTally, report: DepersonalisingReport?,
        smallNumbers: SmallNumberRule, rejects: String?, rejectsLeftOut: Int, caveats: [String],
        dateOrders: [OpenDateOrder], seconds: Double
    ) {
        status = .taken
        supply = taken.supply
        dataset = taken.dataset
        agency = taken.agency
        profile = taken.profile
        profileConfidence = confidence
        recordsRead = taken.recordsRead
        recordsRejected = taken.recordsRejected
        recordsHeldBack = taken.recordsHeldBack
        recordsSealed = taken.recordsSealed
        recordsSuperseded = taken.supersedes.reduce(0) { $0 + $1.records }
        periodFrom = taken.periodFrom
        periodTo = taken.periodTo
        self.stamp = taken.stamp
        reasons = stamp.reasons
        qualities = stamp.qualities
        var all = findings
        all.merge(stamp.mismatches)
        self.findings = all.entries.map(FindingCount.init)
        depersonalising = report?.lines ?? ["Personal information: sealed as supplied, not depersonalised, and given to nobody by rule."]
        heldBack = report?.heldBack ?? [:]
        self.rejects = rejects
        self.rejectsLeftOut = rejectsLeftOut
        self.caveats = caveats
        self.dateOrders = dateOrders
        places = report?.groups.mapValues { group in
            PlaceRungs(
                supplied: group.supplied, kept: group.rungs, flows: group.flows,
                wards: Set(group.wardsBefore.keys).union(group.wardsAfter.keys).count <= Self.mostWards
                    ? Wards(group, by: smallNumbers) : nil, median: group.displacement.median,
                percentile95: group.displacement.percentile95)
        }
        self.seconds = seconds
    }

    /// The same file was taken before.
    static func recognised(_ taken: SupplyTaken) -> SupplyOutcome { SupplyOutcome(recognising: taken) }

    private init(recognising taken: SupplyTaken) {
        status = .alreadySupplied
        supply = taken.supply
        dataset = taken.dataset
        agency = taken.agency
        profile = taken.profile
        profileConfidence = 1
        recordsRead = taken.recordsRead
        recordsRejected = taken.recordsRejected
        recordsHeldBack = taken.recordsHeldBack
        recordsSealed = taken.recordsSealed
        recordsSuperseded = 0
        periodFrom = taken.periodFrom
        periodTo = taken.periodTo
        stamp = taken.stamp
        reasons = []
        qualities = []
        findings = []
        depersonalising = []
        heldBack = [:]
        rejects = nil
        rejectsLeftOut = nil
        caveats = nil
        dateOrders = nil
        places = nil
        seconds = 0
    }

    private static func words(_ order: DateOrder) -> String { order.rawValue.replacing("-", with: " ") }

    /// For people; `everything` lists every kind of finding and every held-back line.
    public func page(bold: (String) -> String, everything: Bool = false) -> String {
        if status == .alreadySupplied {
            return "This very file was taken before, as \(supply). Nothing was done.\n"
        }
        var text = "\(bold("Supply \(supply)")): \(dataset) from \(agency), profile \(profile)"
        text += profileConfidence < 1 ? " (\(Int(profileConfidence * 100)) % sure)\n" : "\n"
        text += "  \(recordsRead) records read, \(recordsSealed) sealed, \(recordsRejected) rejected, \(recordsHeldBack) held back"
        text += recordsSuperseded > 0 ? ", \(recordsSuperseded) earlier ones superseded\n" : "\n"
        if let periodFrom, let periodTo { text += "  Period \(periodFrom) to \(periodTo)\n" }
        text +=
            "  Quality: \(stamp)\(qualities.isEmpty ? "" : " (" + qualities.map { "\($0.name) \($0.grade?.rawValue ?? "–")" }.joined(separator: ", ") + ")")\n"
        for reason in reasons { text += "    \(reason)\n" }
        for open in dateOrders ?? [] {
            let others = open.others.map(Self.words).joined(separator: " or ")
            text +=
                "  Dates of \(open.field) were read \(Self.words(open.order)); from the file's beginning they could be \(others). If they are, withdraw this supply and send the file again with a profile whose date-order says so.\n"
        }
        for line in depersonalising { text += "  \(line)\n" }
        for finding in findings.prefix(everything ? findings.count : 12) {
            let lines = finding.lines.isEmpty ? "" : " (first on line \(finding.lines.map(String.init).joined(separator: ", ")))"
            text +=
                "  \(finding.severity): \(finding.code) × \(finding.count)\(finding.field.map { " in \($0)" } ?? "")\(lines). \(finding.advice)\n"
        }
        if findings.count > 12, !everything {
            text += "  … and \(findings.count - 12) more kinds of finding: sharewell quality \(supply)\n"
        }
        if everything, !heldBack.isEmpty {
            for (reason, held) in heldBack.sorted(by: { $0.key < $1.key }) {
                text += "  Held back, \(reason): \(held.count), first on line \(held.lines.map(String.init).joined(separator: ", "))\n"
            }
        }
        if let rejects { text += "  Rejected rows: \(rejects)\n" }
        if let rejectsLeftOut, rejectsLeftOut > 0 {
            text +=
                "  \(rejectsLeftOut) more rejected rows are not in that file: mend what is wrong with these and supply the whole file again.\n"
        }
        return text
    }
}
