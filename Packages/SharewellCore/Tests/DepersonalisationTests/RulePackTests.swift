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

    private func faults(_ text: String) throws -> [RulebookFault] {
        var files = try Fixture.files().filter { $0.path.hasPrefix("rule-packs/") }
        files.append(RulebookFile(path: "rule-packs/x/more.yaml", text: text))
        do throws(RulebookFaults) {
            _ = try RulePack.load(files: files)
            return []
        } catch { return error.faults }
    }

    @Test func aMalformedFileIsNamedWithItsLine() throws {
        let text = "rule-pack: A1-2010/r1\n" + String(repeating: "# more\n", count: 211) + "title: [MR, MRS\nhouse: COT\n"
        let found = try faults(text)
        #expect(found.map(\.code) == ["malformed-yaml"])
        #expect(found.first.map { $0.line >= 213 } == true)
        #expect(try faults("title: MR\ntitle: MRS\n").map(\.code) == ["repeated-key"])
    }

    @Test func aliasesHugeFilesAndShortTextsAreMetAsInTheRulebook() throws {
        let bomb = "rule-pack: &a A1-2010/r1\ntitle: [\(String(repeating: "*a, ", count: 40))*a]\n"
        #expect(try faults(bomb).map(\.code) == ["too-many-aliases"])
        #expect(try faults("title: " + String(repeating: "MR, ", count: 1_100_000) + "MRS\n").map(\.code) == ["file-too-large"])
        #expect(try faults("").map(\.code) == ["empty-file"])
        #expect(try faults("[MR]").map(\.code) == ["wrong-type"])
    }

    @Test func entriesThatCouldMatchNothingAreReportedOnTheirLine() throws {
        let found = try faults(
            """
            rule-pack: A1-2010/r1
            title: >-
              MR, MRS,
              Alderman, THE RIGHT HONOURABLE THE LORD,
              THE MOST WORSHIPFUL THE MAYOR AND LADY, REEVE, SIR
            post-town: ASHTON-UNDER-LYNE, kings lynn
            """)
        #expect(found.map(\.code) == ["bad-word", "bad-word", "bad-word"])
        #expect(found.map(\.line) == [4, 5, 6])
        #expect(found.allSatisfy { $0.file == "rule-packs/x/more.yaml" })
    }

    @Test func whatAnUnreadableFileHoldsIsNotReportedAsMissingToo() throws {
        let files = try Fixture.files().filter { $0.path.hasPrefix("rule-packs/") }.map {
            $0.path.hasSuffix("numbers.yaml") ? RulebookFile(path: $0.path, text: $0.text + "\nx: [") : $0
        }
        let faults = #expect(throws: RulebookFaults.self) { try RulePack.load(files: files) }
        #expect(faults?.faults.map(\.code) == ["malformed-yaml"])
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
