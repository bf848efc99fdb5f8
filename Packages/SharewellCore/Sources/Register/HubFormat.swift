/// The form of a hub: of its folder, and of what programs take for granted in it (`docs/formats/hub.md`). It stands in the ledger's file, and the
/// events say how it came to be.
public enum HubFormat {
    /// That of hubs begun before formats were counted.
    public static let oldest = 1
    /// That which this program begins hubs in, and the only one it works on.
    public static let current = 2
}

/// Payload of `Event.hubUpgraded`.
public struct HubUpgraded: Sendable, Hashable, Codable {
    /// The format it had.
    public let from: Int
    /// The format it has from now on: the next.
    public let to: Int
    /// Makes the payload.
    public init(from: Int, to: Int) {
        self.from = from
        self.to = to
    }
}

extension HubState {
    /// Formats are gone through one by one, and never back.
    func fault(ofUpgrading upgraded: HubUpgraded) -> String? {
        upgraded.from == format && upgraded.to == format + 1
            ? nil : "the hub is brought from format \(upgraded.from) to \(upgraded.to), and has format \(format)"
    }
}
