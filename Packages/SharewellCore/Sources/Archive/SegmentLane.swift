public import Depersonalisation
import Guidance
public import Intake
import Sealing
import Tables

/// One worker's way into a segment. Not shared between workers; buffers and code maps live as long as the lane.
public final class SegmentLane {
    private let writer: SegmentWriter
    private var maps: [CodeMap]
    private var groupCodes: [[UInt32]]
    private var scratch: ChunkScratch

    init(_ writer: SegmentWriter) {
        self.writer = writer
        maps = writer.fields.map { _ in CodeMap() }
        groupCodes = writer.streams.map { _ in [] }
        scratch = ChunkScratch()
    }

    /// Seals one batch of depersonalised records.
    public func append(_ table: DepersonalisedTable) throws(SegmentError) {
        guard writer.identity.kind == .depersonalised, table.fields.map(SegmentField.init) == writer.fields else {
            throw .unwritable("a batch of other fields was given to it")
        }
        try append(table.columns, rowCount: table.rowCount, batch: table.batch)
    }

    /// Seals one batch of personal records.
    public func append(_ table: ValidatedTable) throws(SegmentError) {
        guard writer.identity.kind == .personal, table.recordType.id.rawValue == writer.identity.dataset else {
            throw .unwritable("a batch of another record type was given to it")
        }
        try append(table.columns, rowCount: table.rowCount, batch: table.batch)
    }

    func append(_ columns: [Column], rowCount: Int, batch: Int) throws(SegmentError) {
        guard columns.count == writer.fields.count, columns.allSatisfy({ $0.holds(rowCount) }) else {
            throw .unwritable("a batch's columns are not all as long as the batch")
        }
        if rowCount == 0 { return }
        let prepared = try writer.streams.indices.map { (stream) throws(SegmentError) in try prepare(stream, columns, rowCount) }
        let parts = (rowCount + ChunkEntry.rowLimit - 1) / ChunkEntry.rowLimit
        for part in 0..<parts {
            let rows = rowCount * part / parts..<rowCount * (part + 1) / parts
            let seal = try writer.spool.nextSeal()
            scratch.begin()
            var entries: [ChunkEntry] = []
            for (index, column) in prepared.enumerated() {
                let position = MessagePosition(part: .chunk, index: index, block: seal)
                entries.append(try scratch.write(column, rows, at: position, cipher: writer.cipher))
            }
            let block = SegmentSpool.Block(
                batch: batch, part: part, rows: rows.count, seal: seal, entries: entries, references: scratch.references)
            try writer.spool.add(block, bytes: scratch.sealed)
        }
    }

    /// Turns a stream's columns of a batch into something that can be cut into blocks.
    private func prepare(_ index: Int, _ columns: [Column], _ rowCount: Int) throws(SegmentError) -> PreparedColumn {
        let stream = writer.streams[index]
        let column = stream.members[0]
        switch stream.kind {
        case .reference: return .texts(columns[column].asTexts(rowCount), numeric: false, hashed: true)
        case .single:
            switch columns[column] {
            case .absent: return .missing
            case .direct(let direct):
                let numeric = [.number, .easting, .northing, .age].contains(writer.fields[column].type)
                return .texts(direct, numeric: numeric, hashed: false)
            case .coded(let coded):
                let dates = writer.fields[column].type == .date
                maps[column].extend(coded.dictionary, into: writer.dictionaries[column], dates: dates, limited: true)
                guard let translation = coded.translation else {
                    return .coded(codes: coded.codes, map: maps[column].codes, days: maps[column].days, source: coded)
                }
                let map = maps[column]
                return .coded(
                    codes: coded.codes, map: translation.map { map.codes[Int($0)] },
                    days: dates ? translation.map { map.days[Int($0)] } : [],
                    source: coded)
            }
        case .group: return prepareGroup(index, stream.members, columns, rowCount)
        }
    }

    private func prepareGroup(_ index: Int, _ members: [Int], _ columns: [Column], _ rowCount: Int) -> PreparedColumn {
        guard case .coded(let leader) = columns[members[0]], leader.translation == nil, sharesCodes(leader, members, columns) else {
            return prepareLooseGroup(index, members, columns, rowCount)
        }
        if maps[members[0]].isForeign(leader.dictionary) { groupCodes[index].removeAll(keepingCapacity: true) }
        for member in members {
            if case .coded(let coded) = columns[member] {
                maps[member].extend(coded.dictionary, into: writer.dictionaries[member], dates: false, limited: false)
            }
        }
        let known = groupCodes[index].count
        if known < leader.dictionary.count {
            var tuples: [UInt32] = []
            tuples.reserveCapacity((leader.dictionary.count - known) * members.count)
            for code in known..<leader.dictionary.count {
                for member in members {
                    guard case .coded(let coded) = columns[member] else {
                        tuples.append(0)
                        continue
                    }
                    let own = coded.translation.map { code < $0.count ? Int($0[code]) : 0 } ?? code
                    tuples.append(own < maps[member].codes.count ? maps[member].codes[own] : 0)
                }
            }
            groupCodes[index].append(contentsOf: writer.groups[index].codes(for: tuples, width: members.count))
        }
        return .coded(codes: leader.codes, map: groupCodes[index], days: [], source: nil)
    }

    private func sharesCodes(_ leader: CodedColumn, _ members: [Int], _ columns: [Column]) -> Bool {
        members.dropFirst().allSatisfy { member in
            switch columns[member] {
            case .absent: true
            case .direct: false
            case .coded(let coded): coded.codes == leader.codes
            }
        }
    }

    /// Members that do not share their leader's codes: combined row by row, which is slow and right.
    private func prepareLooseGroup(_ index: Int, _ members: [Int], _ columns: [Column], _ rowCount: Int) -> PreparedColumn {
        groupCodes[index].removeAll(keepingCapacity: true)
        let values = members.map { member in
            writer.dictionaries[member].codes(for: columns[member].asTexts(rowCount), limited: false)
        }
        var tuples: [UInt32] = []
        tuples.reserveCapacity(rowCount * members.count)
        for row in 0..<rowCount { for value in values { tuples.append(value[row]) } }
        return .coded(codes: writer.groups[index].codes(for: tuples, width: members.count), map: [], days: [], source: nil)
    }
}
