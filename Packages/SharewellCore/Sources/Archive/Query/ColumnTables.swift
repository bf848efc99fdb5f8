/// Tests and labels of one segment's columns, worked out once per distinct value and spread over the codes of the stream that holds them.
struct ColumnTables {
    let reader: SegmentReader

    /// 1 for every code of the stream whose values pass all tests.
    func passes(_ stream: Int, _ tests: [(column: Int, test: ValueTest)]) throws(SegmentError) -> [UInt8] {
        var passes = [UInt8](repeating: 1, count: try codeCount(stream))
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
        return passes
    }

    /// A label for every code of the stream.
    func labels(_ stream: Int, _ column: Int, _ expression: SegmentQuery.Expression, _ table: inout LabelTable) throws(SegmentError)
        -> [UInt32]
    {
        let dictionary = try reader.dictionary(column)
        var own: [UInt32] = []
        own.reserveCapacity(dictionary.count)
        for code in 0..<dictionary.count {
            let value = dictionary.string(UInt32(code))
            own.append(table.number(expression.transform?(value) ?? value))
        }
        guard let members = try members(stream, column) else { return own }
        return members.map { own[min(Int($0), own.count - 1)] }
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
