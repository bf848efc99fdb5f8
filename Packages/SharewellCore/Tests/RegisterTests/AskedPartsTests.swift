import Guidance
import Law
import Register
import Testing

@Suite("What is asked one part at a time: each part's fault, who can say what, which steps somebody can take")
struct AskedPartsTests {
    private let now = Fixture.now

    @Test("a part that cannot stand is refused by itself, the others are not; making a request refuses it, too")
    func parts() throws {
        var fixture = try RequestFixture()
        let person = try #require(fixture.base.state.people[RequestFixture.member])
        let wrong: [(RequestPartAsked, (inout RequestContent) -> Void)] = [
            (.source, { $0.source = RequestFixture.probation }), (.persons, { $0.persons = 0 }), (.persons, { $0.isAboutEveryone = true }),
            (.format, { $0.format = "" }), (.why, { $0.why = "?" }), (.benefit, { $0.benefit = "call 07700 900 123" }),
            (.questions, { $0.questions = [] }), (.questions, { $0.questions = ["What of Mr Smith?"] }),
            (.definitions, { $0.definitions = ["-"] }),
            (.hypotheses, { $0.hypotheses = [.init(text: "more of it", datasets: [RecordTypeID(rawValue: "no-such")])] }),
            (.necessity, { $0.necessity = "because" }), (.proportionality, { $0.proportionality = "it is" }), (.fields, { $0.fields = [] }),
            (.fields, { $0.fields = ["no_such_field"] }), (.areas, { $0.areas = ["Luton"] }), (.recipients, { $0.recipients = [] }),
            (.recipients, { $0.recipients = [RequestFixture.officer] }), (.handler, { $0.handler = RequestFixture.officer }),
            (.contact, { $0.contact = RequestFixture.member }), (.destroyBy, { $0.destroyBy = Fixture.now.day - 1 }),
            (.destroyBy, { $0.destroyBy = Fixture.now.day + 4000 }), (.neededWithin, { $0.neededWithin = 0 }),
            (.facts, { $0.facts = ["held-in-confidence": false] }), (.facts, { $0.facts = ["destruction-date-set": true] }),
        ]
        let register = fixture.base.register
        for part in RequestPartAsked.allCases { try register.check(part, of: RequestFixture.content(), by: person, at: now) }
        for (part, change) in wrong {
            var content = RequestFixture.content()
            change(&content)
            let refused = RequestPartAsked.allCases.filter { other in
                (try? register.check(other, of: content, by: person, at: now)) == nil
            }
            #expect(refused == [part], "\(part)")
            #expect(throws: Refusal.self, "\(part)") { try fixture.base.run(.request(.make(content)), by: person.id) }
        }
        #expect(fixture.base.state.requests.isEmpty)
    }

    @Test("a draft is judged as the request it would become, and nothing of it is recorded")
    func drafts() throws {
        var fixture = try RequestFixture()
        let person = try #require(fixture.base.state.people[RequestFixture.member])
        let before = fixture.base.state
        let draft = try fixture.base.register.assess(draft: RequestFixture.content(), by: person, at: now)
        #expect(fixture.base.state == before)
        let made = try fixture.made()
        #expect(try fixture.base.register.assess(try #require(fixture.base.state.requests[made]), at: now) == draft)
        // What the agency that holds it said stands under an amendment; the asker does not say it again.
        try fixture.base.run(.request(.state(made, ["held-in-confidence": false, "kept-secure": true])), by: RequestFixture.officer)
        let anew = try fixture.base.register.contentToAmend(made, by: person)
        #expect(anew.facts.isEmpty)
        let amended = try fixture.base.register.assess(draft: anew, amending: made, by: person, at: now)
        #expect(try amended == fixture.base.register.assess(try #require(fixture.base.state.requests[made]), at: now))
    }

    @Test("everybody is asked what they can state, and can state what they are asked")
    func questions() throws {
        var fixture = try RequestFixture()
        let made = try fixture.made()
        for id in [RequestFixture.member, RequestFixture.officer, Fixture.analyst] {
            let register = fixture.base.register
            let request = try #require(register.state.requests[made]), person = try #require(register.state.people[id])
            let assessment = try register.assess(request, at: now)
            let asked = register.questions(to: person, on: request, in: assessment)
            #expect(asked.isEmpty == (id == Fixture.analyst), "\(id)")
            for question in assessment.missing {
                let isAsked = asked.contains { $0.id == question.fact || $0.facts.contains { $0.name == question.fact } }
                #expect(isAsked == register.canState(question.fact, on: request, by: person), "\(id): \(question.fact)")
                let facts = asked.first { $0.id == question.fact }?.facts.map(\.name) ?? [question.fact]
                let stated = (try? register.decide(.request(.state(made, [facts[0]: true])), by: id, at: now)) != nil
                if isAsked { #expect(stated, "\(id): \(question.fact)") } else { #expect(!stated, "\(id): \(question.fact)") }
            }
        }
    }

    @Test("the steps somebody can take are the ones that are not refused")
    func steps() throws {
        var fixture = try RequestFixture()
        let made = try fixture.ready()
        func moves(_ id: RequestID, _ reading: Int) -> [(RequestStep, RequestMove)] {
            [
                (.query, .query(id, "for which meeting")), (.answer, .reply(id, "that of December")),
                (.withdraw, .withdraw(id, why: "it is off")),
                (.refuse, .refuse(id, reason: "law", why: "not allowed")), (.appeal, .appeal(id, why: "it is allowed")),
                (.uphold, .settle(id, upholding: true, why: "they are right")),
                (.reconsider, .settle(id, upholding: false, why: "once more")),
                (.grant, .grant(id, why: "the scheme needs it", reading: reading)),
                (.advise, .advise(id, agrees: true, why: "harm is likely")),
            ]
        }
        let people = fixture.base.state.people.keys.sorted()
        func check() throws {
            let register = fixture.base.register, request = try #require(register.state.requests[made])
            for id in people {
                let person = try #require(register.state.people[id])
                let able = register.steps(in: request, for: person, at: now)
                for (step, move) in moves(made, request.reading) {
                    let isDone = (try? register.decide(.request(move), by: id, at: now)) != nil
                    #expect(able.contains(step) == isDone, "\(id) at \(request.stage): \(step)")
                }
            }
        }
        try check()
        try fixture.base.run(.request(.query(made, "for which meeting")), by: RequestFixture.officer)
        try check()
        try fixture.base.run(.request(.refuse(made, reason: "law", why: "not allowed")), by: RequestFixture.officer)
        try check()
        try fixture.base.run(.request(.appeal(made, why: "it is allowed")), by: RequestFixture.member)
        try check()
        try fixture.base.run(.request(.settle(made, upholding: true, why: "they are right")))
        try check()
        #expect(fixture.base.state.requests[made]?.history.map(\.step).suffix(4) == [.query, .refuse, .appeal, .uphold])
    }
}
