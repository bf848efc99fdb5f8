/// The areas of one level, found in the image once for whoever asks for many units.
public struct AreaLookup: Sendable {
    /// By vintage, newest first.
    private let units: [ImageColumn]
    private let places: [ImageColumn]
    private let texts: ImageTexts?

    init(_ level: AreaLevel, in gazetteer: Gazetteer) {
        let columns = gazetteer.areaColumns.filter { $0.name.level == level }
        units = columns.map(\.units)
        places = columns.map(\.places)
        texts = gazetteer.levels[level]
    }

    /// Number of the area a unit lies in, as `Gazetteer.areaNumber` gives it.
    public func number(of unit: UnitIndex) -> UInt32 {
        for column in units.indices {
            let number = units[column][unit.int]
            if number != 0 { return number }
        }
        return 0
    }

    /// Code of the area a unit lies in, as `Gazetteer.code` gives it.
    public func code(of unit: UnitIndex) -> String? { text(number(of: unit)) }

    /// Code of the area that all units of a place lie in, as `Gazetteer.code` gives it.
    public func code(of place: PlaceIndex) -> String? {
        guard let number = place.number else { return code(of: UnitIndex(Int(place.raw))) }
        for column in places.indices {
            if let text = text(places[column][number]) { return text }
        }
        return nil
    }

    private func text(_ number: UInt32) -> String? {
        guard number > 0, let text = texts?[Int(number) - 1], !text.isEmpty else { return nil }
        return text
    }
}

extension Gazetteer {
    /// True if a unit lies, or lay, in the area of that code. Looks at every code of the level: for a form that somebody filled in.
    public func knows(_ code: String, _ level: AreaLevel) -> Bool {
        guard let texts = levels[level] else { return false }
        return (0..<texts.count).contains { texts[$0] == code }
    }

    /// The areas of a level, for hot loops.
    public func areas(_ level: AreaLevel) -> AreaLookup { AreaLookup(level, in: self) }
}
