/// Reads GeoJSON boundaries (RFC 7946, and the older form with a `crs` member): Polygon and MultiPolygon features.
public struct GeoJSONReader {
    /// One feature as read.
    public struct Feature: Sendable {
        /// Texts and numbers among its properties; nulls are left out.
        public var properties: [String: String] = [:]
        /// Rings of all its polygons: x, y, x, y, … as they stand.
        public var rings: [[Double]] = []
    }
    /// Everything in the file that has an outline.
    public private(set) var features: [Feature] = []
    /// Features without an outline, which were left out.
    public private(set) var withoutOutline = 0
    /// The `crs` member's name, if there is one.
    public private(set) var referenceSystem: String?

    /// Reads the whole text.
    public init(_ bytes: UnsafeRawBufferPointer) throws(ImportFault) {
        var scanner = JSONScanner(bytes)
        var type: String?
        var features: [Feature] = []
        var without = 0
        var system: String?
        try scanner.object { scanner, name throws(ImportFault) in
            switch name {
            case "type": type = try scanner.string()
            case "crs": system = try Self.referenceSystem(&scanner)
            case "features" where scanner.peek() == 0x5B:
                try scanner.array { scanner throws(ImportFault) in
                    let feature = try Self.feature(&scanner)
                    if feature.rings.isEmpty { without += 1 } else { features.append(feature) }
                }
            default: try scanner.skip()
            }
        }
        guard scanner.peek() == 0 else { throw scanner.fault() }
        guard type == "FeatureCollection" else {
            throw ImportFault(
                code: "places-json-not-boundaries",
                type == "Topology" ? "The file is TopoJSON, not GeoJSON." : "The file is not a GeoJSON FeatureCollection.",
                remedy: "Export the boundaries as GeoJSON, one feature an area.")
        }
        guard !features.isEmpty else {
            throw ImportFault(
                code: "places-json-no-outline", "The file has no feature with a polygon.",
                remedy: "Choose the boundaries, not their centre points, from the publisher.")
        }
        self.features = features
        withoutOutline = without
        referenceSystem = system
    }

    private static func referenceSystem(_ scanner: inout JSONScanner) throws(ImportFault) -> String? {
        guard scanner.peek() == 0x7B else {
            try scanner.skip()
            return nil
        }
        var found: String?
        try scanner.object { scanner, name throws(ImportFault) in
            guard name == "properties", scanner.peek() == 0x7B else {
                try scanner.skip()
                return
            }
            try scanner.object { scanner, name throws(ImportFault) in
                if name == "name", scanner.peek() == 0x22 { found = try scanner.string() } else { try scanner.skip() }
            }
        }
        return found
    }

    private static func feature(_ scanner: inout JSONScanner) throws(ImportFault) -> Feature {
        var feature = Feature()
        try scanner.object { scanner, name throws(ImportFault) in
            switch name {
            case "properties" where scanner.peek() == 0x7B: feature.properties = try properties(&scanner)
            case "geometry" where scanner.peek() == 0x7B: feature.rings = try geometry(&scanner)
            default: try scanner.skip()
            }
        }
        return feature
    }

    private static func properties(_ scanner: inout JSONScanner) throws(ImportFault) -> [String: String] {
        var properties: [String: String] = [:]
        try scanner.object { scanner, name throws(ImportFault) in
            if scanner.peek() == 0x22 {
                properties[name] = try scanner.string()
            } else if let number = try scanner.number() {
                if abs(number) < 1e15, number == number.rounded() { properties[name] = String(Int64(number)) }
            } else {
                try scanner.skip()
            }
        }
        return properties
    }

    /// Members may come in any order, so all nested numbers are read and judged by depth.
    private static func geometry(_ scanner: inout JSONScanner) throws(ImportFault) -> [[Double]] {
        var type: String?
        var rings: [[Double]] = []
        try scanner.object { scanner, name throws(ImportFault) in
            switch name {
            case "type" where scanner.peek() == 0x22: type = try scanner.string()
            case "coordinates" where scanner.peek() == 0x5B: _ = try coordinates(&scanner, depth: 0, into: &rings)
            default: try scanner.skip()
            }
        }
        return type == "Polygon" || type == "MultiPolygon" ? rings.filter { $0.count >= 6 } : []
    }

    /// Returns true if what was read was a position, the innermost array.
    private static func coordinates(_ scanner: inout JSONScanner, depth: Int, into rings: inout [[Double]]) throws(ImportFault) -> Bool {
        guard depth < 6 else { throw scanner.fault() }
        try scanner.expect(0x5B)
        if scanner.accept(0x5D) { return false }
        if let x = try scanner.number() {
            try scanner.expect(0x2C)
            guard let y = try scanner.number() else { throw scanner.fault() }
            while scanner.accept(0x2C) { try scanner.skip() }
            try scanner.expect(0x5D)
            guard x.isFinite, y.isFinite else { throw scanner.fault() }
            if rings.isEmpty { rings.append([]) }
            rings[rings.count - 1].append(x)
            rings[rings.count - 1].append(y)
            return true
        }
        rings.append([])
        repeat { _ = try coordinates(&scanner, depth: depth + 1, into: &rings) } while scanner.accept(0x2C)
        try scanner.expect(0x5D)
        return false
    }
}
