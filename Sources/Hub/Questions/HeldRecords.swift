import Archive
import Disclosure
import Guidance
import Intake
import Register
import Sealing
import Storage
import Synchronization

/// The segments a process has opened, so that a second question does not open them again. Nothing of them is in the clear but what a question
/// decrypts while it runs, and the dictionaries of columns that were asked for.
final class OpenSegments: Sendable {
    private let readers = Mutex<[String: SegmentReader]>([:])

    func reader(of taken: SupplyTaken, in vault: KeyVault) throws -> SegmentReader {
        if let known = readers.withLock({ $0[taken.object] }) { return known }
        let object = try ObjectID(checking: taken.object)
        let file = vault.segmentFile(of: object)
        let input = try SegmentFileInput(file: file)
        guard input.byteCount == taken.objectBytes else {
            throw HubError(
                .tampered, code: "segment-not-as-recorded", "The sealed file of supply \(taken.supply) is not the one the ledger recorded.",
                remedy: "Restore it from a backup made after the supply; sharewell ledger log shows its digest.")
        }
        let reader = try SegmentReader(opening: input, object: object, key: try vault.dataKey(of: object))
        guard reader.identity.dataset == taken.dataset.rawValue, reader.rowCount == taken.recordsSealed else {
            throw HubError(
                .tampered, code: "segment-not-as-recorded",
                "The sealed records of supply \(taken.supply) are not those the ledger recorded.",
                remedy: "Restore the file from a backup made after the supply.")
        }
        readers.withLock { $0[taken.object] = reader }
        return reader
    }

    /// Forgets all of them and their keys, as when the hub is sealed.
    func forget() { readers.withLock { $0 = [:] } }

    /// Forgets what is no longer held.
    func keep(only objects: Set<String>) { readers.withLock { $0 = $0.filter { objects.contains($0.key) } } }
}

/// The records of one record type that a permit opens, the newest supply last: depersonalised, or, under a grant of personal information,
/// as they were supplied.
struct HeldRecords {
    let type: RecordType
    let sources: AnswerSources
    /// What they are marked for what they contain (§2.1D).
    let marking: String
    /// What bounds them, if they are had under a grant.
    let scope: GrantedScope?
    /// What the grant binds whoever has them to, and whose records are left out, in words.
    private let scopeNotes: [String], leftOutNotes: [String]
    var supplies: [Supply] { sources.supplies }
    let set: SegmentSet
    /// Places of which no more than the outward part of the postcode may be seen.
    let outwardPlaces: Set<String>
    /// The fields that may be seen, of those any of the segments has, in order of first sight.
    let fields: [SegmentField]
    /// Every field of the segments.
    let stored: [SegmentField]
    /// The agency whose people read them.
    let reader: AgencyID
    /// How whatever is counted of them is protected.
    let smallNumbers: SmallNumberRule
    /// True for depersonalised records, whose references leave in keyed form.
    var isDepersonalised: Bool { type.information == .depersonalised }

    init(_ permit: borrowing AnswerPermit, hub: Hub, vault: KeyVault) throws {
        type = permit.recordType
        sources = permit.sources
        marking = permit.grant.map { hub.register.marking(of: $0).id } ?? hub.rulebook.marking(of: [.records(type.id)]).marking.id
        hub.segments.keep(only: Set(hub.state.supplies.values.filter { $0.status == .held }.map(\.taken.object)))
        let readers = try sources.supplies.map { try hub.segments.reader(of: $0.taken, in: vault) }
        // No personal record without a grant, whatever a file says of itself.
        let kind: SegmentIdentity.Kind = type.information == .depersonalised || permit.grant == nil ? .depersonalised : .personal
        guard readers.allSatisfy({ $0.identity.kind == kind }) else {
            throw HubError(
                .tampered, code: "personal-segment",
                "A segment of personal records stands where depersonalised ones should, or the reverse.",
                remedy: "Verify the ledger and tell the co-ordinator.")
        }
        set = try SegmentSet(readers)
        let scope: GrantedScope? = if let grant = permit.grant { try GrantedScope(grant, type: type, vault: vault) } else { nil }
        var seen = Set<String>()
        stored = readers.flatMap(\.fields).filter { seen.insert($0.name).inserted }
        var visible: [SegmentField] = []
        for field in stored where permit.lets(place: field.name) && scope?.lets(field.name) ?? true { visible.append(field) }
        fields = visible
        outwardPlaces = permit.outwardPlaces
        reader = permit.agency
        smallNumbers = permit.smallNumbers
        self.scope = scope
        scopeNotes = scope?.notes(hub.state) ?? []
        leftOutNotes = permit.sources.leftOut.map { left in
            let agency = hub.state.agencies[left.agency]?.name ?? left.agency.rawValue
            let many = left.supplies == 1 ? "1 supply of \(agency) is" : "\(left.supplies) supplies of \(agency) are"
            return "\(many) left out: no protocol in force covers it that both agencies signed (§2.2). \(left.remedy)"
        }
    }

    /// Nothing leaves that was read from supplies other than those open to the permit it is recorded with.
    func check(against permit: borrowing AnswerPermit) throws(HubError) {
        guard permit.sources == sources, permit.grant?.id == scope?.grant.id, permit.smallNumbers == smallNumbers else {
            throw Self.changed(type.id)
        }
    }

    static func changed(_ dataset: RecordTypeID) -> HubError {
        HubError(
            .busy, code: "supplies-changed",
            "While the records were being read, a supply of \(dataset) came, was withdrawn or destroyed, or a protocol changed. Nothing was given out.",
            remedy: "Ask again.")
    }
}

extension HeldRecords {
    /// Versions of gazetteers, boundaries and rule pack behind the places, each once.
    var madeWith: [String] {
        var seen = Set<String>()
        return supplies.flatMap { $0.taken.places + [$0.taken.rulePack].compactMap { $0.map { "rule pack \($0)" } } }.filter {
            seen.insert($0).inserted
        }
    }

    /// What everybody who uses the records has to bear in mind (§3.4).
    var caveats: [String] {
        guard !supplies.isEmpty else { return ["The hub holds no supply of \(type.id) now."] }
        var notes = leftOutNotes
        let held = supplies.reduce(0) { $0 + $1.taken.recordsHeldBack }, rejected = supplies.reduce(0) { $0 + $1.taken.recordsRejected }
        if held > 0 {
            notes.append("\(smallNumbers.words(held)) records are held back because they could not be made safe; they are not counted.")
        }
        if rejected > 0 { notes.append("\(smallNumbers.words(rejected)) supplied records were rejected and are not counted.") }
        let asked = Set(supplies.map(\.taken.supply))
        let superseded = supplies.flatMap(\.taken.supersedes).reduce(0) { $0 + (asked.contains($1.supply) ? $1.records : 0) }
        if superseded > 0 { notes.append("\(smallNumbers.words(superseded)) records were supplied again; the newer ones count.") }
        for stamp in Set(supplies.map(\.taken.stamp)).sorted() {
            let count = supplies.count { $0.taken.stamp == stamp }
            let words = QualityGrade(rawValue: stamp).map { "\(stamp), \($0.title)" } ?? stamp
            notes.append("Quality: \(words) (\(count == 1 ? "1 supply" : "\(count) supplies")).")
        }
        if isDepersonalised { notes.append("Depersonalised: places are those of at least four properties, references are keyed.") }
        for place in outwardPlaces.sorted() {
            notes.append(
                "The place of the \(place) is given by the outward part of the postcode only (section 17A; S.I. 2007/1831). For more, ask the supplier: sharewell request form --dataset \(type.id)."
            )
        }
        return notes + scopeNotes
    }
}
