/// What a word, or a run of words, can be in an address.
struct WordClass: OptionSet {
    let rawValue: UInt64
    /// Ends a street's name wherever it stands.
    static let street = WordClass(rawValue: 1)
    /// Ends a street's name even where no number stands before it.
    static let openStreet = WordClass(rawValue: 1 << 1)
    /// Ends a street's name or a house's.
    static let weakStreet = WordClass(rawValue: 1 << 2)
    /// Ends the name of a block of flats or of a street.
    static let blockOrStreet = WordClass(rawValue: 1 << 3)
    /// Ends the name of a house, a block or premises.
    static let house = WordClass(rawValue: 1 << 4)
    /// The same, but streets are called after it too.
    static let hall = WordClass(rawValue: 1 << 5)
    /// Part of a building, with or without a number.
    static let part = WordClass(rawValue: 1 << 6)
    /// Part of a building when a number or letter follows.
    static let numberedPart = WordClass(rawValue: 1 << 7)
    /// North, upper and the like.
    static let direction = WordClass(rawValue: 1 << 8)
    /// Begins a street's own name and seldom a house's.
    static let qualifier = WordClass(rawValue: 1 << 9)
    /// Among the commonest words before a street word.
    static let commonFirst = WordClass(rawValue: 1 << 10)
    /// Something near follows.
    static let near = WordClass(rawValue: 1 << 11)
    /// Streets follow.
    static let junction = WordClass(rawValue: 1 << 12)
    /// Skipped after the two before.
    static let filler = WordClass(rawValue: 1 << 13)
    /// A number follows.
    static let numberWord = WordClass(rawValue: 1 << 14)
    /// A person's name follows.
    static let title = WordClass(rawValue: 1 << 15)
    /// An identifying number follows.
    static let identifier = WordClass(rawValue: 1 << 16)
    /// Begins a street's name: HEOL.
    static let streetOpening = WordClass(rawValue: 1 << 17)
    /// Begins a street's name or a house's: BRYN.
    static let weakStreetOpening = WordClass(rawValue: 1 << 18)
    /// Begins a house's name: TY.
    static let houseOpening = WordClass(rawValue: 1 << 19)
    /// After ST this makes a saint.
    static let saint = WordClass(rawValue: 1 << 20)
    /// A given name.
    static let givenName = WordClass(rawValue: 1 << 21)
    /// A street that has no street word.
    static let typeless = WordClass(rawValue: 1 << 22)
    /// A post town.
    static let town = WordClass(rawValue: 1 << 23)
    /// A county, district or country.
    static let area = WordClass(rawValue: 1 << 24)
    /// A locality that looks like a street.
    static let locality = WordClass(rawValue: 1 << 25)
    /// Some entry of several words begins with this one.
    static let opens = WordClass(rawValue: 1 << 26)
    /// Some entry of several words ends with this one.
    static let closes = WordClass(rawValue: 1 << 27)
    /// The word AND.
    static let and = WordClass(rawValue: 1 << 28)
    /// The word THE.
    static let the = WordClass(rawValue: 1 << 29)
    /// The word ST: saint or street.
    static let saintOrStreet = WordClass(rawValue: 1 << 30)

    /// Ends the name of a row of houses on a street of another name, or of a street.
    static let terrace = WordClass(rawValue: 1 << 31)
    /// A common name of a house.
    static let houseName = WordClass(rawValue: 1 << 32)

    /// A number written out.
    static let spelt = WordClass(rawValue: 1 << 33)

    /// Ends a street's name, surely or perhaps.
    static let anyStreet: WordClass = [.street, .openStreet, .weakStreet, .blockOrStreet]
    /// Ends a building's name, surely or perhaps.
    static let anyBuilding: WordClass = [.blockOrStreet, .house, .hall]
    /// Shares any member with the other.
    func meets(_ other: WordClass) -> Bool { rawValue & other.rawValue != 0 }
}
