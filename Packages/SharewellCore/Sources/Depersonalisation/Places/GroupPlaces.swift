import Guidance
import Intake
import Places
import Tables

/// Works out for each record of a batch what one of its places keeps (rules 1 to 6). Remembers per distinct address, postcode and unit.
final class GroupPlaces {
    private static let largestAreas = 1 << 18

    let group: String
    let kind: PlaceUse.Kind
    let table = PlaceTable()
    var streets: TextDictionary { addresses.streets }
    var localities: TextDictionary { addresses.localities }
    /// By row of the last batch.
    private(set) var places: [UInt32] = []
    private(set) var keptStreets: [UInt32] = []
    private(set) var keptLocalities: [UInt32] = []
    typealias PlaceReport = DepersonalisingReport.PlaceReport
    var report = PlaceReport()

    private let ladder: PlaceLadder
    private let addresses: KnownAddresses
    private let isSnapped: Bool
    private let part: [PlaceUse.Part: Int]
    private var facts: [KnownAddresses.Facts] = []
    private var units: [UInt32] = []
    private var unitMemo = ColumnMemo<UInt32>()
    private var eastings: [Double] = []
    private var northings: [Double] = []
    private var eastMemo = ColumnMemo<Double>()
    private var northMemo = ColumnMemo<Double>()
    private var areas: [UInt32] = []
    private var areaMemo = ColumnMemo<UInt32>()
    private var areaTexts = TextDictionary(expecting: 64)
    /// What a unit keeps, by unit; looked up for every row, so in as few bytes as can be.
    private var unitPlaces: [UnitPlace]
    private var pointUnits: [UInt64: UInt32] = [:]

    init(
        group: String, kind: PlaceUse.Kind, recordType: RecordType, ladder: PlaceLadder, rulePack: RulePack, isSnapped: Bool, seed: UInt64
    ) {
        self.group = group
        self.kind = kind
        self.ladder = ladder
        self.isSnapped = isSnapped
        addresses = KnownAddresses(gazetteer: ladder.gazetteer, rulePack: rulePack, seed: seed)
        var part: [PlaceUse.Part: Int] = [:]
        for (index, field) in recordType.fields.enumerated() where field.place?.group == group && field.rule == .place {
            if let use = field.place, part[use.part] == nil { part[use.part] = index }
        }
        self.part = part
        unitPlaces = [UnitPlace](repeating: .unresolved, count: ladder.gazetteer.unitCount)
    }

    /// Reads a batch. `linked` gives what linked records keep for a row's reference.
    func read(_ source: ValidatedTable, marks: PlaceMarks, linked: LinkedPlaces?, references: [UInt64]) {
        makeRoom()
        let count = source.rowCount
        readColumns(source, count)
        findPlaces(count, marks: marks, linked: linked, references: references)
        keepTexts(count)
    }

    /// The place each record keeps; `units` then hold the unit it was found by.
    private func findPlaces(_ count: Int, marks: PlaceMarks, linked: LinkedPlaces?, references: [UInt64]) {
        // Taken out and put back, so that no row has to make sure that they are nobody else's.
        var (places, units): ([UInt32], [UInt32]) = ([], [])
        swap(&places, &self.places)
        swap(&units, &self.units)
        defer {
            swap(&places, &self.places)
            swap(&units, &self.units)
        }
        let (facts, eastings, northings) = (facts, eastings, northings)
        places.removeAll(keepingCapacity: true)
        places.reserveCapacity(count)
        let isPremises = kind == .premises
        let mayStayExact = isSnapped || (kind != .residence && marks.canExempt)
        for row in 0..<count {
            if units[row] == 0 { units[row] = facts[row].unit }
            var unit = units[row]
            let east = eastings[row], north = northings[row]
            let hasPoint = east > 0 && north > 0
            let entry = linked.flatMap { references.isEmpty ? nil : $0.entry(references[row]) }
            var place: UInt32
            if mayStayExact, hasPoint, entry?.hasResidence != true, isSnapped || marks.mayStayExact(row, isPremises: isPremises) {
                place = pointPlace(east, north, areas[row], isSnapped ? .snapped : .exact)
            } else {
                if unit == 0, hasPoint {
                    unit = nearestUnit(east, north)
                    units[row] = unit
                }
                place = unit != 0 ? unitPlace(unit) : areaPlace(areas[row])
            }
            if let entry, kind == .residence, place != 0,
                entry.places.contains(table.hashes[Int(place)]) || entry.points.contains(where: { homePlace($0) == place })
            {
                place = 0
            }
            places.append(place)
        }
    }

