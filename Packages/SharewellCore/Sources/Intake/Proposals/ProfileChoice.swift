public import Guidance
public import Tables

/// The profile a file is read with when none is named, and how sure that is.
public struct ProfileChoice: Sendable, Hashable {
    /// How the profile was come by.
    public enum Origin: String, Sendable, Hashable, Codable {
        /// One that ships with the rulebook or belongs to the hub.
        case known
        /// The standard's own headers.
        case standard
        /// Made for this file; to be saved and looked at.
        case proposed
    }
    /// The profile.
    public let profile: MappingProfile
    /// How it was come by.
    public let origin: Origin
    /// From 0 to 1.
    public let confidence: Double
    /// Per header, for a proposed profile.
    public let reasons: [ProfileProposal.Reason]

    /// A profile fits from here on.
    static let fits = 0.75
    /// A proposal is used from here on.
    static let proposes = 0.5

    /// Chooses the profile that fits a file's headers best, or proposes one.
    ///
    /// - Parameter profiles: the shipped ones and the hub's own.
    /// - Throws: `wrong-dataset`, naming the record type the file looks like, or `no-profile-fits`.
    public static func choose(
        for recordType: RecordType, headers: [String], samples: ParsedTable?, profiles: [MappingProfile], rulebook: Rulebook, today: Int
    ) throws(ProfileMismatch) -> ProfileChoice {
        let fits = profiles.map { (profile: $0, fit: $0.fit(headers: headers)) }.filter { $0.fit >= Self.fits }.sorted {
            ($1.fit, $0.profile.name) < ($0.fit, $1.profile.name)
        }
        let own = StandardFit(headers, recordType)
        let standard = rulebook.recordTypes.map { StandardFit(headers, $0) }.max { $0.rank < $1.rank }
        if let best = fits.first, best.fit >= (standard?.known ?? 0) {
            if let chosen = fits.first(where: { $0.profile.datasets.contains(recordType.id) }), chosen.fit >= best.fit - 0.05 {
                return ProfileChoice(profile: chosen.profile, origin: .known, confidence: chosen.fit, reasons: [])
            }
            throw wrongDataset(recordType, best.profile.datasets[0], "they are those of the profile \(best.profile.name)")
        }
        if let standard, standard.isFit {
            // Record types share names of fields: another is meant only if it knows headers that this one does not.
            if own.isFit, own.known >= standard.known - 0.1 {
                return ProfileChoice(profile: .standard(for: recordType), origin: .standard, confidence: own.known, reasons: [])
            }
            if standard.known >= own.known + 0.2 {
                throw wrongDataset(recordType, standard.recordType.id, "they are the standard's for that dataset")
            }
        }
        return try propose(recordType, headers, samples, rulebook, today)
    }

    private static func propose(
        _ recordType: RecordType, _ headers: [String], _ samples: ParsedTable?, _ rulebook: Rulebook, _ today: Int
    ) throws(ProfileMismatch) -> ProfileChoice {
        let proposal = ProfileProposal.propose(for: recordType, headers: headers, samples: samples, rulebook: rulebook, today: today)
        let others = rulebook.recordTypes.filter { $0.id != recordType.id }.map { other in
            (
                type: other,
                confidence: ProfileProposal.propose(for: other, headers: headers, samples: samples, rulebook: rulebook, today: today)
                    .confidence
            )
        }
        if let best = others.max(by: { $0.confidence < $1.confidence }), best.confidence >= Self.proposes,
            best.confidence > proposal.confidence + 0.2
        {
            throw wrongDataset(recordType, best.type.id, "they fit that dataset far better")
        }
        guard proposal.confidence >= Self.proposes else {
            throw ProfileMismatch(
                code: "no-profile-fits",
                message:
                    "No profile fits the file's headers, and what could be guessed from them for \(recordType.id) is too little to go by.",
                remedy:
                    "Have one proposed (sharewell profile propose FILE --dataset \(recordType.id)), correct it and name it with --profile; or check that this is the right file."
            )
        }
        return ProfileChoice(profile: proposal.profile, origin: .proposed, confidence: proposal.confidence, reasons: proposal.reasons)
    }

    private static func wrongDataset(_ asked: RecordType, _ likely: RecordTypeID, _ why: String) -> ProfileMismatch {
        ProfileMismatch(
            code: "wrong-dataset", message: "The file's headers are not those of \(asked.id) but of \(likely): \(why).",
            remedy: "Supply it with --dataset \(likely), or name the profile that reads it as \(asked.id) with --profile.",
            likelyDataset: likely)
    }
}
