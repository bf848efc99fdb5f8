import Archive
import Depersonalisation
import Guidance
import Register
import Storage

/// Gathers what the hub already keeps of the places of linked records (rule 6): offence, offender and victim files of one agency share a
/// reference, and what is safe in each file alone may not be safe in their join.
struct LinkedSupplies {
    let hub: Hub
    let vault: KeyVault

    /// nil where nothing linked is held.
    func places(for plan: SupplyPlan) throws -> LinkedPlaces? {
        var linked = LinkedPlaces()
        for type in plan.recordType.linked.compactMap({ hub.rulebook.recordType($0) }) where type.information == .depersonalised {
            for supply in hub.state.heldSupplies(of: type.id) where supply.taken.agency == plan.agency.id {
                try add(supply.taken, of: type, to: &linked)
            }
        }
        return linked.isEmpty ? nil : linked
    }

    private func add(_ taken: SupplyTaken, of type: RecordType, to linked: inout LinkedPlaces) throws {
        let reader = try hub.segments.reader(of: taken, in: vault)
        let names = Set(reader.fields.map(\.name))
        guard let reference = type.reference?.name, names.contains(reference) else { return }
        let groups = type.placeGroups.filter { names.contains("\($0)_place") && names.contains("\($0)_rung") }
        guard !groups.isEmpty else { return }
        let plan = try SegmentSet([reader]).plan(SegmentQuery())
        for number in 0..<plan.blockCount {
            let block = try plan.records(in: number, fields: [reference] + groups.flatMap { ["\($0)_place", "\($0)_rung"] })
            for record in 0..<block.count {
                for (position, group) in groups.enumerated() {
                    guard let rung = PlaceRung(rawValue: block.string(2 * position + 2, record)) else { continue }
                    let place = block.string(2 * position + 1, record)
                    let isHome = type.fields.contains { $0.place?.group == group && $0.place?.kind == .residence }
                    block.withBytes(0, record) {
                        if !$0.isEmpty {
                            linked.add(reference: $0, place: place, rung: rung, nearestPlace: nil, isResidence: isHome)
                        }
                    }
                }
            }
        }
    }
}
