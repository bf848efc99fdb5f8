public import Places

extension Gazetteer: PostcodeKnowing {
    /// From the gazetteer's own units; an empty gazetteer leaves postcodes unchecked.
    public func standing(of postcode: PackedPostcode) -> PostcodeStanding {
        guard unitCount > 0 else { return .unchecked }
        guard let unit = unit(postcode) else { return .unknown }
        return isTerminated(unit) ? .terminated : .live
    }
}
