/// How much detail a value was supplied with (§4.2.3, precision). Its raw value is what measures are kept under.
public enum Precision: UInt8, Sendable, Hashable, CaseIterable {
    /// Detail has no meaning for this kind of value.
    case plain
    /// A date to the day.
    case day
    /// A date to the month.
    case month
    /// A date to the year.
    case year
    /// An age in whole years.
    case singleYear
    /// A date of birth.
    case birthDate
    /// An age band such as `18-24`.
    case ageBand
    /// A full postcode.
    case postcodeUnit
    /// A postcode sector or district.
    case postcodePart
    /// Coordinates to the metre or finer.
    case metre
    /// Coordinates rounded to 10 m or more.
    case rounded

    /// Words for a report.
    public var title: String {
        switch self {
        case .plain: "as recorded"
        case .day: "to the day"
        case .month: "to the month only"
        case .year: "to the year only"
        case .singleYear: "single years of age"
        case .birthDate: "dates of birth"
        case .ageBand: "age bands only"
        case .postcodeUnit: "full postcodes"
        case .postcodePart: "parts of postcodes only"
        case .metre: "to the metre"
        case .rounded: "rounded to ten metres or more"
        }
    }
    /// Whether it is the detail the guidance asks for: days, single years of age, at least a postcode unit.
    public var isFull: Bool {
        switch self {
        case .plain, .day, .singleYear, .birthDate, .postcodeUnit, .metre: true
        case .month, .year, .ageBand, .postcodePart, .rounded: false
        }
    }
}
