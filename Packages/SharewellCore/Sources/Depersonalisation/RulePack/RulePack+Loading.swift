public import Guidance
import Yams

extension RulePack {
    /// The folder within a rulebook's folder that holds the files of rule packs.
    public static let folder = "rule-packs"
    /// The pack this version of the rules is written for.
    public static let identifier = "A1-2010/r1"

    private static let wordLists: [String: WordClass] = [
        "street": .street, "open-street": .openStreet, "weak-street": .weakStreet, "block-or-street": .blockOrStreet, "house": .house,
        "hall": .hall, "terrace": .terrace, "house-name": .houseName, "part-of-building": .part, "numbered-part": .numberedPart,
        "direction": .direction, "qualifier": .qualifier,
        "common-first": .commonFirst, "near": .near, "junction": .junction, "filler": .filler, "number-word": .numberWord, "title": .title,
        "identifier": .identifier, "street-opening": .streetOpening, "weak-street-opening": .weakStreetOpening,
        "house-opening": .houseOpening,
        "saint": .saint, "given-name": .givenName, "typeless-street": .typeless, "post-town": .town, "area": .area, "locality": .locality,
        "spelt-number": .spelt,
    ]

    /// Loads the pack from among the files of a rulebook: those under `rule-packs/`.
    /// - Throws: every fault that was found, each with file, line and remedy.
    public static func load(files: [RulebookFile]) throws(RulebookFaults) -> RulePack {
        var faults: [RulebookFault] = []
        var lexicon = AddressLexicon()
        var numbers: [String: [Int]] = [:]
        var missing = Set(wordLists.keys)
        func report(_ code: String, _ file: String, _ line: Int, _ message: String, _ remedy: String) {
            faults.append(RulebookFault(code: code, file: file, line: line, message: message, remedy: remedy))
        }
        for file in files where file.path.split(separator: "/").contains(Substring(folder)) {
            guard let node = try? Yams.compose(yaml: file.text), let entries = node.mapping else {
                report("malformed-yaml", file.path, 1, "The file is not a YAML mapping.", "Check indentation and colons.")
                continue
            }
            for (key, value) in entries {
                let name = key.scalar?.string ?? ""
                let line = key.mark?.line ?? 1
                if name == "rule-pack" {
                    if value.scalar?.string != identifier {
                        report(
                            "unknown-rule-pack", file.path, line, "This version knows the rule pack \(identifier) only.", "Remove the file."
                        )
                    }
                } else if let classes = wordLists[name], let text = value.scalar?.string {
                    missing.remove(name)
                    for entry in text.split(separator: ",") {
                        let words = entry.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                        lexicon.add(words, as: classes)
                    }
                } else if ["least-properties", "least-records", "age-bands"].contains(name) {
                    let texts = value.sequence?.compactMap(\.scalar?.string) ?? value.scalar.map { [$0.string] } ?? []
                    numbers[name] = texts.compactMap(Int.init).filter { (1...1000).contains($0) }
                    if numbers[name]?.count != texts.count || texts.isEmpty {
                        report("not-a-number", file.path, line, "\(name) needs whole numbers from 1 to 1000.", "Write them as digits.")
                    }
                } else {
                    report("unknown-key", file.path, line, "\(name) is not a key of a rule pack.", "Correct its spelling or remove it.")
                }
            }
        }
        for name in missing.sorted() {
            report(
                "missing-key", folder, 1, "No file of the rule pack has the word list \(name).", "Add it, or restore the pack as shipped.")
        }
        for name in ["least-properties", "least-records", "age-bands"] where numbers[name] == nil {
            report("missing-key", folder, 1, "No file of the rule pack has \(name).", "Add it, or restore the pack as shipped.")
        }
        guard faults.isEmpty else { throw RulebookFaults(faults) }
        for (word, classes) in [("AND", WordClass.and), ("THE", .the), ("ST", .saintOrStreet)] { lexicon.add(word, as: classes) }
        return RulePack(
            id: identifier, leastProperties: numbers["least-properties"]?.first ?? 4, leastRecords: numbers["least-records"]?.first ?? 4,
            ageBands: numbers["age-bands"] ?? [5, 10, 20], lexicon: lexicon)
    }
}
