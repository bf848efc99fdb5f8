import Tables

/// Units in columns, while an image is being made: what one source says, or all sources together.
public struct UnitTable {
    var keys: [UInt64] = []
    var eastings: [Int32] = []
    var northings: [Int32] = []
    var quality: [UInt8] = []
    var properties: [UInt16] = []
    var flags: [UInt8] = []
    var terminated: [UInt16] = []
    var asOf: [UInt16] = []
    var columns: [AreaSetName: [UInt32]] = [:]
    /// Codes of each level; number 0 is none.
    var codes: [AreaLevel: TextDictionary] = [:]

    /// No units.
    public init() {}

    /// How many units, repeats included.
    public var count: Int { keys.count }

    /// What a source says of a unit; what it does not say stays nil.
    public struct Unit {
        /// The unit.
        public var postcode: PackedPostcode
        /// Point in whole metres.
        public var easting: Int32?
        /// Point in whole metres.
        public var northing: Int32?
        /// Positional quality.
        public var quality: UInt8 = 0
        /// Properties sharing it.
        public var properties: Int?
        /// One organisation has it to itself.
        public var isLargeUser = false
        /// In use; nil if the source does not tell.
        public var isLive: Bool?
        /// When it went out of use.
        public var terminated: MonthNumber?
        /// As at when this was so.
        public var asOf: MonthNumber?
        /// Areas it lies in.
        public var areas: [AreaSetName: String] = [:]
        /// A unit of which nothing is known yet.
        public init(_ postcode: PackedPostcode) { self.postcode = postcode }
    }

    /// Adds a unit; of repeats the last one counts.
    public mutating func add(_ unit: Unit) {
        let row = keys.count
        append(unit.postcode)
        if let east = unit.easting, let north = unit.northing { setPoint(row, east, north) }
        quality[row] = unit.quality
        if let properties = unit.properties { setProperties(row, properties) }
        var flag: UInt8 = unit.isLargeUser ? GazetteerLayout.largeUser : 0
        if let live = unit.isLive { flag |= UnitTable.statusKnown | (live ? 0 : GazetteerLayout.isTerminated) }
        if unit.isLargeUser { flag |= UnitTable.userKnown }
        flags[row] = flag
        terminated[row] = unit.terminated?.raw ?? 0
        asOf[row] = unit.asOf?.raw ?? 0
        for (set, code) in unit.areas { setCode(row, set, dictionary(set.level).code(for: code)) }
    }

    /// Flags of the making only: this source knows whether the unit is live, and who uses it.
    static let statusKnown: UInt8 = 0x40
    static let userKnown: UInt8 = 0x80

    mutating func reserve(_ capacity: Int) {
        keys.reserveCapacity(capacity)
        eastings.reserveCapacity(capacity)
        northings.reserveCapacity(capacity)
        quality.reserveCapacity(capacity)
        properties.reserveCapacity(capacity)
        flags.reserveCapacity(capacity)
        terminated.reserveCapacity(capacity)
        asOf.reserveCapacity(capacity)
    }

    mutating func append(_ postcode: PackedPostcode) {
        keys.append(postcode.bits)
        eastings.append(GazetteerLayout.noPoint)
        northings.append(GazetteerLayout.noPoint)
        quality.append(0)
        properties.append(GazetteerLayout.unknownProperties)
        flags.append(0)
        terminated.append(0)
        asOf.append(0)
    }

    mutating func setPoint(_ row: Int, _ east: Int32, _ north: Int32) {
        guard (0...700_000).contains(east), (0...1_300_000).contains(north), east > 0 || north > 0 else { return }
        eastings[row] = east
        northings[row] = north
    }

    mutating func setProperties(_ row: Int, _ count: Int) {
        properties[row] = UInt16(clamping: min(max(count, 0), Int(GazetteerLayout.unknownProperties) - 1))
    }

    /// The codes of a level, made when first asked for.
    mutating func dictionary(_ level: AreaLevel) -> TextDictionary {
        if let known = codes[level] { return known }
        let new = TextDictionary(expecting: 4096)
        codes[level] = new
        return new
    }

    mutating func setCode(_ row: Int, _ set: AreaSetName, _ code: UInt32) {
        columns[set, default: []].set(code, at: row)
    }

    /// Gives every area column as many rows as there are units.
    mutating func level() {
        let rows = count
        for set in Array(columns.keys) { columns[set]?.fill(to: rows) }
    }
}

extension [UInt32] {
    fileprivate mutating func set(_ value: UInt32, at row: Int) {
        fill(to: row + 1)
        self[row] = value
    }
    fileprivate mutating func fill(to count: Int) {
        if self.count < count { append(contentsOf: repeatElement(0, count: count - self.count)) }
    }
}
