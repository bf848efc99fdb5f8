/// What a query does with one stream of one segment: drop rows, label rows, or both.
struct StreamVisit: Sendable {
    let stream: Int
    /// Tests of its columns, for chunks that are not coded.
    var tests: [ValueTest] = []
    /// 1 for every code that passes; empty if there is no test.
    var passes: [UInt8] = []
    /// How many codes below each pass.
    private var passing: [UInt32] = []
    /// Days that pass, where every test is a period.
    private var days: CivilSpan?
    /// Labels per code, ready to be added up to a key; by expression.
    var labels: [(expression: Int, table: [UInt32])] = []
    /// Codes the chunks may use are below this.
    let codeCount: Int
    /// Tables are as long as any code that the chunks can express, so that they need no check in the loops. Codes past the dictionary, which no
    /// sound segment has, pass nothing and count under the first label.
    let reach: Int

    init(stream: Int, codeCount: Int, entries: [ChunkEntry]) throws(SegmentError) {
        self.stream = stream
        self.codeCount = codeCount
        var reach = codeCount
        for entry in entries where entry.encoding == .codes {
            let (top, overflow) = Int(entry.base).addingReportingOverflow(1 << entry.width)
            guard Int(entry.largest) < codeCount, !overflow, top <= codeCount * 4 + 1 << 25 else { throw .damaged("directory") }
            reach = max(reach, top)
        }
        self.reach = reach
    }

    mutating func filter(_ tests: [ValueTest], passes: [UInt8]) {
        self.tests = tests
        self.passes = passes
        passing = passes[..<codeCount].reduce(into: [0]) { $0.append(($0.last ?? 0) + UInt32($1)) }
        let spans = tests.compactMap(\.days)
        days =
            spans.count == tests.count
            ? CivilSpan(first: spans.map(\.first).max() ?? .min, last: spans.map(\.last).min() ?? .max) : nil
    }

    enum Verdict {
        case none, some, all
    }

    /// What is known of a chunk's rows without opening it.
    func verdict(_ entry: ChunkEntry) -> Verdict {
        if tests.isEmpty { return .all }
        switch entry.encoding {
        case .texts, .numbers: return .some
        case .missing: return (passes.first ?? 0) == 1 ? .all : .none
        case .codes:
            let (low, high) = (Int(entry.base), Int(entry.largest))
            guard high + 1 < passing.count else { return .some }
            let count = Int(passing[high + 1] - passing[low])
            if count == 0 { return .none }
            if let days, entry.days.first > days.last || entry.days.last < days.first { return .none }
            return count == high - low + 1 ? .all : .some
        }
    }
}
