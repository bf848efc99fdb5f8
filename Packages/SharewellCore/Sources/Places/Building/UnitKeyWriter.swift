/// Writes the sections that `UnitKeys` reads.
enum UnitKeyWriter {
    static func add(_ keys: [UInt64], to writer: inout ImageWriter) {
        var outward: [UInt32] = []
        var sectorOf: [UInt32] = []
        var sectors: [UInt64] = []
        var lastSector: UInt64?
        for (row, key) in keys.enumerated() {
            let postcode = PackedPostcode(bits: key)
            if outward.last != postcode.outwardBits {
                outward.append(postcode.outwardBits)
                sectorOf.append(contentsOf: repeatElement(0, count: 10))
            }
            let place = (outward.count - 1) * 10 + postcode.sectorDigit
            if lastSector != postcode.sectorBits {
                lastSector = postcode.sectorBits
                sectors.append(UInt64(place) << 32 | UInt64(row))
                sectors.append(contentsOf: repeatElement(0, count: 7))
                sectorOf[place] = UInt32(sectors.count / 8)
            }
            if let position = postcode.unitInSector {
                sectors[sectors.count - 7 + position / 64] |= 1 << UInt64(position % 64)
            }
        }
        var size = 16
        while size < outward.count * 3 { size *= 2 }
        var slots = [UInt32](repeating: 0, count: size)
        for (index, code) in outward.enumerated() {
            var slot = UnitKeys.slot(code, mask: size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = UInt32(index + 1)
        }
        writer.add(GazetteerLayout.outward, outward)
        writer.add(GazetteerLayout.outwardSlots, slots)
        writer.add(GazetteerLayout.sectorOf, sectorOf)
        writer.add(GazetteerLayout.sectors, sectors)
    }
}

extension UnitKeys {
    /// Every key in order.
    func allPostcodes(_ count: Int) -> [UInt64] {
        var keys: [UInt64] = []
        keys.reserveCapacity(count)
        for sector in 0..<sectorCount { appendPostcodes(ofSector: sector, to: &keys) }
        while keys.count < count { keys.append((keys.last ?? 0) + 1) }
        return Array(keys.prefix(count))
    }
}
