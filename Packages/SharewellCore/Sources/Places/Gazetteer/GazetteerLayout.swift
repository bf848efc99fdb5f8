/// Numbers of the sections of a gazetteer image and the marks in them; shapes are in docs/formats/gazetteer.md.
enum GazetteerLayout {
    static let meta: UInt32 = 1
    static let outward: UInt32 = 3
    static let outwardSlots: UInt32 = 4
    static let sectorOf: UInt32 = 5
    static let sectors: UInt32 = 6
    static let eastings: UInt32 = 10
    static let northings: UInt32 = 11
    static let properties: UInt32 = 12
    static let flags: UInt32 = 13
    static let quality: UInt32 = 14
    static let terminated: UInt32 = 15
    static let asOf: UInt32 = 16
    static let shiftEast: UInt32 = 20
    static let shiftNorth: UInt32 = 21
    static let placeOf: UInt32 = 22
    static let placeRung: UInt32 = 30
    static let placeOrdinal: UInt32 = 31
    static let placeProperties: UInt32 = 32
    static let placeOwn: UInt32 = 33
    static let placeEasting: UInt32 = 34
    static let placeNorthing: UInt32 = 35
    static let placeMemberEnds: UInt32 = 36
    static let members: UInt32 = 37
    static let gridShape: UInt32 = 40
    static let gridStarts: UInt32 = 41
    static let gridUnits: UInt32 = 42
    /// Two sections a level: codes.
    static let levelTexts: UInt32 = 100
    /// Two sections a set: unit column, place column.
    static let setColumns: UInt32 = 300

    static let unknownProperties = UInt16.max
    static let noPoint = Int32.min
    static let largeUser: UInt8 = 1
    static let isTerminated: UInt8 = 2
    /// `placeOf`: 0 none, 1 the unit itself, otherwise number of the place plus 2.
    static let withheld: UInt32 = 0
    static let itself: UInt32 = 1

    /// Sections small enough, and pointed into often enough, to be checked whenever an image is opened.
    static let checkedOnOpen = [meta, meta + 1, outward, outwardSlots, sectorOf, gridShape]
}
