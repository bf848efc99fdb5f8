/// Boundaries as a source of places: what level and vintage they are, which property holds the code, which the name.
public struct BoundarySource: Sendable {
    /// What a person said about the file; whatever is nil is found out.
    public struct Choices: Sendable {
        /// Level, such as `lsoa`.
        public var level: AreaLevel?
        /// Vintage, such as `2021`.
        public var vintage: String?
        /// Property that holds the code.
        public var codeProperty: String?
        /// Property that holds the name.
        public var nameProperty: String?
        /// Nothing chosen.
        public init() {}
    }

    /// Level and vintage.
    public let set: AreaSetName
    /// The areas in metres.
    public let areas: [AreaOutline]
    /// Property the codes came from.
    public let codeProperty: String
    /// Features left out: no outline, or no code.
    public let leftOut: Int

    /// Finds out what the boundaries are and puts them on the grid.
    public init(_ file: GeoJSONReader, choices: Choices, converter: some CoordinateConverting) throws(ImportFault) {
        codeProperty = try Self.codeProperty(file, choices)
        let key = codeProperty
        let codes = file.features.compactMap { $0.properties[key] }.filter { !$0.isEmpty }
        guard let example = codes.first else {
            throw ImportFault(
                code: "places-no-area-code", "No feature has a code in the property named.",
                remedy: "Name another property with --code-property.")
        }
        guard let level = choices.level ?? Self.level(key: key, code: example) else {
            throw ImportFault(
                code: "places-level-unknown", "What kind of area these boundaries are cannot be told from their codes.",
                remedy: "Say so with --level lsoa (or msoa, oa, ward, district, or a name of your own).")
        }
        set = AreaSetName(level, vintage: choices.vintage ?? Self.vintage(key: key) ?? "")
        let nameKey = choices.nameProperty ?? Self.nameProperty(file, codeProperty: key)
        let isGrid = try Self.isGrid(file)
        var areas: [AreaOutline] = []
        var leftOut = file.withoutOutline
        for feature in file.features {
            guard let code = feature.properties[key], !code.isEmpty, code.utf8.count <= 64 else {
                leftOut += 1
                continue
            }
            var rings: [[GridPoint]] = []
            for ring in feature.rings { rings.append(try Self.onGrid(ring, isGrid: isGrid, converter)) }
            let name = nameKey.flatMap { feature.properties[$0] } ?? ""
            areas.append(AreaOutline(code: code, name: String(name.prefix(200)), rings: rings))
        }
        self.areas = areas
        self.leftOut = leftOut
    }

    private static func onGrid(
        _ ring: [Double], isGrid: Bool, _ converter: some CoordinateConverting
    ) throws(ImportFault) -> [GridPoint] {
        if isGrid {
            return stride(from: 0, to: ring.count - 1, by: 2).map { GridPoint(easting: ring[$0], northing: ring[$0 + 1]) }
        }
        let places = stride(from: 0, to: ring.count - 1, by: 2).map { GeographicPoint(longitude: ring[$0], latitude: ring[$0 + 1]) }
        let points = converter.grid(batch: places).compactMap { $0 }
        guard points.count == places.count else {
            throw ImportFault(
                code: "places-boundary-outside", "A boundary lies outside the area of the National Grid.",
                remedy: "Choose boundaries of Great Britain, in longitude and latitude (CRS84) or eastings and northings (EPSG:27700).")
        }
        return points
    }

