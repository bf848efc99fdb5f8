/// Tests and labels of one segment's columns, worked out once per distinct value and spread over the codes of the stream that holds them.
struct ColumnTables {
    let reader: SegmentReader

    /// 1 for every code of the stream whose values pass all tests; as long as the visit's tables are.
    func passes(_ visit: StreamVisit, _ tests: [(column: Int, test: ValueTest)]) throws(SegmentError) -> [UInt8] {
        let stream = visit.stream
        var passes = [UInt8](repeating: 1, count: visit.codeCount)
        for (column, test) in tests {
            let dictionary = try reader.dictionary(column)
            let own = (0..<dictionary.count).map { code in
                dictionary.withBytes(of: UInt32(code)) { test.passes($0) ? UInt8(1) : 0 }
            }
            if let members = try members(stream, column) {
                for code in passes.indices { passes[code] &= Int(members[code]) < own.count ? own[Int(members[code])] : 0 }
            } else {
                for code in passes.indices { passes[code] &= own[code] }
            }
        }
        return visit.reach == passes.count ? passes : passes + repeatElement(0, count: visit.reach - passes.count)
    }

    /// A label for every code of the stream; as long as the visit's tables are.
    func labels(
        _ visit: StreamVisit, _ column: Int, _ expression: SegmentQuery.Expression, _ table: inout LabelTable
    ) throws(SegmentError) -> [UInt32] {
        let dictionary = try reader.dictionary(column)
        return try spread(
            (0..<dictionary.count).map { code in
                let value = dictionary.string(UInt32(code))
                return table.number(expression.transform?(value) ?? value)
            }, visit, column)
    }

    /// The whole number of every code of the stream, as a label.
    func numbers(_ visit: StreamVisit, _ column: Int) throws(SegmentError) -> [UInt32] {
        try reader.numbers(column) { () throws(SegmentError) in
            let dictionary = try reader.dictionary(column)
            return try spread((0..<dictionary.count).map { dictionary.withBytes(of: UInt32($0), WholeNumber.label) }, visit, column)
        }
    }

    /// What each value of a column has, for every code of its stream.
    private func spread(_ own: [UInt32], _ visit: StreamVisit, _ column: Int) throws(SegmentError) -> [UInt32] {
        let members = try members(visit.stream, column)
        if members == nil, own.count == visit.reach { return own }
        return [UInt32](unsafeUninitializedCapacity: visit.reach) { table, count in
            if let members, !own.isEmpty {
                for (code, member) in members.enumerated() { table[code] = own[min(Int(member), own.count - 1)] }
            } else {
                for (code, label) in own.enumerated() { table[code] = label }
            }
            for code in (own.isEmpty ? 0 : members?.count ?? own.count)..<visit.reach { table[code] = 0 }
            count = visit.reach
        }
    }

    /// Codes a stream may use are below this.
    func codeCount(_ stream: Int) throws(SegmentError) -> Int {
        reader.streams[stream].kind == .group
            ? try reader.members(stream).first?.count ?? 0 : try reader.dictionary(reader.streams[stream].members[0]).count
    }

    /// Dictionary code of a column per code of its stream; nil where they are the same.
    func members(_ stream: Int, _ column: Int) throws(SegmentError) -> [UInt32]? {
        reader.streams[stream].kind == .group ? try reader.members(stream)[reader.places[column].member] : nil
    }
}
