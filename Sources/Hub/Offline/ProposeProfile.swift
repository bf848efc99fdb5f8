public import Foundation
public import Guidance
import Intake
import Storage
import Tables

/// Proposes a mapping profile for a supplier's file, to save, correct and name with `--profile`. Nothing is supplied and no hub is needed.
public struct ProposeProfile {
    private let type: RecordType
    private let rulebook: Rulebook
    private let today: Int

    /// For files of that record type; `today` in days since 1970-01-01.
    public init(type: RecordType, rulebook: Rulebook, today: Int) {
        self.type = type
        self.rulebook = rulebook
        self.today = today
    }

    /// What was made of the file's headers.
    public struct Proposal: Sendable, Encodable {
        /// One header of the file.
        public struct Column: Sendable, Encodable {
            /// As it stands in the file.
            public let header: String
            /// The field it fills; nil where none was found.
            public let field: String?
            /// From 0 to 1.
            public let confidence: Double
            /// In words.
            public let why: String
        }
        /// From 0 to 1; under 0.5 it is no more than a beginning, and a supply would refuse to use it unasked.
        public let confidence: Double
        /// Header by header.
        public let columns: [Column]
        /// The profile as YAML.
        public let profile: String
    }

    /// Reads the beginning of the file.
    public func perform(_ file: URL) throws -> Proposal {
        let head = try SupplyPlan.head(of: .file(file))
        let names = Set(type.fields.flatMap { [$0.name, $0.title] })
        let layout = try LayoutDetector.detect(head.bytes, isWhole: head.isWhole, knownHeaders: names).layout
        let proposal = ProfileProposal.propose(
            for: type, headers: layout.headers, samples: try MappingProfiles.samples(layout, head.bytes), rulebook: rulebook, today: today)
        return Proposal(
            confidence: proposal.confidence,
            columns: proposal.reasons.map {
                Proposal.Column(header: $0.header, field: $0.field, confidence: $0.confidence, why: $0.why)
            }, profile: proposal.profile.yaml)
    }
}
