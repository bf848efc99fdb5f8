/// What the canonical text of each type of field may be: the one definition that the Data Package, the check of a file against the standard
/// and intake go by.
public enum CanonicalForm {
    /// No age above this is believed.
    public static let oldestAge = 120
    /// Metres east within which Great Britain and its waters lie on the National Grid; zero stands for no easting.
    public static let eastings = 1...700_000
    /// Metres north, likewise.
    public static let northings = 1...1_300_000
    /// Years of dates; systems write earlier ones for none.
    public static let years = 1900...2199
    /// First characters of area codes (ONS coding and naming policy); L, M and N93 codes are not in use.
    public static let areaLetters = "EWSNKJ"

    /// Which letters a postcode may have at its places (BS 7666-2; Royal Mail Programmers' Guide).
    public enum PostcodeLetters {
        /// First letters: all but Q, V, X.
        public static let first = "ABCDEFGHIJKLMNOPRSTUWYZ"
        /// Second letters: all but I, J, Z.
        public static let second = "ABCDEFGHKLMNOPQRSTUVWXY"
        /// The letter of `A9A`.
        public static let third = "ABCDEFGHJKPSTUW"
        /// The letter of `AA9A`.
        public static let fourth = "ABEHMNPRVWXY"
        /// The inward letters.
        public static let inward = "ABDEFGHJLNPQRSTUWXYZ"
        /// The one postcode of no such form: Girobank's.
        public static let girobank = "GIR 0AA"
    }

    /// A regular expression, of what Table Schema, XML Schema and Swift read alike, that every canonical text of the type matches as a whole;
    /// nil where any text, or any of a list, may be one.
    public static func pattern(of type: FieldType) -> String? {
        switch type {
        case .date: date
        // Whole years, a band of them, or a date of birth.
        case .age: "(\(age)|\(age)-\(age)|(under|over) \(age)|\(date))"
        case .postcode: postcode
        case .area: "[\(areaLetters)][0-9]{8}"
        case .time: "([01][0-9]|2[0-3]):[0-5][0-9]"
        case .text, .freeText, .reference, .code, .flag, .number, .address, .easting, .northing: nil
        }
    }

    private static let century = "(\((years.lowerBound / 100...years.upperBound / 100).map(String.init).joined(separator: "|")))"
    private static let date = "\(century)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
    private static let age = "(120|1[01][0-9]|[1-9]?[0-9])"
    private static let postcode: String = {
        let (first, second) = ("[\(PostcodeLetters.first)]", "[\(PostcodeLetters.second)]")
        let oneLetter = "\(first)([1-9]?[0-9]|[0-9][\(PostcodeLetters.third)])"
        let twoLetters = "\(first)\(second)([1-9]?[0-9]|[0-9][\(PostcodeLetters.fourth)])"
        return "((\(oneLetter)|\(twoLetters)) [0-9][\(PostcodeLetters.inward)]{2}|\(PostcodeLetters.girobank))"
    }()
}
