import Sealing
import Tables

extension QueryPlan {
    /// Counts one block into the caller's accumulator.
    public func run(_ number: Int, into accumulator: inout CountAccumulator) throws(SegmentError) {
        let (segment, block) = (segments[steps[number].segment], steps[number].block)
        let numbered = canCountNumbers(segment, block)
        begin(segment, block, &accumulator.scratch)
        for (place, visit) in segment.visits.enumerated() {
            let entry = segment.entries[place][block]
            if numbered, numbering != .table, place == segment.visits.count - 1,
                try countLast(visit, entry, segment, block, &accumulator)
            {
                return
            }
            try make(visit, entry, segment, block, numbered: numbered, &accumulator.scratch)
            if accumulator.scratch.count == 0 { return }
        }
        accumulator.total += accumulator.scratch.count
        if query.fieldsBy.isEmpty { return }
        if numbered {
            if numbering == .table {
                accumulator.scratch.add(to: &accumulator.table)
            } else {
                accumulator.scratch.add(to: &accumulator.dense)
            }
        } else {
            for place in 0..<accumulator.scratch.count {
                let second = query.by.count > 1 ? accumulator.scratch.texts[1][place] : ""
                accumulator.sparse[.init(first: accumulator.scratch.texts[0][place], second: second), default: 0] += 1
            }
        }
    }

    /// The last stream of a block none of whose rows was dropped: labelled and counted in one go. False if it is not like that.
    private func countLast(
        _ visit: StreamVisit, _ entry: ChunkEntry, _ segment: Segment, _ block: Int, _ accumulator: inout CountAccumulator
    ) throws(SegmentError) -> Bool {
        guard accumulator.scratch.isAll, visit.labels.count == 1, entry.encoding == .codes, entry.width > 0, visit.verdict(entry) == .all
        else {
            return false
        }
        try segment.reader.withMessage(stream: visit.stream, block: block, entry: entry, message: 0) { plain in
            accumulator.scratch.addLabels(plain, entry, visit.labels[0].table, to: &accumulator.dense)
        }
        accumulator.total += accumulator.scratch.count
        return true
    }

    /// Finds the rows of a block that match.
    func match(_ number: Int, _ scratch: inout ScanScratch) throws(SegmentError) {
        let (segment, block) = (segments[steps[number].segment], steps[number].block)
        begin(segment, block, &scratch)
        for (visit, entries) in zip(segment.visits, segment.entries) where !visit.tests.isEmpty {
            var filter = visit
            filter.labels = []
            try make(filter, entries[block], segment, block, numbered: true, &scratch)
            if scratch.count == 0 { return }
        }
    }

    private func canCountNumbers(_ segment: Segment, _ block: Int) -> Bool {
        // Numbers need no label that was given before.
        query.pair != nil
            || zip(segment.visits, segment.entries).allSatisfy { visit, entries in
                visit.labels.isEmpty || entries[block].encoding == .codes || entries[block].encoding == .missing
            }
    }

    private func begin(_ segment: Segment, _ block: Int, _ scratch: inout ScanScratch) {
        let rows = segment.reader.blocks[block].rows
        if let candidates = segment.candidates, candidates[block]?.count != rows {
            scratch.begin(only: (candidates[block] ?? []).filter { Int($0) < rows })
        } else {
            scratch.begin(rows: rows)
        }
        if let dead = segment.dead[block] {
            var next = 0
            scratch.keep { _, row in
                while next < dead.count, dead[next] < row { next += 1 }
                return next == dead.count || dead[next] != row
            }
        }
    }

