import Archive
import Depersonalisation
import Guidance
import Places
import Register
import Storage

/// Gathers what the hub already keeps of the places of linked records (rule 6): offence, offender and victim files of one agency share a
/// reference, and what is safe in each file alone may not be safe in their join.
struct LinkedSupplies {
    let hub: Hub
    let vault: KeyVault

    /// nil where nothing linked is held.
    func places(for plan: SupplyPlan) throws -> LinkedPlaces? {
        guard let ladder = plan.depersonalising?.ladder else { return nil }
        var linked = LinkedPlaces()
        for type in plan.recordType.linked.compactMap({ hub.rulebook.recordType($0) }) where type.information == .depersonalised {
            for supply in hub.state.heldSupplies(of: type.id) where supply.taken.agency == plan.agency.id {
                try add(supply.taken, of: type, on: ladder, to: &linked)
            }
        }
        return linked.isEmpty ? nil : linked
    }

    private func add(_ taken: SupplyTaken, of type: RecordType, on ladder: PlaceLadder, to linked: inout LinkedPlaces) throws {
        let reader = try hub.segments.reader(of: taken, in: vault)
        let names = Set(reader.fields.map(\.name))
        guard let reference = type.reference?.name, names.contains(reference) else { return }
        let groups = type.placeGroups.filter { group in Self.parts.allSatisfy { names.contains("\(group)_\($0)") } }
        guard !groups.isEmpty else { return }
        let plan = try SegmentSet([reader]).plan(SegmentQuery())
        var nearest: [String: String] = [:]
        for number in 0..<plan.blockCount {
            let block = try plan.records(in: number, fields: [reference] + groups.flatMap { group in Self.parts.map { "\(group)_\($0)" } })
            for record in 0..<block.count {
                for (position, group) in groups.enumerated() {
                    let first = Self.parts.count * position + 1
                    guard let rung = PlaceRung(rawValue: block.string(first + 1, record)) else { continue }
                    let place = block.string(first, record)
                    var label: String?
                    if rung == .exact || rung == .snapped {
                        if nearest[place] == nil {
                            nearest[place] = Self.label(near: block.string(first + 2, record), block.string(first + 3, record), on: ladder)
                        }
                        label = nearest[place]
                    }
                    let isHome = type.fields.contains { $0.place?.group == group && $0.place?.kind == .residence }
                    block.withBytes(0, record) {
                        if !$0.isEmpty {
                            linked.add(reference: $0, place: place, rung: rung, nearestPlace: label, isResidence: isHome)
                        }
                    }
                }
            }
        }
    }

    /// What is read of each place.
    private static let parts = ["place", "rung", "easting", "northing"]

    /// What the ladder would keep at a point: that of the nearest postcode; the empty text where there is none near.
    private static func label(near easting: String, _ northing: String, on ladder: PlaceLadder) -> String {
        guard let east = Double(easting), let north = Double(northing),
            let unit = ladder.gazetteer.nearestUnit(to: GridPoint(easting: east, northing: north), within: PlaceLadder.farthestUnit)
        else { return "" }
        return ladder.judge(ladder.gazetteer.postcode(unit).packed).label ?? ""
    }
}
