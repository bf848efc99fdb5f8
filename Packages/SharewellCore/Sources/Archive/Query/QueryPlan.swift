/// A query made ready: what each segment's codes mean to it, and which blocks it has to open.
///
/// `run` may be called for different blocks at the same time, each caller with an accumulator of its own; `merge` those and ask for `counts`.
public final class QueryPlan: Sendable {
    struct Segment: Sendable {
        let reader: SegmentReader
        /// In the order they are made; those that label come last.
        let visits: [StreamVisit]
        /// Directory entries of each visit's stream.
        let entries: [[ChunkEntry]]
        /// Per block, rows within it that do not count.
        let dead: [Int: [UInt32]]
        /// Per block, the only rows that may match, where the reference index knows or they were found before.
        let candidates: [Int: [UInt32]]?
        /// Columns of the expressions, for chunks that are not coded.
        let columns: [Int]
    }
    struct Step: Sendable {
        let segment: Int, block: Int
    }
    /// What was asked.
    public let query: SegmentQuery
    let segments: [Segment]
    let steps: [Step]
    /// Labels of each expression.
    let labels: [[String]]
    /// How combinations of labels are numbered and counted.
    enum Numbering: Sendable, Equatable {
        /// By a number each, in an array of so many.
        case array(Int)
        /// By a number for each label, in a table of those that occur.
        case table
    }
    let numbering: Numbering
    /// What the first expression's labels are multiplied by in a cell's number.
    let stride: UInt32

    /// Up to so many cells are counted in an array: four megabytes for each worker, which is what a processor has at hand.
    static let arrayLimit = 1 << 20

    /// How many blocks have to be opened.
    public var blockCount: Int { steps.count }

    init(
        _ query: SegmentQuery, readers: [SegmentReader], superseded: [[UInt32]], arrayLimit: Int, among found: FoundRecords? = nil
    ) throws(SegmentError) {
        guard query.by.count <= 2 else {
            throw SegmentError(code: "too-many-fields", "Records are counted by at most two fields.", remedy: "Count by one or two fields.")
        }
        let tests = try query.conditions.map { (condition) throws(SegmentError) in (condition.field, try ValueTest(condition.test)) }
        var tables = query.by.map { _ in LabelTable() }
        var drafts: [[StreamVisit]] = []
        for (index, reader) in readers.enumerated() {
            drafts.append(found?.rows[index].isEmpty == true ? [] : try Self.visits(reader, query, tests, &tables))
        }
        labels = tables.map(\.labels)
        // One label more than there are, so that empty tables still make cells.
        let (first, second) = (labels.first?.count ?? 0, labels.count > 1 ? labels[1].count : 0)
        stride = labels.count > 1 ? UInt32(max(second, 1)) : 1
        let (count, overflow) = max(first, 1).multipliedReportingOverflow(by: Int(stride))
        numbering = query.pair != nil || overflow || count > arrayLimit ? .table : .array(count)
        if numbering != .table, labels.count > 1 {
            for segment in drafts.indices {
                for visit in drafts[segment].indices {
                    for label in drafts[segment][visit].labels.indices where drafts[segment][visit].labels[label].expression == 0 {
                        for code in drafts[segment][visit].labels[label].table.indices {
                            drafts[segment][visit].labels[label].table[code] *= stride
                        }
                    }
                }
            }
        }
        var segments: [Segment] = []
        var steps: [Step] = []
        for (index, reader) in readers.enumerated() {
            let segment = try Self.segment(reader, drafts[index], query, tests, superseded[index], found?.rows[index])
            segments.append(segment)
            for block in Self.blocks(segment) { steps.append(Step(segment: index, block: block)) }
        }
        self.query = query
        self.segments = segments
        self.steps = steps
    }

