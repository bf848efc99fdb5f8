/// One rule of law or of the guidance, as data.
public struct LawRule: Sendable, Hashable, Identifiable {
    /// What a rule does to a conclusion.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Lets information be shared; one power or duty is needed for personal information.
        case power
        /// Lets and obliges.
        case duty
        /// Must be met wherever it applies.
        case condition
        /// Must not be broken; beats everything.
        case prohibition
        /// Lifts part of a condition that names it; never needed by itself.
        case exemption
        /// Good practice: said, and never stands in the way.
        case practice
    }
    /// The information that a rule is about.
    public enum Scope: String, Sendable, Codable, CaseIterable {
        /// Personal information.
        case personal
        /// Depersonalised or aggregate information.
        case notPersonal = "not-personal"
        /// All information.
        case any
    }
    /// Lower-case words joined by hyphens.
    public let id: String
    /// A short name.
    public let title: String
    /// What it does to a conclusion.
    public let kind: Kind
    /// The statute and its section, or the guidance.
    public let law: String
    /// Where the guidance speaks of it.
    public let section: String
    /// The information it is about.
    public let scope: Scope
    /// When it applies; nil for always.
    public let applies: LawExpression?
    /// What it asks for; for a prohibition what breaks it.
    public let asks: LawExpression
    /// In plain English, one to three sentences.
    public let explanation: String
    /// What to do when it is not met.
    public let remedy: String
    /// What could be shared instead, when it is not met.
    public let instead: [String]
    /// The conclusion, in a sentence, where the information is not personal and this rule is the first one met; nil for most.
    public let says: String?
}
