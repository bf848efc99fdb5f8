import Archive
import Foundation
import Register
import Synchronization

/// Finds which references stand behind keyed forms, without hashing every record for every look-up.
///
/// For each agency that looked one up, the first four bytes of every record's keyed form are kept in memory, in the order of the records: eight
/// megabytes for two million. What they point at is opened and compared whole. No reference is kept, and nothing of this is on the disk.
final class KeyedReferences: Sendable {
    private struct Key: Hashable {
        let agency: AgencyID, field: String
        /// The segments, in order: another one, and the table is made anew.
        let objects: [String]
    }
    /// Made by whoever needs it first, while the others who need it wait, and nobody else.
    private final class Table: Sendable {
        let blocks = Mutex<[[UInt32]]?>(nil)
    }
    private struct Entry {
        let table: Table
        var used: Int
        /// Records; 0 until it is made.
        var count = 0
    }
    private struct Tables {
        var all: [Key: Entry] = [:]
        var clock = 0

        mutating func table(_ name: Key) -> Table {
            clock += 1
            if let known = all[name] {
                all[name]?.used = clock
                return known.table
            }
            let table = Table()
            all[name] = Entry(table: table, used: clock)
            return table
        }

        /// A table is made: others make room for it, and if it is too large for that, it is not kept.
        mutating func keep(_ name: Key, _ table: Table, count: Int) {
            // Forgotten meanwhile, as when the hub was sealed.
            guard all[name]?.table === table else { return }
            all[name]?.count = count
            // Of the same records before another supply came nobody asks any more. What is being made may be newer than this.
            all = all.filter {
                $0.value.count == 0 || $0.key == name || $0.key.agency != name.agency || $0.key.field != name.field
                    || Set($0.key.objects).isDisjoint(with: name.objects)
            }
            var sum = all.values.reduce(0) { $0 + $1.count }
            while sum > KeyedReferences.mostRecords,
                let oldest = all.filter({ $0.key != name && $0.value.count > 0 }).min(by: { $0.value.used < $1.value.used })
            {
                all[oldest.key] = nil
                sum -= oldest.value.count
            }
            if sum > KeyedReferences.mostRecords { all[name] = nil }
        }
    }
    private let tables = Mutex(Tables())
    /// Records in all tables together at most: 64 MB.
    static let mostRecords = 16 << 20

    /// The references of that field, as supplied, whose keyed forms are among those.
    func references(under forms: Set<String>, of field: String, in held: HeldRecords, keys: RecipientKeys) throws -> Set<String> {
        let wanted = Set(forms.compactMap(KeyedForm.init(hexadecimal:)))
        guard !wanted.isEmpty else { return [] }
        let prints = Set(wanted.map(\.print)), key = keys.begun(for: field)
        let plan = try held.set.plan(SegmentQuery(conditions: []))
        let blocks = try blocks(of: field, held, plan, key)
        var found = Set<String>()
        for (number, known) in blocks.enumerated() {
            let places = Self.places(of: prints, in: known)
            guard !places.isEmpty else { continue }
            let block = try plan.records(in: number, fields: [field])
            for place in places where place < block.count {
                if wanted.contains(block.withBytes(0, place) { key.form(of: $0) }) { found.insert(block.string(0, place)) }
            }
        }
        return found
    }

    /// One is looked for by a plain comparison, as most are asked for one at a time.
    private static func places(of prints: Set<UInt32>, in known: [UInt32]) -> [Int] {
        guard prints.count == 1, let one = prints.first else { return known.indices.filter { prints.contains(known[$0]) } }
        guard known.contains(one) else { return [] }
        return known.indices.filter { known[$0] == one }
    }

    /// The table, which is made where there is none.
    private func blocks(of field: String, _ held: HeldRecords, _ plan: QueryPlan, _ key: RecipientKeys.Begun) throws -> [[UInt32]] {
        let name = Key(agency: held.reader, field: field, objects: held.supplies.map(\.taken.object))
        let table = tables.withLock { $0.table(name) }
        return try table.blocks.withLock { blocks in
            if let blocks { return blocks }
            let made: [[UInt32]]
            do { made = try Self.make(field, plan, key) } catch {
                tables.withLock { if $0.all[name]?.table === table { $0.all[name] = nil } }
                throw error
            }
            blocks = made
            tables.withLock { $0.keep(name, table, count: made.reduce(0) { $0 + $1.count }) }
            return made
        }
    }

    private static func make(_ field: String, _ plan: QueryPlan, _ key: RecipientKeys.Begun) throws -> [[UInt32]] {
        try EveryBlock.map(plan.blockCount) { number in
            let block = try plan.records(in: number, fields: [field])
            return (0..<block.count).map { place in block.withBytes(0, place) { key.form(of: $0).print } }
        }
    }

    /// Forgets everything, as when the hub is sealed.
    func forget() { tables.withLock { $0 = Tables() } }
}

/// 128 bits that stand for a reference to one agency.
struct KeyedForm: Hashable, Sendable {
    let high: UInt64, low: UInt64

    init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    /// Of 32 lower-case hexadecimal digits.
    init?(hexadecimal text: String) {
        guard text.utf8.count == 32, let high = UInt64(text.prefix(16), radix: 16), let low = UInt64(text.suffix(16), radix: 16) else {
            return nil
        }
        (self.high, self.low) = (high, low)
    }

    /// What is kept of it for each record.
    var print: UInt32 { UInt32(truncatingIfNeeded: high >> 32) }
}
