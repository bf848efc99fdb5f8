public import Places

/// Decides what of a place may be kept (rules 2 to 5): the unit, what the pinned gazetteer retains for it, or an area.
public struct PlaceLadder: Sendable {
    /// The pinned gazetteer.
    public let gazetteer: Gazetteer
    /// Boundaries, for points that come without area codes.
    public let areas: AreaIndex?
    /// Properties that must share a retained place.
    public let least: Int
    /// By number of the LSOA in the gazetteer: whether any unit there is counted.
    private let countedAreas: [Bool]
    /// Looked up once, as every unit of a supply is asked for its areas.
    private let lsoas: AreaLookup
    private let msoas: AreaLookup
    private let wards: AreaLookup
    private let districts: AreaLookup
    /// How far away the nearest live unit may be for a record that has coordinates only, in metres.
    public static let farthestUnit = 1000.0

    /// Over that gazetteer and boundaries.
    public init(gazetteer: Gazetteer, areas: AreaIndex?, least: Int) {
        self.gazetteer = gazetteer
        self.areas = areas
        self.least = least
        countedAreas = gazetteer.areasWithCounts(.lsoa)
        lsoas = gazetteer.areas(.lsoa)
        msoas = gazetteer.areas(.msoa)
        wards = gazetteer.areas(.ward)
        districts = gazetteer.areas(.district)
    }

    /// Code of the LSOA a unit lies in.
    func lsoa(of unit: UnitIndex) -> String? { lsoas.code(of: unit) }

    /// Code of the ward a unit lies in.
    func ward(of unit: UnitIndex) -> String? { wards.code(of: unit) }

    /// What a record in that unit keeps.
    func entry(for unit: UnitIndex) -> PlaceTable.Entry {
        guard let place = gazetteer.place(of: unit), gazetteer.propertyThreshold >= least else { return areaEntry(for: unit) }
        let retained = gazetteer.retained(place)
        // Somebody who knows the gazetteer can rule out neighbours that keep their own postcode: only the others count.
        guard retained.properties >= least, retained.ownProperties >= least else { return districtEntry(for: unit) }
        let rung: PlaceRung
        switch retained.rung {
        case .unit: rung = .postcode
        case .group: rung = .group
        case .sector: rung = .sector
        case .district: rung = .district
        }
        return PlaceTable.Entry(
            label: retained.label, rung: rung, postcode: rung == .postcode ? retained.label : "", sector: retained.sector ?? "",
            outward: retained.outward, lsoa: lsoas.code(of: place) ?? "", msoa: msoas.code(of: place) ?? "",
            ward: wards.code(of: place) ?? "", district: districts.code(of: place) ?? "", point: retained.point)
    }

    /// No rung has enough known properties. Where nobody has counted any in the unit's LSOA, that stays, which by its making has at least 400
    /// households, and what it nests in. Where some are counted, whoever knows the counts knows which few units would keep the LSOA only.
    private func areaEntry(for unit: UnitIndex) -> PlaceTable.Entry {
        let number = Int(lsoas.number(of: unit))
        guard gazetteer.properties(unit) == nil, number < countedAreas.count, !countedAreas[number],
            let lsoa = lsoas.code(of: unit), isGeographic(lsoa)
        else { return districtEntry(for: unit) }
        return PlaceTable.Entry(
            label: lsoa, rung: .area, lsoa: lsoa, msoa: msoas.code(of: unit) ?? "",
            district: districts.code(of: unit) ?? "")
    }

    private func districtEntry(for unit: UnitIndex) -> PlaceTable.Entry {
        guard let district = districts.code(of: unit), isGeographic(district) else {
            return PlaceTable.Entry(label: "", rung: .withheld)
        }
        return PlaceTable.Entry(label: district, rung: .area, district: district)
    }

    /// Codes such as E99999999 stand for no area.
    private func isGeographic(_ code: String) -> Bool { !code.hasSuffix("99999999") }

    /// A supplied area code by itself.
    func entry(forArea code: String) -> PlaceTable.Entry {
        guard isGeographic(code) else { return PlaceTable.Entry(label: "", rung: .withheld) }
        let isLSOA = code.hasPrefix("E01") || code.hasPrefix("W01")
        return PlaceTable.Entry(label: code, rung: .area, lsoa: isLSOA ? code : "")
    }

    /// A point that may stay as it is: a public place, or one the source has moved already.
    func entry(at point: GridPoint, rung: PlaceRung, area: String) -> PlaceTable.Entry {
        var label = String(Int64(point.easting.rounded())) + " " + String(Int64(point.northing.rounded()))
        if rung == .exact { label += " exact" }
        let lsoa = area.hasPrefix("E01") || area.hasPrefix("W01") ? area : areas?.code(.lsoa, at: point) ?? ""
        if !lsoa.isEmpty { label += " " + lsoa }
        return PlaceTable.Entry(
            label: label, rung: rung, lsoa: lsoa, msoa: areas?.code(.msoa, at: point) ?? "", ward: areas?.code(.ward, at: point) ?? "",
            district: areas?.code(.district, at: point) ?? "", point: point)
    }
}
