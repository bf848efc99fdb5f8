extension Spelling {
    /// A name as people write it, brought to the form of an identifier: `Police Force` and `police_force` are `police-force`. What stands
    /// in parentheses is left out.
    package static func folded(_ name: String) -> String {
        var words: [String] = [""]
        var depth = 0
        for letter in name.lowercased() {
            switch letter {
            case "(": depth += 1
            case ")": depth = max(0, depth - 1)
            case _ where depth > 0: break
            case "&": words += ["and", ""]
            case "'", "’", ".": break
            case _ where letter.isLetter || letter.isNumber: words[words.count - 1].append(letter)
            default: words.append("")
            }
        }
        return words.filter { !$0.isEmpty }.joined(separator: "-")
    }

    /// The candidates that a name most likely means: the one a letter or two away, or else those that share its rarest words.
    /// - Parameter candidates: each with the names that it may be known by, its own among them.
    /// - Returns: at most `most`, likeliest first; the same every time.
    package static func likeliest(_ name: String, among candidates: [(id: String, names: [String])], most: Int = 3) -> [String] {
        guard name.utf8.count <= 200 else { return [] }
        // In one order, so that scores add up the same every time.
        let wanted = words(of: name).sorted()
        let known = candidates.map { (id: $0.id, words: $0.names.reduce(into: Set()) { $0.formUnion(words(of: $1)) }) }
        var common: [String: Int] = [:]
        for word in wanted { common[word] = known.reduce(0) { $0 + ($1.words.contains { alike($0, word) } ? 1 : 0) } }
        // Of a short name a letter or two is most of it: another one of that length was not meant.
        let short = folded(name)
        let spelt = short.utf8.count < 5 ? nil : nearest(to: short, among: candidates.flatMap(\.names))
        let near = spelt.flatMap { spelt in candidates.first { $0.names.contains(spelt) }?.id }
        // Two letters away is a slip of the pen, and nothing else need be offered.
        if let near { return [near] }
        let scored = known.map { candidate -> (id: String, score: Double) in
            let shared = wanted.filter { word in candidate.words.contains { alike($0, word) } }
            return (candidate.id, shared.reduce(0.0) { $0 + 1 / Double(max(common[$1] ?? 1, 1)) })
        }
        // What shares only a common word beside one that shares a rare one was not meant.
        let least = (scored.map(\.score).max() ?? 0) / 2
        return scored.filter { $0.score > 0 && $0.score >= least }
            .sorted { ($1.score, $0.id.utf8.count, $0.id) < ($0.score, $1.id.utf8.count, $1.id) }
            .prefix(most).map(\.id)
    }

    /// A question after the names that were most likely meant, with a space after it; nothing for none.
    package static func didYouMean(_ names: [String]) -> String {
        guard let last = names.last else { return "" }
        return "Did you mean \(names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " or " + last)? "
    }

    /// Words that say nothing of which name is meant.
    private static let idle: Set<String> = [
        "a", "an", "the", "of", "to", "for", "in", "on", "by", "is", "and", "or", "it", "was", "has", "that",
    ]

    private static func words(of name: String) -> Set<String> {
        Set(folded(name).split(separator: "-").map(String.init)).subtracting(idle)
    }

    /// The same word, or the same but for its ending.
    private static func alike(_ left: String, _ right: String) -> Bool {
        if left == right { return true }
        let shorter = min(left.utf8.count, right.utf8.count)
        let shared = zip(left.utf8, right.utf8).prefix { $0 == $1 }.count
        let longer = max(left.utf8.count, right.utf8.count)
        return shared >= 5 && shared * 10 >= longer * 7 || (shorter >= 4 && shared == shorter)
    }
}
