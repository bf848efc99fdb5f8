import Archive
import Guidance
import Places
import Register

/// The records that a question finds, in the order of supplies and of the rows in them, read from anywhere in between.
struct RecordList {
    /// A record, its references still as they were supplied.
    struct Found {
        let id: String
        let values: [String: String]
        let place: GeographicPoint?
    }
    private let held: HeldRecords
    private let prepared: QueryPlan
    private let points: RecordPoints?
    /// Places that records have to lie at; nil for any.
    private let places: Set<String>?
    private let matched: Int

    init(_ held: HeldRecords, _ plan: QuestionPlan, points: RecordPoints?, box: GeographicBox?) throws {
        self.held = held
        self.points = points
        guard let box else {
            places = nil
            let query = SegmentQuery(conditions: plan.query.conditions)
            prepared = try held.set.plan(query)
            matched = plan.query.conditions.isEmpty ? held.set.recordCount : try SegmentCount(held: held, query: query).perform().total
            return
        }
        guard let points else {
            throw HubError(
                .data, code: "no-place", "Records of \(held.type.id) have no place to look for them by.", remedy: "Leave the rectangle out."
            )
        }
        let within = try points.within(box, held, plan.query.conditions)
        (places, matched) = (within.places, within.records)
        prepared = try held.set.plan(SegmentQuery(conditions: plan.query.conditions + points.near(box)))
    }

    func page(
        from start: (number: Int, row: UInt32), limit: Int, names: SealedNumbers, cursors: (Int, UInt32) throws -> String
    ) throws -> (records: [Found], matched: Int, next: String?) {
        var records: [Found] = []
        for number in start.number..<max(start.number, prepared.blockCount) {
            var rows = try prepared.matches(in: number)
            if number == start.number { rows.removeAll { $0 < start.row } }
            if places != nil { rows = try inside(number, rows) }
            let wanted = Array(rows.prefix(limit - records.count))
            if wanted.count < rows.count {
                records += try read(number, wanted, names)
                return (records, matched, try cursors(number, rows[wanted.count]))
            }
            records += try read(number, wanted, names)
        }
        return (records, matched, nil)
    }

    /// The record of a name's numbers.
    func record(_ numbers: [UInt32]?, names: SealedNumbers) throws -> (records: [Found], matched: Int, next: String?) {
        guard let numbers, numbers.count == 2,
            let segment = held.supplies.firstIndex(where: { $0.position == Int(numbers[0]) }),
            let (number, row) = prepared.block(of: Int(numbers[1]), in: segment), try prepared.matches(in: number).contains(row)
        else { return ([], 0, nil) }
        return (try read(number, [row], names), 1, nil)
    }

    private func inside(_ number: Int, _ rows: [UInt32]) throws -> [UInt32] {
        guard let points, let places, !rows.isEmpty else { return [] }
        let block = try prepared.records(in: number, rows: rows, fields: [points.easting, points.northing])
        return rows.indices.filter { places.contains(RecordPoints.key(block.string(0, $0), block.string(1, $0))) }.map { rows[$0] }
    }

    private func read(_ number: Int, _ rows: [UInt32], _ names: SealedNumbers) throws -> [Found] {
        if rows.isEmpty { return [] }
        let fields = held.fields.map(\.name)
        let (segment, first) = prepared.place(of: number)
        let block = try prepared.records(in: number, rows: rows, fields: fields)
        var found: [[String: String]] = []
        for record in 0..<block.count {
            var values: [String: String] = [:]
            for (column, field) in fields.enumerated() {
                let value = block.string(column, record)
                if !value.isEmpty { values[field] = value }
            }
            found.append(values)
        }
        let places = points.map { points in points.points(found.map { ($0[points.easting] ?? "", $0[points.northing] ?? "") }) }
        return try found.indices.map { index in
            Found(
                id: try names.seal([UInt32(held.supplies[segment].position), UInt32(first) + rows[index]]), values: found[index],
                place: places?[index])
        }
    }
}
