/// Where information is kept and reached, best first (§4.3.6): removable media are avoided where possible.
public struct StorageHierarchy: Sendable, Hashable, Encodable {
    /// One way, worse than those before it.
    public struct Option: Sendable, Hashable, Identifiable, Encodable {
        /// Lower-case words joined by hyphens.
        public let id: String
        /// What is done.
        public let title: String
        /// On what conditions.
        public let explanation: String
    }
    /// Where the guidance has it.
    public let section: String
    /// What holds for a remote computer in every case.
    public let always: String
    /// Best first.
    public let options: [Option]
}
