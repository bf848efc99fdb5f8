import Guidance

extension LawDecoder {
    /// A rule that needs rules that need rules …: longer chains nobody can follow, and reading them would use up the stack.
    static let longestChain = 32
    /// More facts than these, with those of the rules it names, a rule cannot sensibly weigh; what doubles at every step soon has billions.
    static let mostNamed = 4_096

    /// What each fact and rule needs, each as often as it names it.
    var edges: [String: [String]] {
        var edges: [String: [String]] = [:]
        for fact in facts { edges["fact \(fact.id)"] = fact.means?.leaves.compactMap(Self.node) ?? [] }
        for rule in rules {
            edges["rule \(rule.id)"] = [rule.applies, rule.asks].compactMap { $0 }.flatMap(\.leaves).compactMap(Self.node)
        }
        return edges
    }

    /// Reports what is too long a chain, or names too much through others: where it first becomes so. There must be no circles.
    func checkSizes() {
        let edges = edges
        var sizes: [String: (length: Int, named: Int)] = [:]
        for start in edges.keys.sorted() where sizes[start] == nil {
            var path = [start]
            while let node = path.last {
                let targets = edges[node] ?? []
                if let next = targets.first(where: { sizes[$0] == nil }) {
                    path.append(next)
                    continue
                }
                path.removeLast()
                let length = 1 + (targets.compactMap { sizes[$0]?.length }.max() ?? 0)
                let named = targets.reduce(targets.isEmpty ? 1 : 0) { min($0 + (sizes[$1]?.named ?? 1), Self.mostNamed + 1) }
                // Reported once, and not again by all that need it.
                let isTooLong = length == Self.longestChain + 1
                let isTooLarge = named > Self.mostNamed && targets.allSatisfy { sizes[$0]?.named ?? 0 <= Self.mostNamed }
                sizes[node] = (length, named)
                guard isTooLong || isTooLarge, let place = place(node) else { continue }
                log.report(
                    "rule-too-large", place.file, place.line,
                    isTooLong
                        ? "The \(node) needs others that need others, more than \(Self.longestChain) deep."
                        : "The \(node) names more than \(Self.mostNamed) facts, with those of what it names.",
                    "Say it in fewer rules and facts.")
            }
        }
    }

    /// Where a fact or rule is defined.
    func place(_ node: String) -> Place? {
        let words = node.split(separator: " ", maxSplits: 1).map(String.init)
        guard words.count == 2 else { return nil }
        return Kind(rawValue: words[0]).flatMap { defined[$0]?[words[1]] }
    }

    /// A circle as a message has it: of a long one the beginning and the end.
    static func shown(_ cycle: [String]) -> [String] {
        cycle.count <= 12 ? cycle : Array(cycle.prefix(6)) + ["… \(cycle.count - 11) more"] + Array(cycle.suffix(5))
    }

    static func node(_ leaf: LawExpression) -> String? {
        switch leaf {
        case .fact(let id): "fact \(id)"
        case .rule(let id): "rule \(id)"
        default: nil
        }
    }

    /// The circles that `start` leads into; what an earlier start has been through is not gone through again.
    static func cycles(from start: String, _ edges: [String: [String]], _ done: inout Set<String>) -> [[String]] {
        guard done.insert(start).inserted else { return [] }
        var path: [(node: String, next: Int)] = [(start, 0)]
        var on: [String: Int] = [start: 0]
        var found: [[String]] = []
        while let (node, next) = path.last {
            let targets = edges[node] ?? []
            guard next < targets.count else {
                path.removeLast()
                on[node] = nil
                continue
            }
            path[path.count - 1].next += 1
            if let place = on[targets[next]] {
                found.append(path[place...].map(\.node) + [targets[next]])
            } else if done.insert(targets[next]).inserted {
                on[targets[next]] = path.count
                path.append((targets[next], 0))
            }
        }
        return found
    }
}
