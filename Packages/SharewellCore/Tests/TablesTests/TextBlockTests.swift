import Testing

@testable import Tables

@Suite("Texts looked up together get the codes they get one by one")
struct TextBlockTests {
    private func block(_ texts: [String]) -> TextBlock {
        var block = TextBlock(room: texts.count, longest: 64)
        for text in texts {
            block.append { room in
                room.copyBytes(from: text.utf8)
                return text.utf8.count
            }
        }
        return block
    }

    @Test("known ones their code, new and empty ones none", arguments: [0, 7, UInt64.max])
    func codes(seed: UInt64) {
        let dictionary = TextDictionary(expecting: 16, seed: seed)
        // Short and long ones, and long ones that differ in a byte; so many that slots are shared.
        let texts = (0..<3000).map { $0 % 3 == 0 ? "\($0)" : "\($0 % 7) High Street, somewhere in Bedfordshire \($0)" }
        let known = texts.enumerated().filter { $0.offset % 2 == 0 }.map { ($0.element, dictionary.code(for: $0.element)) }
        let byText = Dictionary(uniqueKeysWithValues: known)
        var codes: [UInt32] = []
        for first in stride(from: 0, to: texts.count, by: 100) {
            let some = Array(texts[first..<first + 100]) + [""]
            dictionary.knownCodes(of: block(some), into: &codes)
            #expect(codes == some.map { byText[$0] ?? 0 })
        }
        #expect(dictionary.count == known.count + 1)
    }

    @Test("a block is used again")
    func again() {
        let dictionary = TextDictionary()
        let first = dictionary.code(for: "LU1"), second = dictionary.code(for: "High Street, Dunstable")
        var block = block(["LU1", "Luton"])
        var codes: [UInt32] = []
        dictionary.knownCodes(of: block, into: &codes)
        #expect(codes == [first, 0])
        block.removeAll()
        block.append { room in
            room.copyBytes(from: "High Street, Dunstable".utf8)
            return 22
        }
        dictionary.knownCodes(of: block, into: &codes)
        #expect(codes == [second])
    }
}
