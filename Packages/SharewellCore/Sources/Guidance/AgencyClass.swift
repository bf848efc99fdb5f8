/// How the guidance speaks of a class of agency; one class may be in several groups.
public enum AgencyGroup: String, Sendable, Codable, CaseIterable {
    /// Under a statutory duty to work together in the partnership (§2.2.1).
    case responsibleAuthority = "responsible-authority"
    /// Prescribed by order to co-operate (§2.2.2).
    case cooperatingBody = "co-operating-body"
    /// A voluntary, community or private group that the responsible authorities invite (§2.2.2).
    case invited
    /// May share under section 115 of the Crime and Disorder Act 1998 (§2.2.3).
    case relevantAuthority = "relevant-authority"
    /// Signs the protocol and plays a central role (§2.2.4).
    case centralSignatory = "central-signatory"
    /// Signs the protocol but shares only very occasionally (§2.2.4).
    case occasionalSignatory = "occasional-signatory"
    /// Named in §3.1.1.1 as taking part in a meeting or process.
    case namedParticipant = "named-participant"
    /// Named in §3.2 as the source of a dataset.
    case datasetSource = "dataset-source"
}

/// A kind of agency that the guidance names.
public struct AgencyClass: Sendable, Hashable, Identifiable, Encodable {
    /// Lower-case words joined by hyphens: `police-force`.
    public let id: String
    /// Its name in the guidance's words.
    public let title: String
    /// Where the guidance names it.
    public let section: String
    /// The groups it is in.
    public let groups: [AgencyGroup]
    /// Other names that people write for it, folded as `Spelling.folded` does: `police`, `housing-association`.
    public let alsoCalled: [String]
    /// True when each agency of the class must nominate a Designated Liaison Officer: the responsible authorities (§2.2.1).
    public let needsLiaisonOfficer: Bool
    /// Makes a class; the duty to have a liaison officer follows from the groups.
    public init(id: String, title: String, section: String, groups: [AgencyGroup], alsoCalled: [String] = []) {
        self.id = id
        self.title = title
        self.section = section
        self.groups = groups
        self.alsoCalled = alsoCalled
        self.needsLiaisonOfficer = groups.contains(.responsibleAuthority)
    }

    /// True for its identifier, its title and its other names, each folded as `Spelling.folded` does.
    package func isCalled(_ folded: String) -> Bool { id == folded || alsoCalled.contains(folded) || Spelling.folded(title) == folded }
}
