/// Who asks for what from outside the partnership.
public enum EnquiryKind: String, Sendable, Codable, CaseIterable {
    /// Anybody, under the Freedom of Information Act 2000 (§2.4.2.4).
    case freedomOfInformation = "foi"
    /// A person, for what is held about them, under the Data Protection Act 1998 (§2.4.2.5).
    case subjectAccess = "subject-access"
    /// A crime and disorder committee, under the Police and Justice Act 2006 (§2.4.1.2).
    case scrutiny
}

/// How long an enquiry of one kind may take, with the enactment.
public struct EnquiryRule: Sendable, Hashable, Encodable {
    /// How its last day is found.
    public enum Period: Sendable, Hashable, Codable {
        /// That many working days after the day of receipt.
        case workingDays(Int)
        /// That many days after the day of receipt, or from it on if that counts as the first.
        case days(Int, countsFirstDay: Bool)
        /// The day that whoever asks states.
        case stated
    }
    /// The kind of enquiry.
    public let kind: EnquiryKind
    /// What it is.
    public let title: String
    /// Where the guidance speaks of it.
    public let section: String
    /// The enactment.
    public let source: String
    /// How its last day is found.
    public let period: Period
    /// The period in words.
    public let explanation: String
    /// The enactment by which the period begins anew once whoever asked has said more clearly what is wanted; nil where none says so.
    public let clarification: String?
    /// Groups of agencies that the duty to answer lies on; empty where it is not for one kind of agency.
    public let owedBy: [AgencyGroup]

    /// When it is to be answered.
    public struct Days: Sendable, Hashable {
        /// The day by which it had better be answered: counted by the bank holidays of England and Wales.
        public let due: CalendarDay
        /// The last day on which it is answered in time: counted by the bank holidays of any part of the United Kingdom.
        public let last: CalendarDay
    }

    /// When it is to be answered; nil where whoever asks states it, and where the calendars of bank holidays do not reach.
    ///
    /// A working day is no bank holiday in any part of the United Kingdom (Freedom of Information Act 2000, section 10(6)).
    public func days(received: CalendarDay, in rulebook: Rulebook) -> Days? {
        switch period {
        case .workingDays(let count):
            guard let holidays = rulebook.bankHolidays, let due = WorkingDays(holidays).adding(count, to: received),
                let last = WorkingDays(holidays, and: rulebook.holidaysElsewhere).adding(count, to: received)
            else { return nil }
            return Days(due: due, last: last)
        case .days(let count, let countsFirstDay):
            let day = CalendarDay(number: received.number + count - (countsFirstDay ? 1 : 0))
            return Days(due: day, last: day)
        case .stated: return nil
        }
    }
}

/// A section of an Act or Regulations under which information is not given.
public struct Exemption: Sendable, Hashable, Identifiable, Encodable {
    /// Lower-case words joined by hyphens: `foi-40`.
    public let id: String
    /// The kind of enquiry it answers.
    public let kind: EnquiryKind
    /// The title of the section.
    public let title: String
    /// Where the guidance speaks of it.
    public let section: String
    /// The enactment.
    public let source: String
    /// True if nothing stands in the way of the same information once nobody can be identified from it.
    public let isMetByDepersonalising: Bool
    /// The enactment that makes it absolute: whoever answers cannot set it aside; nil where something else can outweigh it.
    public let absoluteBy: String?
    /// True if whoever answers cannot set it aside.
    public var isAbsolute: Bool { absoluteBy != nil }
}
