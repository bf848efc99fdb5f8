import Guidance
import Hub
import Law
import Register

/// A page of the way to a request: one question each, in the order of the six steps (§4.3.1 to §4.3.6).
enum DraftPage: String, CaseIterable, Sendable {
    case purpose, questions, definitions, hypotheses, precision, fields, period, areas, persons
    case source, partnership
    case why, benefit, necessity, proportionality
    case recipients, handler, transfer, format
    case neededWithin = "needed-within"
    case destroyBy = "destroy-by"

    /// Which of the six steps it belongs to. The fifth, further processing, is the hub's own.
    var step: Int {
        switch self {
        case .purpose, .questions, .definitions, .hypotheses, .precision, .fields, .period, .areas, .persons: 1
        case .source, .partnership: 2
        case .why, .benefit, .necessity, .proportionality: 3
        case .recipients, .handler, .transfer, .format, .neededWithin: 4
        case .destroyBy: 6
        }
    }
    static let steps = 1...6

    /// The parts of the request that are checked with it.
    var parts: [RequestPartAsked] {
        switch self {
        case .purpose: []
        case .source, .partnership: [.source]
        case .questions: [.questions]
        case .definitions: [.definitions]
        case .hypotheses: [.hypotheses]
        case .why: [.why]
        case .benefit: [.benefit]
        case .precision, .fields: [.fields]
        case .period: [.period]
        case .areas: [.areas]
        case .persons: [.persons]
        case .recipients: [.recipients]
        case .handler: [.handler]
        case .transfer: []
        case .format: [.format]
        case .neededWithin: [.neededWithin]
        case .destroyBy: [.destroyBy]
        case .necessity: [.necessity]
        case .proportionality: [.proportionality]
        }
    }

    /// Those that a draft goes through; what does not arise is not asked.
    static func all(of draft: RequestDraft, _ visit: Visit) -> [DraftPage] {
        guard let type = visit.rulebook.recordType(draft.content.dataset) else { return [] }
        let isPersonal = type.information != .depersonalised
        let own = visit.state.people[draft.person]?.agency
        return allCases.filter { page in
            switch page {
            case .source:
                draft.amending == nil
                    && (visit.state.people[draft.person].map { visit.register.sources(of: type, askedBy: $0, at: visit.now).count } ?? 0)
                        > 1
            case .partnership: draft.amending == nil && own.map { visit.state.partnerships(of: $0).count > 1 } ?? false
            case .precision: type.fields.contains { $0.place != nil }
            case .period: type.period != nil
            case .areas: type.canBeHeldToAreas
            case .persons: isPersonal && draft.amending == nil
            case .necessity, .proportionality: isPersonal
            default: true
            }
        }
    }

    /// Those that a case meeting has settled already: they stand as they usually are, and can be changed before it is sent.
    static let settledForMeeting: [DraftPage] = [
        .purpose, .definitions, .hypotheses, .precision, .period, .areas, .recipients, .handler, .transfer, .format, .neededWithin,
        .destroyBy,
    ]
}

/// Where a draft goes next.
struct DraftWay {
    let visit: Visit
    let draft: RequestDraft

    var base: String { "/requests/drafts/\(draft.id)" }

    /// The first page that was not answered; then the first question of the law; then the check of all answers.
    var next: String {
        if let page = DraftPage.all(of: draft, visit).first(where: { !draft.answered.contains($0.rawValue) }) {
            return "\(base)/\(page.rawValue)"
        }
        if let question = questions.first { return "\(base)/law/\(question.id)" }
        return "\(base)/check"
    }

    /// The page before that one; the tasks before the first.
    func before(_ page: DraftPage) -> String {
        let pages = DraftPage.all(of: draft, visit)
        guard let place = pages.firstIndex(of: page), place > 0 else { return base }
        return "\(base)/\(pages[place - 1].rawValue)"
    }

    /// What the law still asks of the writer, without what they said that they do not know.
    var questions: [AskedQuestion] {
        guard let assessment = try? assessment() else { return [] }
        return visit.register.questionsToAsker(in: assessment).filter { !draft.doubted.contains($0.id) }
    }

    /// What the law says of it so far; nothing is recorded.
    func assessment() throws -> Assessment {
        try visit.register.assess(draft: draft.form.content, amending: draft.amending, by: visit.person, at: visit.now)
    }

    /// The content as its checks see it: an amended request stays about the same persons.
    func checked() -> RequestContent {
        var content = draft.form.content
        if let id = draft.amending, let request = visit.state.requests[id] { content.persons = request.content.persons }
        return content
    }

    /// Refuses what cannot stand, in one part.
    func fault(_ part: RequestPartAsked) -> Refusal? {
        do {
            try visit.register.check(part, of: checked(), by: visit.person, at: visit.now)
            return nil
        } catch { return error as? Refusal }
    }

    /// Everything that stands in the way of sending it, by the page that mends it.
    var faults: [(page: DraftPage, refusal: Refusal)] {
        var found: [(page: DraftPage, refusal: Refusal)] = []
        for page in DraftPage.all(of: draft, visit) where page != .precision && page != .partnership {
            for part in page.parts { if let refusal = fault(part) { found.append((page, refusal)) } }
        }
        if let refusal = fault(.source), !found.contains(where: { $0.page == .source }) { found.append((.source, refusal)) }
        do { try draft.form.checkTexts() } catch { found.append((.persons, error)) }
        return found
    }
}
