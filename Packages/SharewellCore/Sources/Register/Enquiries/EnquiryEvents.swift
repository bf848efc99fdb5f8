/// Payload of `Event.enquiryLogged`.
public struct EnquiryLogged: Sendable, Hashable, Codable {
    /// Its number.
    public let enquiry: EnquiryID
    /// What is asked.
    public let content: EnquiryContent
    /// When it is to be answered.
    public let days: EnquiryDays
    /// Who logged it.
    public let by: PersonID
    /// Makes the payload.
    public init(enquiry: EnquiryID, content: EnquiryContent, days: EnquiryDays, by: PersonID) {
        self.enquiry = enquiry
        self.content = content
        self.days = days
        self.by = by
    }
}

/// Payload of `Event.enquiryAmended`: what was logged is put right.
public struct EnquiryAmended: Sendable, Hashable, Codable {
    /// The enquiry.
    public let enquiry: EnquiryID
    /// What is asked, in place of what stood there.
    public let content: EnquiryContent
    /// When it is to be answered.
    public let days: EnquiryDays
    /// Why, in words that name nobody.
    public let why: String
    /// Who amended it.
    public let by: PersonID
    /// Makes the payload.
    public init(enquiry: EnquiryID, content: EnquiryContent, days: EnquiryDays, why: String, by: PersonID) {
        self.enquiry = enquiry
        self.content = content
        self.days = days
        self.why = why
        self.by = by
    }
}

/// Payload of `Event.enquiryClarified`: whoever asked is asked what is wanted, or has said it.
public struct EnquiryClarified: Sendable, Hashable, Codable {
    /// The enquiry.
    public let enquiry: EnquiryID
    /// When they were asked, or when their answer was received, days since 1970-01-01.
    public let day: Int
    /// What they were asked, in words that name nobody; nil where they have answered.
    public let what: String?
    /// When it is to be answered now; nil where they are asked: no day is counted until they answer.
    public let days: EnquiryDays?
    /// Who recorded it.
    public let by: PersonID
    /// Makes the payload.
    public init(enquiry: EnquiryID, day: Int, what: String?, days: EnquiryDays?, by: PersonID) {
        self.enquiry = enquiry
        self.day = day
        self.what = what
        self.days = days
        self.by = by
    }
}

/// Payload of `Event.enquiryLetterSeen`: an agency's liaison officer looked at a letter that the co-ordinator recorded in its name.
public struct EnquiryLetterSeen: Sendable, Hashable, Codable {
    /// The enquiry.
    public let enquiry: EnquiryID
    /// The agency.
    public let agency: AgencyID
    /// True if it is what the agency wrote; what it did not write is no answer of it.
    public let isOurs: Bool
    /// Who looked.
    public let by: PersonID
    /// Makes the payload.
    public init(enquiry: EnquiryID, agency: AgencyID, isOurs: Bool, by: PersonID) {
        self.enquiry = enquiry
        self.agency = agency
        self.isOurs = isOurs
        self.by = by
    }
}

/// Payload of `Event.enquiryConsulted`: an originating agency is asked (§2.4.2.4).
public struct EnquiryConsulted: Sendable, Hashable, Codable {
    /// The enquiry.
    public let enquiry: EnquiryID
    /// The agency.
    public let agency: AgencyID
    /// Who asks.
    public let by: PersonID
    /// Makes the payload.
    public init(enquiry: EnquiryID, agency: AgencyID, by: PersonID) {
        self.enquiry = enquiry
        self.agency = agency
        self.by = by
    }
}

/// Payload of `Event.enquiryReplied`: what an originating agency says.
public struct EnquiryReplied: Sendable, Hashable, Codable {
    /// The enquiry.
    public let enquiry: EnquiryID
    /// The agency.
    public let agency: AgencyID
    /// What it says.
    public let answer: EnquiryAnswer
    /// Exemptions that it names.
    public let exemptions: [EnquiryExemption]
    /// Why, in words that name nobody.
    public let why: String
    /// The letter it stands in, where somebody else than its liaison officer records it.
    public let document: String?
    /// Who recorded it.
    public let by: PersonID
    /// Makes the payload.
    public init(
        enquiry: EnquiryID, agency: AgencyID, answer: EnquiryAnswer, exemptions: [EnquiryExemption], why: String, document: String?,
        by: PersonID
    ) {
        self.enquiry = enquiry
        self.agency = agency
        self.answer = answer
        self.exemptions = exemptions
        self.why = why
        self.document = document
        self.by = by
    }

    /// The exemptions it names that a way of answering would set aside.
    public func setAside(by closing: EnquiryClosing) -> [EnquiryExemption] {
        exemptions.filter { exemption in
            switch closing.outcome {
            case .disclosed: true
            case .depersonalised: !exemption.isMetByDepersonalising && !closing.exemptions.contains(exemption.id)
            case .inPart: !closing.exemptions.contains(exemption.id)
            case .exempt, .notHeld, .withdrawn: false
            }
        }
    }
}

/// An exemption as an agency named it, with what the rulebook said of it then.
public struct EnquiryExemption: Sendable, Hashable, Codable {
    /// Its name in the rulebook.
    public let id: String
    /// True if whoever answers cannot set it aside.
    public let isAbsolute: Bool
    /// True if nothing stands in the way once nobody can be identified.
    public let isMetByDepersonalising: Bool
    /// Names it.
    public init(id: String, isAbsolute: Bool, isMetByDepersonalising: Bool) {
        self.id = id
        self.isAbsolute = isAbsolute
        self.isMetByDepersonalising = isMetByDepersonalising
    }
}

/// Payload of `Event.enquiryClosed`.
public struct EnquiryClosed: Sendable, Hashable, Codable {
    /// The enquiry.
    public let enquiry: EnquiryID
    /// How it ended.
    public let closing: EnquiryClosing
    /// Who closed it.
    public let by: PersonID
    /// Makes the payload.
    public init(enquiry: EnquiryID, closing: EnquiryClosing, by: PersonID) {
        self.enquiry = enquiry
        self.closing = closing
        self.by = by
    }
}
