/// Segments that are searched together: every held supply of one dataset, the newest last. Records that a newer one supersedes do not count.
public struct SegmentSet: Sendable {
    /// The segments, the newest last.
    public let readers: [SegmentReader]
    /// Per segment, rows that newer ones supersede; ascending.
    let superseded: [[UInt32]]

    /// Puts segments together. Leave out a withdrawn one, and what it superseded counts again.
    public init(_ readers: [SegmentReader]) throws(SegmentError) {
        self.readers = readers
        var lists: [[UInt32]] = []
        for (index, reader) in readers.enumerated() {
            var merged: [UInt32] = []
            for newer in readers[(index + 1)...] {
                let rows = try newer.supersededRows(of: reader)
                if merged.isEmpty { merged = rows } else if !rows.isEmpty { merged = Array(Set(merged).union(rows)).sorted() }
            }
            lists.append(merged)
        }
        superseded = lists
    }

    /// Records that count.
    public var recordCount: Int { zip(readers, superseded).reduce(0) { $0 + $1.0.rowCount - $1.1.count } }

    /// The distinct values of a field, sorted, from the segments' dictionaries: no record is read, and those of records that newer ones supersede
    /// are among them. Nil where no segment has the field, some of its values stand in no dictionary, or there are more than `most`.
    public func values(of field: String, most: Int) throws(SegmentError) -> [String]? {
        var values = Set<String>()
        var isKnown = false
        for reader in readers {
            guard let column = reader.fields.firstIndex(where: { $0.name == field }) else { continue }
            isKnown = true
            let isCoded = try reader.entries(reader.places[column].stream).allSatisfy { $0.encoding == .codes || $0.encoding == .missing }
            guard isCoded else { return nil }
            let dictionary = try reader.dictionary(column)
            guard dictionary.count <= most else { return nil }
            for code in 1..<max(1, UInt32(dictionary.count)) { values.insert(dictionary.string(code)) }
        }
        values.remove("")
        return isKnown && values.count <= most ? values.sorted() : nil
    }

    /// Makes a query ready to run, block by block and in parallel.
    public func plan(_ query: SegmentQuery) throws(SegmentError) -> QueryPlan { try plan(query, arrayLimit: QueryPlan.arrayLimit) }

    /// Counts records of this set that were found before, whatever the conditions were by which they were.
    public func plan(by expressions: [SegmentQuery.Expression], among found: FoundRecords) throws(SegmentError) -> QueryPlan {
        try QueryPlan(
            SegmentQuery(by: expressions), readers: readers, superseded: superseded, arrayLimit: QueryPlan.arrayLimit, among: found)
    }

    /// The same, counting in an array up to so many cells.
    func plan(_ query: SegmentQuery, arrayLimit: Int) throws(SegmentError) -> QueryPlan {
        try QueryPlan(query, readers: readers, superseded: superseded, arrayLimit: arrayLimit)
    }

    /// The records under a reference, ASCII case apart, with those fields: all of them in the order they were supplied.
    public func lookUp(_ reference: String, fields: [String]) throws(SegmentError) -> [RecordBlock] {
        var found: [RecordBlock] = []
        for (reader, superseded) in zip(readers, superseded) {
            guard let stream = reader.streams.first(where: { $0.kind == .reference }) else { continue }
            let field = reader.fields[stream.members[0]].name
            let query = SegmentQuery(conditions: [.init(field, .anyOf([reference]))])
            let plan = try QueryPlan(query, readers: [reader], superseded: [superseded], arrayLimit: QueryPlan.arrayLimit)
            for block in 0..<plan.blockCount {
                let records = try plan.records(in: block, fields: fields)
                if records.count > 0 { found.append(records) }
            }
        }
        return found
    }
}

extension SegmentReader {
    /// Rows of an earlier segment that this one supersedes.
    func supersededRows(of earlier: SegmentReader) throws(SegmentError) -> [UInt32] {
        guard let place = root.superseded.firstIndex(where: { $0.object == earlier.identity.object }) else { return [] }
        let list = root.superseded[place]
        guard let rows = Supersession.decode(try blob(list.list, .superseded, place), count: list.rows),
            rows.last.map({ Int($0) < earlier.rowCount }) ?? true
        else { throw .damaged("list of superseded records") }
        return rows
    }
}
