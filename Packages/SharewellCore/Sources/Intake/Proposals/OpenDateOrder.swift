public import Guidance
public import Tables

/// A date that was read in one order although the values at the beginning of its file can be read in another as well, or rather in another.
public struct OpenDateOrder: Sendable, Hashable, Codable {
    /// The field's name.
    public let field: String
    /// The order it was read in.
    public let order: DateOrder
    /// Those that the values would allow besides, or instead.
    public let others: [DateOrder]

    /// Of a file that is read by that profile. `today` in days since 1970-01-01.
    public static func find(
        in samples: ParsedTable, headers: [String], profile: MappingProfile, recordType: RecordType, today: Int
    ) -> [OpenDateOrder] {
        let uses = profile.uses(of: headers), readings = DateReadings.find(in: samples, today: today)
        return recordType.fields.filter { $0.type == .date }.compactMap { field in
            guard let order = profile.fields.first(where: { $0.field == field.name })?.dateOrder else { return nil }
            let columns = readings.indices.filter { uses.indices.contains($0) && uses[$0].contains(.field(field.name)) }
            let open = columns.compactMap { readings[$0] }.first { $0.offered(insteadOf: [order]) != nil }
            guard let others = open?.readings.map(\.order).filter({ $0 != order }), !others.isEmpty else { return nil }
            return OpenDateOrder(field: field.name, order: order, others: others)
        }
    }
}
