internal import Guidance

/// What a liaison officer lets be had of what was asked. What is nil or empty stays as it was asked; nothing in it can give more (§4.3.1).
public struct GrantNarrowing: Sendable, Hashable {
    /// Only these fields.
    public var fields: [String]?
    /// Only these areas.
    public var areas: [String]?
    /// Only these people may have it.
    public var people: [PersonID]?
    /// Only these of the persons asked about, by their numbers in the sealed list, from 1.
    public var persons: [Int]?
    /// A shorter period.
    public var from: String?, to: String?
    /// A safer way to travel.
    public var transfer: TransferMethod?
    /// An earlier last day, days since 1970-01-01.
    public var until: Int?
    /// Conditions attached.
    public var conditions: [String] = []
    /// A higher marking than what is asked for has by itself (§2.1D).
    public var marking: String?
    /// As asked, whole.
    public init() {}
}

/// Which of the persons that a request asks about a grant gives.
public enum GrantedPersons: Sendable, Hashable, Codable {
    /// The request names none: depersonalised records, or everybody in the dataset.
    case notNamed
    /// All whose references are sealed with the request.
    case all
    /// Those at these places of the sealed list, from 1, sorted.
    case only([Int])

    /// True if they are no others and no more than those.
    func areWithin(_ others: Self) -> Bool {
        switch (self, others) {
        case (.notNamed, .notNamed), (.all, .all), (.only, .all): true
        case (.only(let these), .only(let those)): Set(these).isSubset(of: those)
        default: false
        }
    }

    /// Those of the sealed list; nil where none are named.
    public func chosen(of sealed: [String]) -> [String]? {
        switch self {
        case .notNamed: nil
        case .all: sealed
        case .only(let places): places.filter { sealed.indices.contains($0 - 1) }.map { sealed[$0 - 1] }
        }
    }
}

extension GrantTerms {
    /// All that a request asks for, without conditions: what a grant of it may give at most.
    init(asking content: RequestContent, for agency: AgencyID) { self.init(content, for: agency, narrowed: GrantNarrowing()) }

    /// What a request asks for, narrowed.
    init(_ content: RequestContent, for agency: AgencyID, narrowed by: GrantNarrowing) {
        let all: GrantedPersons = content.persons > 0 ? .all : .notNamed
        self.init(
            dataset: content.dataset, source: content.source, agency: agency, people: Set(by.people ?? content.recipients).sorted(),
            fields: Set(by.fields ?? content.fields).sorted(), from: by.from ?? content.from, to: by.to ?? content.to,
            areas: Set(by.areas ?? content.areas).sorted(), persons: by.persons.map { .only(Set($0).sorted()) } ?? all,
            transfer: by.transfer ?? content.transfer, conditions: by.conditions, until: by.until ?? content.destroyBy,
            marking: by.marking)
    }

    /// True if they give nothing beyond the others: the same information or less, for the same people or fewer, no longer, by a way as safe,
    /// under all of their conditions and no lower a marking.
    func areWithin(_ others: GrantTerms) -> Bool {
        dataset == others.dataset && source == others.source && agency == others.agency && transfer.isAsSafe(as: others.transfer)
            && Set(people).isSubset(of: others.people) && Set(fields).isSubset(of: others.fields)
            && (others.areas.isEmpty || (!areas.isEmpty && Set(areas).isSubset(of: others.areas)))
            && persons.areWithin(others.persons) && isPeriodWithin(others) && until <= others.until
            && Set(others.conditions).isSubset(of: conditions) && (others.marking == nil || marking == others.marking)
    }

    private func isPeriodWithin(_ others: GrantTerms) -> Bool {
        func day(_ text: String?, _ place: (CalendarDate) -> Int) -> Int? { text.flatMap { CalendarDate($0) }.map(place) }
        if let others = day(others.from, \.firstDay) {
            guard let own = day(from, \.firstDay), own >= others else { return false }
        }
        if let others = day(others.to, \.lastDay) {
            guard let own = day(to, \.lastDay), own <= others else { return false }
        }
        return true
    }

    /// True if a grant in these terms would give something: a field, to somebody, of somebody, of some day.
    var giveSomething: Bool {
        let begins = from.flatMap { CalendarDate($0) }?.firstDay, ends = to.flatMap { CalendarDate($0) }?.lastDay
        let isEmptied = persons == .only([])
        return !fields.isEmpty && !people.isEmpty && !isEmptied && (begins ?? .min) <= (ends ?? .max)
    }
}

extension TransferMethod {
    /// True if information that may travel as the other may travel so, too: what is sealed to the recipient's key is safer than any other way,
    /// and what leaves encrypted is safer than what may be seen on a screen or carried about.
    func isAsSafe(as other: Self) -> Bool {
        self == other || self == .sealedPackage || (self == .encryptedContainer && other != .sealedPackage)
    }
}
