/// What the guidance says, as data: datasets, code lists, agency classes, aggregate sources, markings, the metadata form, the Suffolk Matrix,
/// bank holidays, what section 17A prescribes, and enquiries from outside the partnership.
///
/// Made only by `load(files:)`, which checks every part against every other.
public struct Rulebook: Sendable {
    /// Identifier: `england-wales-2010`.
    public let id: String
    /// Its name.
    public let title: String
    /// What it was typed from, with licence.
    public let source: String
    /// In the order of the guidance.
    public let recordTypes: [RecordType]
    /// In the order of the files.
    public let codeLists: [CodeList]
    /// In the order of the files.
    public let agencyClasses: [AgencyClass]
    /// In the order of the guidance.
    public let aggregateSources: [AggregateSource]
    /// In the order of the files.
    public let markings: [Marking]
    /// Reasons for refusing a request, in the order of the files.
    public let refusalReasons: [RefusalReason]
    /// The form of §3.4.
    public let metadataForm: MetadataForm
    /// What each kind of content is marked; empty in a rulebook without marking rules.
    public let markingRules: [MarkingRule]
    /// The Suffolk Matrix (§4.3.6); nil in a rulebook without one.
    public let matrix: SuffolkMatrix?
    /// Where information is kept and reached, best first (§4.3.6); nil in a rulebook without it.
    public let storageHierarchy: StorageHierarchy?
    /// The calendar of bank holidays; nil in a rulebook without one.
    public let bankHolidays: BankHolidays?
    /// The bank holidays of the other parts of the United Kingdom, in the order of the file.
    public let holidaysElsewhere: [BankHolidays]
    /// What has to be disclosed under section 17A; nil in a rulebook without it.
    public let prescribedInformation: PrescribedInformation?
    /// How long each kind of enquiry may take; empty in a rulebook without them, under which none is logged.
    public let enquiryRules: [EnquiryRule]
    /// Sections under which information is not given, in the order of the files.
    public let exemptions: [Exemption]
    /// How small numbers are protected where an agency decided nothing else.
    public let smallNumbers: SmallNumberRule

    private let recordTypePositions: [RecordTypeID: Int]
    private let codeListPositions: [String: Int]
    private let agencyClassPositions: [String: Int]

    init(
        id: String, title: String, source: String, recordTypes: [RecordType], codeLists: [CodeList], agencyClasses: [AgencyClass],
        aggregateSources: [AggregateSource], markings: [Marking], refusalReasons: [RefusalReason], metadataForm: MetadataForm,
        markingRules: [MarkingRule] = [], matrix: SuffolkMatrix? = nil, storageHierarchy: StorageHierarchy? = nil,
        bankHolidays: BankHolidays? = nil, holidaysElsewhere: [BankHolidays] = [], prescribedInformation: PrescribedInformation? = nil,
        enquiryRules: [EnquiryRule] = [], exemptions: [Exemption] = [], smallNumbers: SmallNumberRule = .usual
    ) {
        self.id = id
        self.title = title
        self.source = source
        self.recordTypes = recordTypes
        self.codeLists = codeLists
        self.agencyClasses = agencyClasses
        self.aggregateSources = aggregateSources
        self.markings = markings
        self.refusalReasons = refusalReasons
        self.metadataForm = metadataForm
        self.markingRules = markingRules
        self.matrix = matrix
        self.storageHierarchy = storageHierarchy
        self.bankHolidays = bankHolidays
        self.holidaysElsewhere = holidaysElsewhere
        self.prescribedInformation = prescribedInformation
        self.enquiryRules = enquiryRules
        self.exemptions = exemptions
        self.smallNumbers = smallNumbers
        recordTypePositions = Self.positions(recordTypes.map(\.id))
        codeListPositions = Self.positions(codeLists.map(\.id))
        agencyClassPositions = Self.positions(agencyClasses.map(\.id))
    }

    private static func positions<ID: Hashable>(_ ids: [ID]) -> [ID: Int] {
        Dictionary(ids.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    /// Folders beside the rulebook's own files that other rooms read and check: depersonalising rule packs, mapping profiles and the law.
    public static let otherFolders = ["rule-packs", "profiles", "law"]

    /// Reads, decodes and cross-checks the files of one rulebook; files in `otherFolders` are passed over.
    /// - Throws: every fault that was found, each with file, line and remedy.
    public static func load(files: [RulebookFile]) throws(RulebookFaults) -> Rulebook {
        var decoder = RulebookDecoder()
        for file in files where !otherFolders.contains(where: { file.path.hasPrefix($0 + "/") || file.path.contains("/\($0)/") }) {
            decoder.read(file)
        }
        return try decoder.finish()
    }

    /// The record type of that identifier.
    public func recordType(_ id: RecordTypeID) -> RecordType? { recordTypePositions[id].map { recordTypes[$0] } }
    /// The code list of that identifier.
    public func codeList(_ id: String) -> CodeList? { codeListPositions[id].map { codeLists[$0] } }
    /// The agency class of that identifier.
    public func agencyClass(_ id: String) -> AgencyClass? { agencyClassPositions[id].map { agencyClasses[$0] } }
    /// The marking of that identifier.
    public func marking(_ id: String) -> Marking? { markings.first { $0.id == id } }
    /// True when each agency of the class must nominate a Designated Liaison Officer (§2.2.1); false for an unknown class.
    public func needsLiaisonOfficer(_ classID: String) -> Bool { agencyClass(classID)?.needsLiaisonOfficer ?? false }
}
