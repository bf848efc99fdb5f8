import Register

/// A date of any precision that the calendar has.
struct CalendarDate {
    let text: String
    init?(_ text: String) {
        let full: String
        switch text.utf8.count {
        case 4: full = "\(text)-01-01"
        case 7: full = "\(text)-01"
        default: full = text
        }
        guard CivilDay(iso: full) != nil else { return nil }
        self.text = text
    }
}
