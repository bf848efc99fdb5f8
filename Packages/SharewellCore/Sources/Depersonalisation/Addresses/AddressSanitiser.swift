public import Places

/// Takes from an address what points at one property and leaves street, locality and town (rule 1).
///
/// Works by what may stay, not by what must go: only names recognised as street, locality or town come out, in upper case; a digit comes out only
/// in an ordinal (`12TH AVENUE`) or a road number that stands for itself (`M60`). Not `Sendable`: one for each worker.
/// The answers of the last call are valid until the next.
public final class AddressSanitiser {
    private var reading: AddressReading

    /// A sanitiser by the word lists of the rule pack.
    public init(rulePack: RulePack) { reading = AddressReading(lexicon: rulePack.lexicon) }

    /// Reads an address of any encoding that agrees with ASCII; never fails.
    /// - Returns: true if a street could be kept.
    @discardableResult
    public func sanitise(_ bytes: UnsafeRawBufferPointer) -> Bool { reading.read(bytes) }

    /// Reads an address given as a string.
    @discardableResult
    public func sanitise(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { sanitise(UnsafeRawBufferPointer($0)) }
    }

    /// The street, or several parted by ` / ` at a junction; empty if withheld. UTF-8, upper case.
    public var street: [UInt8] { reading.street }
    /// Locality, town and county, parted by `, `; may be empty. UTF-8, upper case.
    public var locality: [UInt8] { reading.locality }
    /// Where in `locality` the town, county and country begin; its length if there are none.
    public var townStart: Int { reading.townStart }
    /// What was done.
    public var reasons: AddressReasons { reading.reasons }

    /// What may be shared, as one line: street, locality and town.
    public var kept: String {
        let parts = [street, locality].filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
        return parts.joined(separator: ", ")
    }

    /// The full postcode in the address as written there, without its space; nil if there was none. To be judged by rule 2.
    public var postcode: String? {
        guard let (bits, count) = reading.postcode else { return nil }
        return String(decoding: (0..<count).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64(count - 1 - $0))) }, as: UTF8.self)
    }

    /// The same, if it is well formed, for look-ups.
    public var packedPostcode: PackedPostcode? {
        guard let (bits, count) = reading.postcode else { return nil }
        var bytes = (bits << (64 - 8 * UInt64(count))).bigEndian
        return withUnsafeBytes(of: &bytes) { Postcode.packed(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
}
