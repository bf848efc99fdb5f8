/// One YAML file of a rulebook, as read by whoever has a disk.
public struct RulebookFile: Sendable, Hashable {
    /// Its path within the rulebook's folder; faults name it.
    public let path: String
    /// Its whole text.
    public let text: String
    /// Pairs a path with a text.
    public init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}
