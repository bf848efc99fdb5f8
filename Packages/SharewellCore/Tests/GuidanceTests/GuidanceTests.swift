import Guidance
import Testing

@Suite("The shipped rulebook")
struct ShippedRulebookTests {
    @Test("loads without faults")
    func loads() throws {
        do { _ = try ShippedRulebook.rulebook.get() } catch {
            for fault in error.faults { Issue.record("\(fault.file):\(fault.line): \(fault.code): \(fault.message) \(fault.remedy)") }
        }
    }

    @Test("has 25 record types of 22 datasets and 16 aggregate sources")
    func counts() throws {
        let rulebook = try ShippedRulebook.rulebook.get()
        #expect(rulebook.recordTypes.count == 25)
        #expect(Set(rulebook.recordTypes.map(\.dataset)).count == 22)
        #expect(rulebook.aggregateSources.count == 16)
    }
}
