/// Postcode units of one or more sources, in one read-only image: where they are, how many properties share them, in which areas they lie,
/// and what a record in them may keep. Opening reads a few kilobytes; nothing is copied.
public final class Gazetteer: Sendable {
    let container: ImageContainer
    /// What went into it, in order of import.
    public let sources: [PlacesSource]
    /// How many properties must share a place (rule 2); places in the image were made for this number.
    public let propertyThreshold: Int
    /// Units, terminated ones included.
    public let unitCount: Int
    /// Places made of several units.
    public let placeCount: Int
    /// Sets of area codes it holds, by level, newest vintage first within a level.
    public let areaSets: [AreaSetName]

    let keys: UnitKeys
    let eastings: ImageArray<Int32>
    let northings: ImageArray<Int32>
    let properties: ImageArray<UInt16>
    let flags: ImageArray<UInt8>
    let quality: ImageArray<UInt8>
    let terminated: ImageArray<UInt16>
    let asOf: ImageArray<UInt16>
    let places: PlaceColumns
    let areaColumns: [AreaColumn]
    let levels: [AreaLevel: ImageTexts]
    let grid: UnitGrid

    struct AreaColumn: Sendable {
        let name: AreaSetName
        let units: ImageColumn
        let places: ImageColumn
    }

    /// Opens an image. `checkingAll` compares every checksum, which reads the whole image (about 10 ms for 100 MB in memory);
    /// otherwise the header and the parts that point into others are checked.
    public init(_ bytes: ImageBytes, checkingAll: Bool = false) throws(ImageFault) {
        container = try ImageContainer(bytes, kind: .gazetteer)
        if checkingAll { try container.verifyAll() } else { try container.verify(GazetteerLayout.checkedOnOpen) }
        let meta = try GazetteerMeta(container.texts(GazetteerLayout.meta))
        sources = meta.sources
        propertyThreshold = meta.threshold
        keys = UnitKeys(container)
        eastings = container.array(GazetteerLayout.eastings, of: Int32.self)
        northings = container.array(GazetteerLayout.northings, of: Int32.self)
        properties = container.array(GazetteerLayout.properties, of: UInt16.self)
        flags = container.array(GazetteerLayout.flags, of: UInt8.self)
        quality = container.array(GazetteerLayout.quality, of: UInt8.self)
        terminated = container.array(GazetteerLayout.terminated, of: UInt16.self)
        asOf = container.array(GazetteerLayout.asOf, of: UInt16.self)
        places = PlaceColumns(container)
        grid = UnitGrid(container)
        unitCount = eastings.count
        placeCount = places.rung.count
        var columns: [AreaColumn] = []
        for (index, name) in meta.sets.enumerated() {
            let id = GazetteerLayout.setColumns + UInt32(index) * 2
            columns.append(AreaColumn(name: name, units: container.column(id), places: container.column(id + 1)))
        }
        areaColumns = columns
        areaSets = meta.sets
        var levels: [AreaLevel: ImageTexts] = [:]
        for (index, level) in meta.levels.enumerated() { levels[level] = container.texts(GazetteerLayout.levelTexts + UInt32(index) * 2) }
        self.levels = levels
        let counts = [
            northings.count, properties.count, flags.count, quality.count, terminated.count, asOf.count, places.placeOf.count,
            places.shiftEast.count, places.shiftNorth.count, meta.unitCount,
        ]
        guard counts.allSatisfy({ $0 == unitCount }), columns.allSatisfy({ $0.units.count == unitCount && $0.places.count == placeCount }),
            places.isEven
        else { throw ImageFault(.structure, "The parts of the gazetteer do not have the same length.") }
    }

    /// An empty gazetteer: knows no postcode.
    public static func empty(threshold: Int = 4) throws(ImageFault) -> Gazetteer {
        try Gazetteer(ImageBytes(copying: GazetteerBuilder(threshold: threshold).image()))
    }

    /// Compares every checksum: reads the whole image.
    public func verify() throws(ImageFault) { try container.verifyAll() }

    /// `code-point-open 2025.2.0`, …: what results made with it must name.
    public var versions: [String] { sources.map(\.name) }

