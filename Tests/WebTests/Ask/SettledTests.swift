import Hub
import Register
import Testing

@testable import Web

@Suite("What the last answer settled stands beside the next question")
struct SettledTests {
    @Test("an answer that settles a rule names it and how, as long as it is the last; one that settles nothing says nothing")
    func settled() async throws {
        let ask = try await AskFixture(), web = ask.web, member = AskFixture.member
        let draft = try await ask.write(), base = "/requests/drafts/\(draft)"
        func said() async throws -> String? {
            let body = try await web.ask("\(base)/check", as: member).body
            return body.contains("Your last answer settled") ? body : nil
        }
        // A question that the draft answered and that a rule turns on: answered the other way, the rule is settled the other way.
        let kept = try RequestDrafts(of: member, vault: web.face.vault(), at: web.hub.now)
        let facts = try #require(try kept.find(draft)).content.facts
        var turned: (fact: String, was: Bool)?
        for (fact, value) in facts.sorted(by: { $0.key < $1.key }) where web.hub.register.question(named: fact)?.facts.count == 1 {
            let answer = try await web.ask("\(base)/law/\(fact)", as: member, form: [("answer", value ? "no" : "yes")])
            if answer.status == 303, try await said() != nil {
                turned = (fact, value)
                break
            }
            _ = try await web.ask("\(base)/law/\(fact)", as: member, form: [("answer", value ? "yes" : "no")])
        }
        let (fact, was) = try #require(turned)
        let page = try #require(try await said())
        // What was answered let it be shared.
        #expect(page.contains(": not met</li>") && !page.contains(": met</li>"), "\(fact)")
        // The same again settles nothing more, nor does an answer that the law does not look at.
        #expect(try await web.ask("\(base)/law/\(fact)", as: member, form: [("answer", was ? "no" : "yes")]).status == 303)
        #expect(try await said() == nil)
        #expect(try await web.ask("\(base)/law/\(fact)", as: member, form: [("answer", was ? "yes" : "no")]).status == 303)
        let back = try #require(try await said())
        #expect(back.contains(": met</li>") && !back.contains(": not met</li>"), "\(fact)")
        #expect(try await web.ask("\(base)/benefit", as: member, form: [("benefit", "our reports come back")]).status == 303)
        #expect(try await said() == nil)
    }
}
