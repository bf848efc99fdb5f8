import Intake
import Tables

extension Depersonaliser {
    /// Puts the released columns together.
    func release(
        _ source: ValidatedTable, _ sourceColumns: [Column], steps: [UInt8], kept: [Int]?, heldBack: [HeldBackRecord]
    ) -> DepersonalisedTable {
        let isBlurred = steps.contains { $0 > 0 }
        var columns: [Column] = []
        columns.reserveCapacity(layout.fields.count)
        for origin in layout.sources {
            switch origin {
            case .field(let index): columns.append(Self.picked(sourceColumns[index], kept))
            case .quasi(let index):
                let blurred =
                    isBlurred
                    ? persons.blurred(
                        field: index, source: sourceColumns[index], steps: steps, dictionary: blurDictionaries[columns.count]) : nil
                columns.append(Self.picked(blurred ?? sourceColumns[index], kept))
            case .age(let position): columns.append(Self.picked(ages(position, steps, blurDictionaries[columns.count]), kept))
            case .street(let group):
                columns.append(texts(groups[group].keptStreets, groups[group].streets, steps, isBlurred, kept))
            case .locality(let group):
                columns.append(texts(groups[group].keptLocalities, groups[group].localities, steps, isBlurred, kept))
            case .place(let group):
                let table = groups[group].table
                var codes = groups[group].places
                if isBlurred {
                    for row in codes.indices where steps[row] > 0 {
                        codes[row] = table.coarser(codes[row], steps: persons.levels[Int(steps[row])].steps)
                    }
                }
                groups[group].tally(codes, released: kept)
                if let kept { codes = kept.map { codes[$0] } }
                columns.append(.coded(CodedColumn(codes: codes, dictionary: table.labels)))
                columns.append(contentsOf: table.columns(codes))
            }
        }
        return DepersonalisedTable(
            fields: layout.fields, rowCount: kept?.count ?? source.rowCount, columns: columns, batch: source.batch, heldBack: heldBack)
    }

    private func ages(_ position: Int, _ steps: [UInt8], _ dictionary: TextDictionary) -> Column {
        let ages = persons.ages[position].ages
        var codes: [UInt32] = []
        codes.reserveCapacity(ages.count)
        var known: [ReckonedAge: UInt32] = [:]
        for row in ages.indices {
            let age = ages[row].inBands(of: persons.levels[Int(steps[row])].band)
            if let code = known[age] {
                codes.append(code)
            } else {
                let code = dictionary.code(for: age.text)
                known[age] = code
                codes.append(code)
            }
        }
        return .coded(CodedColumn(codes: codes, dictionary: dictionary))
    }

    /// Street or locality: the first to go where too few records are alike.
    private func texts(_ codes: [UInt32], _ dictionary: TextDictionary, _ steps: [UInt8], _ isBlurred: Bool, _ kept: [Int]?) -> Column {
        var codes = codes
        if isBlurred {
            for row in codes.indices where steps[row] > 0 && persons.levels[Int(steps[row])].dropsStreet { codes[row] = 0 }
        }
        return Self.picked(.coded(CodedColumn(codes: codes, dictionary: dictionary)), kept)
    }

    /// The rows that are kept.
    private static func picked(_ column: Column, _ kept: [Int]?) -> Column {
        guard let kept else { return column }
        switch column {
        case .absent: return .absent
        case .coded(var coded):
            let codes = coded.codes
            coded.codes = kept.map { codes[$0] }
            return .coded(coded)
        case .direct(let direct):
            var output = DirectColumn()
            output.ends.reserveCapacity(kept.count)
            direct.bytes.withUnsafeBytes { bytes in
                for row in kept { output.append(UnsafeRawBufferPointer(rebasing: bytes[direct.range(row)])) }
            }
            return .direct(output)
        }
    }
}

/// Dictionaries of the columns that depersonalising writes itself, one for each released field that needs one.
final class BlurDictionaries {
    private static let largest = 1 << 16
    private var dictionaries: [TextDictionary?]
    init(fields: Int) { dictionaries = [TextDictionary?](repeating: nil, count: fields) }

    subscript(_ field: Int) -> TextDictionary {
        if field < dictionaries.count, let known = dictionaries[field] { return known }
        let new = TextDictionary(expecting: 64)
        if field < dictionaries.count { dictionaries[field] = new }
        return new
    }

    func emptyIfLarge() { for case let dictionary? in dictionaries where dictionary.count > Self.largest { dictionary.removeAll() } }
}
