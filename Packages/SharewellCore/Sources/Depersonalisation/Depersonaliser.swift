public import Guidance
public import Intake
import Places
import Tables

/// Depersonalises the batches of one supply (rule pack A1-2010/r1): the only maker of a `DepersonalisedTable`. One for each worker.
///
/// Where `needsCounting`, a first pass gives every batch to `count`, the workers' `counts` are merged, and second-pass workers are made with them.
public final class Depersonaliser {
    /// The released fields, the same for every batch.
    public var fields: [ReleasedField] { layout.fields }
    /// What was done so far.
    public var report: DepersonalisingReport {
        var report = progress
        for group in groups { report.groups[group.group] = group.report }
        return report
    }
    /// The report but for the places, which each group keeps itself.
    var progress: DepersonalisingReport
    /// What `count` has counted so far.
    public private(set) var counts: ClassCounts

    let layout: ReleasedLayout
    let rulePack: RulePack
    let groups: [GroupPlaces]
    var persons: PersonClasses
    private var marks: PlaceMarks
    private var openLists: [ListedCodes]
    private let linked: LinkedPlaces?
    private let referenceField: Int?
    private var references: [UInt64] = []
    private var referenceMemo = ColumnMemo<UInt64>()
    private let personField: Int?
    private var people: [UInt64] = []
    private var peopleMemo = ColumnMemo<UInt64>()
    /// Hashes of streets and localities by their codes, by place group.
    private var streetHashes: [ColumnMemo<UInt64>]
    private var localityHashes: [ColumnMemo<UInt64>]
    private let classes: ClassCounts?
    let blurDictionaries: BlurDictionaries
    private let concernsPersons: Bool

    /// A depersonaliser for one worker and one supply.
    /// - Parameters:
    ///   - ladder: What the pinned places let be kept, with the rule pack's number of properties; the same for every worker.
    ///   - addresses: Where the supplier moved coordinates to points shared by at least so many addresses or by none (§3.4): that number.
    ///   - classes: Counts of the first pass, all workers merged; nil for a record type that needs none, and in the first pass.
    ///   - linked: What linked record types already keep (rule 6).
    ///   - seed: For hashing addresses; one that a supplier cannot know, so that nobody can choose addresses that collide.
    ///   - today: Year × 10,000 + month × 100 + day, for ages in records without a date.
    public init(
        recordType: RecordType, rulePack: RulePack, rulebook: Rulebook, ladder: PlaceLadder, snappedTo addresses: Int?,
        classes: ClassCounts?, linked: LinkedPlaces?, today: Int, seed: UInt64 = 0
    ) {
        let layout = ReleasedLayout(recordType: recordType)
        let isSnapped = addresses.map { $0 >= rulePack.leastProperties } ?? false
        self.layout = layout
        self.rulePack = rulePack
        groups = layout.groups.map {
            GroupPlaces(
                group: $0.name, kind: $0.kind, recordType: recordType, ladder: ladder, rulePack: rulePack, isSnapped: isSnapped,
                seed: seed)
        }
        persons = PersonClasses(recordType: recordType, rulebook: rulebook, rulePack: rulePack, today: today)
        concernsPersons = Self.needsCounting(recordType)
        marks = PlaceMarks(recordType: recordType, rulebook: rulebook)
        openLists = recordType.fields.indices.compactMap { ListedCodes(field: $0, of: recordType, rulebook: rulebook) }
        self.linked = linked?.isEmpty == false ? linked : nil
        referenceField = recordType.reference.flatMap { field in recordType.fields.firstIndex { $0.name == field.name } }
        personField = recordType.person.flatMap { name in recordType.fields.firstIndex { $0.name == name } }
        streetHashes = layout.groups.map { _ in ColumnMemo() }
        localityHashes = layout.groups.map { _ in ColumnMemo() }
        counts = ClassCounts(levels: persons.levels.count, people: personField == nil ? 0 : rulePack.leastRecords)
        // Nothing is done, or copied, where the hub has settled them already for all workers.
        var settled = classes
        settled?.settle(least: rulePack.leastRecords)
        self.classes = settled
        blurDictionaries = BlurDictionaries(fields: layout.fields.count)
        progress = DepersonalisingReport(rulePack: rulePack.id, places: ladder.gazetteer.versions)
        progress.fieldsRemoved = layout.removed
        if concernsPersons { progress.classesCount = recordType.person.map { "people, told apart by \($0)" } ?? Self.recordsOnly }
    }

    /// The released fields of a record type.
    public static func fields(of recordType: RecordType) -> [ReleasedField] { ReleasedLayout(recordType: recordType).fields }

    /// Whether records of that type must be counted in a pass of their own before any is released (rule 7).
    public static func needsCounting(_ recordType: RecordType) -> Bool { PersonClasses.concerns(recordType) }

