import Disclosure
import Guidance
import Testing

@Suite("What is shown of a count")
struct ShownCountTests {
    static let rules = [(5, 5), (10, 5), (3, 3), (3, 1), (6, 2), (1, 1), (1, 1), (4, 4)].compactMap {
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

    @Test("two rules together protect what either protects")
    func joined() {
        for left in Self.rules {
            for right in Self.rules {
                let both = left.joined(with: right)
                #expect(both == right.joined(with: left) && both.threshold % both.rounding == 0)
                #expect(both.rounding % left.rounding == 0 && both.rounding % right.rounding == 0)
                for count in 0...80 where left.shown(count) == .small || right.shown(count) == .small {
                    #expect(both.shown(count) == .small)
                }
            }
        }
    }
}
