import Guidance
import Tables

/// Tells for each record whether rule 5 lets its place stay exact: something says that the place is public or no home, and nothing says that it is
/// a home, protected, or that the offence is sensitive.
struct PlaceMarks {
    private static let isPublic: UInt8 = 1
    private static let forbids: UInt8 = 2
    private struct Source {
        let field: Int
        let byCode: [UInt64: UInt8]
        /// What a value means that is not in the list.
        let unlisted: UInt8
        let isFlag: Bool
        var memo = ColumnMemo<UInt8>()
    }
    private var sources: [Source] = []
    private var values: [UInt8] = []
    /// By row of the last batch: true bits as in `mayStayExact`.
    private(set) var marks: [UInt8] = []
    /// False if no record of this type can have a place that stays exact by its own marks.
    let canExempt: Bool

    init(recordType: RecordType, rulebook: Rulebook) {
        var canExempt = false
        for (index, field) in recordType.fields.enumerated() {
            if field.type == .flag, field.role == .sensitive {
                sources.append(Source(field: index, byCode: [:], unlisted: 0, isFlag: true))
            } else if let list = field.codeList.flatMap(rulebook.codeList) {
                var byCode: [UInt64: UInt8] = [:]
                for code in list.codes {
                    var mark: UInt8 = 0
                    if code.marks.contains("public-place") { mark |= Self.isPublic }
                    if !code.marks.isDisjoint(with: ["sensitive", "protected", "residence"]) { mark |= Self.forbids }
                    byCode[ClassHash.of(code.code)] = mark
                }
                if byCode.values.contains(where: { $0 & Self.isPublic != 0 }) { canExempt = true }
                if byCode.values.contains(where: { $0 != 0 }) {
                    // Of a value that the list does not hold nobody knows that it is not sensitive.
                    let unlisted = byCode.values.contains { $0 & Self.forbids != 0 } ? Self.forbids : 0
                    sources.append(Source(field: index, byCode: byCode, unlisted: unlisted, isFlag: false))
                }
            }
        }
        self.canExempt = canExempt || recordType.fields.contains { $0.place?.kind == .premises }
    }

    mutating func read(_ columns: [Column], count: Int) {
        marks.removeAll(keepingCapacity: true)
        guard canExempt else { return }
        marks.append(contentsOf: repeatElement(0, count: count))
        let yes = ClassHash.of("yes")
        for index in sources.indices {
            var source = sources[index]
            guard columns.indices.contains(source.field) else { continue }
            if case .absent = columns[source.field] { continue }
            let byCode = source.byCode, unlisted = source.unlisted, isFlag = source.isFlag
            var memo = source.memo
            columns[source.field].fill(&values, count: count, memo: &memo, missing: 0) { text in
                let hash = ClassHash.of(text)
                if isFlag { return hash == yes ? Self.forbids : 0 }
                return text.isEmpty ? 0 : byCode[hash] ?? unlisted
            }
            source.memo = memo
            sources[index] = source
            for row in 0..<count { marks[row] |= values[row] }
        }
    }

    /// Whether the place of a record may stay exact; a place whose kind is premises needs no mark of its own.
    @inline(__always)
    func mayStayExact(_ row: Int, isPremises: Bool) -> Bool {
        guard canExempt else { return false }
        let mark = marks[row]
        return mark & Self.forbids == 0 && (isPremises || mark & Self.isPublic != 0)
    }
}
