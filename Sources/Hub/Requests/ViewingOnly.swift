public import Register

extension GrantTerms {
    /// The condition by which records are viewed in the hub and not taken away. Whoever writes it, the hub keeps to it.
    public static let notCopied = "not to be copied"

    /// True where the records may be viewed in the hub and nothing else.
    public var isForViewingOnly: Bool {
        transfer == .hub && conditions.contains { $0.lowercased().split { !$0.isLetter }.joined(separator: " ") == Self.notCopied }
    }
}