    private static func visits(
        _ reader: SegmentReader, _ query: SegmentQuery, _ tests: [(String, ValueTest)], _ tables: inout [LabelTable]
    ) throws(SegmentError) -> [StreamVisit] {
        let columns = ColumnTables(reader: reader)
        var visits: [Int: StreamVisit] = [:]
        var filters: [Int: [(column: Int, test: ValueTest)]] = [:]
        for (field, test) in tests {
            let column = try reader.column(field)
            filters[reader.places[column].stream, default: []].append((column, test))
        }
        func visit(_ stream: Int) throws(SegmentError) -> StreamVisit {
            if let known = visits[stream] { return known }
            return try StreamVisit(stream: stream, codeCount: try columns.codeCount(stream), entries: try reader.entries(stream))
        }
        for (stream, tests) in filters {
            var visit = try visit(stream)
            visit.filter(tests.map(\.test), passes: try columns.passes(visit, tests))
            visits[stream] = visit
        }
        // A segment none of whose blocks is opened needs no labels: a month is asked of a year's supplies.
        let opens = try visits.values.map { (visit) throws(SegmentError) in (visit, try reader.entries(visit.stream)) }
        guard reader.blocks.indices.contains(where: { block in opens.allSatisfy { $0.verdict($1[block]) != .none } }) else {
            return Array(visits.values)
        }
        for (expression, field) in query.fieldsBy.enumerated() {
            let column = try reader.column(field)
            let stream = reader.places[column].stream
            var visit = try visit(stream)
            let labels =
                try query.pair == nil
                ? columns.labels(visit, column, query.by[expression], &tables[expression]) : columns.numbers(visit, column)
            visit.labels.append((expression, labels))
            visits[stream] = visit
        }
        // Cheap tests first: fewer codes mean narrower chunks.
        return visits.values.sorted { left, right in
            (left.labels.isEmpty ? 0 : 1, left.codeCount, left.stream) < (right.labels.isEmpty ? 0 : 1, right.codeCount, right.stream)
        }
    }

    private static func segment(
        _ reader: SegmentReader, _ visits: [StreamVisit], _ query: SegmentQuery, _ tests: [(String, ValueTest)], _ superseded: [UInt32],
        _ found: [Int: [UInt32]]?
    ) throws(SegmentError) -> Segment {
        let entries = try visits.map { (visit) throws(SegmentError) in try reader.entries(visit.stream) }
        var candidates = found
        if let index = try reader.referenceIndex(), let stream = reader.streams.first(where: { $0.kind == .reference }) {
            let name = reader.fields[stream.members[0]].name
            for (field, test) in tests where field == name {
                guard candidates == nil, let wanted = test.references, wanted.count <= 256,
                    wanted.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 < 128 } })
                else { continue }
                var rows: Set<UInt32> = []
                for reference in wanted { rows.formUnion(try index.candidates(reference)) }
                candidates = reader.byBlock(rows.sorted())
            }
        }
        let columns = try query.fieldsBy.map { (field) throws(SegmentError) in try reader.column(field) }
        return Segment(
            reader: reader, visits: visits, entries: entries, dead: found == nil ? reader.byBlock(superseded) : [:],
            candidates: candidates, columns: columns)
    }

    private static func blocks(_ segment: Segment) -> [Int] {
        segment.reader.blocks.indices.filter { block in
            if let candidates = segment.candidates, candidates[block] == nil { return false }
            if let dead = segment.dead[block], dead.count >= segment.reader.blocks[block].rows { return false }
            return zip(segment.visits, segment.entries).allSatisfy { visit, entries in
                if case .none = visit.verdict(entries[block]) { false } else { true }
            }
        }
    }
}

extension SegmentReader {
    /// Rows of the segment, ascending, as rows of its blocks.
    func byBlock(_ rows: [UInt32]) -> [Int: [UInt32]] {
        var blocks: [Int: [UInt32]] = [:]
        var next = 0
        for block in self.blocks.indices where next < rows.count {
            let (start, end) = (starts[block], starts[block + 1])
            var inside: [UInt32] = []
            while next < rows.count, Int(rows[next]) < end {
                if Int(rows[next]) >= start { inside.append(rows[next] - UInt32(start)) }
                next += 1
            }
            if !inside.isEmpty { blocks[block] = inside }
        }
        return blocks
    }
}
