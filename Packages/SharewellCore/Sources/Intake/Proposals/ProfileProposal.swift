public import Guidance
public import Tables

/// A profile made for headers that no profile knows, from their words and the column's values; for the supplier to look at and correct.
public struct ProfileProposal: Sendable, Hashable {
    /// Why a column was put where it was.
    public struct Reason: Sendable, Hashable {
        /// The file's header.
        public let header: String
        /// The field; nil where none was found.
        public let field: String?
        /// From 0 to 1.
        public let confidence: Double
        /// In words.
        public let why: String
    }
    /// The profile.
    public let profile: MappingProfile
    /// From 0 to 1: how sure the proposal is that a file of this record type would be read rightly.
    public let confidence: Double
    /// One for each header.
    public let reasons: [Reason]

    /// Proposes a profile. Always answers; a confidence under 0.5 is no more than a beginning.
    ///
    /// - Parameter today: days since 1970-01-01.
    public static func propose(
        for recordType: RecordType, headers: [String], samples: ParsedTable?, rulebook: Rulebook, today: Int
    ) -> ProfileProposal {
        ProposalMaker(recordType: recordType, headers: headers, samples: samples, codeList: rulebook.codeList, today: today).make()
    }
}
