/// What a gazetteer holds, in numbers.
public struct PlacesSummary: Sendable, Hashable, Codable {
    /// Postcodes known.
    public private(set) var units = 0
    /// Of them in use.
    public private(set) var live = 0
    /// Of them with a point.
    public private(set) var withPoint = 0
    /// Of them with a known number of properties.
    public private(set) var withProperties = 0
    /// How many properties must share a place.
    public let threshold: Int
    /// Postcodes that may be kept whole.
    public private(set) var unit = 0
    /// Postcodes kept as a group.
    public private(set) var group = 0
    /// Postcodes kept as a sector.
    public private(set) var sector = 0
    /// Postcodes kept as an outward code.
    public private(set) var district = 0
    /// Postcodes of which nothing may be kept.
    public private(set) var nothing = 0
    /// Sets of area codes.
    public let codes: [String]

    /// Counts.
    public init(_ gazetteer: Gazetteer) {
        threshold = gazetteer.propertyThreshold
        codes = gazetteer.areaSets.map(\.description)
        units = gazetteer.unitCount
        for position in 0..<gazetteer.unitCount {
            let index = UnitIndex(position)
            if !gazetteer.isTerminated(index) { live += 1 }
            if gazetteer.point(index) != nil { withPoint += 1 }
            if gazetteer.properties(index) != nil { withProperties += 1 }
            switch gazetteer.place(of: index).map(gazetteer.rung) {
            case .unit: unit += 1
            case .group: group += 1
            case .sector: sector += 1
            case .district: district += 1
            case nil: nothing += 1
            }
        }
    }
}
