/// What the image knows of places made of several units, and of every unit's own representative point.
struct PlaceColumns: Sendable {
    let shiftEast: ImageArray<Int16>
    let shiftNorth: ImageArray<Int16>
    let placeOf: ImageArray<UInt32>
    let rung: ImageArray<UInt8>
    let ordinal: ImageArray<UInt16>
    let properties: ImageArray<UInt32>
    let own: ImageArray<UInt32>
    let eastings: ImageArray<Int32>
    let northings: ImageArray<Int32>
    let memberEnds: ImageArray<UInt32>
    let members: ImageArray<UInt32>

    init(_ container: ImageContainer) {
        shiftEast = container.array(GazetteerLayout.shiftEast, of: Int16.self)
        shiftNorth = container.array(GazetteerLayout.shiftNorth, of: Int16.self)
        placeOf = container.array(GazetteerLayout.placeOf, of: UInt32.self)
        rung = container.array(GazetteerLayout.placeRung, of: UInt8.self)
        ordinal = container.array(GazetteerLayout.placeOrdinal, of: UInt16.self)
        properties = container.array(GazetteerLayout.placeProperties, of: UInt32.self)
        own = container.array(GazetteerLayout.placeOwn, of: UInt32.self)
        eastings = container.array(GazetteerLayout.placeEasting, of: Int32.self)
        northings = container.array(GazetteerLayout.placeNorthing, of: Int32.self)
        memberEnds = container.array(GazetteerLayout.placeMemberEnds, of: UInt32.self)
        members = container.array(GazetteerLayout.members, of: UInt32.self)
    }

    /// True if every place has all its parts.
    var isEven: Bool {
        [ordinal.count, properties.count, own.count, eastings.count, northings.count, memberEnds.count].allSatisfy { $0 == rung.count }
    }

    func memberRange(_ place: Int) -> Range<Int> {
        let start = place == 0 ? 0 : Int(memberEnds[place - 1])
        let end = min(Int(memberEnds[place]), members.count)
        return start <= end ? start..<end : 0..<0
    }
}
