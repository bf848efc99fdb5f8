import Guidance
import HTTPTypes
import Hub
import Law
import Register

/// Requests, grants and duties that concern the person.
enum RequestOperations {
    private static let request = Operation.Parameter.path("request", "The request, such as r000001.")

    static let all: [Operation] = [
        Operation(
            method: .get, path: "/api/v1/requests", id: "listRequests", summary: "Requests that concern you",
            explanation: "Those of or to your agency; for co-ordinators and auditors, those of the partnerships they oversee.",
            parameters: [Paging.limit, Paging.after], answer: .named("RequestList")
        ) { call in
            let all = try call.visit.hub.requests(seenBy: call.visit.actor)
            let seen = all.filter { call.covers($0.content.dataset) }
            return try Paging.reply(seen, call, key: { $0.id.rawValue }, RequestSummary.init)
        },
        Operation(
            method: .get, path: "/api/v1/requests/{request}", id: "showRequest", summary: "A request",
            explanation: "What is asked, why and where it stands. Whom it is about is sealed and is shown to nobody here.",
            parameters: [request],
            answer: .named("Request")
        ) { call in JSONReply.reply(RequestSummary(try found(call))) },
        Operation(
            method: .get, path: "/api/v1/requests/{request}/assessment", id: "assessRequest", summary: "What the law makes of a request",
            explanation: "Rule by rule, with what is still missing and what could be shared instead. It advises; people decide.",
            parameters: [request], answer: .named("Assessment")
        ) { call in
            let request = try found(call)
            return JSONReply.reply(AssessmentAnswer(try call.visit.register.assess(request, at: call.visit.now)))
        },
        Operation(
            method: .get, path: "/api/v1/grants", id: "listGrants", summary: "Grants that concern you",
            explanation: "Those given to or by your agency; for co-ordinators and auditors, those of the partnerships they oversee.",
            parameters: [Paging.limit, Paging.after], answer: .named("GrantList")
        ) { call in
            let all = try call.visit.hub.grants(seenBy: call.visit.actor)
            let seen = all.filter { call.covers($0.terms.dataset) }
            return try Paging.reply(seen, call, key: { $0.id.rawValue }, GrantSummary.init)
        },
        Operation(
            method: .get, path: "/api/v1/grants/{grant}", id: "showGrant", summary: "A grant",
            explanation: "What may be had under it, by whom and until when.",
            parameters: [.path("grant", "The grant, such as g000001.")], answer: .named("Grant")
        ) { call in
            let grant = try call.visit.hub.grant(call.name("grant"), seenBy: call.visit.actor)
            guard call.covers(grant.terms.dataset) else { throw WebFault.notFound }
            return JSONReply.reply(GrantSummary(grant))
        },
        Operation(
            method: .get, path: "/api/v1/duties", id: "listDuties", summary: "What your agency owes, and by when",
            explanation:
                "For co-ordinators and auditors, what is owed in the partnerships they oversee; of other datasets than the token's, nothing.",
            parameters: [
                Paging.limit, Paging.after,
                .query("state", .text(of: ["due", "done", "overdue", "not-followed"]), "Only those that stand there."),
            ], answer: .named("DutyList")
        ) { call in
            let register = call.visit.register
            let own = register.duties(register.duties(on: call.visit.now.day), seenBy: try call.person).filter { duty in
                if let wanted = call["state"], duty.state.rawValue != wanted { return false }
                return register.dataset(of: duty).map(call.covers) ?? true
            }
            // Numbered in their order, as duties have no names.
            let width = 6
            let numbered = own.enumerated().map { entry in
                (key: String(repeating: "0", count: max(0, width - String(entry.offset).count)) + String(entry.offset), duty: entry.element)
            }
            return try Paging.reply(numbered, call, key: { $0.key }) { DutySummary($0.duty) }
        },
    ]

    private static func found(_ call: Call) throws -> SharingRequest {
        let request = try call.visit.hub.request(call.name("request"), seenBy: call.visit.actor)
        guard call.covers(request.content.dataset) else { throw WebFault.notFound }
        return request
    }
}

/// A request.
struct RequestSummary: Encodable, Sendable {
    struct Remark: Encodable, Sendable {
        let by: String, text: String
    }
    let id: String, stage: String, agency: String, source: String, dataset: String, by: String, made: String
    let purpose: String, why: String, benefit: String
    let questions: [String], fields: [String], areas: [String]
    let from: String?, to: String?
    let persons: Int
    let reading: Int
    let destroyBy: String
    let remarks: [Remark]
    let grant: String?, refusal: String?, refusedBecause: String?, decided: String?

    init(_ request: SharingRequest) {
        let content = request.content
        (id, stage, agency) = (request.id.rawValue, request.stage.rawValue, request.agency.rawValue)
        (source, dataset) = (content.source.rawValue, content.dataset.rawValue)
        (by, made) = (request.by.rawValue, request.made.description)
        (purpose, why, benefit) = (content.purpose.rawValue, content.why, content.benefit)
        (questions, fields, areas) = (content.questions, content.fields, content.areas)
        (from, to, persons, reading) = (content.from, content.to, content.persons, request.reading)
        destroyBy = CalendarDay(number: content.destroyBy).description
        remarks = request.remarks.map { Remark(by: $0.by.rawValue, text: $0.text) }
        grant = request.grant?.rawValue
        refusal = request.refusal?.reason
        refusedBecause = request.refusal?.why
        decided = request.decided?.description
    }

