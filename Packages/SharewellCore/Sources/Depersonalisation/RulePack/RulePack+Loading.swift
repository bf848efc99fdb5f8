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

    private static let numberKeys = ["least-properties", "least-records", "age-bands"]
    private static var keys: [String] { wordLists.keys + numberKeys }

    /// Loads the pack from among the files of a rulebook: those under `rule-packs/`.
    /// - Throws: every fault that was found, each with file, line and remedy.
    public static func load(files: [RulebookFile]) throws(RulebookFaults) -> RulePack {
        let log = FaultLog()
        var lexicon = AddressLexicon()
        var numbers: [String: [Int]] = [:]
        var missing = Set(keys)
        func report(_ code: String, _ file: String, _ line: Int, _ message: String, _ remedy: String) {
            log.report(code, file, line, message, remedy)
        }
        for file in files where file.path.split(separator: "/").contains(Substring(folder)) {
            guard let node = YAMLText(file).compose(log) else {
                // What a file that cannot be read would have brought is not reported as missing too.
                for name in keys where file.text.contains("\(name):") { missing.remove(name) }
                continue
            }
            guard let entries = node.mapping else {
                report(
                    "wrong-type", file.path, node.mark?.line ?? 1, "The file is not a mapping of keys to values.", "Write one key a line.")
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
                        if let (message, remedy) = fault(of: words) {
                            report("bad-word", file.path, Self.line(of: words, in: file.text, after: line), message, remedy)
                        }
                        lexicon.add(words, as: classes)
                    }
                } else if numberKeys.contains(name) {
                    missing.remove(name)
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
                "missing-key", folder, 1, "No file of the rule pack has \(numberKeys.contains(name) ? name : "the word list \(name)").",
                "Add it, or restore the pack as shipped.")
        }
        try log.throwIfAny()
        for (word, classes) in [("AND", WordClass.and), ("THE", .the), ("ST", .saintOrStreet)] { lexicon.add(word, as: classes) }
        return RulePack(
            id: identifier, leastProperties: numbers["least-properties"]?.first ?? 4, leastRecords: numbers["least-records"]?.first ?? 4,
            ageBands: numbers["age-bands"] ?? [5, 10, 20], lexicon: lexicon)
    }

    /// Why an entry of a word list could never match an address, and what to do; nil if it can.
    private static func fault(of entry: String) -> (message: String, remedy: String)? {
        if entry.utf8.contains(where: { (0x61...0x7A).contains($0) }) {
            return ("An entry of the word list has small letters and would match no address.", "Write it in capitals.")
        }
        if entry.split(whereSeparator: { $0 == " " || $0 == "-" }).count > AddressLexicon.longestEntry {
            return (
                "An entry of the word list has more than \(AddressLexicon.longestEntry) words and would match no address.",
                "Shorten it, or part it with a comma."
            )
        }
        return nil
    }

    /// The line that an entry of a folded list stands on; the list's own where the entry is broken over two.
    private static func line(of entry: String, in text: String, after list: Int) -> Int {
        guard !entry.isEmpty else { return list }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.indices.dropFirst(list - 1).first { lines[$0].contains(entry) }.map { $0 + 1 } ?? list
    }
}
