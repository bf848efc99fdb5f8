public import Places

/// Takes from an address what points at one property and leaves street, locality and town (rule 1).
///
/// Works by what may stay, not by what must go: only names recognised as street, locality or town come out, in upper case; a digit comes out only
/// in an ordinal (`12TH AVENUE`) or a road number that stands for itself (`M60`). Not `Sendable`: one for each worker.
/// The answers of the last call are valid until the next.
public final class AddressSanitiser {
    private var scan: AddressScan
    private var parts = AddressParts()
    private var choice = AddressChoice()
    /// The street, or several parted by ` / ` at a junction; empty if withheld. UTF-8, upper case.
    public private(set) var street: [UInt8] = []
    /// Locality, town and county, parted by `, `; may be empty. UTF-8, upper case.
    public private(set) var locality: [UInt8] = []
    /// Where in `locality` the town, county and country begin; its length if there are none.
    public private(set) var townStart = 0
    /// What was done.
    public private(set) var reasons: AddressReasons = []
    /// The characters of the postcode in the address as a big-endian number, and how many; not yet judged.
    private var postcodeText: (bits: UInt64, count: Int)?

    /// A sanitiser by the word lists of the rule pack.
    public init(rulePack: RulePack) { scan = AddressScan(lexicon: rulePack.lexicon) }

    /// Reads an address of any encoding that agrees with ASCII; never fails.
    /// - Returns: true if a street could be kept.
    @discardableResult
    public func sanitise(_ bytes: UnsafeRawBufferPointer) -> Bool {
        street.removeAll(keepingCapacity: true)
        locality.removeAll(keepingCapacity: true)
        townStart = 0
        scan.read(bytes)
        guard !scan.isTooLong else {
            postcodeText = nil
            reasons = [.tooLong, .streetWithheld]
            return false
        }
        postcodeText = scan.markPostcode()
        scan.markTail()
        parts.read(&scan)
        choice.choose(parts.parts, scan)
        reasons = choice.reasons
        writeStreet()
        writeLocality()
        return !street.isEmpty
    }

    /// Reads an address given as a string.
    @discardableResult
    public func sanitise(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { sanitise(UnsafeRawBufferPointer($0)) }
    }

    /// What may be shared, as one line: street, locality and town.
    public var kept: String {
        let parts = [street, locality].filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
        return parts.joined(separator: ", ")
    }

    /// The full postcode in the address as written there, without its space; nil if there was none. To be judged by rule 2.
    public var postcode: String? {
        guard let (bits, count) = postcodeText else { return nil }
        return String(decoding: (0..<count).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64(count - 1 - $0))) }, as: UTF8.self)
    }

    /// The same, if it is well formed, for look-ups.
    public var packedPostcode: PackedPostcode? {
        guard let (bits, count) = postcodeText else { return nil }
        var bytes = (bits << (64 - 8 * UInt64(count))).bigEndian
        return withUnsafeBytes(of: &bytes) { Postcode.packed(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    private func writeStreet() {
        for (position, index) in choice.streets.enumerated() {
            let part = parts.parts[index]
            if position > 0 {
                let isOneName = part.first == parts.parts[choice.streets[position - 1]].end && !part.isJunction
                street.append(contentsOf: isOneName ? [UInt8(ascii: " ")] : Array(" / ".utf8))
            }
            write(position == 0 ? choice.streetFirst ?? part.first : part.first, part.end, to: &street)
        }
    }

    private func writeLocality() {
        townStart = -1
        for index in choice.localities {
            let part = parts.parts[index]
            if !locality.isEmpty { locality.append(contentsOf: [UInt8(ascii: ","), UInt8(ascii: " ")]) }
            if part.kind == .tail, townStart < 0 { townStart = locality.count }
            write(part.first, part.end, to: &locality)
        }
        if townStart < 0 { townStart = locality.count }
    }

    /// The text from the first token to the last, with single spaces.
    private func write(_ first: Int, _ end: Int, to output: inout [UInt8]) {
        let range = Int(scan.tokens[first].start)..<Int(scan.tokens[end - 1].end)
        var wasSpace = false
        for byte in scan.text[range] where byte != 0 {
            let isSpace = byte == UInt8(ascii: " ")
            if !(isSpace && wasSpace) { output.append(byte) }
            wasSpace = isSpace
        }
    }
}
