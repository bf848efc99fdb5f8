/// How a table of postcode units is laid out.
struct UnitSourceLayout: Sendable {
    /// What it is.
    enum Kind: String, Sendable {
        case codePointOpen = "code-point-open"
        case lookup = "ons-lookup"
        case directory = "onspd"
        case properties
    }
    var kind: Kind
    var delimiter: UInt8
    var hasHeader: Bool
    /// Shortest record that can be read.
    var fieldCount = 1
    var postcode = 0
    var easting: Int?
    var northing: Int?
    var quality: Int?
    /// Values 1 to 9 as ONS gives them, instead of 10 to 90.
    var qualityIsDigit = false
    var introduced: Int?
    var terminated: Int?
    var userType: Int?
    var properties: Int?
    /// Vintage empty where the header does not name one.
    var areas: [(set: AreaSetName, column: Int)] = []

    /// Recognises a source by its first bytes.
    init(prefix: UnsafeRawBufferPointer) throws(ImportFault) {
        var start = 0
        if prefix.count >= 3, prefix[0] == 0xEF, prefix[1] == 0xBB, prefix[2] == 0xBF { start = 3 }
        guard !prefix.prefix(4096).contains(0) else {
            throw ImportFault(
                code: "places-source-encoding", "The file is not UTF-8 text; it may be UTF-16 or a spreadsheet.",
                remedy: "Save it as CSV (UTF-8) and import that.")
        }
        guard let lineEnd = prefix[start...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) ?? (prefix.isEmpty ? nil : prefix.count) else {
            throw ImportFault(code: "places-source-empty", "The file is empty.", remedy: "Fetch it again from its publisher.")
        }
        let first = start..<lineEnd
        let counts = [UInt8(0x7C), 0x09, 0x3B, 0x2C].map { candidate in
            (delimiter: candidate, count: prefix[first].count { $0 == candidate })
        }
        delimiter = counts.max { $0.count < $1.count }?.delimiter ?? 0x2C
        hasHeader = false
        kind = .properties
        var record = RecordFields(delimiter: delimiter)
        record.read(prefix, first)
        let cells = record.fields.indices.map { record.field($0, prefix).trimmed }
        if Postcode.packed(cells[0]) != nil {
            try self.readWithoutHeader(cells)
        } else {
            hasHeader = true
            try readHeader(cells.map { String(decoding: $0, as: UTF8.self).lowercased() })
        }
    }

    private mutating func readWithoutHeader(_ cells: [UnsafeRawBufferPointer]) throws(ImportFault) {
        switch cells.count {
        case 10 where cells[1].wholeNumber != nil && cells[2].metres != nil: setCodePointOpen(at: 2, county: 7)
        case 18...19 where cells[10].metres != nil && cells[11].metres != nil:
            setCodePointOpen(at: 10, county: 15)
            properties = 3
        case 2 where cells[1].wholeNumber != nil:
            kind = .properties
            fieldCount = 2
            properties = 1
        default: throw ImportFault.notRecognised
        }
    }

    /// Eastings, northings, country, two of health, county, district, ward.
    private mutating func setCodePointOpen(at first: Int, county: Int) {
        kind = .codePointOpen
        fieldCount = county + 3
        quality = 1
        easting = first
        northing = first + 1
        areas = [
            (AreaSetName(.country, vintage: ""), first + 2), (AreaSetName(.district, vintage: ""), county + 1),
            (AreaSetName(.ward, vintage: ""), county + 2),
        ]
    }

    private mutating func readHeader(_ names: [String]) throws(ImportFault) {
        let keys = names.map { name in name.filter { $0.isLetter || $0.isNumber } }
        func position(_ wanted: String...) -> Int? { wanted.lazy.compactMap { keys.firstIndex(of: $0) }.first }
        guard
            let postcode = position(
                "pcds", "pcd7", "pcd8", "pcd", "pcd2", "postcode", "pc", "postcodeunit", "fullpostcode", "unitpostcode", "postalcode",
                "pcdunit")
        else { throw ImportFault.notRecognised }
        self.postcode = postcode
        easting = position("oseast1m", "east1m", "eastings", "easting", "ea", "x", "osgb36easting")
        northing = position("osnrth1m", "north1m", "osnorth1m", "northings", "northing", "no", "y", "osgb36northing")
        if easting == nil || northing == nil { (easting, northing) = (nil, nil) }
        if let pqi = position("positionalqualityindicator", "pq", "pqi") {
            quality = pqi
        } else {
            quality = position("osgrdind", "gridind")
            qualityIsDigit = true
        }
        introduced = position("dointr")
        terminated = position("doterm")
        userType = position("usertype", "usrtypind")
        for (column, key) in keys.enumerated() {
            if let set = Self.areaSet(key) { areas.append((set, column)) }
        }
        let isCodePoint = position("admindistrictcode", "dc") != nil && quality != nil && !qualityIsDigit
        properties = areas.isEmpty && easting == nil || terminated == nil && !isCodePoint ? Self.countColumn(keys, besides: postcode) : nil
        kind = isCodePoint ? .codePointOpen : !areas.isEmpty && easting == nil ? .lookup : easting != nil ? .directory : .properties
        guard properties != nil || !areas.isEmpty || easting != nil else {
            throw ImportFault(
                code: "places-no-count-column",
                "The file has a postcode column but no column that counts properties, locates or places a postcode.",
                remedy: "Name the column of counts 'properties' in the first line.")
        }
        let used: [Int?] = [postcode, easting, northing, quality, introduced, terminated, userType, properties] + areas.map(\.column)
        fieldCount = (used.compactMap { $0 }.max() ?? 0) + 1
    }

    /// `lsoa11cd`, `lsoa21`, `oslaua`, `lad23cd`, `osward`, `wd24cd`, …
    private static func areaSet(_ key: String) -> AreaSetName? {
        let plain: [String: AreaLevel] = [
            "ladcd": .district, "laua": .district, "oslaua": .district, "admindistrictcode": .district, "dc": .district, "wardcd": .ward,
            "osward": .ward, "ward": .ward, "adminwardcode": .ward, "wc": .ward, "ctry": .country, "countrycode": .country, "cy": .country,
        ]
        if let level = plain[key] { return AreaSetName(level, vintage: "") }
        var name = key
        if name.hasSuffix("cd") { name.removeLast(2) }
        let digits = name.reversed().prefix { $0.isNumber }.count
        guard digits == 2 || digits == 4 else { return nil }
        let stem = name.dropLast(digits)
        let levels: [Substring: AreaLevel] = [
            "oa": .outputArea, "lsoa": .lsoa, "msoa": .msoa, "lad": .district, "wd": .ward, "ctry": .country,
        ]
        guard let level = levels[stem] else { return nil }
        return AreaSetName(level, vintage: digits == 2 ? "20" + name.suffix(2) : String(name.suffix(4)))
    }

    private static func countColumn(_ keys: [String], besides postcode: Int) -> Int? {
        let wanted = [
            "properties", "propert", "premises", "address", "deliverypoint", "uprn", "dwelling", "household", "residential", "count",
            "number",
            "total",
        ]
        for word in wanted {
            if let found = keys.indices.first(where: { $0 != postcode && keys[$0].contains(word) }) { return found }
        }
        return keys.count == 2 ? 1 - postcode : nil
    }
}
