/// Information that is to be had in aggregate form (§3.3).
public struct AggregateSource: Sendable, Hashable, Identifiable, Encodable {
    /// Lower-case words joined by hyphens.
    public let id: String
    /// Its name in the guidance's words.
    public let title: String
    /// Where the guidance describes it.
    public let section: String
    /// Who holds it, in the guidance's words.
    public let source: String
    /// True when it is marked RESTRICTED and needs authorised access.
    public let restricted: Bool
    /// What it holds.
    public let explanation: String
    /// Where it was to be found in 2010, if the guidance says.
    public let address: String?
    /// Makes a source.
    public init(id: String, title: String, section: String, source: String, restricted: Bool, explanation: String, address: String?) {
        self.id = id
        self.title = title
        self.section = section
        self.source = source
        self.restricted = restricted
        self.explanation = explanation
        self.address = address
    }
}
