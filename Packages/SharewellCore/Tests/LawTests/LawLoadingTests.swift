import Guidance
import Testing

@testable import Law

@Suite("Loading the law and fact sheets")
struct LawLoadingTests {
    static let sound = """
        law: {id: t, title: T, source: S, personal: personal, decided-by: officer, last-resort: [Advice.]}
        people: [{id: officer, title: the officer}]
        facts:
          - {id: personal, title: P, question: P?, who: officer, section: §1}
          - {id: agreed, title: A, question: A?, who: officer, section: §1, excludes: refused}
          - {id: refused, title: R, question: R?, who: officer, section: §1}
        rules:
          - {id: consent, title: C, kind: condition, law: L, section: §1, for: any, satisfied: agreed, explanation: E, remedy: M}

        """

    private func faults(_ text: String) -> [RulebookFault] {
        do { _ = try LawBook.load(files: [RulebookFile(path: "law/x.yaml", text: text)], rulebook: nil) } catch { return error.faults }
        return []
    }

    @Test("the shipped law loads; every rule and fact has its section, and every rule says what to do")
    func shipped() throws {
        let law = try Fixture.law()
        #expect(law.rules.count > 45 && law.facts.count > 120)
        #expect(law.rules.allSatisfy { $0.section.hasPrefix("§") && !$0.explanation.isEmpty && !$0.remedy.isEmpty && !$0.law.isEmpty })
        #expect(law.facts.allSatisfy { $0.section.hasPrefix("§") && !$0.who.isEmpty })
        #expect(law.rules.filter { $0.kind == .prohibition }.allSatisfy { !$0.instead.isEmpty })
        let section2 = try #require(law.rule("schedule-2"))
        #expect(section2.asks.leaves.count == 6)
        #expect(try #require(law.rule("schedule-3")).asks.leaves.count == 11)
        #expect(try #require(law.rule("caldicott-principles")).asks.leaves.count == 7)
        #expect(try #require(law.rule("article-8-ground")).asks.leaves.count == 6)
        for rule in law.rules { #expect(law.explanation(of: rule.id)?.contains(rule.section) == true) }
        for fact in law.facts { #expect(law.explanation(of: fact.id)?.replacing("\n", with: " ").contains(fact.question) == true) }
    }

    @Test("every fact of the law is asked by a rule or says something of one that is")
    func used() throws {
        let law = try Fixture.law()
        var used = Set(law.rules.flatMap { [$0.applies, $0.asks].compactMap { $0 }.flatMap(\.leaves) }.map(\.text))
        used.formUnion(law.facts.flatMap { $0.means?.leaves.map(\.text) ?? [] })
        let loose = law.facts.filter { fact in
            !used.contains(fact.id) && fact.choice == nil && !fact.implies.contains(where: used.contains)
                && !fact.excludes.contains(where: used.contains)
                && !law.facts.contains { used.contains($0.id) && $0.implies.contains(fact.id) }
        }
        #expect(loose.map(\.id) == [])
    }

    @Test(
        "every fault is reported with its line and code",
        arguments: [
            ("satisfied: agreed", "satisfied: agred", "unknown-fact", 8),
            ("satisfied: agreed", "satisfied: {rule: nothing}", "unknown-rule", 8),
            ("satisfied: agreed", "satisfied: {rule: consent}", "cycle", 8),
            ("satisfied: agreed", "satisfied: {al: [agreed]}", "bad-expression", 8),
            ("satisfied: agreed", "satisfied: {all: []}", "bad-expression", 8),
            ("satisfied: agreed", "broken-by: agreed", "unknown-key", 8),
            ("law: L, section: §1", "law: L", "missing-key", 8),
            ("law: L, section: §1", "law: L, section: 2.4", "bad-section", 8),
            ("kind: condition", "kind: conditon", "unknown-value", 8),
            ("excludes: refused", "excludes: refusd", "unknown-fact", 5),
            ("{id: refused,", "{id: agreed,", "duplicate-id", 6),
            ("who: officer, section: §1, excludes", "who: nobody, section: §1, excludes", "unknown-person", 5),
            ("excludes: refused", "means: {not: agreed}", "cycle", 5),
            ("excludes: refused", "means: {rule: consent}", "bad-expression", 5),
            ("personal: personal", "personal: persona", "unknown-fact", 1),
        ])
    func faulty(old: String, new: String, code: String, line: Int) {
        #expect(faults(Self.sound).isEmpty)
        let found = faults(Self.sound.replacing(old, with: new))
        #expect(found.contains { $0.code == code && $0.line == line && !$0.remedy.isEmpty }, "\(found)")
    }

    @Test("all faults at once, and a circle of two rules is named in full")
    func several() {
        let rule =
            "\n  - {id: NAME, title: C, kind: power, law: L, section: §1, for: any, satisfied: {rule: OTHER}, explanation: E, remedy: M}"
        func made(_ name: String, _ other: String) -> String { rule.replacing("NAME", with: name).replacing("OTHER", with: other) }
        let found = faults(Self.sound.trimmedEnd + made("a", "b") + made("b", "a") + made("c", "d") + "\n")
        #expect(found.map(\.code).sorted() == ["cycle", "unknown-rule"])
        #expect(found.contains { $0.message.contains("rule a needs the rule b needs the rule a") }, "\(found)")
    }

    @Test("agency classes and datasets that the rulebook does not have")
    func givens() throws {
        let text = Self.sound + "given: [{fact: agreed, source: [police-froce]}, {fact: agreed, dataset: [nothing]}, {fact: agreed}]\n"
        let faults = #expect(throws: RulebookFaults.self) {
            try LawBook.load(files: [RulebookFile(path: "law/x.yaml", text: text)], rulebook: try Fixture.rulebook())
        }
        #expect(
            faults?.faults.map(\.code) == ["unknown-agency-class", "unknown-dataset", "wrong-type", "unknown-fact"],
            "and a marking rule of the rulebook names a fact that this small law has not")
        #expect(faults?.faults.first?.remedy.contains("police-force") == true)
    }

