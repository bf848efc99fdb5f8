/// A filled-in metadata form (§3.4): what the supplier says about a supply.
public struct MetadataStatement: Sendable, Hashable, Codable {
    /// Name of the agency supplying the information.
    public let agency: String
    /// Name of the supplier.
    public let supplier: String
    /// Contact details of the supplier.
    public let contact: String
    /// Dataset name.
    public let dataset: String
    /// Start of the time period covered: ISO 8601, a year, month or day.
    public let periodFrom: String?
    /// End of the time period covered, inclusive.
    public let periodTo: String?
    /// File format.
    public let fileFormat: String
    /// Number of records supplied.
    public let recordCount: Int?
    /// Date supplied.
    public let dateSupplied: String?
    /// List of datafields contained in the dataset.
    public let fields: [String]
    /// Explanation of datafields that are not self-explanatory, by name.
    public let explanations: [String: String]
    /// Caveats and considerations on the use of the dataset.
    public let caveats: [String]
    /// Coding systems used, by field.
    public let codingSystems: [String: String]
    /// What methodology determined the geographic coordinates.
    public let coordinateMethod: String?

    /// The keys of the form, in the order of §3.4.
    public static let keys = [
        "agency", "supplier", "contact", "dataset", "period-from", "period-to", "file-format", "record-count", "date-supplied", "fields",
        "explanations", "caveats", "coding-systems", "coordinate-method",
    ]

    /// Makes a statement from its parts.
    public init(
        agency: String, supplier: String, contact: String, dataset: String, periodFrom: String?, periodTo: String?, fileFormat: String,
        recordCount: Int?, dateSupplied: String?, fields: [String], explanations: [String: String] = [:], caveats: [String] = [],
        codingSystems: [String: String] = [:], coordinateMethod: String? = nil
    ) {
        self.agency = agency
        self.supplier = supplier
        self.contact = contact
        self.dataset = dataset
        self.periodFrom = periodFrom
        self.periodTo = periodTo
        self.fileFormat = fileFormat
        self.recordCount = recordCount
        self.dateSupplied = dateSupplied
        self.fields = fields
        self.explanations = explanations
        self.caveats = caveats
        self.codingSystems = codingSystems
        self.coordinateMethod = coordinateMethod
    }

    /// Keys of the form that the supplier left empty although §3.4 asks for them of every supply.
    public var missing: [String] {
        let given: [(String, Bool)] = [
            ("agency", !agency.isEmpty), ("supplier", !supplier.isEmpty), ("contact", !contact.isEmpty), ("dataset", !dataset.isEmpty),
            ("period-from", periodFrom != nil), ("period-to", periodTo != nil), ("file-format", !fileFormat.isEmpty),
            ("record-count", recordCount != nil), ("date-supplied", dateSupplied != nil), ("fields", !fields.isEmpty),
        ]
        return given.filter { !$0.1 }.map(\.0)
    }
}
