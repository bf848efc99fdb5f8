/// In which form a place was supplied, before anything was taken from it; finest first.
public enum SuppliedPlace: String, Sendable, Codable, CaseIterable {
    /// An address.
    case address
    /// Coordinates without an address.
    case point
    /// A postcode and nothing finer.
    case postcode
    /// A statistical or administrative area.
    case area
    /// No place that could be understood.
    case none

    var position: Int {
        switch self {
        case .address: 0
        case .point: 1
        case .postcode: 2
        case .area: 3
        case .none: 4
        }
    }
}
