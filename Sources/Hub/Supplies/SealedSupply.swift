import Archive
import Depersonalisation
import Intake
import Register
import Tables

/// What came of sealing a file, before it is recorded.
struct SealedSupply {
    let summary: SegmentSummary
    let digest: String
    let measures: QualityMeasures
    let findings: FindingTally
    let report: DepersonalisingReport?
    let heldBack: Int
    let rejects: RejectedRecords

    /// First and last day as supplied, at the precision supplied.
    var period: (from: String, to: String)? { measures.period }

    func supersededRecords(in state: HubState) -> [Superseded] {
        summary.superseded.compactMap { superseded in
            state.supplies.values.first { $0.taken.object == superseded.object.rawValue }.map {
                Superseded(supply: $0.taken.supply, records: superseded.rows)
            }
        }
    }
}
