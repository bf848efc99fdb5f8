import Places
import Tables

/// The distinct places of one place group as released, each with its attributes: what the columns of the group share.
///
/// Code 0 is the withheld place. Belongs to one worker.
final class PlaceTable {
    /// An attribute column of a place, in the order of the released fields after the leader.
    enum Attribute: Int, CaseIterable {
        case postcode, rung, sector, outward, lsoa, msoa, ward, district, easting, northing
    }
    /// What is known of a place.
    struct Entry {
        var label: String
        var rung: PlaceRung
        var postcode = ""
        var sector = ""
        var outward = ""
        var lsoa = ""
        var msoa = ""
        var ward = ""
        var district = ""
        var point: GridPoint?
    }
    /// Places, and points of their own among them, kept before room is made between batches. There are no more places than the gazetteer has units,
    /// and they come again; points may be as many as records, and most never come again.
    static let limit = 1 << 21
    var pointLimit = 1 << 17

    let labels = TextDictionary()
    private(set) var dictionaries: [TextDictionary] = []
    private(set) var translations: [[UInt32]] = []
    /// Rung by code.
    private(set) var rungs: [PlaceRung] = []
    /// Representative points in metres by code; `Int32.min` for none.
    private(set) var eastings: [Int32] = []
    private(set) var northings: [Int32] = []
    /// Hash of the label by code, the same in every worker and pass.
    private(set) var hashes: [UInt64] = []
    private var sectors: [UInt32] = []
    private var outwards: [UInt32] = []
    /// Of the places, those that are points of their own.
    private var points = 0
    private var unresolved: UInt32 { .max }

    init() { begin() }

    private func begin() {
        dictionaries = Attribute.allCases.map { _ in TextDictionary(expecting: 64) }
        translations = Attribute.allCases.map { _ in [] }
        rungs = []
        eastings = []
        northings = []
        hashes = []
        sectors = []
        outwards = []
        points = 0
        record(Entry(label: "", rung: .withheld))
        sectors[0] = 0
        outwards[0] = 0
    }

    /// What became of the codes handed out so far.
    enum Kept {
        case all
        /// Those of points have lost their meaning; what others are now, by what they were.
        case others([UInt32])
        case none
    }

    /// Makes room if the table has grown too large: of points first, as whatever was found by a unit would only be worked out again.
    func makeRoom() -> Kept {
        if labels.count > Self.limit {
            labels.removeAll()
            begin()
            return .none
        }
        return points > pointLimit ? .others(dropPoints()) : .all
    }

    private func dropPoints() -> [UInt32] {
        let kept = rungs.indices.filter { !rungs[$0].isPoint }
        var now = [UInt32](repeating: 0, count: rungs.count)
        for (new, old) in kept.enumerated() { now[old] = UInt32(new) }
        let names = kept.map { labels.string(UInt32($0)) }
        labels.removeAll()
        // In this order, so that each label has the code that its place has.
        for name in names { _ = labels.code(for: name) }
        for attribute in dictionaries.indices {
            let (old, fresh) = (dictionaries[attribute], TextDictionary(expecting: 64))
            var codes = [UInt32](repeating: unresolved, count: old.count)
            translations[attribute] = kept.map { place in
                let code = Int(translations[attribute][place])
                if codes[code] == unresolved { codes[code] = old.withBytes(of: UInt32(code)) { fresh.code(for: $0) } }
                return codes[code]
            }
            dictionaries[attribute] = fresh
        }
        rungs = kept.map { rungs[$0] }
        eastings = kept.map { eastings[$0] }
        northings = kept.map { northings[$0] }
        hashes = kept.map { hashes[$0] }
        // Coarser places are no points, so that they are kept.
        sectors = kept.map { sectors[$0] == unresolved ? unresolved : now[Int(sectors[$0])] }
        outwards = kept.map { outwards[$0] == unresolved ? unresolved : now[Int(outwards[$0])] }
        points = 0
        return now
    }

    /// The code of a place; a label met before keeps what was first said of it.
    func code(_ entry: Entry) -> UInt32 {
        let code = labels.code(for: entry.label)
        if Int(code) == rungs.count { record(entry) }
        return code
    }

    private func record(_ entry: Entry) {
        let values: [String] = [
            entry.postcode, entry.rung.rawValue, entry.sector, entry.outward, entry.lsoa, entry.msoa, entry.ward, entry.district,
            entry.point.map { Self.whole($0.easting) } ?? "", entry.point.map { Self.whole($0.northing) } ?? "",
        ]
        for (index, value) in values.enumerated() { translations[index].append(dictionaries[index].code(for: value)) }
        rungs.append(entry.rung)
        if entry.rung.isPoint { points += 1 }
        eastings.append(entry.point.map { Int32($0.easting.rounded()) } ?? .min)
        northings.append(entry.point.map { Int32($0.northing.rounded()) } ?? .min)
        hashes.append(ClassHash.of(entry.label))
        sectors.append(unresolved)
        outwards.append(unresolved)
    }

    /// The place one or two steps up for rule 7: the sector or outward code within the district, without a point; 0 where there is none.
    func coarser(_ code: UInt32, steps: Int) -> UInt32 {
        if steps <= 0 { return code }
        if steps >= 3 { return 0 }
        let index = Int(code)
        let known = steps == 1 ? sectors[index] : outwards[index]
        if known != unresolved { return known }
        let sector = value(.sector, code), outward = value(.outward, code), district = value(.district, code)
        let base = steps == 1 ? sector : outward
        var found: UInt32 = 0
        if !base.isEmpty, !district.isEmpty {
            found = self.code(
                Entry(
                    label: base + " for " + district, rung: steps == 1 ? .sector : .district, sector: steps == 1 ? sector : "",
                    outward: outward,
                    district: district))
        } else if steps == 1 {
            found = coarser(code, steps: 2)
        }
        if steps == 1 { sectors[index] = found } else { outwards[index] = found }
        return found
    }

    /// An attribute of a place as text.
    func value(_ attribute: Attribute, _ code: UInt32) -> String {
        dictionaries[attribute.rawValue].string(translations[attribute.rawValue][Int(code)])
    }

    /// The columns of the group that follow the leader.
    func columns(_ codes: [UInt32]) -> [Column] {
        zip(dictionaries, translations).map { .coded(CodedColumn(codes: codes, dictionary: $0, translation: $1)) }
    }

    private static func whole(_ metres: Double) -> String { String(Int64(metres.rounded())) }
}

extension PlaceRung {
    /// True of a point that was supplied, told by no unit or area.
    fileprivate var isPoint: Bool { self == .exact || self == .snapped }
}
