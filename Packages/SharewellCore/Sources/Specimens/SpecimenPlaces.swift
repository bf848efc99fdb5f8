/// A postcode with what stands there, to lay specimens in.
public struct SpecimenPlace: Sendable, Hashable {
    /// The postcode in its usual form: `LU1 2AB`.
    public let postcode: String
    /// Metres east on the National Grid.
    public let easting: Double
    /// Metres north on the National Grid.
    public let northing: Double
    /// Names of streets with that postcode; where empty, invented ones are used.
    public let streets: [String]
    /// Code of its Lower Super Output Area, if known.
    public let area: String?
    /// Makes a place.
    public init(postcode: String, easting: Double, northing: Double, streets: [String] = [], area: String? = nil) {
        self.postcode = postcode
        self.easting = easting
        self.northing = northing
        self.streets = streets
        self.area = area
    }
}

/// Where specimens happen and live.
public struct SpecimenPlaces: Sendable, Hashable {
    /// The post town that addresses end with.
    public let town: String
    /// The places; never empty.
    public let places: [SpecimenPlace]

    /// Real or invented places; `invented` stand in when the list is empty.
    public init(town: String, places: [SpecimenPlace]) {
        self.town = town
        self.places = places.isEmpty ? Self.invented.places : places
    }

    /// Postcodes in the style of Luton at points drawn inside its bounds. Some exist, most do not, and none is where the real one is.
    public static let invented: SpecimenPlaces = {
        var random = SplitMix64(seed: 0x5AE3_1E77)
        let letters = Array("ABDEFGHJLNPQRSTUWXYZ")
        let places = (0..<600).map { number in
            let unit = "\(letters[random.below(letters.count)])\(letters[random.below(letters.count)])"
            let area = String(15_670 + number / 5)
            return SpecimenPlace(
                postcode: "LU\(1 + number % 4) \(1 + random.below(5))\(unit)", easting: Double(random.within(503_000...511_000)),
                northing: Double(random.within(219_000...226_000)), streets: [], area: "E010\(area)")
        }
        return SpecimenPlaces(town: "Luton", places: places)
    }()
}
