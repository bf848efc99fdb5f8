internal import Guidance
internal import Places
internal import Tables

/// Checks eastings and northings of one place against each other and the ground.
///
/// A pair is kept, put right (swapped), or left out as a whole: half a place is none.
final class GridPair {
    /// A row whose pair cannot stay as it is.
    private enum Change {
        case leaveOut
        case swap
    }
    let easting: Int
    let northing: Int
    private let expected: GridSquares?
    private let eastings = CoordinateReader()
    private let northings = CoordinateReader()
    private var east: [Double] = []
    private var north: [Double] = []
    private(set) var points = PointCounts()

    /// - Parameters:
    ///   - easting: position of the field in the record type.
    ///   - northing: likewise.
    ///   - expected: where the places known to the hub are; without them only whole files of swapped coordinates are found.
    init(easting: Int, northing: Int, expected: GridSquares?) {
        self.easting = easting
        self.northing = northing
        self.expected = expected
    }

    /// Puts the two columns right; findings are counted on the easting's tally, and what is left out is taken off both.
    func settle(_ columns: inout [Column], rowCount: Int, _ tallies: inout [BatchTally]) {
        if case .absent = columns[easting], case .absent = columns[northing] { return }
        eastings.read(columns[easting], rowCount: rowCount, into: &east)
        northings.read(columns[northing], rowCount: rowCount, into: &north)
        let changes = judge(rowCount, &tallies)
        measure(rowCount, &tallies)
        guard !changes.isEmpty else { return }
        let before = (columns[easting], columns[northing])
        columns[easting] = Self.rewritten(before.0, with: before.1, changes, rowCount)
        columns[northing] = Self.rewritten(before.1, with: before.0, changes, rowCount)
        let leftOut = changes.filter { $0.change == .leaveOut }
        tallies[easting].filled -= leftOut.count { $0.hadEasting }
        tallies[northing].filled -= leftOut.count { $0.hadNorthing }
    }

    private typealias Changed = (row: Int, change: Change, hadEasting: Bool, hadNorthing: Bool)

    private func judge(_ rowCount: Int, _ tallies: inout [BatchTally]) -> [Changed] {
        let all = GridExtent.greatBritain, populated = PopulatedSquares.withSurroundings
        let swapAll = isBatchSwapped(rowCount)
        var changes: [Changed] = []
        for row in 0..<rowCount {
            let e = east[row], n = north[row]
            if all.contains(e, n), !swapAll, expected == nil || populated.contains(easting: e, northing: n) { continue }
            if e.isNaN, n.isNaN { continue }
            if e.isNaN || n.isNaN {
                tallies[easting].count(.coordinateAlone, row: row)
                changes.append((row, .leaveOut, !e.isNaN, !n.isNaN))
            } else if e == 0 || n == 0 {
                tallies[easting].count(.coordinateZero, row: row)
                changes.append((row, .leaveOut, true, true))
            } else if isSwapped(e, n, swapAll) {
                tallies[easting].count(.coordinatesSwapped, row: row)
                changes.append((row, .swap, true, true))
                (east[row], north[row]) = (n, e)
            } else if !all.contains(e, n) {
                tallies[easting].count(.coordinatesOutside, row: row)
                changes.append((row, .leaveOut, true, true))
            }
            if let last = changes.last, last.row == row, last.change == .leaveOut {
                east[row] = .nan
                north[row] = .nan
            }
        }
        return changes
    }

    /// A single pair is swapped if it could stand only the other way round: as it stands it is off the grid, or 10 km and more from any
    /// address of Great Britain while the other way round it lies among the places known to the hub. A pair that makes sense both ways
    /// is left as supplied: somebody may well live there.
    private func isSwapped(_ e: Double, _ n: Double, _ all: Bool) -> Bool {
        let britain = GridExtent.greatBritain
        guard britain.contains(n, e) else { return false }
        if all || !britain.contains(e, n) { return true }
        return expected?.contains(easting: n, northing: e) == true
            && !PopulatedSquares.withSurroundings.contains(easting: e, northing: n)
    }

    /// Nearly every place of the batch lies where nobody has an address, and would not if its coordinates changed places.
    private func isBatchSwapped(_ rowCount: Int) -> Bool {
        let populated = PopulatedSquares.all
        var seen = 0
        var swapped = 0
        for row in stride(from: 0, to: rowCount, by: max(1, rowCount / 512)) where east[row] > 0 && north[row] > 0 {
            seen += 1
            if !populated.contains(easting: east[row], northing: north[row]), populated.contains(easting: north[row], northing: east[row]) {
                swapped += 1
            }
        }
        return seen >= 5 && swapped * 10 >= seen * 9
    }

    private func measure(_ rowCount: Int, _ tallies: inout [BatchTally]) {
        let step = rowCount > 8192 ? 16 : 1
        for row in stride(from: 0, to: rowCount, by: step) where !east[row].isNaN && !north[row].isNaN {
            let e = east[row], n = north[row]
            let tens = (e / 10).rounded(.towardZero) * 10 == e && (n / 10).rounded(.towardZero) * 10 == n
            tallies[easting].count(tens ? .rounded : .metre, times: step)
            points.count(e, n, times: step)
        }
    }

    private static func rewritten(_ column: Column, with other: Column, _ changes: [Changed], _ rowCount: Int) -> Column {
        switch column {
        case .absent: return .absent
        case .coded(let coded):
            var codes = coded.codes
            for change in changes {
                switch change.change {
                case .leaveOut: codes[change.row] = 0
                case .swap: codes[change.row] = other.bytes(of: change.row).withUnsafeBytes { coded.dictionary.code(for: $0) }
                }
            }
            return .coded(CodedColumn(codes: codes, dictionary: coded.dictionary))
        case .direct(let direct):
            var rewritten = DirectColumn()
            rewritten.bytes.reserveCapacity(direct.bytes.count)
            rewritten.ends.reserveCapacity(rowCount)
            var next = 0
            for row in 0..<rowCount {
                if next < changes.count, changes[next].row == row {
                    if changes[next].change == .swap { rewritten.bytes.append(contentsOf: other.bytes(of: row)) }
                    next += 1
                } else {
                    rewritten.bytes.append(contentsOf: direct.bytes[direct.range(row)])
                }
                rewritten.ends.append(rewritten.bytes.count)
            }
            return .direct(rewritten)
        }
    }
}

extension Column {
    /// A row's value, copied.
    func bytes(of row: Int) -> [UInt8] {
        switch self {
        case .absent: []
        case .direct(let direct): Array(direct.bytes[direct.range(row)])
        case .coded(let coded):
            coded.dictionary.withBytes(of: coded.translation.map { $0[Int(coded.codes[row])] } ?? coded.codes[row]) { Array($0) }
        }
    }
}
