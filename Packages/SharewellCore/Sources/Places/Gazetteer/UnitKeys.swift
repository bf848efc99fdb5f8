/// From postcode to unit and back: a hash of outward codes, then one line of 64 bytes a sector with a bit for each of its 400 possible units.
struct UnitKeys: Sendable {
    fileprivate let outward: ImageArray<UInt32>
    private let slots: ImageArray<UInt32>
    private let sectorOf: ImageArray<UInt32>
    fileprivate let sectors: ImageArray<UInt64>

    init(_ container: ImageContainer) {
        outward = container.array(GazetteerLayout.outward, of: UInt32.self)
        slots = container.array(GazetteerLayout.outwardSlots, of: UInt32.self)
        sectorOf = container.array(GazetteerLayout.sectorOf, of: UInt32.self)
        sectors = container.array(GazetteerLayout.sectors, of: UInt64.self)
    }

    var sectorCount: Int { sectors.count / 8 }

    static func slot(_ outward: UInt32, mask: Int) -> Int { Int(truncatingIfNeeded: (outward &* 0x9E37_79B1) >> 13) & mask }

    func outwardIndex(_ bits: UInt32) -> Int? {
        let mask = slots.count - 1
        guard mask > 0 else { return nil }
        var slot = Self.slot(bits, mask: mask)
        for _ in 0...mask {
            let found = Int(slots[slot])
            if found == 0 { return nil }
            if outward[found - 1] == bits { return found - 1 }
            slot = (slot + 1) & mask
        }
        return nil
    }

    func sector(_ postcode: PackedPostcode) -> Int? {
        guard let outward = outwardIndex(postcode.outwardBits) else { return nil }
        let sector = Int(sectorOf[outward * 10 + postcode.sectorDigit])
        return sector == 0 ? nil : sector - 1
    }

    func unit(_ postcode: PackedPostcode) -> Int? {
        guard let sector = sector(postcode), let position = postcode.unitInSector else { return nil }
        let line = sector &* 8
        let word = position >> 6
        let bits = sectors[line + 1 + word]
        let bit: UInt64 = 1 << UInt64(position & 63)
        guard bits & bit != 0 else { return nil }
        var rank = (bits & (bit - 1)).nonzeroBitCount
        var before = 0
        while before < word {
            rank += sectors[line + 1 + before].nonzeroBitCount
            before += 1
        }
        return Int(sectors[line] & 0xFFFF_FFFF) + rank
    }

    /// The postcode at an index; a made-up one where the image is damaged.
    func postcode(_ unit: Int) -> PackedPostcode {
        var low = 0
        var high = sectorCount
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(sectors[middle * 8] & 0xFFFF_FFFF) <= unit { low = middle } else { high = middle }
        }
        var rank = unit - Int(sectors[low * 8] & 0xFFFF_FFFF)
        let place = Int(sectors[low * 8] >> 32)
        for word in 0..<7 {
            var bits = sectors[low * 8 + 1 + word]
            if rank >= bits.nonzeroBitCount {
                rank -= bits.nonzeroBitCount
                continue
            }
            while rank > 0 {
                bits &= bits &- 1
                rank -= 1
            }
            let position = word * 64 + bits.trailingZeroBitCount
            guard position < 400, position >= 0 else { break }
            let letters = InwardAlphabet.letters
            let inward = UInt32(0x30 + place % 10) << 16 | UInt32(letters[position / 20]) << 8 | UInt32(letters[position % 20])
            return PackedPostcode(bits: UInt64(outward[place / 10]) << 32 | UInt64(inward) << 8)
        }
        return PackedPostcode(bits: 0x2020_2020_3041_4100)
    }
}

extension UnitKeys {
    /// Adds the keys of a sector's units in order.
    func appendPostcodes(ofSector sector: Int, to keys: inout [UInt64]) {
        let place = Int(sectors[sector * 8] >> 32)
        let front = UInt64(outward[place / 10]) << 32 | UInt64(0x30 + place % 10) << 24
        let letters = InwardAlphabet.letters
        for word in 0..<7 {
            var bits = sectors[sector * 8 + 1 + word]
            while bits != 0 {
                let position = word * 64 + bits.trailingZeroBitCount
                bits &= bits &- 1
                guard position < 400 else { return }
                keys.append(front | UInt64(letters[position / 20]) << 16 | UInt64(letters[position % 20]) << 8)
            }
        }
    }
}
