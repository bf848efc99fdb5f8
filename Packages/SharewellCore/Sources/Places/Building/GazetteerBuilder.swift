import Tables

/// Makes gazetteer images: begin empty or with an older gazetteer, lay sources over it, take the image.
public struct GazetteerBuilder {
    var table: UnitTable
    var sources: [PlacesSource]
    let threshold: Int

    /// Knows no unit yet. `threshold`: how many properties must share a place.
    public init(threshold: Int = 4) {
        table = UnitTable()
        sources = []
        self.threshold = max(1, threshold)
    }

    /// Begins with everything a gazetteer holds.
    public init(extending gazetteer: Gazetteer, threshold: Int? = nil) {
        table = UnitTable(gazetteer)
        sources = gazetteer.sources
        self.threshold = max(1, threshold ?? gazetteer.propertyThreshold)
    }

    /// Lays a source over what is there. Returns how many units it named more than once.
    /// - Parameter isComplete: the month as of which the source lists every live unit of Great Britain, if it does.
    @discardableResult public mutating func add(_ units: consuming UnitTable, from source: PlacesSource, isComplete: MonthNumber? = nil)
        -> Int
    {
        let (layer, repeats) = units.sorted()
        if table.count == 0 {
            table = layer
        } else {
            table = table.overlaid(with: layer)
            if let month = isComplete { table.terminateUnlisted(in: layer, asOf: month) }
        }
        sources.removeAll { $0.kind == source.kind && $0.version == source.version && $0.digest == source.digest }
        sources.append(source)
        return repeats
    }

    /// Names a source that shaped the image without adding units, such as boundaries.
    public mutating func note(_ source: PlacesSource) {
        sources.removeAll { $0.kind == source.kind && $0.version == source.version && $0.digest == source.digest }
        sources.append(source)
    }

    /// The image. The same units, sources and areas give the same bytes, in whatever order rows came.
    /// - Parameter areas: boundaries that representative points should stay inside of, where they hold the unit's LSOA.
    public func image(keepingInside areas: AreaIndex? = nil) -> [UInt8] {
        var table = table
        table.renumberCodes()
        let sets = table.columns.keys.sorted { $0.level != $1.level ? $0.level < $1.level : $0.vintage > $1.vintage }
        let levels = table.codes.keys.sorted()
        var writer = ImageWriter()
        var meta = GazetteerMeta()
        meta.unitCount = table.count
        meta.threshold = threshold
        meta.sources = sources
        meta.levels = levels
        meta.sets = sets
        writer.addTexts(GazetteerLayout.meta, meta.texts)
        UnitKeyWriter.add(table.keys, to: &writer)
        writer.add(GazetteerLayout.eastings, table.eastings)
        writer.add(GazetteerLayout.northings, table.northings)
        writer.add(GazetteerLayout.properties, table.properties)
        writer.add(GazetteerLayout.flags, table.flags)
        writer.add(GazetteerLayout.quality, table.quality)
        writer.add(GazetteerLayout.terminated, table.terminated)
        writer.add(GazetteerLayout.asOf, table.asOf)
        let grid = UnitGrid.sections(eastings: table.eastings, northings: table.northings, flags: table.flags)
        writer.add(GazetteerLayout.gridShape, grid.shape)
        writer.add(GazetteerLayout.gridStarts, grid.starts)
        writer.add(GazetteerLayout.gridUnits, grid.units)
        var ladder = LadderBuilder(
            table: table, sets: sets, threshold: threshold, areas: areas, units: NearestUnits(table: table, grid: grid))
        ladder.climb()
        ladder.write(to: &writer)
        for (index, level) in levels.enumerated() {
            writer.addTexts(GazetteerLayout.levelTexts + UInt32(index) * 2, table.texts(level))
        }
        for (index, set) in sets.enumerated() {
            let values = table.columns[set] ?? []
            writer.addColumn(GazetteerLayout.setColumns + UInt32(index) * 2, values)
            writer.addColumn(GazetteerLayout.setColumns + UInt32(index) * 2 + 1, ladder.common(values))
        }
        return writer.image(.gazetteer)
    }
}

extension UnitTable {
    /// Everything a gazetteer holds.
    init(_ gazetteer: Gazetteer) {
        self.init()
        let count = gazetteer.unitCount
        keys = gazetteer.keys.allPostcodes(count)
        eastings = (0..<count).map { gazetteer.eastings[$0] }
        northings = (0..<count).map { gazetteer.northings[$0] }
        quality = (0..<count).map { gazetteer.quality[$0] }
        properties = (0..<count).map { gazetteer.properties[$0] }
        flags = (0..<count).map { gazetteer.flags[$0] }
        terminated = (0..<count).map { gazetteer.terminated[$0] }
        asOf = (0..<count).map { gazetteer.asOf[$0] }
        for (level, texts) in gazetteer.levels {
            let dictionary = TextDictionary(expecting: texts.count)
            for index in 0..<texts.count { _ = dictionary.code(for: texts[index]) }
            codes[level] = dictionary
        }
        for column in gazetteer.areaColumns {
            let limit = UInt32(codes[column.name.level]?.count ?? 1)
            columns[column.name] = (0..<count).map { column.units[$0] < limit ? column.units[$0] : 0 }
        }
    }

    /// Numbers the codes of each level in alphabetical order and drops the ones nobody uses, so that an image does not depend on the order of rows.
    mutating func renumberCodes() {
        for (level, dictionary) in codes {
            var used = [Bool](repeating: false, count: dictionary.count)
            for (set, values) in columns where set.level == level { for value in values { used[Int(value)] = true } }
            let kept = (1..<max(1, dictionary.count)).filter { used[$0] }.map { (text: dictionary.string(UInt32($0)), old: $0) }
                .sorted { $0.text < $1.text }
            var translation = [UInt32](repeating: 0, count: dictionary.count)
            let renumbered = TextDictionary(expecting: kept.count)
            for entry in kept { translation[entry.old] = renumbered.code(for: entry.text) }
            codes[level] = renumbered
            for set in columns.keys where set.level == level {
                columns[set] = columns[set]?.map { translation[Int($0)] }
            }
        }
    }

    /// Codes of a level by number from 1.
    func texts(_ level: AreaLevel) -> [String] {
        guard let dictionary = codes[level], dictionary.count > 1 else { return [] }
        return (1..<UInt32(dictionary.count)).map(dictionary.string)
    }
}
