import Disclosure
import Foundation
import Guidance
import Testing

@Suite("What is shown of a count")
struct ShownCountTests {
    static let rules = [(5, 5), (10, 5), (3, 3), (3, 1), (6, 2), (1, 1), (10, 10), (40, 20)].compactMap {
        SmallNumberRule(threshold: $0.0, rounding: $0.1)
    }

    @Test("small ones are not, the rest is rounded down, by less than a step and never below the threshold")
    func rounding() {
        for rule in Self.rules {
            #expect(rule.shown(0) == .count(0))
            for count in 1..<rule.threshold { #expect(rule.shown(count) == .small) }
            for count in rule.threshold...200 {
                guard let number = rule.shown(count).number else {
                    Issue.record("\(count) is not shown")
                    continue
                }
                #expect(number % rule.rounding == 0 && number >= rule.threshold)
                #expect(number <= count && count - number < rule.rounding)
            }
        }
    }

    @Test("what can be told from it is exactly the counts that show the same")
    func range() {
        for rule in Self.rules {
            for count in 0...120 {
                let shown = rule.shown(count)
                #expect(Array(rule.range(of: shown)) == (0...200).filter { rule.shown($0) == shown })
            }
        }
    }

    @Test("whoever has all of the records knows how many they are; whoever has all but one does not")
    func given() {
        for rule in Self.rules {
            for count in 0...60 {
                #expect(rule.shown(count, given: count) == .count(count))
                for given in 0..<count { #expect(rule.shown(count, given: given) == rule.shown(count)) }
            }
        }
    }

    @Test(
        "one number taken from another, as of a period and a longer one or an area and a wider one, never narrows a small difference down")
    func differences() {
        // Whoever rounds to less than the threshold protects differences to that extent only.
        for rule in Self.rules where rule.threshold > 1 && rule.rounding == rule.threshold {
            for count in 0...120 {
                for small in 1..<rule.threshold {
                    let less = rule.range(of: rule.shown(count)), more = rule.range(of: rule.shown(count + small))
                    let least = more.lowerBound - less.upperBound, most = more.upperBound - less.lowerBound
                    // Of two that are both small the greatest difference is not possible; every other is.
                    let areSmall = rule.shown(count) == .small && rule.shown(count + small) == .small
                    #expect(least <= 1 && most >= rule.threshold - (areSmall ? 2 : 1), "\(count) and \(small) more by \(rule)")
                }
            }
        }
    }

    @Test("a threshold is a multiple of the rounding")
    func unsound() {
        #expect(SmallNumberRule(threshold: 7, rounding: 5) == nil)
        #expect(SmallNumberRule(threshold: 0, rounding: 1) == nil)
        #expect(SmallNumberRule(threshold: 2_000, rounding: 1) == nil)
    }

    @Test("several rules together protect what any protects, in whatever order, and ask for no more")
    func strictest() {
        for left in Self.rules {
            for right in Self.rules {
                let both = SmallNumberRule.strictest(of: [left, right])
                #expect(both == .strictest(of: [right, left, left]) && both.threshold % both.rounding == 0)
                #expect(both.rounding == max(left.rounding, right.rounding))
                #expect(both.threshold < max(left.threshold, right.threshold) + both.rounding)
                for count in 0...80 where left.shown(count) == .small || right.shown(count) == .small {
                    #expect(both.shown(count) == .small)
                }
            }
        }
        #expect(SmallNumberRule.strictest(of: []) == .none)
    }

    @Test("steps are chosen from a list; those of before are read, and any number of them together")
    func listed() throws {
        for rounding in [0, 4, 7, 997, 1_000] { #expect(SmallNumberRule(threshold: rounding, rounding: rounding) == nil) }
        for rounding in SmallNumberRule.roundings { #expect(SmallNumberRule(threshold: rounding, rounding: rounding) != nil) }
        // Primes, whose least common multiple no number of this machine holds.
        let old = try [997, 991, 983, 977, 971, 967, 953].map { rounding in
            try JSONDecoder().decode(SmallNumberRule.self, from: Data(#"{"threshold":\#(rounding),"rounding":\#(rounding)}"#.utf8))
        }
        #expect(SmallNumberRule.strictest(of: old) == old[0])
        let usual = SmallNumberRule.strictest(of: [old[0], .usual])
        #expect(usual.threshold == 997 && usual.shown(997) == .count(997))
        for wrong in [#"{"threshold":7,"rounding":5}"#, #"{"threshold":2000,"rounding":1}"#, #"{"threshold":0,"rounding":0}"#] {
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(SmallNumberRule.self, from: Data(wrong.utf8)) }
        }
    }
}
