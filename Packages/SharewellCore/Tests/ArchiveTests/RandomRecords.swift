import Guidance
import Sealing
import Tables

@testable import Archive

/// Records as plain texts, and the same records sealed: what an oracle and the archive are asked.
struct RandomRecords {
    static let fields = [
        SegmentField(name: "reference", title: "Reference", type: .reference, role: .reference),
        SegmentField(name: "committed", title: "Committed", type: .date, role: .plain),
        SegmentField(name: "offence", title: "Offence", type: .code, role: .plain),
        SegmentField(name: "place", title: "Place", type: .text, role: .place),
        SegmentField(name: "ward", title: "Ward", type: .area, role: .place, follows: 3),
        SegmentField(name: "easting", title: "Easting", type: .easting, role: .place, follows: 3),
        SegmentField(name: "street", title: "Street", type: .text, role: .place),
        SegmentField(name: "value", title: "Value", type: .number, role: .plain),
        SegmentField(name: "note", title: "Note", type: .text, role: .plain),
    ]
    static let columnCount = fields.count

    /// Rows of texts, one for each field.
    var rows: [[String]]
    /// True if ward and easting follow from the place, so that their columns may share its codes.
    let placesAreSound: Bool

    init(_ count: Int, using generator: inout SeededGenerator, references: String = "R") {
        let sound = Bool.random(using: &generator)
        placesAreSound = sound
        rows = (0..<count).map { _ in Self.record(references, sound, using: &generator) }
    }

    /// What follows from a place: ward and easting.
    static func following(_ place: String) -> [String] {
        guard let number = Int(place.dropFirst(2).prefix { $0 != " " }), number % 7 != 0 else { return ["", ""] }
        return ["E0500\(number % 5)", "\(500_000 + number * 10)"]
    }

    private static func record(_ references: String, _ sound: Bool, using generator: inout SeededGenerator) -> [String] {
        func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }
        func pick(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = "\(2019 + pick(3))-\(two(1 + pick(12)))"
        let place = chance(8) ? "" : "LU\(pick(40)) 2AB"
        var following = following(place)
        if !sound, chance(20) { following[0] = "E0\(pick(9))" }
        return [
            chance(20) ? "" : "\(references)\(chance(50) ? "/" : "")\(pick(60))\(chance(10) ? "x" : "X")",
            chance(10)
                ? "" : chance(5) ? "unclear" : chance(30) ? String(date.prefix(4)) : chance(50) ? date : "\(date)-\(two(1 + pick(28)))",
            chance(5) ? "" : ["8N", "28A", "30C", "5d"][pick(4)],
            place,
            following[0],
            following[1],
            chance(30) ? "" : ["High Street", "St Mary’s Rd", "Überführung", "the grove", "Grove Road"][pick(5)],
            chance(30) ? "" : chance(3) ? "n/a" : "\(pick(2) == 0 ? "-" : "")\(1 + pick(900)).\(1 + pick(9))",
            chance(50) ? "" : String(repeating: "abc ", count: pick(6)) + "\(pick(1000))",
        ]
    }

    /// Seals the rows in batches, with columns coded, direct or absent at random, by several lanes, in random order of batches.
    func sealed(
        object: ObjectID, key: DataKey, batches: Int, superseding: [SegmentReader] = [], using generator: inout SeededGenerator
    ) throws -> (bytes: [UInt8], summary: SegmentSummary) {
        let file = MemoryFile()
        let identity = SegmentIdentity(object: object, dataset: "test-records", kind: .depersonalised, salt: Array(object.bytes.reversed()))
        let writer = try SegmentWriter(identity: identity, fields: Self.fields, key: key, output: file)
        var lanes = (0..<2).map { _ in BatchMaker(writer.lane(), sharing: placesAreSound) }
        let cuts = batches == 0 ? [] : (0...batches).map { rows.count * $0 / batches }
        for batch in (0..<max(batches, 0)).shuffled(using: &generator) {
            let lane = Int.random(in: 0..<lanes.count, using: &generator)
            let part = Array(rows[cuts[batch]..<cuts[batch + 1]])
            try lanes[lane].append(part, batch: batch, using: &generator)
        }
        let summary = try writer.finish(superseding: superseding)
        return (file.bytes, summary)
    }
}

/// One lane with dictionaries of its own, as a worker has.
struct BatchMaker {
    private let lane: SegmentLane
    private let dictionaries: [TextDictionary]

    private let sharing: Bool

    init(_ lane: SegmentLane, sharing: Bool) {
        self.lane = lane
        self.sharing = sharing
        dictionaries = (0..<RandomRecords.columnCount).map { _ in TextDictionary() }
    }

    mutating func append(_ rows: [[String]], batch: Int, using generator: inout SeededGenerator) throws {
        var columns: [Column] = []
        let forgetful = Int.random(in: 0..<4, using: &generator) == 0
        if forgetful { for dictionary in dictionaries { dictionary.removeAll() } }
        for column in 0..<RandomRecords.columnCount {
            let values = rows.map { $0[column] }
            let isFollower = column == 4 || column == 5
            if sharing, column == 3 || isFollower {
                let codes = rows.map { dictionaries[3].code(for: $0[3]) }
                columns.append(
                    .coded(CodedColumn(codes: codes, dictionary: dictionaries[column], translation: isFollower ? translation(column) : nil))
                )
            } else if values.allSatisfy(\.isEmpty), Bool.random(using: &generator) {
                columns.append(.absent)
            } else if Int.random(in: 0..<4, using: &generator) == 0 {
                var direct = DirectColumn()
                for value in values { Array(value.utf8).withUnsafeBytes { direct.append($0) } }
                columns.append(.direct(direct))
            } else {
                columns.append(
                    .coded(CodedColumn(codes: values.map { dictionaries[column].code(for: $0) }, dictionary: dictionaries[column])))
            }
        }
        try lane.append(columns, rowCount: rows.count, batch: batch)
    }

    private func translation(_ column: Int) -> [UInt32] {
        (0..<dictionaries[3].count).map { code in
            dictionaries[column].code(for: RandomRecords.following(dictionaries[3].string(UInt32(code)))[column - 4])
        }
    }
}
