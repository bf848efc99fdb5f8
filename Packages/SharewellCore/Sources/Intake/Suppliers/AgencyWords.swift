/// The words of an agency's name that tell it from others.
struct AgencyWords {
    /// What says who it is: `bedfordshire`, `yorkshire`.
    let distinctive: [String]
    /// Points of the compass and the like, which only tell agencies of one county apart.
    let directions: Set<String>
    /// First letters of all words: `gmp`, and of those without `and`, `of`, `the`.
    let initials: Set<String>
    private let all: [String]

    private static let joining: Set<String> = ["the", "of", "and", "for", "in", "upon"]
    private static let generic: Set<String> = [
        "police", "constabulary", "force", "service", "services", "city", "borough", "council", "county", "district", "metropolitan",
        "unitary",
        "authority", "fire", "rescue", "brigade", "ambulance", "nhs", "trust", "foundation", "hospital", "hospitals", "health",
        "healthcare",
        "probation", "youth", "offending", "team", "community", "safety", "partnership", "csp", "agency", "ltd", "plc", "limited", "royal",
        "local",
        "office", "department", "board", "pct", "primary", "care", "uk", "england", "wales", "gb",
    ]
    private static let compass: Set<String> = [
        "north", "south", "east", "west", "central", "greater", "mid", "upper", "lower", "inner", "outer",
    ]

    init(_ name: String) {
        all = WordKey.loose(name.utf8).split(separator: " ").map(String.init)
        var directions: Set<String> = []
        var distinctive: [String] = []
        for word in all where !Self.joining.contains(word) {
            if Self.compass.contains(word) {
                directions.insert(word)
            } else if !Self.generic.contains(word) {
                distinctive.append(word)
            }
        }
        // A name of nothing but general words, such as Metropolitan Police, is told by what is least general in it.
        if distinctive.isEmpty, directions.isEmpty { distinctive = all.filter { $0 == "metropolitan" || $0 == "city" } }
        self.distinctive = distinctive.isEmpty ? directions.sorted() : distinctive
        self.directions = directions
        initials = [
            String(all.compactMap(\.first)), String(all.filter { !Self.joining.contains($0) }.compactMap(\.first)),
        ]
    }

    /// True if both may well be names of one agency.
    func names(_ other: AgencyWords) -> Bool {
        if all == other.all { return !all.isEmpty }
        if hasInitials(of: other) || other.hasInitials(of: self) { return true }
        guard directions.isEmpty || other.directions.isEmpty || !directions.isDisjoint(with: other.directions) else { return false }
        return distinctive.contains { word in other.distinctive.contains { Self.alike(word, $0) } }
    }

    private func hasInitials(of other: AgencyWords) -> Bool {
        all.contains { word in word.utf8.count >= 3 && other.all.count > 1 && other.initials.contains(word) }
    }

    /// The same word, a beginning of it of three letters or more, or a county's short form: `beds`, `yorks`.
    private static func alike(_ left: String, _ right: String) -> Bool {
        if left == right { return true }
        let short = left.utf8.count <= right.utf8.count ? left : right
        let long = short == left ? right : left
        guard short.utf8.count >= 3 else { return false }
        if long.hasPrefix(short) { return true }
        return short.utf8.count >= 4 && short.utf8.count <= 9 && short.hasSuffix("s") && long.hasPrefix(short.dropLast())
    }
}
