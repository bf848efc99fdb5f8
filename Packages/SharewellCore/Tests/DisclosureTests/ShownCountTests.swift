import Disclosure
import Guidance
import Testing

@Suite("What is shown of a count")
struct ShownCountTests {
    static let rules = [(5, 5), (10, 5), (3, 3), (3, 1), (6, 2), (1, 1), (1, 1), (4, 4)].compactMap {
        SmallNumberRule(threshold: $0.0, rounding: $0.1)
    }

    @Test("small ones are not, the rest is rounded, never by more than half a step and never below the threshold")
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
                #expect(abs(number - count) * 2 <= rule.rounding)
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
