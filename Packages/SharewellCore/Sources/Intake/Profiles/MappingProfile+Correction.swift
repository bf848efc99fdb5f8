public import Guidance

/// What a column of a supplier's file is taken for.
public enum ColumnUse: Sendable, Hashable {
    /// Left out.
    case ignored
    /// Fills a field, alone or joined with other columns.
    case field(String)
    /// Degrees east of a place.
    case longitude(String)
    /// Degrees north of a place.
    case latitude(String)
    /// Names the agency that recorded the row.
    case supplier
}

extension MappingProfile {
    /// What each column of a file with those headers is taken for; a column may fill more than one field, as a date with its time does.
    public func uses(of headers: [String]) -> [[ColumnUse]] {
        let index = HeaderIndex(headers)
        var uses = [[ColumnUse]](repeating: [], count: headers.count)
        func note(_ header: String, _ use: ColumnUse) { if let column = index[header] { uses[column].append(use) } }
        for mapping in fields where mapping.constant == nil {
            if let either = mapping.either.first(where: { index[$0] != nil }) { note(either, .field(mapping.field)) }
            for header in mapping.headers { note(header, .field(mapping.field)) }
        }
        for place in places {
            note(place.longitude, .longitude(place.group))
            note(place.latitude, .latitude(place.group))
        }
        for header in suppliedBy { note(header, .supplier) }
        return uses
    }

    /// Columns that no profile reads anything from, by their place: what has no header, or the header of a column before it, in capitals or not.
    public static func unread(_ headers: [String]) -> Set<Int> {
        let index = HeaderIndex(headers)
        return Set(headers.indices.filter { index[headers[$0]] != $0 })
    }

    /// The orders in which the dates of a column are read: of each date that it fills, none twice.
    public func dateOrders(of header: String, in recordType: RecordType) -> [DateOrder] {
        var orders: [DateOrder] = []
        for mapping in fields
        where recordType.field(mapping.field)?.type == .date
            && (mapping.headers + mapping.either).contains(where: { HeaderIndex.key($0) == HeaderIndex.key(header) })
            && !orders.contains(mapping.dateOrder)
        {
            orders.append(mapping.dateOrder)
        }
        return orders
    }

    /// The profile with columns taken for something else. What is said here of a field that the same columns go on filling stays: its codes,
    /// dates and words. A place with only one of its two degrees is left out, and so is a column that nothing is read from.
    ///
    /// - Parameters:
    ///   - columns: each header of the file, with what it is to be taken for.
    ///   - orders: the order of the dates of columns for which somebody chose one, by header.
    public func corrected(
        _ columns: [(header: String, uses: [ColumnUse])], orders: [String: DateOrder] = [:], for recordType: RecordType, named name: String
    ) -> MappingProfile {
        var headers: [String: [String]] = [:], longitudes: [String: String] = [:], latitudes: [String: String] = [:]
        var suppliers: [String] = [], ignored: [String] = []
        let index = HeaderIndex(columns.map(\.header))
        for (place, column) in columns.enumerated() where index[column.header] == place {
            for use in column.uses {
                switch use {
                case .ignored: continue
                case .field(let field): headers[field, default: []].append(column.header)
                case .longitude(let group): longitudes[group] = column.header
                case .latitude(let group): latitudes[group] = column.header
                case .supplier: suppliers.append(column.header)
                }
            }
            if column.uses.allSatisfy({ $0 == .ignored }) { ignored.append(column.header) }
        }
        let mappings = recordType.fields.compactMap { field -> FieldMapping? in
            let known = fields.first { $0.field == field.name }
            guard let filling = headers[field.name] else { return known?.constant == nil ? nil : known }
            let before = known.map { $0.either.first { index[$0] != nil }.map { [$0] } ?? $0.headers } ?? []
            let isSame = Set(before.map(HeaderIndex.key)) == Set(filling.map(HeaderIndex.key))
            var mapping = isSame ? known ?? FieldMapping(field: field.name) : FieldMapping(field: field.name)
            mapping.either = []
            // The order in which texts are joined is the profile's, not the file's.
            mapping.headers = isSame ? before : filling
            mapping.needed = true
            // Of columns that are joined, a date and its time for one, any may be the one that was asked about.
            if field.type == .date, let order = filling.lazy.compactMap({ orders[$0] }).first { mapping.dateOrder = order }
            return mapping
        }
        let filled = Set(mappings.map(\.field))
        let pairs = recordType.placeGroups.compactMap { group -> PlaceMapping? in
            let grid = recordType.fields.filter { $0.place?.group == group && [.easting, .northing].contains($0.place?.part) }
            guard let longitude = longitudes[group], let latitude = latitudes[group], !grid.contains(where: { filled.contains($0.name) })
            else { return nil }
            return PlaceMapping(group: group, longitude: longitude, latitude: latitude)
        }
        return MappingProfile(
            name: name, title: "\(title), corrected", datasets: [recordType.id], fields: mappings, places: pairs, suppliedBy: suppliers,
            ignored: ignored, coordinateMethod: coordinateMethod, caveats: caveats)
    }
}