    @Test(
        "a fact sheet is refused with the line and what to do",
        arguments: [
            ("facts: {consent-givn: yes}", "unknown-fact", 1, "consent-given"),
            ("from: police-forse", "unknown-agency-class", 1, "police-force"),
            ("purpose: inteligence", "unknown-value", 1, "intelligence"), ("dataset: crimes", "unknown-dataset", 1, "sharewell datasets"),
            ("facts: {consent-given: maybe}", "wrong-type", 1, "unknown"), ("purposes: intelligence", "unknown-key", 1, "purpose"),
            ("facts:\n  consent-given: yes\n  consent-refused: yes", "contradictory-facts", 3, "consent-given"),
            ("from: police-force\nfacts:\n  source-is-police: no", "contradictory-facts", 3, "source-is-police"),
            ("purpose: intelligence\nfacts:\n  purpose-is-intelligence: no", "contradictory-facts", 3, "Keep one"),
            ("purpose: intelligence\nfacts:\n  purpose-is-service-delivery: yes", "contradictory-facts", 3, "purpose-is-intelligence"),
            ("facts:\n  information-is-personal: no\n  information-is-sensitive: yes", "contradictory-facts", 3, "information-is-personal"),
            ("dataset: police-incident\nfacts:\n  information-is-personal: yes", "contradictory-facts", 3, "information-is-personal"),
            (
                "facts:\n  information-is-personal: yes\n  treated-as-sensitive: no\n  information-about-victim: yes",
                "contradictory-facts", 4, "victim"
            ),
            ("facts:\n  consent-given: yes\n  consent-given: no", "repeated-key", 3, "on line 2 and on line 3"), ("", "empty-file", 1, ""),
        ])
    func sheets(text: String, code: String, line: Int, names: String) throws {
        let found = try Fixture.faults(text)
        #expect(found.first?.code == code && found.first?.line == line, "\(found)")
        #expect(found.first.map { $0.remedy.contains(names) || $0.message.contains(names) } == true, "\(found)")
    }

    @Test("random damage to a law or a sheet is taken or has faults that name a line; it never traps")
    func damage() throws {
        let (rulebook, law) = try Fixture.shipped.get()
        let sheet =
            "from: [police-force, council]\nto: probation-trust\npurpose: intelligence\nfacts:\n  consent-given: yes\n  held-in-confidence: no\n"
        let pieces = [
            "", "\n", "  ", "- ", ": ", "{", "}", "[", "]", "\"", "*a", "&a ", "§", "not: ", "rule: consent", "all: []", "yes", "\t", "é",
        ]
        var dice = Dice(seed: 3)
        var taken = 0
        for round in 0..<800 {
            var letters = Array(round % 2 == 0 ? Self.sound : sheet)
            for _ in 0...dice.below(3) {
                let place = dice.below(letters.count)
                letters.replaceSubrange(place..<min(letters.count, place + dice.below(6)), with: Array(dice.pick(pieces)))
            }
            let file = RulebookFile(path: "law/x.yaml", text: String(letters))
            do {
                if round % 2 == 0 {
                    _ = try LawBook.load(files: [file], rulebook: rulebook)
                } else {
                    _ = try LawSheet.load(file: file, law: law, rulebook: rulebook).assess(by: law)
                }
                taken += 1
            } catch {
                let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
                #expect(!error.faults.isEmpty && error.faults.allSatisfy { (1...max(lines, 1)).contains($0.line) && !$0.remedy.isEmpty })
            }
        }
        #expect(taken < 790)
    }

    @Test("every contradiction of a sheet is reported, each on the later of its lines")
    func contradictions() throws {
        let sheet = """
            from: police-force
            facts:
              consent-given: yes
              information-is-personal: no
              source-is-probation: yes
              information-is-sensitive: yes
              consent-refused: yes
            """
        let found = try Fixture.faults(sheet)
        #expect(found.map(\.line) == [5, 6, 7] && Set(found.map(\.code)) == ["contradictory-facts"], "\(found)")
    }

    @Test("a fact is explained under its other names too, and what comes near a name is offered")
    func explained() throws {
        let law = try Fixture.law()
        let consent = try #require(law.explanation(of: "consent-given"))
        #expect(law.explanation(of: "consent") == consent && consent.contains("A sheet may also call it: consent"))
        #expect(law.explanation(of: "depersonalised")?.contains("information-is-personal") == true)
        #expect(law.explanation(of: "nothing-of-the-kind") == nil)
        #expect(law.nearest(to: "section-114") == "section-115" && law.nearest(to: "mappa standard") == "mappa-standard")
    }

    @Test("two laws are compared part by part")
    func difference() throws {
        let old = try Fixture.law()
        #expect(LawDifference(from: old, to: old).entries.isEmpty)
        let files = try Fixture.files().map { file in
            RulebookFile(
                path: file.path,
                text: file.text.replacing("section: §2.4.1.3\n    for: personal", with: "section: §2.4.1.4\n    for: personal").replacing(
                    "id: monitor-with-figures", with: "id: figures-first"))
        }
        let new = try LawBook.load(files: files, rulebook: try Fixture.rulebook())
        let entries = LawDifference(from: old, to: new).entries
        #expect(entries.map(\.id) == ["figures-first", "monitor-with-figures", "police-and-probation"])
        #expect(entries.map(\.change) == [.added, .removed, .changed])
        #expect(entries.last?.details == [LawDifference.Detail(key: "section", before: "§2.4.1.3", after: "§2.4.1.4")])
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = self
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}
