import Guidance
import Register

/// Whom an event or a day gives a reason to be told something.
struct NoticeReasons {
    let state: HubState

    /// By an event that happened. Whoever did it is not told of it.
    func reasons(_ event: Event) -> [(person: PersonID, kind: NoticeKind)] {
        switch event {
        case .requestMade(let made), .requestAmended(let made):
            // One that a rule grants waits for nobody.
            guard let request = state.requests[made.request], request.stage == .submitted else { return [] }
            return officers(of: made.content.source, but: made.by).map { ($0, .request) }
        case .requestHalfReleased(let released):
            guard let source = state.requests[released.request]?.content.source else { return [] }
            return officers(of: source, but: released.by).map { ($0, .request) }
        case .requestReturned(let moved):
            guard let source = state.requests[moved.request]?.content.source else { return [] }
            return officers(of: source, but: moved.by).map { ($0, .request) }
        case .requestQueried(let remark): return requester(remark.request, but: remark.by, .question)
        case .queryReplied(let remark):
            guard let request = state.requests[remark.request] else { return [] }
            // Where it was held, nobody had asked anything: it waits for a decision again.
            let wasHeld = request.history.last { $0.step == .answer }?.wasHeld ?? false
            return officers(of: request.content.source, but: remark.by).map { ($0, wasHeld ? .request : .answer) }
        case .requestGranted(let granted): return requester(granted.request, but: granted.by, .decision)
        case .requestRefused(let refused): return requester(refused.request, but: refused.by, .decision)
        case .refusalUpheld(let moved): return requester(moved.request, but: moved.by, .decision)
        case .grantRevoked(let revoked):
            guard let grant = state.grants[revoked.grant] else { return [] }
            return requester(grant.request, but: revoked.by, .grant)
        case .enquiryConsulted(let consulted): return officers(of: consulted.agency, but: consulted.by).map { ($0, .enquiry) }
        case .signInRefused(let refused):
            guard let person = refused.person, refused.lockedUntil != nil else { return [] }
            return [(person, .account)]
        case .signInMeansChanged(let changed): return [(changed.person, .account)]
        default: return []
        }
    }

    /// By the calendar, each under a key by which it is said once.
    func reasons(on today: Int, _ register: Register) -> [(key: String, person: PersonID, kind: NoticeKind)] {
        var reasons: [(key: String, person: PersonID, kind: NoticeKind)] = []
        for duty in register.duties(on: today) where duty.state == .overdue || duty.isNear {
            let people: [Person]
            if let agency = duty.agency {
                people = active.filter { $0.agency == agency && ($0.roles.contains(.liaisonOfficer) || $0.roles.contains(.dataSupplier)) }
            } else {
                people = active.filter { person in duty.partnership.map { person.oversees(any: [$0]) } ?? false }
            }
            for person in people {
                let key = [duty.section, duty.who, duty.due ?? "", duty.state.rawValue, person.id.rawValue].joined(separator: "|")
                reasons.append((key, person.id, .duty))
            }
        }
        for grant in state.grants.values where grant.isRunning(on: today) && grant.terms.until - today <= Register.reminderDays {
            for reason in requester(grant.request, but: nil, .grant) {
                reasons.append(("\(grant.id)|\(reason.person)", reason.person, .grant))
            }
        }
        return reasons
    }

    private var active: [Person] { state.people.values.filter(\.active) }

    private func officers(of agency: AgencyID, but actor: PersonID) -> [PersonID] {
        active.filter { $0.agency == agency && $0.roles.contains(.liaisonOfficer) && $0.id != actor }.map(\.id)
    }

    private func requester(_ request: RequestID, but actor: PersonID?, _ kind: NoticeKind) -> [(person: PersonID, kind: NoticeKind)] {
        guard let by = state.requests[request]?.by, by != actor else { return [] }
        return [(by, kind)]
    }
}
