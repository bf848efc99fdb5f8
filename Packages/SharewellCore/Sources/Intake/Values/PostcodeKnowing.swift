public import Places

/// What is known of a postcode unit.
public enum PostcodeStanding: Sendable, Hashable {
    /// In use.
    case live
    /// No longer in use.
    case terminated
    /// Not known.
    case unknown
    /// There is nothing to check against.
    case unchecked
}

/// Whoever knows which postcodes there are: the gazetteer.
public protocol PostcodeKnowing: Sendable {
    /// Whether the unit exists.
    func standing(of postcode: PackedPostcode) -> PostcodeStanding
}
