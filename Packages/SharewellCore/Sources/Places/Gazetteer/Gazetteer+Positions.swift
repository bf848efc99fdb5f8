extension Gazetteer {
    /// The unit at a position, from 0 in alphabetical order; nil past the last. For those who remember units by `UnitIndex.raw`.
    public func unit(at position: Int) -> UnitIndex? { position >= 0 && position < unitCount ? UnitIndex(position) : nil }
}
