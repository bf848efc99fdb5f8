/// All there is to say about a text that should be a postcode.
public struct PostcodeReading: Sendable, Hashable {
    /// The unit, if it is one.
    public private(set) var packed: PackedPostcode?
    /// Why it is none.
    public private(set) var fault: PostcodeFault?
    /// What was forgiven.
    public private(set) var notes: [PostcodeNote] = []
    /// Outward code of a unit or a part of one.
    public private(set) var outward: String?
    /// Sector of a unit or a part of one.
    public private(set) var sector: String?
    /// The only unit it could have been, where characters that look alike were exchanged. A guess is never taken for the postcode.
    public private(set) var suggestion: Postcode?

    /// The unit in its written form.
    public var postcode: Postcode? { packed.map(Postcode.init) }

    /// Reads a string.
    public init(_ text: some StringProtocol) {
        var text = String(text)
        self = text.withUTF8 { PostcodeReading(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Reads UTF-8.
    public init(bytes: UnsafeRawBufferPointer) {
        let text = CompactText(bytes)
        guard text.count > 0 || !text.clean else {
            fault = .missing
            return
        }
        guard text.clean else {
            fault = .character
            return
        }
        if let unit = PostcodeGrammar.unit(text) {
            packed = unit
            note(text, unit)
        } else {
            explain(text)
        }
    }

    private mutating func note(_ text: CompactText, _ unit: PackedPostcode) {
        let postcode = Postcode(unit)
        outward = postcode.outward
        sector = postcode.sector
        if text.sawSmall { notes.append(.letterCase) }
        if text.sawPunctuation { notes.append(.punctuation) }
        if let split = text.split, let first = text.firstSplit, split != text.count - 3 || first != split {
            notes.append(.spaceMoved)
        } else if text.plainSpaces != 1 || text.otherSpaces > 0 {
            notes.append(.spacing)
        }
        if !PostcodeGrammar.areas.contains(postcode.area) { notes.append(.areaNotInUse) }
    }

    private mutating func explain(_ text: CompactText) {
        let characters = (0..<min(text.count, 8)).map { UInt32(text.character($0)) }
        let written = String(decoding: characters.map { UInt8($0) }, as: UTF8.self)
        if written.hasPrefix("BFPO"), characters.count <= 8, characters.dropFirst(4).allSatisfy(PostcodeGrammar.isDigit) {
            fault = .forcesNumber
        } else if written.hasPrefix("ZZ99") {
            fault = .pseudo
        } else if written.count == 7, written.hasSuffix("1ZZ"), PostcodeGrammar.overseas.contains(String(written.prefix(4))) {
            fault = .overseas
        } else if partial(text, characters) {
            return
        } else if text.count > 7 || hasTail(text, characters) {
            fault = .tooLong
        } else if text.count < 5 {
            fault = .outwardForm
        } else {
            explainHalves(characters)
        }
    }

    /// Outward code, sector or inward code on its own, or a unit that broke off.
    private mutating func partial(_ text: CompactText, _ characters: [UInt32]) -> Bool {
        func outwardPart(_ count: Int) -> Bool {
            count >= 2 && count <= 4 && PostcodeGrammar.isOutward(number(characters.prefix(count)), count: count)
        }
        if characters.count == 3, PostcodeGrammar.isInward(number(characters[...])) {
            fault = .inwardOnly
            return true
        }
        // A space says where the outward code ends; without one the longest reading wins.
        let ends = text.split.map { [$0] } ?? [characters.count, characters.count - 1, characters.count - 2]
        for end in ends where end <= characters.count && outwardPart(end) {
            let rest = characters.dropFirst(end)
            switch rest.count {
            case 0:
                fault = .outwardOnly
            case 1 where rest.allSatisfy(PostcodeGrammar.isDigit):
                fault = .sectorOnly
                sector = written(characters.prefix(end)) + " " + written(rest)
            case 2 where rest.first.map(PostcodeGrammar.isDigit) == true && rest.last.map(PostcodeGrammar.isLetter) == true:
                fault = .incomplete
            default: continue
            }
            outward = written(characters.prefix(end))
            return true
        }
        return false
    }

    /// A whole unit with something behind it: `LU1 2ABC`.
    private func hasTail(_ text: CompactText, _ characters: [UInt32]) -> Bool {
        guard let split = text.split, split <= 4, characters.count > split + 3 else { return false }
        return PostcodeGrammar.isOutward(number(characters.prefix(split)), count: split)
            && PostcodeGrammar.isInward(number(characters[split..<split + 3]))
    }

    private mutating func explainHalves(_ characters: [UInt32]) {
        let front = characters.dropLast(3)
        let back = Array(characters.suffix(3))
        let outwardIsSound = PostcodeGrammar.isOutward(number(front), count: front.count)
        if let found = LookAlikes.only(characters) {
            suggestion = Postcode(found)
            fault = .lookAlike
        } else if !(PostcodeGrammar.isDigit(back[0]) && PostcodeGrammar.isLetter(back[1]) && PostcodeGrammar.isLetter(back[2])) {
            fault = .inwardForm
        } else if outwardIsSound {
            fault = .inwardLetter
        } else if let unpadded = withoutZero(front, back) {
            suggestion = Postcode(unpadded)
            fault = .leadingZero
        } else if written(front) == "NPT" || front.count == 3 && written(front.prefix(2)) == "W1" && PostcodeGrammar.isLetter(front[2]) {
            fault = written(front) == "NPT" || "VRYMXN".utf8.contains(UInt8(front[2])) ? .withdrawnOutward : .outwardLetter
        } else {
            fault = Self.shapes.contains(Self.shape(front)) ? .outwardLetter : .outwardForm
        }
    }

    private func withoutZero(_ front: ArraySlice<UInt32>, _ back: [UInt32]) -> PackedPostcode? {
        guard let zero = front.firstIndex(where: PostcodeGrammar.isDigit), front[zero] == 0x30, front.count >= 3 else { return nil }
        var rest = Array(front)
        rest.remove(at: zero)
        guard PostcodeGrammar.isOutward(number(rest[...]), count: rest.count), PostcodeGrammar.isInward(number(back[...])) else {
            return nil
        }
        return PackedPostcode(outward: number(rest[...]), count: rest.count, inward: number(back[...]))
    }

    private static let shapes: Set<String> = ["A9", "A99", "AA9", "A9A", "AA99", "AA9A"]
    private static func shape(_ part: ArraySlice<UInt32>) -> String { part.map { PostcodeGrammar.isDigit($0) ? "9" : "A" }.joined() }
    private func number(_ part: ArraySlice<UInt32>) -> UInt32 { part.reduce(0) { $0 << 8 | $1 } }
    private func written(_ part: ArraySlice<UInt32>) -> String { String(decoding: part.map { UInt8($0) }, as: UTF8.self) }
}
