import Guidance

/// Words that specimens are made of.
enum Vocabulary {
    /// An offence that is common enough to appear in a specimen.
    struct Offence: Sendable {
        let code: [UInt8]
        let crimeType: [UInt8]
        let weight: Int
        let atHome: Bool
        let domesticShare: Int
    }

    /// Those of the common offences that the code list has.
    static func offences(in list: CodeList?) -> [Offence] {
        let known = Set(list?.codes.map(\.code) ?? [])
        return common.filter { known.contains($0.0) }.map {
            Offence(code: CSVText.escaped($0.0), crimeType: CSVText.escaped($0.1), weight: $0.2, atHome: $0.3, domesticShare: $0.4)
        }
    }

    /// Position of an offence, frequent ones more often.
    static func pick(_ offences: [Offence], _ random: inout SplitMix64) -> Int {
        var left = random.below(offences.reduce(0) { $0 + $1.weight })
        for (position, offence) in offences.enumerated() {
            left -= offence.weight
            if left < 0 { return position }
        }
        return 0
    }

    // Code, crime type, weight, at a home, domestic in a hundred.
    private static let common: [(String, String, Int, Bool, Int)] = [
        ("105A", "Violence and sexual offences", 13, false, 35), ("8N", "Violence and sexual offences", 11, false, 30),
        ("46", "Shoplifting", 10, false, 0), ("49", "Other theft", 8, false, 0), ("9A", "Public order", 8, false, 5),
        ("45", "Vehicle crime", 8, false, 0), ("28E", "Burglary", 7, true, 0), ("58C", "Criminal damage and arson", 6, false, 2),
        ("8L", "Violence and sexual offences", 5, true, 40), ("48", "Vehicle crime", 4, false, 0),
        ("92E", "Drugs", 4, false, 0), ("30C", "Burglary", 3, false, 0), ("58A", "Criminal damage and arson", 3, true, 10),
        ("58D", "Criminal damage and arson", 3, false, 2), ("44", "Bicycle theft", 3, false, 0), ("34B", "Robbery", 2, false, 0),
        ("39", "Theft from the person", 2, false, 0), ("10D", "Possession of weapons", 1, false, 0),
        ("19C", "Violence and sexual offences", 1, true, 30), ("8M", "Violence and sexual offences", 1, false, 0),
        ("92A", "Drugs", 1, false, 0), ("56B", "Criminal damage and arson", 1, false, 0), ("28G", "Burglary", 1, true, 0),
        ("54", "Other crime", 1, false, 0),
    ]

    static let streets = [
        "High Street", "Station Road", "Church Lane", "Victoria Road", "Park Avenue", "Mill Lane", "Queens Road", "Kingsway", "New Road",
        "The Green", "Manor Close", "Grove Road", "School Lane", "Albert Street", "Windsor Drive", "Oak Crescent", "North Street",
        "Chapel Hill", "Springfield Way", "Broad Walk", "Alexandra Gardens", "Meadow View", "Farm Lane", "West End", "Castle Street",
        "George Square", "Hillside", "Rectory Road", "Bridge Street", "Highfield Terrace", "Elm Grove", "Water Lane", "Orchard Close",
        "The Crescent", "London Road", "Maple Rise", "Dukes Mews", "St Marys Place", "Warden Hill Road", "Birch Court",
    ]
    static let houseKinds = ["House", "Cottage", "Lodge", "Villa", "Barn", "Farmhouse", "Court"]
    static let premises = [
        "Multi-storey Car Park", "Town Hall", "Central Library", "The Red Lion", "Recreation Ground", "Railway Station", "Bus Interchange",
        "Shopping Centre", "Leisure Centre", "Supermarket", "Petrol Station", "Community Centre",
    ]
    static let givenNames = [
        "Alex", "Sam", "Jordan", "Amina", "Chloe", "David", "Ewa", "Fatima", "George", "Hassan", "Imran", "Joanna", "Kemi", "Liam", "Maria",
        "Nadia", "Owen", "Priya", "Ryan", "Sophie", "Tomasz", "Uzma", "Victor", "Wendy", "Yusuf", "Zoe",
    ]
    static let surnames = [
        "Zzleakson", "Zzleakham", "Zzleakley", "Zzleaker", "Zzleakford", "O'Zzleak", "Zzleak-Smith", "Zzleakwood", "Zzleakton", "Zzleakby",
    ]

    /// Texts for a field that has no code list, by the words in its name.
    static func pool(for field: String) -> [String] {
        for (word, pool) in pools where field.contains(word) { return pool }
        return ["Not recorded further", "See record", "As reported", "Other"]
    }

    private static let pools: [(String, [String])] = [
        (
            "method_of_entry",
            [
                "", "", "Insecure door", "Insecure window", "Forced rear window", "Forced front door", "Lock snapped", "Glass removed",
                "Key used", "By deception",
            ]
        ),
        (
            "property_stolen",
            ["", "", "Mobile phone", "Cash", "Jewellery, watches", "Pedal cycle", "Tools", "Laptop", "Alcohol", "Vehicle keys", "Clothing"]
        ),
        ("weapon", ["", "", "", "Fists", "Feet", "Knife", "Bottle", "Blunt instrument", "Firearm imitation"]),
        (
            "occupation",
            [
                "Unemployed", "Student", "Retired", "Shop assistant", "Driver", "Builder", "Cleaner", "Nurse", "Teacher", "Office worker",
                "Warehouse worker", "Chef", "Carer", "Electrician", "",
            ]
        ),
        (
            "offence",
            [
                "Theft from a shop", "Common assault", "Burglary in a dwelling", "Possession of cannabis", "Criminal damage to a vehicle",
                "Driving whilst disqualified", "Robbery of personal property", "Affray",
            ]
        ),
        ("length_of_sentence", ["3 months", "6 months", "12 months", "18 months", "2 years", "3 years", "4 years 6 months"]),
        ("vehicle_make", ["Ford", "Vauxhall", "Peugeot", "Renault", "Volkswagen", "Toyota", "Fiat"]),
        ("vehicle_model", ["Fiesta", "Corsa", "206", "Clio", "Polo", "Yaris", "Punto"]),
        (
            "school_name",
            ["Northfield High School", "St Annes Primary School", "Riverside Academy", "Kings Park College", "Oakbank Special School"]
        ),
        ("policing_operation", ["", "", "", "Operation Lantern", "Operation Harvest"]),
    ]
}
