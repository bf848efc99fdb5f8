public import Disclosure
public import Guidance
public import Places
public import Register

/// A record as it leaves by the interface for programs.
public struct ShownRecord: Sendable {
    /// Names it for this agency, the same each time while its supply is held; says nothing.
    public let id: String
    /// Its fields that hold something, by name.
    public let values: [String: String]
    /// Its main place, where one is kept: a representative point.
    public let place: GeographicPoint?
}

/// A field of records as they leave.
public struct ShownField: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Its name for people.
    public let title: String
    /// True where its values are numbers.
    public let isNumber: Bool
}

/// Some records of a longer list.
public struct RecordPage: Sendable {
    /// The record type.
    public let dataset: RecordTypeID
    /// The fields that any of the records held can have.
    public let fields: [ShownField]
    /// The records.
    public let records: [ShownRecord]
    /// How many match in all, as far as their number may be told.
    public let matched: ShownCount
    /// True where that is their very number: they are all here, or all the asker's own agency's.
    public let isExact: Bool
    /// Where the list goes on; nil at its end.
    public let next: String?
    /// Supplies they are of.
    public let supplies: [SupplyID]
    /// Protective marking of anything made from them.
    public let marking: String
    /// What they were made with.
    public let madeWith: [String]
    /// What to bear in mind.
    public let caveats: [String]
}

/// A rectangle of longitudes and latitudes, its borders included. Across the antimeridian the west is greater than the east.
public struct GeographicBox: Sendable, Hashable, Codable {
    /// In degrees.
    public let west: Double, south: Double, east: Double, north: Double
    /// Nil where these are no degrees, or the south is above the north.
    public init?(west: Double, south: Double, east: Double, north: Double) {
        let degrees = [west, south, east, north]
        guard degrees.allSatisfy(\.isFinite), abs(west) <= 180, abs(east) <= 180, abs(south) <= 90, abs(north) <= 90, south <= north else {
            return nil
        }
        (self.west, self.south, self.east, self.north) = (west, south, east, north)
    }

    /// True if the point lies in it.
    public func holds(_ point: GeographicPoint) -> Bool {
        let isBetween =
            west <= east ? (west...east).contains(point.longitude) : point.longitude >= west || point.longitude <= east
        return isBetween && (south...north).contains(point.latitude)
    }
}
