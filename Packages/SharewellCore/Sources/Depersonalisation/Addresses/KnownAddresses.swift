import Guidance
import Intake
import Places
import Tables

/// What addresses keep, remembered by their shape; read in blocks, so that the waits for memory of a block's addresses overlap.
final class KnownAddresses {
    /// What an address says, once sanitised.
    struct Facts {
        /// Unit in the gazetteer, plus one; 0 for none.
        var unit: UInt32 = 0
        var street: UInt32 = 0
        var locality: UInt32 = 0
        var town: UInt32 = 0
        var hasText = false
    }
    private static let largestTexts = 1 << 18
    private static let largestBytes = 1 << 24
    /// Addresses in a block: few enough for their shapes to stay in the processor's first cache.
    private static let room = 128

    let streets = TextDictionary()
    let localities = TextDictionary()
    private let gazetteer: Gazetteer
    private let sanitiser: AddressSanitiser
    private var memo = ColumnMemo<Facts>()
    /// The shapes of addresses, and by their code what they keep; code 0 is no words.
    private let shapes: TextDictionary
    private var shapeFacts = [Facts()]
    private var block = TextBlock(room: room, longest: AddressShape.room)
    private var postcodes: [PackedPostcode?] = []
    private var codes: [UInt32] = []

    /// - Parameter seed: for hashing shapes; one that a supplier cannot know.
    init(gazetteer: Gazetteer, rulePack: RulePack, seed: UInt64) {
        self.gazetteer = gazetteer
        sanitiser = AddressSanitiser(rulePack: rulePack)
        shapes = TextDictionary(seed: seed)
    }

    /// What each address of a column keeps.
    func read(_ column: Column, count: Int, into facts: inout [Facts]) {
        guard case .direct(let direct) = column else {
            return column.fill(&facts, count: count, memo: &memo, missing: Facts()) { text in
                var one: [Facts] = []
                appendFacts(of: CollectionOfOne(text), to: &one)
                return one[0]
            }
        }
        facts.removeAll(keepingCapacity: true)
        facts.reserveCapacity(count)
        direct.bytes.withUnsafeBytes { bytes in
            for first in stride(from: 0, to: count, by: Self.room) {
                let texts = (first..<min(count, first + Self.room)).lazy.map { UnsafeRawBufferPointer(rebasing: bytes[direct.range($0)]) }
                appendFacts(of: texts, to: &facts)
            }
        }
    }

    /// Forgets what is known, where it has grown too large or the codes of streets and localities are to change.
    func emptyIfLarge() {
        var isEmptied = isLarge(shapes)
        for texts in [streets, localities] where isLarge(texts) {
            texts.removeAll()
            isEmptied = true
        }
        guard isEmptied else { return }
        memo.forget()
        shapes.removeAll()
        shapeFacts = [Facts()]
    }

    private func isLarge(_ texts: TextDictionary) -> Bool { texts.count > Self.largestTexts || texts.byteCount > Self.largestBytes }

    private func appendFacts(of texts: some Collection<UnsafeRawBufferPointer>, to facts: inout [Facts]) {
        block.removeAll()
        postcodes.removeAll(keepingCapacity: true)
        for text in texts {
            block.append { bytes in
                let (length, postcode) = AddressShape.write(text, to: bytes)
                postcodes.append(postcode)
                return length
            }
        }
        shapes.knownCodes(of: block, into: &codes)
        let first = facts.count
        for (index, text) in texts.enumerated() { facts.append(codes[index] > 0 ? shapeFacts[Int(codes[index])] : newFacts(text)) }
        for (index, postcode) in postcodes.enumerated() where postcode != nil { facts[first + index].unit = unit(postcode) }
    }

    /// Of an address without a shape, or of one whose shape was not known when its block was looked up.
    private func newFacts(_ text: UnsafeRawBufferPointer) -> Facts {
        guard !text.isEmpty else { return Facts() }
        var code = 0
        withUnsafeTemporaryAllocation(byteCount: AddressShape.room, alignment: 1) { bytes in
            let length = AddressShape.write(text, to: bytes).length
            code = Int(shapes.code(for: UnsafeRawBufferPointer(rebasing: bytes[..<length])))
        }
        if code > 0, code < shapeFacts.count { return shapeFacts[code] }
        var facts = readInFull(text)
        guard code > 0 else { return facts }
        // Which unit it is belongs to the address, not to its shape.
        facts.unit = 0
        // Codes are handed out one after another, so this one is the next.
        shapeFacts.append(facts)
        return facts
    }

    private func readInFull(_ text: UnsafeRawBufferPointer) -> Facts {
        sanitiser.sanitise(text)
        var facts = Facts()
        facts.hasText = true
        facts.unit = unit(sanitiser.packedPostcode)
        facts.street = sanitiser.street.withUnsafeBytes(streets.code)
        sanitiser.locality.withUnsafeBytes { bytes in
            facts.locality = localities.code(for: bytes)
            let town = sanitiser.townStart
            facts.town = town == 0 ? facts.locality : localities.code(for: UnsafeRawBufferPointer(rebasing: bytes[town...]))
        }
        return facts
    }

    private func unit(_ postcode: PackedPostcode?) -> UInt32 { postcode.flatMap(gazetteer.unit).map { $0.raw + 1 } ?? 0 }
}
