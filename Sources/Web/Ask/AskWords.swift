import Guidance
import HTTPTypes
import Hub
import Law
import Register

/// Words that the pages of requests and grants share.
extension Visit {
    /// A person's name.
    func named(_ person: PersonID) -> String { state.people[person]?.name ?? person.rawValue }
    /// An agency's name.
    func named(_ agency: AgencyID) -> String { state.agencies[agency]?.name ?? agency.rawValue }
    /// A record type's title.
    func titled(_ dataset: RecordTypeID) -> String { rulebook.recordType(dataset)?.title ?? dataset.rawValue }
    /// A field's title.
    func titled(_ field: String, of dataset: RecordTypeID) -> String { rulebook.recordType(dataset)?.field(field)?.title ?? field }

    /// A fact of the law and what was said to it; of a choice, its question and the answer that holds.
    func words(_ fact: String, _ value: Bool) -> (name: String, answer: String) {
        let known = register.law?.fact(fact), answer = t(value ? "request.law.yes" : "request.law.no")
        guard let known else { return (fact, answer) }
        guard value, let choice = known.choice.flatMap({ register.law?.choice($0) }) else { return (known.title, answer) }
        return (choice.question, known.title)
    }

    /// What was refused, as a fault beside a field: with the way forward, where that is one of the browser's.
    func words(_ refusal: Refusal) -> String {
        if let own = texts.find("request.refusal.\(refusal.code.rawValue)") { return own }
        let isTyped = refusal.remedy.contains("sharewell ") || refusal.remedy.contains("--")
        return isTyped ? refusal.message : "\(refusal.message) \(refusal.remedy)"
    }

    /// Where a request stands, as a tag.
    func tag(_ stage: RequestStage) -> Tag {
        let colour: Tag.Colour =
            switch stage {
            case .submitted: .blue
            case .queried, .held: .yellow
            case .halfReleased: .purple
            case .granted: .green
            case .refused, .upheld: .red
            case .appealed: .orange
            case .withdrawn: .grey
            }
        return Tag(text: t("request.stage.\(stage.rawValue)"), colour: colour)
    }

    /// The request of the address, if it concerns who asks.
    func request() throws -> SharingRequest { try hub.request(parameter("request", RequestID.self), seenBy: actor) }
    /// The grant of the address, if it concerns who asks.
    func grant() throws -> Grant { try hub.grant(parameter("grant", GrantID.self), seenBy: actor) }

    /// The steps of a request that who asks can take now.
    func steps(_ request: SharingRequest) throws -> [RequestStep] { register.steps(in: request, for: try person, at: now) }

    /// The request of the address, if who asks can take that step in it now.
    func request(for step: RequestStep) throws -> SharingRequest {
        let request = try request()
        guard try steps(request).contains(step) else { throw WebFault.notFound }
        return request
    }

    /// Above a page about a request: which it is, and who asks.
    func caption(_ request: SharingRequest) -> String {
        t("request.caption", ["request": request.id.rawValue, "person": named(request.by), "agency": named(request.agency)])
    }
    /// A grant, with who has it.
    func caption(_ grant: Grant) -> String {
        t("grant.caption", ["grant": grant.id.rawValue, "source": named(grant.terms.source), "agency": named(grant.terms.agency)])
    }

    /// The way back to a request.
    func trail(_ request: SharingRequest) -> [Link] {
        [
            Link(text: t("request.list.title"), href: "/requests"),
            Link(text: t("request.one", ["request": request.id.rawValue]), href: "/requests/\(request.id)"),
        ]
    }

    /// Does something about a request or a grant; what the register says to what was typed comes back as a fault of that field.
    func attempt(_ field: String, _ work: () throws -> Void) throws -> FormFaults? {
        let typed: Set<Refusal.Code> = [
            .noPurpose, .malformed, .namesSubject, .unsoundRequest, .lawNotSatisfied, .guardianObjects, .secondReleaseNeeded,
            .requestChanged, .unknownAgency, .unknownPerson, .noSharedProtocol, .beyondGrant,
        ]
        do {
            try work()
            return nil
        } catch let refusal as Refusal {
            guard typed.contains(refusal.code) else { throw refusal }
            return FormFaults(field, words(refusal))
        }
    }

    /// What opens only to those who agreed to the undertaking (Box 1); who has not is led to it.
    func bound(_ work: () throws -> Reply) throws -> Reply {
        do { return try work() } catch let refusal as Refusal where refusal.code == .undertakingMissing {
            return .page(
                Page(
                    t("grant.undertaking.title"), section: "requests",
                    [
                        .text(t("grant.undertaking.text")), .text(refusal.message),
                        .buttons([Button(text: t("grant.undertaking.button"), href: "/partnership/undertaking")]),
                    ]), status: .forbidden)
        }
    }
}