    /// The unit, if it is known. About 20 ns.
    public func unit(_ postcode: PackedPostcode) -> UnitIndex? { keys.unit(postcode).flatMap { $0 < unitCount ? UnitIndex($0) : nil } }

    /// Which postcode a unit is.
    public func postcode(_ unit: UnitIndex) -> Postcode { Postcode(keys.postcode(unit.int)) }

    /// The source's point: the address nearest the mean of the unit's addresses, so an address of somebody. Never to be released; nil where
    /// the source gives none.
    public func point(_ unit: UnitIndex) -> GridPoint? {
        let east = eastings[unit.int]
        guard east != GazetteerLayout.noPoint, unit.int < unitCount else { return nil }
        return GridPoint(easting: Double(east), northing: Double(northings[unit.int]))
    }

    /// Properties sharing the unit; nil if unknown. A large user counts as one unless a table says otherwise.
    public func properties(_ unit: UnitIndex) -> Int? {
        guard unit.int < unitCount else { return nil }
        let count = properties[unit.int]
        if count != GazetteerLayout.unknownProperties { return Int(count) }
        return isLargeUser(unit) ? 1 : nil
    }

    /// For each number of `areaNumber` whether a table counts the properties of any unit there. Reads every unit: a few hundredths of a second
    /// for all of Great Britain.
    public func areasWithCounts(_ level: AreaLevel) -> [Bool] {
        var counted = [Bool](repeating: false, count: (levels[level]?.count ?? 0) + 1)
        // Looked up once, not for each of two million units.
        let columns = areaColumns.filter { $0.name.level == level }.map(\.units)
        for unit in 0..<unitCount where properties[unit] != GazetteerLayout.unknownProperties {
            var number = 0
            for column in columns.indices where number == 0 { number = Int(columns[column][unit]) }
            if number < counted.count { counted[number] = true }
            if columns.isEmpty { break }
        }
        return counted
    }

    /// True if one organisation has the postcode to itself.
    public func isLargeUser(_ unit: UnitIndex) -> Bool { flags[unit.int] & GazetteerLayout.largeUser != 0 }
    /// True if the postcode is no longer in use.
    public func isTerminated(_ unit: UnitIndex) -> Bool { flags[unit.int] & GazetteerLayout.isTerminated != 0 }
    /// When it went out of use; nil if it did not, or nobody knows.
    public func terminated(_ unit: UnitIndex) -> MonthNumber? {
        let month = terminated[unit.int]
        return month == 0 ? nil : MonthNumber(raw: month)
    }
    /// Positional quality as in Code-Point Open (10 best, 90 no point); 0 unknown.
    public func positionalQuality(_ unit: UnitIndex) -> Int { Int(quality[unit.int]) }

    /// Code of the area a unit lies in, from the newest vintage that knows it.
    public func code(_ level: AreaLevel, of unit: UnitIndex) -> String? { text(level, areaNumber(level, of: unit)) }
    /// Code of the area a unit lies in, of one vintage.
    public func code(_ set: AreaSetName, of unit: UnitIndex) -> String? {
        areaColumns.first { $0.name == set }.flatMap { text(set.level, $0.units[unit.int]) }
    }
    /// The code as a number: 0 for none; `code(_:number:)` turns it into text. Shared by all vintages of a level.
    public func areaNumber(_ level: AreaLevel, of unit: UnitIndex) -> UInt32 {
        for column in areaColumns where column.name.level == level {
            let number = column.units[unit.int]
            if number != 0 { return number }
        }
        return 0
    }
    /// Text of a number of `areaNumber`.
    public func code(_ level: AreaLevel, number: UInt32) -> String? { text(level, number) }

    func text(_ level: AreaLevel, _ number: UInt32) -> String? {
        guard number > 0, let text = levels[level]?[Int(number) - 1], !text.isEmpty else { return nil }
        return text
    }

    /// The live unit nearest to a point, at most `within` metres away; the first in alphabetical order where several are as near.
    public func nearestUnit(to point: GridPoint, within limit: Double) -> UnitIndex? {
        grid.nearest(to: point, within: limit, eastings: eastings, northings: northings).map(UnitIndex.init)
    }
}