    /// True for eastings and northings, false for longitude and latitude.
    private static func isGrid(_ file: GeoJSONReader) throws(ImportFault) -> Bool {
        let system = file.referenceSystem?.uppercased() ?? ""
        if system.contains("27700") { return true }
        let ring = file.features.first?.rings.first ?? []
        let x = ring.first ?? 0
        let y = ring.dropFirst().first ?? 0
        if !system.isEmpty, !system.contains("CRS84"), !system.contains("4326"), !system.contains("4258") {
            throw ImportFault(
                code: "places-reference-system", "The boundaries are in a reference system that is neither WGS84 nor the National Grid.",
                remedy: "Export them in longitude and latitude (CRS84) or eastings and northings (EPSG:27700).")
        }
        if (-10...3).contains(x), (49...62).contains(y) { return false }
        if (49...62).contains(x), (-10...3).contains(y) {
            throw ImportFault(
                code: "places-coordinates-swapped", "The boundaries give latitude before longitude.",
                remedy: "GeoJSON gives longitude first; export the file again.")
        }
        if (-200_000...900_000).contains(x), (-200_000...1_500_000).contains(y), abs(x) > 180 || abs(y) > 90 { return true }
        throw ImportFault(
            code: "places-boundary-outside", "A boundary lies outside the area of the National Grid.",
            remedy: "Choose boundaries of Great Britain, in longitude and latitude (CRS84) or eastings and northings (EPSG:27700).")
    }

    private static func codeProperty(_ file: GeoJSONReader, _ choices: Choices) throws(ImportFault) -> String {
        if let chosen = choices.codeProperty { return chosen }
        var values: [String: Set<String>] = [:]
        for feature in file.features {
            for (key, value) in feature.properties where level(ofCode: value) != nil { values[key, default: []].insert(value) }
        }
        // The one that tells the most features apart (areas also name the areas around them); among equals the one whose name says it is a
        // code, then the first by name.
        let best = values.max { left, right in
            let first = (left.value.count, left.key.uppercased().hasSuffix("CD") ? 1 : 0)
            let second = (right.value.count, right.key.uppercased().hasSuffix("CD") ? 1 : 0)
            return first != second ? first < second : left.key > right.key
        }
        if let best { return best.key }
        throw ImportFault(
            code: "places-no-area-code", "No property of the features holds ONS codes such as E01015693.",
            remedy: "Name the property that holds each area's code with --code-property.")
    }

    private static func nameProperty(_ file: GeoJSONReader, codeProperty: String) -> String? {
        var keys: Set<String> = []
        for feature in file.features.prefix(50) { keys.formUnion(feature.properties.keys) }
        let stem = codeProperty.uppercased().hasSuffix("CD") ? String(codeProperty.dropLast(2)) : codeProperty
        let wanted: [String] = [stem + "NM", stem + "nm", "name", "Name", "NAME"]
        if let known = wanted.first(where: { keys.contains($0) }) { return known }
        return keys.sorted().first { (key: String) in key.uppercased().hasSuffix("NM") }
    }

    /// `LSOA11CD` says 2011.
    static func vintage(key: String) -> String? {
        let digits: String = key.filter { $0.isNumber }
        return digits.count == 2 ? "20" + digits : digits.count == 4 ? digits : nil
    }

    static func level(key: String, code: String) -> AreaLevel? {
        let stem: String = key.uppercased().filter { $0.isLetter }
        let names: [(prefix: String, level: AreaLevel)] = [
            ("LSOA", .lsoa), ("MSOA", .msoa), ("DATAZONE", .lsoa), ("DZ", .lsoa), ("OACD", .outputArea), ("OA", .outputArea), ("WD", .ward),
            ("WARD", .ward), ("LAD", .district), ("CTRY", .country),
        ]
        if let known = level(ofCode: code) { return known }
        return names.first { stem.hasPrefix($0.prefix) }?.level
    }

    /// By the register of geographic codes: first letter country, then two digits kind of area.
    static func level(ofCode code: String) -> AreaLevel? {
        guard code.utf8.count == 9, let first = code.first, "EWSN".contains(first),
            code.utf8.dropFirst().allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else { return nil }
        switch code.prefix(3) {
        case "E00", "W00", "S00", "N00": return .outputArea
        case "E01", "W01", "S01", "N01": return .lsoa
        case "E02", "W02", "S02": return .msoa
        case "E05", "W05", "S13", "N08", "E36", "W40": return .ward
        case "E06", "E07", "E08", "E09", "W06", "S12", "N09": return .district
        case "E92", "W92", "S92", "N92": return .country
        default: return AreaLevel(rawValue: "area-" + code.prefix(3).lowercased())
        }
    }
}
