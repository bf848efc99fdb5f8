import Guidance
import Intake
import Tables

/// The quasi-identifying fields of a batch: their values' hashes at each step of generalisation, and the blurred columns.
struct PersonClasses {
    private struct Quasi {
        let field: Int
        /// Code → group, for lists that have groups.
        let groups: [UInt64: String]
        let isText: Bool
        var hashes: [UInt64] = []
        var memo = ColumnMemo<UInt64>()
        var grouped: [UInt64] = []
        var groupMemo = ColumnMemo<UInt64>()

        mutating func read(_ column: Column, count: Int) {
            let groups = groups
            column.fill(&hashes, count: count, memo: &memo, missing: ClassHash.missing) { ClassHash.of($0) }
            if groups.isEmpty { return }
            column.fill(&grouped, count: count, memo: &groupMemo, missing: ClassHash.missing) { text in
                let hash = ClassHash.of(text)
                return groups[hash].map(ClassHash.of) ?? hash
            }
        }
    }
    let levels: [Generalisation]
    let ageFields: [Int]
    private var quasis: [Quasi] = []
    private(set) var ages: [AgeReckoning] = []
    private let dateField: Int?

    /// Whether a record type has anything that rule 7 is about: fields whose rule is `quasi` or `age`.
    static func concerns(_ recordType: RecordType) -> Bool { recordType.fields.contains { $0.rule == .quasi || $0.rule == .age } }

    init(recordType: RecordType, rulebook: Rulebook, rulePack: RulePack, today: Int) {
        levels = Generalisation.ladder(
            ageBands: rulePack.ageBands, hasStreet: recordType.fields.contains { $0.place?.part == .address && $0.rule == .place })
        ageFields = recordType.fields.indices.filter {
            recordType.fields[$0].rule == .age || recordType.fields[$0].rule == .quasi && recordType.fields[$0].type == .age
        }
        dateField = recordType.period.flatMap { name in recordType.fields.firstIndex { $0.name == name } }
        for (index, field) in recordType.fields.enumerated() where field.rule == .quasi && field.type != .age {
            let list = field.codeList.flatMap(rulebook.codeList)
            var groups: [UInt64: String] = [:]
            for code in list?.codes ?? [] { if let group = code.group { groups[ClassHash.of(code.code)] = group } }
            quasis.append(Quasi(field: index, groups: groups, isText: list == nil))
        }
        ages = ageFields.map { _ in AgeReckoning(today: today) }
    }

    mutating func read(_ columns: [Column], count: Int) {
        for index in quasis.indices { quasis[index].read(columns[quasis[index].field], count: count) }
        let date = dateField.map { columns[$0] } ?? .absent
        for index in ages.indices { ages[index].read(columns[ageFields[index]], date: date, count: count) }
    }

    /// True if the record says nothing of a person.
    func isEmpty(_ row: Int) -> Bool {
        for quasi in quasis where quasi.hashes[row] != ClassHash.missing { return false }
        for age in ages where !age.ages[row].isMissing { return false }
        return true
    }

    /// The class of a record at a step. `place` gives the hash of what a group's place keeps at that step.
    @inline(__always)
    func key(_ row: Int, level: Int, places: Int, place: (_ group: Int, _ step: Generalisation) -> UInt64) -> UInt64 {
        let step = levels[level]
        var hash = UInt64(level) &* 0x2545_F491_4F6C_DD1D
        for quasi in quasis {
            let value: UInt64
            if quasi.isText {
                value = step.dropsText ? 0 : quasi.hashes[row]
            } else {
                value = step.groupsCodes && !quasi.groups.isEmpty ? quasi.grouped[row] : quasi.hashes[row]
            }
            hash = ClassHash.mixed(hash, value)
        }
        for age in ages { hash = ClassHash.mixed(hash, age.ages[row].inBands(of: step.band).hash) }
        for group in 0..<places { hash = ClassHash.mixed(hash, place(group, step)) }
        return hash
    }

    /// The column of a quasi field with each record's step applied.
    func blurred(field: Int, source: Column, steps: [UInt8], dictionary: TextDictionary) -> Column? {
        guard let quasi = quasis.first(where: { $0.field == field }) else { return nil }
        var needs = false
        for step in steps where step > 0 {
            let level = levels[Int(step)]
            if quasi.isText ? level.dropsText : level.groupsCodes && !quasi.groups.isEmpty { needs = true }
        }
        guard needs else { return nil }
        var own: [UInt32] = []
        var memo = ColumnMemo<UInt32>()
        source.fill(&own, count: steps.count, memo: &memo, missing: 0) { dictionary.code(for: $0) }
        for row in own.indices where steps[row] > 0 {
            let level = levels[Int(steps[row])]
            if quasi.isText {
                if level.dropsText { own[row] = 0 }
            } else if level.groupsCodes, let group = quasi.groups[quasi.hashes[row]] {
                own[row] = dictionary.code(for: group)
            }
        }
        return .coded(CodedColumn(codes: own, dictionary: dictionary))
    }
}
