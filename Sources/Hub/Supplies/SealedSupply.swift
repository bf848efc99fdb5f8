import Archive
import Depersonalisation
import Guidance
import Intake
import Register
import Sealing
import Tables

/// What came of sealing a file, before it is recorded.
struct SealedSupply {
    let summary: SegmentSummary
    let digest: String
    let contentDigest: String
    let measures: QualityMeasures
    let findings: FindingTally
    let report: DepersonalisingReport?
    let heldBack: Int
    let rejects: RejectedRecords

    /// First and last date of the field that says when, to the month where no record is more precise.
    func period(of type: RecordType) -> (from: String, to: String)? {
        guard let name = type.period, let first = measures.firstDay, let last = measures.lastDay else { return nil }
        let ends = [first, last].map { CalendarDay(number: $0).description }
        let field = measures.fields[name]
        let length = (field?.count(of: .day) ?? 0) > 0 ? 10 : (field?.count(of: .month) ?? 0) > 0 ? 7 : 4
        return (String(ends[0].prefix(length)), String(ends[1].prefix(length)))
    }

    func supersededRecords(in state: HubState) -> [Superseded] {
        summary.superseded.compactMap { superseded in
            state.supplies.values.first { $0.taken.object == superseded.object.rawValue }.map {
                Superseded(supply: $0.taken.supply, records: superseded.rows)
            }
        }
    }
}
