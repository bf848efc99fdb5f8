/// What depersonalising did to a supply and what it cost (rule 9). Counts and line numbers only. Workers' reports merge in any order.
public struct DepersonalisingReport: Sendable, Hashable, Codable {
    /// What became of one place group.
    public struct PlaceReport: Sendable, Hashable, Codable {
        /// What stands in `flows` in place of a rung for records that are held back whole.
        public static let heldBack = "held-back"
        /// Records by the finest form in which the place was supplied: `SuppliedPlace`.
        public internal(set) var supplied: [String: Int] = [:]
        /// Records that were released by the rung they keep in the end.
        public internal(set) var rungs: [String: Int] = [:]
        /// Records whose street was kept.
        public internal(set) var streetsKept = 0
        /// Records that had an address but no street that could be kept.
        public internal(set) var streetsWithheld = 0
        /// Records by the form in which the place was supplied and, of these, by rung, or held back.
        public internal(set) var flows: [String: [String: Int]] = [:]
        /// Released records by the ward where they were, as far as it is known; under an empty name, those of which it is not.
        public internal(set) var wardsBefore: [String: Int] = [:]
        /// The same records by the ward that they are released with; under an empty name, those without.
        public internal(set) var wardsAfter: [String: Int] = [:]
        /// Distance from where the record was to its representative point.
        public internal(set) var displacement = Displacement()
        /// Records whose LSOA is known.
        public internal(set) var areaKnown = 0
        /// Of these, the ones whose released place still says that LSOA.
        public internal(set) var areaKept = 0

        mutating func merge(_ other: PlaceReport) {
            supplied.merge(other.supplied) { $0 + $1 }
            rungs.merge(other.rungs) { $0 + $1 }
            flows.merge(other.flows) { $0.merging($1) { $0 + $1 } }
            wardsBefore.merge(other.wardsBefore) { $0 + $1 }
            wardsAfter.merge(other.wardsAfter) { $0 + $1 }
            streetsKept += other.streetsKept
            streetsWithheld += other.streetsWithheld
            displacement.merge(other.displacement)
            areaKnown += other.areaKnown
            areaKept += other.areaKept
        }
    }
    /// Records held back for one reason.
    public struct HeldBack: Sendable, Hashable, Codable {
        /// How many.
        public internal(set) var count = 0
        /// Lines of the first few.
        public internal(set) var lines: [UInt32] = []
    }
    static let linesKept = 10

    /// The rule pack.
    public let rulePack: String
    /// The pinned gazetteer's sources.
    public let places: [String]
    /// Records seen.
    public internal(set) var records = 0
    /// Fields that were removed, with the rule that removed them.
    public internal(set) var fieldsRemoved: [String: String] = [:]
    /// Records by field whose value an open code list does not hold (rule 8): released as the list's code for others, or without it.
    public internal(set) var codesNotListed: [String: Int] = [:]
    /// By place group.
    public internal(set) var groups: [String: PlaceReport] = [:]
    /// Records by step of generalisation (rule 7).
    public internal(set) var generalisations: [String: Int] = [:]
    /// What the classes of rule 7 count, people or records, and by what; nil where rule 7 does not apply.
    public internal(set) var classesCount: String?
    /// Records of the smallest class released together; nil where rule 7 does not apply or nothing was released.
    public internal(set) var smallestClass: Int?
    /// Records held back, by reason.
    public internal(set) var heldBack: [String: HeldBack] = [:]

    init(rulePack: String, places: [String]) {
        self.rulePack = rulePack
        self.places = places
    }

    /// Adds another worker's report on the same supply.
    public mutating func merge(_ other: DepersonalisingReport) {
        records += other.records
        fieldsRemoved.merge(other.fieldsRemoved) { first, _ in first }
        codesNotListed.merge(other.codesNotListed) { $0 + $1 }
        for (name, group) in other.groups { groups[name, default: PlaceReport()].merge(group) }
        generalisations.merge(other.generalisations) { $0 + $1 }
        classesCount = classesCount ?? other.classesCount
        smallestClass = [smallestClass, other.smallestClass].compactMap(\.self).min()
        for (reason, held) in other.heldBack {
            heldBack[reason, default: HeldBack()].count += held.count
            let lines = heldBack[reason, default: HeldBack()].lines + held.lines
            heldBack[reason]?.lines = Array(lines.sorted().prefix(Self.linesKept))
        }
    }

    mutating func holdBack(line: UInt32, reason: String) {
        heldBack[reason, default: HeldBack()].count += 1
        if heldBack[reason, default: HeldBack()].lines.count < Self.linesKept { heldBack[reason]?.lines.append(line) }
    }

    /// The report for people, a line a fact.
    public var lines: [String] {
        var lines = ["Rule pack \(rulePack), places: \(places.isEmpty ? "none" : places.joined(separator: ", "))", "\(records) records"]
        if !fieldsRemoved.isEmpty {
            lines.append("Removed: " + fieldsRemoved.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }.joined(separator: ", "))
        }
        if !codesNotListed.isEmpty {
            lines.append(
                "Not in the code list, so released as other or without it (rule 8): "
                    + codesNotListed.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        }
        for (name, group) in groups.sorted(by: { $0.key < $1.key }) {
            let total = max(1, group.rungs.values.reduce(0, +))
            let shares = PlaceRung.allCases.compactMap { rung in
                group.rungs[rung.rawValue].map { "\(rung.rawValue) \(Self.share($0, total))" }
            }
            lines.append("Place of \(name): " + shares.joined(separator: ", "))
            lines.append("Street of \(name): kept \(group.streetsKept), withheld \(group.streetsWithheld)")
            if let median = group.displacement.median, let far = group.displacement.percentile95 {
                lines.append("Displacement of \(name): half within \(Int(median)) m, 95 % within \(Int(far)) m")
            }
            if group.areaKnown > 0 { lines.append("Same LSOA for \(name): \(Self.share(group.areaKept, group.areaKnown))") }
        }
        if let classesCount { lines.append("Classes of those alike count \(classesCount)") }
        if let smallestClass {
            lines.append("Smallest class of records alike: \(smallestClass)")
            for (title, count) in generalisations.sorted(by: { $0.key < $1.key }) { lines.append("Generalised, \(title): \(count)") }
        }
        for (reason, held) in heldBack.sorted(by: { $0.key < $1.key }) {
            lines.append("Held back, \(reason): \(held.count), first lines " + held.lines.map(String.init).joined(separator: ", "))
        }
        return lines
    }

    private static func share(_ part: Int, _ whole: Int) -> String {
        let tenths = (part * 1000 + whole / 2) / whole
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
