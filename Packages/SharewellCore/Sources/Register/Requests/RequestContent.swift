public import Guidance

/// One request for information: `r000001`, numbered in the order they were made.
public struct RequestID: ShortName {
    /// The text.
    public let rawValue: String
    /// Takes the text as it is.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// "request".
    public static var kind: String { "request" }
    /// The `number`th request of the hub, from 1.
    public init(number: Int) { self.init(rawValue: numbered("r", number)) }
}

/// One grant: `g000001`, numbered in the order they were given.
public struct GrantID: ShortName {
    /// The text.
    public let rawValue: String
    /// Takes the text as it is.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// "grant".
    public static var kind: String { "grant" }
    /// The `number`th grant of the hub, from 1.
    public init(number: Int) { self.init(rawValue: numbered("g", number)) }
}

func numbered(_ letter: String, _ number: Int) -> String {
    let digits = String(number)
    return letter + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
}

/// How information travels to whoever asked (§4.3.4, §4.3.6): the first is the best.
public enum TransferMethod: String, Sendable, Codable, CaseIterable {
    /// Taken from the hub by those named, under their own profile.
    case hub
    /// A package sealed to the recipient's key.
    case sealedPackage = "sealed-package"
    /// An encrypted container.
    case encryptedContainer = "encrypted-container"
    /// A disc or memory stick, encrypted, entered in the register of removable media.
    case removableMedia = "removable-media"
}

/// How exactly a request wants to know where (§4.2.3), the most exact first.
public enum PlacePrecision: String, Sendable, Codable, CaseIterable, Comparable {
    /// Address or coordinates.
    case exact
    /// Postcode.
    case postcode
    /// Statistical or administrative areas only.
    case area
    /// Nothing about places.
    case none

    /// Finer is less.
    public static func < (left: Self, right: Self) -> Bool { left.position < right.position }
    private var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// The precision that a part of a place needs.
    public static func needed(for part: PlaceUse.Part) -> PlacePrecision {
        switch part {
        case .address, .easting, .northing: .exact
        case .postcode: .postcode
        case .area: .area
        }
    }
}

/// What is asked, why, by whom and until when: the six steps of §4.3 and Principles 1 and 2 of §4.2.
///
/// It stands in the ledger, so it names no data subject: the persons asked about are sealed in the vault, and only their number stands here.
public struct RequestContent: Sendable, Hashable, Codable {
    /// A supposition and the datasets that would test it (§4.3.1).
    public struct Hypothesis: Sendable, Hashable, Codable {
        /// In a sentence.
        public let text: String
        /// Record types that would test it.
        public let datasets: [RecordTypeID]
        /// A supposition and what tests it.
        public init(text: String, datasets: [RecordTypeID]) {
            self.text = text
            self.datasets = datasets
        }
    }
    /// What it is for (§2.3).
    public var purpose: PurposeCategory
    /// Why the information helps the partnership (Principle 1).
    public var why: String
    /// What the supplier has of it (Principle 2).
    public var benefit: String
    /// The questions it should help to answer (§4.3.1).
    public var questions: [String]
    /// Agreed definitions of the words in the questions, one a line.
    public var definitions: [String] = []
    /// Hypotheses to be tested.
    public var hypotheses: [Hypothesis] = []
    /// The record type asked of.
    public var dataset: RecordTypeID
    /// The fields asked: the minimum necessary, sorted.
    public var fields: [String]
    /// How exactly places are needed.
    public var precision: PlacePrecision
    /// First and last day, month or year of the period asked, ISO 8601; nil where the record type has no date.
    public var from: String?, to: String?
    /// Area codes the records must lie in; empty for the whole of what the source supplied.
    public var areas: [String] = []
    /// How many persons are asked about; who they are is sealed. 0: not about particular persons.
    public var persons = 0
    /// True if it asks for everybody in the dataset: said expressly, as personal information about nobody in particular is about everybody.
    public var isAboutEveryone = false
    /// The agency whose information it is (§4.3.2).
    public var source: AgencyID
    /// Whom to approach there, if known.
    public var contact: PersonID?
    /// The people it is to be given to.
    public var recipients: [PersonID]
    /// Who handles it and answers for its destruction.
    public var handler: PersonID
    /// File format wanted (§4.3.4).
    public var format: String
    /// Days within which it is needed.
    public var neededWithin: Int
    /// How it travels (§4.3.4).
    public var transfer: TransferMethod
    /// Last day it may be kept: then it is destroyed, days since 1970-01-01 (§2.4.2.5).
    public var destroyBy: Int
    /// The partnership it is asked in; nil for the hub's first.
    public var partnership: PartnershipID?
    /// Facts that bear on the law, by name in the rulebook, as stated so far.
    public var facts: [String: Bool] = [:]
    /// Why it is necessary, and why it is in proportion, in the requester's words (Human Rights Act 1998, article 8).
    public var necessity: String?, proportionality: String?

    /// The least a request says; everything else can be set.
    public init(
        purpose: PurposeCategory, why: String, benefit: String, questions: [String], dataset: RecordTypeID, fields: [String],
        precision: PlacePrecision, source: AgencyID, recipients: [PersonID], handler: PersonID, format: String, neededWithin: Int,
        transfer: TransferMethod, destroyBy: Int
    ) {
        self.purpose = purpose
        self.why = why
        self.benefit = benefit
        self.questions = questions
        self.dataset = dataset
        self.fields = fields
        self.precision = precision
        self.source = source
        self.recipients = recipients
        self.handler = handler
        self.format = format
        self.neededWithin = neededWithin
        self.transfer = transfer
        self.destroyBy = destroyBy
    }
}