    static let schema = Schema.object([
        Member("id", .text()), Member("stage", .text(of: RequestStage.allCases.map(\.rawValue))), Member("agency", .text()),
        Member("source", .text()), Member("dataset", .text()), Member("by", .text()), Member("made", .text(format: "date-time")),
        Member("purpose", .text()), Member("why", .text()), Member("benefit", .text()), Member("questions", .array(.text())),
        Member("fields", .array(.text())), Member("areas", .array(.text())), Member("from", .text(), optional: true),
        Member("to", .text(), optional: true), Member("persons", .integer()), Member("reading", .integer()),
        Member("destroyBy", .text(format: "date")),
        Member("remarks", .array(.object([Member("by", .text()), Member("text", .text())]))), Member("grant", .text(), optional: true),
        Member("refusal", .text(), optional: true), Member("refusedBecause", .text(), optional: true),
        Member("decided", .text(format: "date-time"), optional: true),
    ])
}

/// What the law makes of a request.
struct AssessmentAnswer: Encodable, Sendable {
    struct Question: Encodable, Sendable {
        let fact: String, question: String, section: String
        let who: [String]
        init(_ question: Assessment.Question) {
            (fact, self.question, section, who) = (question.fact, question.question, question.section, question.who)
        }
        static let schema = Schema.object([
            Member("fact", .text()), Member("question", .text()), Member("section", .text()), Member("who", .array(.text())),
        ])
    }
    struct Test: Encodable, Sendable {
        let rule: String, title: String, law: String, section: String, outcome: String, explanation: String
        let because: [String]
        let questions: [Question]
        init(_ test: Assessment.Test) {
            (rule, title, law, section) = (test.rule, test.title, test.law, test.section)
            (outcome, explanation, because) = (test.outcome.rawValue, test.explanation, test.because)
            questions = test.questions.map(Question.init)
        }
        static let schema = Schema.object([
            Member("rule", .text()), Member("title", .text()), Member("law", .text()), Member("section", .text()),
            Member("outcome", .text()),
            Member("explanation", .text()), Member("because", .array(.text())), Member("questions", .array(Question.schema)),
        ])
    }
    let conclusion: String, summary: String
    let tests: [Test]
    let missing: [Question]
    let instead: [String], presumed: [String]

    init(_ assessment: Assessment) {
        (conclusion, summary) = (assessment.conclusion.rawValue, assessment.summary)
        tests = assessment.tests.map(Test.init)
        missing = assessment.missing.map(Question.init)
        (instead, presumed) = (assessment.instead, assessment.presumed)
    }

    static let schema = Schema.object([
        Member("conclusion", .text(of: Assessment.Conclusion.allCases.map(\.rawValue))), Member("summary", .text()),
        Member("tests", .array(Test.schema)), Member("missing", .array(Question.schema)), Member("instead", .array(.text())),
        Member("presumed", .array(.text())),
    ])
}

/// A grant.
struct GrantSummary: Encodable, Sendable {
    let id: String, request: String, status: String, dataset: String, source: String, agency: String, transfer: String
    let people: [String], fields: [String], areas: [String], conditions: [String], powers: [String]
    let from: String?, to: String?
    let given: String, until: String
    let releases: Int

    init(_ grant: Grant) {
        let terms = grant.terms
        (id, request, status) = (grant.id.rawValue, grant.request.rawValue, grant.status.rawValue)
        (dataset, source, agency) = (terms.dataset.rawValue, terms.source.rawValue, terms.agency.rawValue)
        (transfer, people) = (terms.transfer.rawValue, terms.people.map(\.rawValue))
        (fields, areas, conditions, powers) = (terms.fields, terms.areas, terms.conditions, grant.powers)
        (from, to, releases) = (terms.from, terms.to, grant.releases)
        (given, until) = (grant.given.description, CalendarDay(number: terms.until).description)
    }

    static let schema = Schema.object([
        Member("id", .text()), Member("request", .text()), Member("status", .text(of: ["live", "revoked", "ended"])),
        Member("dataset", .text()), Member("source", .text()), Member("agency", .text()), Member("transfer", .text()),
        Member("people", .array(.text())), Member("fields", .array(.text())), Member("areas", .array(.text())),
        Member("conditions", .array(.text())), Member("powers", .array(.text())), Member("from", .text(), optional: true),
        Member("to", .text(), optional: true), Member("given", .text(format: "date-time")), Member("until", .text(format: "date")),
        Member("releases", .integer()),
    ])
}

/// Something owed.
struct DutySummary: Encodable, Sendable {
    let what: String, who: String, state: String, section: String
    let agency: String?, partnership: String?, due: String?

    init(_ duty: Duty) {
        (what, who, state, section) = (duty.what, duty.who, duty.state.rawValue, duty.section)
        (agency, partnership, due) = (duty.agency?.rawValue, duty.partnership?.rawValue, duty.due)
    }

    static let schema = Schema.object([
        Member("what", .text()), Member("who", .text()), Member("state", .text(of: ["due", "done", "overdue", "not-followed"])),
        Member("section", .text()), Member("agency", .text(), optional: true), Member("partnership", .text(), optional: true),
        Member("due", .text(format: "date"), optional: true),
    ])
}
