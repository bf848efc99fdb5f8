import Guidance
import Testing

@testable import Depersonalisation

struct RulePackTests {
    @Test func shippedPackLoads() throws {
        let pack = try Fixture.rulePack()
        #expect(pack.id == "A1-2010/r1")
        #expect(pack.leastProperties == 4)
        #expect(pack.leastRecords == 4)
        #expect(pack.ageBands == [5, 10, 20])
    }

    @Test func faultsNameFileAndRemedy() throws {
        let files = [
            RulebookFile(path: "rule-packs/x/words.yaml", text: "rule-pack: A1-2010/r9\nstreets: ROAD\n"),
            RulebookFile(path: "rule-packs/x/numbers.yaml", text: "rule-pack: A1-2010/r1\nleast-properties: four\n"),
            RulebookFile(path: "rule-packs/x/broken.yaml", text: "[: :"),
        ]
        let faults = #expect(throws: RulebookFaults.self) { try RulePack.load(files: files) }
        let codes = Set(faults?.faults.map(\.code) ?? [])
        #expect(codes.isSuperset(of: ["unknown-rule-pack", "unknown-key", "not-a-number", "malformed-yaml", "missing-key"]))
        #expect(faults?.faults.contains { $0.file == "rule-packs/x/words.yaml" && $0.line == 2 && $0.message.contains("streets") } == true)
    }

    @Test func filesOutsideTheFolderAreNotRead() throws {
        var files = try Fixture.files().filter { $0.path.hasPrefix("rule-packs/") }
        files.append(RulebookFile(path: "datasets/other.yaml", text: "anything: at all"))
        #expect(throws: Never.self) { try RulePack.load(files: files) }
    }

    @Test func lexiconKnowsRunsOfWords() throws {
        var lexicon = AddressLexicon()
        for number in 0..<5000 { lexicon.add("WORD\(number) AND MORE", as: .town) }
        lexicon.add("ASHTON-UNDER-LYNE", as: .town)
        lexicon.add("KING'S LYNN", as: .area)
        func hash(_ word: String) -> UInt64 { word.utf8.reduce(into: WordHash()) { $0.add($1) }.value }
        #expect(lexicon.classes(of: hash("ASHTON")).contains(.opens))
        #expect(lexicon.classes(of: hash("LYNE")).contains(.closes))
        let whole = ["UNDER", "LYNE"].map(hash).reduce(hash("ASHTON"), WordHash.joined)
        #expect(lexicon.classes(of: whole) == .town)
        #expect(lexicon.classes(of: WordHash.joined(hash("KINGS"), hash("LYNN"))) == .area)
        #expect(lexicon.classes(of: hash("UNKNOWN")).isEmpty)
    }
}