    private static let recordsOnly = "records, not people: the record type has no reference that one person's records share"

    /// First pass: counts the classes of a batch.
    public func count(_ source: ValidatedTable) {
        guard concernsPersons else { return }
        read(source)
        readPersons(source, listedColumns(source, isCounting: true))
        for row in 0..<source.rowCount where !persons.isEmpty(row) {
            counts.count(key(row, level: 0), person: people[row]) { key(row, level: $0) }
        }
    }

    /// Depersonalises a batch.
    public func depersonalise(_ source: ValidatedTable) -> DepersonalisedTable {
        blurDictionaries.emptyIfLarge()
        read(source)
        progress.records += source.rowCount
        let columns = listedColumns(source, isCounting: false)
        var steps: [UInt8] = []
        var held: [HeldBackRecord] = []
        var kept: [Int]?
        if concernsPersons {
            readPersons(source, columns)
            (steps, kept, held) = judge(source)
        }
        return release(source, columns, steps: steps, kept: kept, heldBack: held)
    }

    private func read(_ source: ValidatedTable) {
        marks.read(source.columns, count: source.rowCount)
        references.removeAll(keepingCapacity: true)
        if linked != nil, let field = referenceField {
            source.columns[field].fill(&references, count: source.rowCount, memo: &referenceMemo, missing: 0) { ClassHash.of($0) }
        }
        for group in groups { group.read(source, marks: marks, linked: linked, references: references) }
    }

    /// The columns of a batch with what open lists do not hold taken out.
    private func listedColumns(_ source: ValidatedTable, isCounting: Bool) -> [Column] {
        var columns = source.columns
        for index in openLists.indices {
            let field = openLists[index].field
            let (column, unlisted) = openLists[index].listed(columns[field], count: source.rowCount)
            columns[field] = column
            if unlisted > 0, !isCounting { progress.codesNotListed[openLists[index].name, default: 0] += unlisted }
        }
        return columns
    }

    /// What rule 7 needs of a batch whose places have been read.
    private func readPersons(_ source: ValidatedTable, _ columns: [Column]) {
        persons.read(columns, count: source.rowCount)
        let person = personField.map { columns[$0] } ?? .absent
        person.fill(&people, count: source.rowCount, memo: &peopleMemo, missing: ClassHash.missing) { ClassHash.of($0) }
        for (index, group) in groups.enumerated() {
            streetHashes[index].extend(group.streets) { ClassHash.of($0) }
            localityHashes[index].extend(group.localities) { ClassHash.of($0) }
        }
    }

    @inline(__always)
    private func key(_ row: Int, level: Int) -> UInt64 {
        persons.key(row, level: level, places: groups.count) { index, step in
            let group = groups[index]
            // First the code: finding it may add a place to the table.
            let code = group.table.coarser(group.places[row], steps: step.steps)
            let hash = group.table.hashes[Int(code)]
            if step.dropsStreet { return hash }
            let street = streetHashes[index][group.keptStreets[row]], locality = localityHashes[index][group.keptLocalities[row]]
            return ClassHash.mixed(ClassHash.mixed(hash, street), locality)
        }
    }

    /// For each record the first step at which enough records share its class; records without one are held back.
    private func judge(_ source: ValidatedTable) -> (steps: [UInt8], kept: [Int]?, held: [HeldBackRecord]) {
        var steps = [UInt8](repeating: 0, count: source.rowCount)
        var heldRows: Set<Int> = []
        var held: [HeldBackRecord] = []
        var used = [Int](repeating: 0, count: persons.levels.count)
        var smallest = Int.max
        for row in 0..<source.rowCount {
            if persons.isEmpty(row) {
                used[0] += 1
                continue
            }
            var found = false
            if let classes {
                for level in persons.levels.indices {
                    let key = key(row, level: level)
                    if classes.size(key, level: level) >= rulePack.leastRecords {
                        steps[row] = UInt8(level)
                        used[level] += 1
                        smallest = min(smallest, classes.records(key, level: level))
                        found = true
                        break
                    }
                }
            }
            if !found {
                heldRows.insert(row)
                let isNobody = personField != nil && people[row] == ClassHash.missing
                let reason = classes == nil ? "classes-not-counted" : isNobody ? "person-not-referenced" : "class-below-k"
                held.append(HeldBackRecord(line: source.lines[row], reason: reason))
                progress.holdBack(line: source.lines[row], reason: reason)
            }
        }
        for (level, count) in used.enumerated() where count > 0 {
            progress.generalisations[persons.levels[level].title, default: 0] += count
        }
        if smallest < .max { progress.smallestClass = min(progress.smallestClass ?? .max, smallest) }
        return (steps, heldRows.isEmpty ? nil : (0..<source.rowCount).filter { !heldRows.contains($0) }, held)
    }
}
