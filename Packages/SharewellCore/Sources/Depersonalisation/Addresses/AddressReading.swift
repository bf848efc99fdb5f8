/// The work on one address, with buffers that are reused for the next.
struct AddressReading {
    private var scan: AddressScan
    private var parts = AddressParts()
    private var choice = AddressChoice()
    private(set) var street: [UInt8] = []
    private(set) var locality: [UInt8] = []
    private(set) var townStart = 0
    private(set) var reasons: AddressReasons = []
    /// The characters of the postcode in the address as a big-endian number, and how many; not yet judged.
    private(set) var postcode: (bits: UInt64, count: Int)?

    init(lexicon: AddressLexicon) { scan = AddressScan(lexicon: lexicon) }

    mutating func read(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if !street.isEmpty { street.removeAll(keepingCapacity: true) }
        if !locality.isEmpty { locality.removeAll(keepingCapacity: true) }
        townStart = 0
        scan.read(bytes)
        guard !scan.isTooLong else {
            postcode = nil
            reasons = [.tooLong, .streetWithheld]
            return false
        }
        postcode = scan.markPostcode()
        scan.markTail()
        parts.read(&scan)
        choice.choose(parts.parts, scan)
        reasons = choice.reasons
        writeStreet()
        writeLocality()
        return !street.isEmpty
    }

    private mutating func writeStreet() {
        for position in choice.streets.indices {
            let part = parts.parts[choice.streets[position]]
            if position > 0 {
                let isOneName =
                    part.first == parts.parts[choice.streets[position - 1]].end && !part.isJunction && scan.tokens[part.first].gap < .stroke
                if !isOneName { street.append(contentsOf: " /".utf8) }
                street.append(UInt8(ascii: " "))
            }
            scan.write(position == 0 ? choice.streetFirst ?? part.first : part.first, part.end, to: &street)
        }
    }

    private mutating func writeLocality() {
        townStart = -1
        for index in choice.localities {
            let part = parts.parts[index]
            if !locality.isEmpty {
                locality.append(UInt8(ascii: ","))
                locality.append(UInt8(ascii: " "))
            }
            if part.kind == .tail, townStart < 0 { townStart = locality.count }
            scan.write(part.first, part.end, to: &locality)
        }
        if townStart < 0 { townStart = locality.count }
    }
}
