import Foundation
import Testing

@Suite("matrix")
struct MatrixCommandTests {
    private func check(_ marking: String, _ network: String, _ device: String, _ signIn: String, _ more: String...) throws -> (
        status: Int32, answer: [String: Any]
    ) {
        let result = try Harness().run(
            ["matrix", "check", "--marking", marking, "--network", network, "--device", device, "--sign-in", signIn, "--json"] + more)
        return (result.status, try #require(result.objects.first))
    }

    @Test("check says allowed, allowed under a footnote, or what is short and what would do, and its exit code tells them apart")
    func answers() throws {
        let allowed = try check("RESTRICTED", "GSi", "gov-pc", "certificate", "--registration", "level-2")
        #expect(allowed.status == 0 && allowed.answer["answer"] as? String == "allowed")
        let conditional = try check("RESTRICTED", "GSi", "wifi", "certificate", "--registration", "level-2")
        let conditions = try #require(conditional.answer["conditions"] as? [[String: Any]])
        #expect(conditional.status == 0 && conditions.map { $0["note"] as? Int } == [6])
        let refused = try check("CONFIDENTIAL", "broadband", "cafe", "password")
        let shortfalls = try #require(refused.answer["shortfalls"] as? [[String: Any]])
        #expect(refused.status == 77 && shortfalls.map { $0["demand"] as? String } == ["sign-in", "network", "device"])
    }

    @Test("prints the figure with its nine footnotes")
    func figure() throws {
        let text = try Harness().run("matrix").output
        for words in ["CONFIDENTIAL (IL4)", "NHS Confidential", "x.GSi, xCJX", "bootable-usb", "9  Requires a strong business case"] {
            #expect(text.contains(words), "\(words)")
        }
    }
}