    /// A street is kept only beside a place as fine as a postcode; otherwise the town alone.
    private func keepTexts(_ count: Int) {
        keptStreets.removeAll(keepingCapacity: true)
        keptLocalities.removeAll(keepingCapacity: true)
        keptStreets.reserveCapacity(count)
        keptLocalities.reserveCapacity(count)
        let (rungs, facts, places) = (table.rungs, facts, places)
        for row in 0..<count {
            let keepsStreet = rungs[Int(places[row])] <= .postcode
            keptStreets.append(keepsStreet ? facts[row].street : 0)
            keptLocalities.append(keepsStreet ? facts[row].locality : facts[row].town)
        }
    }

    /// Counts for the report what became of the batch that was read, as it leaves.
    /// - Parameters:
    ///   - codes: What each record keeps in the end, a place of `table`, generalised by rule 7 or not.
    ///   - released: The rows that leave; nil for all. The others are held back: they count as that, and where they were is not told.
    func tally(_ codes: [UInt32], released: [Int]?) {
        var isHeld: [Bool] = []
        if let released {
            isHeld = [Bool](repeating: true, count: codes.count)
            for row in released { isHeld[row] = false }
        }
        let steps = PlaceRung.allCases.count
        // By form and rung; in the last column of each form, those held back.
        var flows = [Int](repeating: 0, count: SuppliedPlace.allCases.count * (steps + 1))
        // By unit, and by place where a record was found by its point alone; and by the place it leaves with.
        var found: [UInt32: Int] = [:], own: [UInt32: Int] = [:], left: [UInt32: Int] = [:]
        let (facts, places, units, eastings, northings, areas) = (facts, places, units, eastings, northings, areas)
        let (placeRungs, placeEastings, placeNorthings, unitPlaces) = (table.rungs, table.eastings, table.northings, unitPlaces)
        // Taken out and put back, so that adding to it never copies it.
        var report = PlaceReport()
        swap(&report, &self.report)
        for row in codes.indices {
            let place = Int(codes[row]), unit = Int(units[row])
            let hasPoint = eastings[row] > 0 && northings[row] > 0
            let form: SuppliedPlace =
                facts[row].hasText ? .address : hasPoint ? .point : unit != 0 ? .postcode : areas[row] != 0 ? .area : .none
            if !isHeld.isEmpty, isHeld[row] {
                flows[form.position * (steps + 1) + steps] += 1
                continue
            }
            let rung = placeRungs[place]
            flows[form.position * (steps + 1) + rung.position] += 1
            if unit != 0 { found[UInt32(unit), default: 0] += 1 } else { own[places[row], default: 0] += 1 }
            left[codes[row], default: 0] += 1
            if facts[row].hasText {
                if rung <= .postcode, facts[row].street != 0 { report.streetsKept += 1 } else { report.streetsWithheld += 1 }
            }
            if unit != 0, let keepsArea = unitPlaces[unit - 1].keepsArea {
                report.areaKnown += 1
                // Of a place that rule 7 made coarser, what it says by then.
                let isSame = codes[row] == places[row] || table.value(.lsoa, codes[row]) == table.value(.lsoa, places[row])
                if keepsArea, isSame { report.areaKept += 1 }
            }
            guard placeEastings[place] != .min else { continue }
            let to = (east: Double(placeEastings[place]), north: Double(placeNorthings[place]))
            if hasPoint {
                let deltaEast = eastings[row] - to.east, deltaNorth = northings[row] - to.north
                report.displacement.add(metres: (deltaEast * deltaEast + deltaNorth * deltaNorth).squareRoot())
            } else if unit != 0, let point = gazetteerUnit(UInt32(unit)).flatMap(ladder.gazetteer.point) {
                report.displacement.add(metres: point.distance(to: GridPoint(easting: to.east, northing: to.north)))
            }
        }
        for form in SuppliedPlace.allCases {
            let counts = flows[form.position * (steps + 1)..<(form.position + 1) * (steps + 1)]
            for (rung, count) in zip(PlaceRung.allCases.map(\.rawValue) + [PlaceReport.heldBack], counts) where count > 0 {
                report.supplied[form.rawValue, default: 0] += count
                report.flows[form.rawValue, default: [:]][rung, default: 0] += count
                if rung != PlaceReport.heldBack { report.rungs[rung, default: 0] += count }
            }
        }
        for (unit, count) in found { report.wardsBefore[gazetteerUnit(unit).flatMap(ladder.ward) ?? "", default: 0] += count }
        for (place, count) in own { report.wardsBefore[table.value(.ward, place), default: 0] += count }
        for (place, count) in left { report.wardsAfter[table.value(.ward, place), default: 0] += count }
        self.report = report
    }

