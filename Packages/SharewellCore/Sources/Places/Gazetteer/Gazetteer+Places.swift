extension Gazetteer {
    /// What a record in this unit may keep of its place; nil if nothing: no rung has enough known properties.
    public func place(of unit: UnitIndex) -> PlaceIndex? {
        let number = places.placeOf[unit.int]
        switch number {
        case GazetteerLayout.withheld: return nil
        case GazetteerLayout.itself: return unit.int < unitCount ? PlaceIndex(raw: unit.raw) : nil
        default: return Int(number) - 2 < placeCount ? PlaceIndex(raw: (number - 2) | PlaceIndex.mark) : nil
        }
    }

    /// How coarse a place is.
    public func rung(_ place: PlaceIndex) -> Rung {
        guard let number = place.number else { return .unit }
        let code = Int(places.rung[number])
        return code < Rung.allCases.count ? Rung.allCases[code] : .district
    }

    /// Properties known to share a place.
    public func properties(_ place: PlaceIndex) -> Int {
        guard let number = place.number else { return properties(UnitIndex(Int(place.raw))) ?? 0 }
        return Int(places.properties[number])
    }

    /// Representative point of a place: computed, on a 10 m grid, never a member's own point.
    public func representativePoint(_ place: PlaceIndex) -> GridPoint? {
        guard let number = place.number else { return representativePoint(of: UnitIndex(Int(place.raw))) }
        guard places.eastings[number] != GazetteerLayout.noPoint, number < placeCount else { return nil }
        return GridPoint(easting: Double(places.eastings[number]), northing: Double(places.northings[number]))
    }

    /// Representative point of a unit for itself. Whether a record may name the unit is for `place(of:)` to say.
    public func representativePoint(of unit: UnitIndex) -> GridPoint? {
        guard let raw = point(unit) else { return nil }
        return GridPoint(
            easting: raw.easting + Double(places.shiftEast[unit.int]), northing: raw.northing + Double(places.shiftNorth[unit.int]))
    }

    /// Code of the area that all units of a place lie in, from the newest vintage in which they agree; nil if they lie in several.
    public func code(_ level: AreaLevel, of place: PlaceIndex) -> String? {
        guard let number = place.number else { return code(level, of: UnitIndex(Int(place.raw))) }
        for column in areaColumns where column.name.level == level {
            if let text = text(level, column.places[number]) { return text }
        }
        return nil
    }

    /// The same, of one vintage.
    public func code(_ set: AreaSetName, of place: PlaceIndex) -> String? {
        guard let number = place.number else { return code(set, of: UnitIndex(Int(place.raw))) }
        return areaColumns.first { $0.name == set }.flatMap { text(set.level, $0.places[number]) }
    }

    /// The units a place is made of.
    public func units(of place: PlaceIndex) -> [UnitIndex] {
        guard let number = place.number else { return [UnitIndex(Int(place.raw))] }
        return places.memberRange(number).map { UnitIndex(Int(places.members[$0])) }
    }

    /// Everything about a place at once.
    public func retained(_ place: PlaceIndex) -> RetainedPlace {
        let rung = rung(place)
        let members = place.number.map { places.memberRange($0) }
        let first = members.map { UnitIndex(Int(places.members[$0.lowerBound])) } ?? UnitIndex(Int(place.raw))
        let postcode = postcode(first)
        let total = properties(place)
        return RetainedPlace(
            rung: rung, label: label(place), properties: total, ownProperties: place.number.map { Int(places.own[$0]) } ?? total,
            point: representativePoint(place), sector: rung == .district ? nil : postcode.sector, outward: postcode.outward,
            unitCount: members?.count ?? 1)
    }

    /// The place of a unit with everything about it.
    public func retainedPlace(of unit: UnitIndex) -> RetainedPlace? { place(of: unit).map(retained) }

    /// `LU1 2AB`, `LU1 2 group 3`, `LU1 2 in E06000032`, `LU1 in E06000032`: the same for the same gazetteer version.
    public func label(_ place: PlaceIndex) -> String {
        guard let number = place.number else { return postcode(UnitIndex(Int(place.raw))).description }
        let member = UnitIndex(Int(places.members[places.memberRange(number).lowerBound]))
        let postcode = postcode(member)
        let district = code(.district, of: member) ?? ""
        switch rung(place) {
        case .unit: return postcode.description
        case .group: return postcode.sector + " group \(places.ordinal[number])"
        case .sector: return postcode.sector + " in " + district
        case .district: return postcode.outward + " in " + district
        }
    }
}

extension PlaceIndex {
    /// Position among the places of several units; nil for a unit by itself.
    var number: Int? { raw & Self.mark == 0 ? nil : Int(raw & ~Self.mark) }
}
