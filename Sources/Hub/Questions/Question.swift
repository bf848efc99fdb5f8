public import Guidance

/// What a person asks of the depersonalised records of one record type.
public struct Question: Sendable, Hashable, Codable {
    /// A test of one field.
    public struct Filter: Sendable, Hashable, Codable {
        /// What the value must be.
        public enum Test: Sendable, Hashable, Codable {
            /// Exactly this, without regard to case.
            case equals(String)
            /// This text somewhere in it, without regard to case.
            case contains(String)
        }
        /// Name of the field as typed.
        public let field: String
        /// The test.
        public let test: Test
        /// Makes a filter.
        public init(field: String, test: Test) {
            self.field = field
            self.test = test
        }
    }
    /// The record type.
    public let dataset: RecordTypeID
    /// First and last day, month or year of the period, ISO 8601.
    public let from: String?, to: String?
    /// All must hold; several `equals` of one field are alternatives.
    public let filters: [Filter]
    /// At most two fields to count by.
    public let by: [String]
    /// A box of the map that the representative points lie in.
    public let within: GridBox?
    /// Makes a question.
    public init(dataset: RecordTypeID, from: String?, to: String?, filters: [Filter], by: [String], within: GridBox? = nil) {
        self.dataset = dataset
        self.from = from
        self.to = to
        self.filters = filters
        self.by = by
        self.within = within
    }

    /// The same records, counted by other fields.
    func counted(by: [String]) -> Question {
        Question(dataset: dataset, from: from, to: to, filters: filters, by: by, within: within)
    }

    /// True for `2022`, `2022-10` and `2022-10-31`, whether or not the calendar has the day.
    public static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return (1...3).contains(parts.count) && parts[0].count == 4 && parts.dropFirst().allSatisfy { $0.count == 2 }
            && parts.allSatisfy { $0.utf8.allSatisfy { (48...57).contains($0) } }
    }
}

/// A box on the National Grid, in metres: the west and south sides belong to it.
public struct GridBox: Sendable, Hashable, Codable {
    /// The sides.
    public let west: Int, south: Int, east: Int, north: Int
    /// Multiples of this, so that a box cannot be moved about a single point.
    public static let step = 500

    /// Widened to whole steps; nil if it is no box of the National Grid.
    public init?(west: Double, south: Double, east: Double, north: Double) {
        guard [west, south, east, north].allSatisfy({ $0.isFinite && abs($0) < 2_000_000 }), west < east, south < north else { return nil }
        let step = Double(Self.step)
        self.west = Int((west / step).rounded(.down) * step)
        self.south = Int((south / step).rounded(.down) * step)
        self.east = Int((east / step).rounded(.up) * step)
        self.north = Int((north / step).rounded(.up) * step)
    }
}