    private func makeRoom() {
        switch table.makeRoom() {
        case .all: break
        case .others(let now):
            for index in unitPlaces.indices {
                guard let code = unitPlaces[index].code else { continue }
                unitPlaces[index] = UnitPlace(code: now[Int(code)], keepsArea: unitPlaces[index].keepsArea)
            }
            pointUnits.removeAll()
        case .none:
            for index in unitPlaces.indices { unitPlaces[index] = .unresolved }
            pointUnits.removeAll()
        }
        addresses.emptyIfLarge()
        if pointUnits.count > table.pointLimit { pointUnits.removeAll() }
        if areaTexts.count > Self.largestAreas {
            areaTexts.removeAll()
            areaMemo.forget()
        }
    }

    private func column(_ part: PlaceUse.Part, _ source: ValidatedTable) -> Column {
        guard let index = self.part[part], source.columns.indices.contains(index) else { return .absent }
        return source.columns[index]
    }

    private func readColumns(_ source: ValidatedTable, _ count: Int) {
        let gazetteer = ladder.gazetteer
        addresses.read(column(.address, source), count: count, into: &facts)
        column(.postcode, source).fill(&units, count: count, memo: &unitMemo, missing: 0) { text in
            Postcode.packed(text).flatMap(gazetteer.unit).map { $0.raw + 1 } ?? 0
        }
        column(.easting, source).fill(&eastings, count: count, memo: &eastMemo, missing: 0) { GridText.metres($0) ?? 0 }
        column(.northing, source).fill(&northings, count: count, memo: &northMemo, missing: 0) { GridText.metres($0) ?? 0 }
        let texts = areaTexts
        column(.area, source).fill(&areas, count: count, memo: &areaMemo, missing: 0) { texts.code(for: $0) }
    }

    @inline(__always)
    private func unitPlace(_ unit: UInt32) -> UInt32 { unitPlaces[Int(unit - 1)].code ?? newUnitPlace(unit) }

    @inline(never)
    private func newUnitPlace(_ unit: UInt32) -> UInt32 {
        let index = Int(unit - 1)
        guard let unit = gazetteerUnit(unit) else { return 0 }
        let entry = ladder.entry(for: unit)
        let area = ladder.lsoa(of: unit)
        unitPlaces[index] = UnitPlace(code: table.code(entry), keepsArea: area.map { $0 == entry.lsoa })
        return unitPlaces[index].code ?? 0
    }

    private func gazetteerUnit(_ unit: UInt32) -> UnitIndex? { ladder.gazetteer.unit(at: Int(unit) - 1) }

    private func areaPlace(_ area: UInt32) -> UInt32 { area == 0 ? 0 : table.code(ladder.entry(forArea: areaTexts.string(area))) }

    private func pointPlace(_ east: Double, _ north: Double, _ area: UInt32, _ rung: PlaceRung) -> UInt32 {
        let key = ClassHash.mixed(ClassHash.mixed(east.bitPattern, north.bitPattern), UInt64(area) << 8 | UInt64(rung.position))
        if let known = pointUnits[key], Int(known) < table.rungs.count { return known }
        let code = table.code(ladder.entry(at: GridPoint(easting: east, northing: north), rung: rung, area: areaTexts.string(area)))
        pointUnits[key] = code
        return code
    }

    /// What the ladder retains where a linked record's exact point lies.
    private func homePlace(_ point: GridPoint) -> UInt32 {
        let unit = nearestUnit(point.easting, point.northing)
        return unit == 0 ? 0 : unitPlace(unit)
    }

    private func nearestUnit(_ east: Double, _ north: Double) -> UInt32 {
        ladder.gazetteer.nearestUnit(to: GridPoint(easting: east, northing: north), within: PlaceLadder.farthestUnit).map { $0.raw + 1 }
            ?? 0
    }
}
