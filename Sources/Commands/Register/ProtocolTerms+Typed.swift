public import ArgumentParser
import Guidance
public import Register

extension ProtocolKind: @retroactive ExpressibleByArgument {}
extension PurposeCategory: @retroactive ExpressibleByArgument {}
extension TransferMethod: @retroactive ExpressibleByArgument {}
extension EncryptionStandard: @retroactive ExpressibleByArgument {}
extension EnquiryKind: @retroactive ExpressibleByArgument {}
extension EnquiryAnswer: @retroactive ExpressibleByArgument {}
extension EnquiryOutcome: @retroactive ExpressibleByArgument {}

extension ProtocolTerms.Limit {
    /// Limits as typed: `AGENCY:depersonalised` and `AGENCY:DATASET`, several of one agency together.
    static func typed(_ texts: [String]) throws -> [ProtocolTerms.Limit] {
        var limits: [AgencyID: (datasets: [RecordTypeID], depersonalisedOnly: Bool)] = [:]
        for text in texts {
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw Failure(
                    code: "limit-not-understood", message: "A limit is not of the form AGENCY:LIMIT.",
                    remedy: "Write youth-club:depersonalised or youth-club:fire-incident.", exit: ExitStatus.usage)
            }
            let agency = try AgencyID(checking: parts[0])
            if parts[1] == "depersonalised" {
                limits[agency, default: ([], false)].depersonalisedOnly = true
            } else {
                limits[agency, default: ([], false)].datasets.append(RecordTypeID(rawValue: parts[1]))
            }
        }
        return limits.sorted { $0.key < $1.key }.map { agency, limit in
            ProtocolTerms.Limit(
                agency: agency, datasets: limit.datasets.isEmpty ? nil : limit.datasets, depersonalisedOnly: limit.depersonalisedOnly)
        }
    }
}

extension RoutineSupply {
    /// `AGENCY:DATASET:INTERVAL:DAYS`, perhaps with the first day behind another colon.
    init(typed text: String, inForceFrom first: Int) throws {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (4...5).contains(parts.count), let every = SupplyInterval(rawValue: parts[2]), let within = Int(parts[3]) else {
            throw Failure(
                code: "supply-not-understood", message: "A routine supply is not of the form AGENCY:DATASET:INTERVAL:DAYS.",
                remedy:
                    "Write beds-police:police-incident:monthly:10; intervals are \(SupplyInterval.allCases.map(\.rawValue).joined(separator: ", ")).",
                exit: ExitStatus.usage)
        }
        self.init(
            agency: try AgencyID(checking: parts[0]), dataset: RecordTypeID(rawValue: parts[1]), every: every, within: within,
            from: try parts.count == 5 ? day(parts[4]) : Self.firstOfMonth(from: first))
    }
}
