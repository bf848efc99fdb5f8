/// A protective marking (§2.1D).
public struct Marking: Sendable, Hashable, Identifiable, Encodable {
    /// As it is written on a document: `RESTRICTED`.
    public let id: String
    /// What it is.
    public let title: String
    /// Where the guidance speaks of it.
    public let section: String
    /// From 0, unmarked; a higher number is guarded more.
    public let level: Int
    /// What it means for whoever holds the information.
    public let explanation: String
    /// How many people release what is marked so: one, or two where no single person may.
    public let releasers: Int
    /// Makes a marking.
    public init(id: String, title: String, section: String, level: Int, explanation: String, releasers: Int = 1) {
        self.id = id
        self.title = title
        self.section = section
        self.level = level
        self.explanation = explanation
        self.releasers = releasers
    }
}