    private func make(
        _ visit: StreamVisit, _ entry: ChunkEntry, _ segment: Segment, _ block: Int, numbered: Bool, _ scratch: inout ScanScratch
    ) throws(SegmentError) {
        switch entry.encoding {
        case .missing, .codes:
            let filtering = visit.verdict(entry) != .all
            if !filtering, visit.labels.isEmpty { return }
            if entry.width == 0 {
                visitConstant(visit, entry.encoding == .missing ? 0 : Int(entry.base), filtering: filtering, numbered: numbered, &scratch)
            } else {
                let rows = segment.reader.blocks[block].rows
                try segment.reader.withMessage(stream: visit.stream, block: block, entry: entry, message: 0) { plain in
                    if filtering, scratch.isFresh {
                        scratch.loadPassing(plain, entry, visit.passes)
                        label(visit, numbered: numbered, &scratch)
                    } else if !filtering, numbered, scratch.isAll, visit.labels.count == 1 {
                        scratch.loadLabels(plain, entry, visit.labels[0].table, slot: slot(visit.labels[0].expression))
                    } else {
                        scratch.load(plain, entry, blockRows: rows)
                        if filtering { scratch.filter(visit.passes) }
                        label(visit, numbered: numbered, &scratch)
                    }
                }
            }
        case .texts, .numbers: try visitTexts(visit, entry, segment, block, numbered: numbered, &scratch)
        }
    }

    private func visitConstant(_ visit: StreamVisit, _ code: Int, filtering: Bool, numbered: Bool, _ scratch: inout ScanScratch) {
        if filtering, visit.passes[code] == 0 {
            scratch.clear()
            return
        }
        for label in visit.labels {
            if numbered {
                scratch.label(all: label.table[code], slot: slot(label.expression))
            } else {
                scratch.label(
                    label.expression, texts: [String](repeating: text(label.expression, label.table[code]), count: scratch.count))
            }
        }
    }

    private func label(_ visit: StreamVisit, numbered: Bool, _ scratch: inout ScanScratch) {
        for label in visit.labels {
            if numbered {
                scratch.label(label.table, slot: slot(label.expression))
            } else {
                let texts = scratch.codes[..<scratch.count].map { text(label.expression, label.table[Int($0)]) }
                scratch.label(label.expression, texts: texts)
            }
        }
    }

    /// A chunk whose values are texts: each row's is looked at.
    private func visitTexts(
        _ visit: StreamVisit, _ entry: ChunkEntry, _ segment: Segment, _ block: Int, numbered: Bool, _ scratch: inout ScanScratch
    ) throws(SegmentError) {
        let values = try segment.reader.texts(stream: visit.stream, block: block, entry: entry, rows: scratch.list)
        var kept: [Int] = []
        let tests = visit.tests
        values.bytes.withUnsafeBytes { bytes in
            scratch.keep { place, _ in
                let value = UnsafeRawBufferPointer(rebasing: bytes[values.range(place)])
                let passes = tests.allSatisfy { $0.passes(value) }
                if passes, !visit.labels.isEmpty { kept.append(place) }
                return passes
            }
        }
        for label in visit.labels {
            if query.pair != nil {
                let numbers = values.bytes.withUnsafeBytes { bytes in
                    kept.map { WholeNumber.label(UnsafeRawBufferPointer(rebasing: bytes[values.range($0)])) }
                }
                scratch.label(each: numbers, slot: slot(label.expression))
                continue
            }
            let transform = query.by[label.expression].transform
            var known: [String: String] = [:]
            scratch.label(
                label.expression,
                texts: kept.map { place in
                    let value = values.string(place)
                    guard let transform else { return value }
                    if let label = known[value] { return label }
                    let label = transform(value)
                    known[value] = label
                    return label
                })
        }
    }

    /// Where an expression's labels are kept: added up in one place for an array, apart for a table.
    private func slot(_ expression: Int) -> Int { numbering == .table ? expression : 0 }

    /// The label behind a table's number, which for the first of two expressions is multiplied by the stride where cells are numbered.
    private func text(_ expression: Int, _ number: UInt32) -> String {
        let number = Int(numbering != .table && labels.count > 1 && expression == 0 ? number / stride : number)
        return number < labels[expression].count ? labels[expression][number] : ""
    }
}

extension ScanScratch {
    /// Rows still in, ascending.
    var list: [UInt32] { isAll ? (0..<UInt32(count)).map { $0 } : Array(rows[..<count]) }
}
