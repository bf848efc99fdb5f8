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

    /// The last day on which it is answered in time; nil where whoever asks states it, and where the calendar of bank holidays does not reach.
    public func due(received: CalendarDay, by holidays: BankHolidays?) -> CalendarDay? {
        switch period {
        case .workingDays(let count): holidays.flatMap { WorkingDays($0).adding(count, to: received) }
        case .days(let count, let countsFirstDay): CalendarDay(number: received.number + count - (countsFirstDay ? 1 : 0))
        case .stated: nil
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
}
