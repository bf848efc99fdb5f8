import Foundation
import Guidance
import Testing

@Suite("A rulebook with random damage")
struct RulebookMutationTests {
    /// SplitMix64, so that a failure can be repeated.
    struct Source: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    static func damaged(_ text: String, _ random: inout Source) -> String {
        var bytes = Array(text.utf8)
        for _ in 0...Int.random(in: 0..<4, using: &random) {
            guard !bytes.isEmpty else { break }
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let other = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            case 2:
                bytes.insert(
                    contentsOf: Array(
                        ["\t", ": ", "- ", "[", "{", "\"", "'", "|\n", "*a ", "&a ", "? ", "#", "\n", "\0", "!!x "]
                            .randomElement(using: &random)?.utf8 ?? "".utf8), at: place)
            case 3: bytes.removeSubrange(min(place, other)..<min(max(place, other), min(place, other) + 80))
            case 4: bytes.insert(contentsOf: bytes[min(place, other)..<min(max(place, other), min(place, other) + 200)], at: place)
            default: bytes.swapAt(place, other)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Faults of sixty damaged versions of a file's text that name no line of it or no remedy.
    static func misplaced(
        damaging text: String, of file: String, seed: UInt64, faults: (String) -> [RulebookFault]
    ) -> [RulebookFault] {
        var random = Source(state: seed)
        return (0..<60).flatMap { _ in
            let damaged = damaged(text, &random)
            let lines = damaged.utf8.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
            return faults(damaged).filter { $0.file == file && !((1...lines).contains($0.line) && !$0.remedy.isEmpty) }
        }
    }

    @Test("loads or has faults that name a line of the file; it never traps", arguments: 1...8)
    func neverTraps(seed: UInt64) throws {
        var random = Source(state: seed)
        for _ in 0..<60 {
            var files = SmallRulebook.files()
            let hit = Int.random(in: 0..<files.count, using: &random)
            files[hit] = RulebookFile(path: files[hit].path, text: Self.damaged(files[hit].text, &random))
            check(files)
        }
    }

    @Test("the shipped files, one at a time, too", arguments: [11, 12] as [UInt64])
    func shipped(seed: UInt64) {
        var random = Source(state: seed)
        for file in ShippedRulebook.files where !Rulebook.otherFolders.contains(where: { file.path.hasPrefix($0) }) {
            check([RulebookFile(path: file.path, text: Self.damaged(file.text, &random))])
        }
    }

    private func check(_ files: [RulebookFile]) {
        let lines = Dictionary(files.map { ($0.path, $0.text.utf8.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }) }) { first, _ in first }
        do {
            let rulebook = try Rulebook.load(files: files)
            #expect(!rulebook.recordTypes.isEmpty)
        } catch {
            #expect(!error.faults.isEmpty)
            for fault in error.faults {
                #expect(fault.line >= 1 && fault.line <= lines[fault.file] ?? 0, "\(fault)")
                #expect(!fault.message.isEmpty && !fault.remedy.isEmpty)
            }
        }
    }
}
