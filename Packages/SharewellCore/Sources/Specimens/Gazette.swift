/// Places as bytes, ready to be appended.
struct Gazette: Sendable {
    struct Place: Sendable {
        let postcode: [UInt8]
        let area: [UInt8]
        let easting: Int
        let northing: Int
        let streets: [[UInt8]]
    }
    let places: [Place]
    let town: [UInt8]
    private let streets: [[UInt8]]

    init(_ places: SpecimenPlaces) {
        town = Array(places.town.utf8)
        streets = Vocabulary.streets.map { Array($0.utf8) }
        self.places = places.places.map { place in
            Place(
                postcode: Array(place.postcode.utf8), area: Array((place.area ?? "").utf8), easting: Self.whole(place.easting),
                northing: Self.whole(place.northing), streets: place.streets.map { Array($0.replacing("\"", with: "'").utf8) })
        }
    }

    private static func whole(_ metres: Double) -> Int { metres.isFinite ? Int(min(max(metres, 0), 1_300_000)) : 0 }

    /// A street of the place; invented names stay with their postcode.
    func street(_ number: Int, at position: Int) -> [UInt8] {
        let own = places[position].streets
        if !own.isEmpty { return own[number % own.count] }
        return streets[(position / 3 + number % 2 * 7) % streets.count]
    }
}

/// Where a record's place is: a postcode, a street of it, and how the address is written.
struct Spot {
    var place = 0
    var street = 0
    var number = 1
    var form = Form.house

    enum Form: Int {
        case house, flat, namedHouse, street, junction, premises, outside
    }

    /// A home.
    static func home(_ random: inout SplitMix64, _ gazette: Gazette) -> Spot {
        let draw = random.below(10)
        return Spot(
            place: random.below(gazette.places.count), street: random.below(3), number: 1 + random.skewed(180),
            form: draw < 6 ? .house : draw < 8 ? .flat : .namedHouse)
    }

    /// Where something happened in public.
    static func publicPlace(_ random: inout SplitMix64, _ gazette: Gazette) -> Spot {
        let forms: [Form] = [.street, .street, .junction, .premises, .outside]
        return Spot(
            place: random.below(gazette.places.count), street: random.below(3), number: 1 + random.skewed(180),
            form: forms[random.below(forms.count)])
    }

    var isHome: Bool { form.rawValue <= Form.namedHouse.rawValue }

    /// Appends the address as one quoted line.
    func append(to bytes: inout [UInt8], in gazette: Gazette) {
        let street = gazette.street(self.street, at: place)
        bytes.append(0x22)
        switch form {
        case .house: bytes.append(number: number)
        case .flat:
            bytes.append(contentsOf: "Flat ".utf8)
            bytes.append(number: 1 + number % 24)
            bytes.append(contentsOf: ", ".utf8)
            bytes.append(number: number)
        case .namedHouse:
            bytes.append(contentsOf: "Zzleak ".utf8)
            bytes.append(contentsOf: Vocabulary.houseKinds[number % Vocabulary.houseKinds.count].utf8)
            bytes.append(0x2C)
        case .street: break
        case .junction:
            bytes.append(contentsOf: "Junction of ".utf8)
            bytes.append(contentsOf: gazette.street(self.street + 1, at: place))
            bytes.append(contentsOf: " and".utf8)
        case .premises:
            bytes.append(contentsOf: Vocabulary.premises[number % Vocabulary.premises.count].utf8)
            bytes.append(0x2C)
        case .outside:
            bytes.append(contentsOf: "Outside ".utf8)
            bytes.append(number: number)
        }
        if form != .street { bytes.append(0x20) }
        bytes.append(contentsOf: street)
        bytes.append(contentsOf: ", ".utf8)
        bytes.append(contentsOf: gazette.town)
        bytes.append(contentsOf: ", ".utf8)
        bytes.append(contentsOf: gazette.places[place].postcode)
        bytes.append(0x22)
    }
}
