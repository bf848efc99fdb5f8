public import Guidance

/// How one supplier's file becomes the standard's: its headers, codes, dates and coordinates (§4.3.5).
public struct MappingProfile: Sendable, Hashable {
    /// What `--profile` is given: lower-case words joined by hyphens.
    public let name: String
    /// What it is for, in a line.
    public let title: String
    /// Record types that a file of this form may be supplied as.
    public let datasets: [RecordTypeID]
    /// How fields are filled.
    public let fields: [FieldMapping]
    /// How places given in degrees get their eastings and northings.
    public let places: [PlaceMapping]
    /// Headers whose values name the agency that recorded the row.
    public let suppliedBy: [String]
    /// Headers known and left out.
    public let ignored: [String]
    /// How the coordinates were made.
    public let coordinateMethod: CoordinateMethod
    /// What users of the data must know.
    public let caveats: [String]

    init(
        name: String, title: String, datasets: [RecordTypeID], fields: [FieldMapping], places: [PlaceMapping] = [],
        suppliedBy: [String] = [],
        ignored: [String] = [], coordinateMethod: CoordinateMethod = .unknown, caveats: [String] = []
    ) {
        self.name = name
        self.title = title
        self.datasets = datasets
        self.fields = fields
        self.places = places
        self.suppliedBy = suppliedBy
        self.ignored = ignored
        self.coordinateMethod = coordinateMethod
        self.caveats = caveats
    }

    /// Every header the profile speaks of, to find a header line by.
    public var headers: [String] {
        fields.flatMap { $0.headers + $0.either } + places.flatMap { [$0.longitude, $0.latitude] } + suppliedBy + ignored
    }
}

/// How one field of the standard is filled.
public struct FieldMapping: Sendable, Hashable {
    /// The field's name.
    public let field: String
    /// Headers that fill it; the values of several are joined.
    public var headers: [String] = []
    /// Other headers of which the first that is there fills it, for files of several vintages.
    public var either: [String] = []
    /// What stands between joined values.
    public var joiner = " "
    /// The same value for every record, where no header fills the field.
    public var constant: String?
    /// False where a file without the header is still of this form.
    public var needed = true
    /// Supplied value → the standard's code.
    public var codes: [String: String] = [:]
    /// Supplied values that stand for nothing.
    public var missing: [String] = []
    /// Beginnings to take off.
    public var strip: [String] = []
    /// Words for yes and no of a flag.
    public var yes: [String] = []
    /// Words for no.
    public var no: [String] = []
    /// Order of day and month.
    public var dateOrder = DateOrder.dayFirst
    /// Numbers are days since 1899-12-30, as in spreadsheets.
    public var serialDates = false

    init(field: String) { self.field = field }
}

/// How a place given in degrees is read.
public struct PlaceMapping: Sendable, Hashable {
    /// The record type's place group.
    public let group: String
    /// Header of the longitude.
    public let longitude: String
    /// Header of the latitude.
    public let latitude: String
}
