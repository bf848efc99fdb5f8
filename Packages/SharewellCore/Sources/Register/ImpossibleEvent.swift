import Guidance

/// An event that cannot follow the ones before it: the register would never have decided it, so somebody else wrote it.
public struct ImpossibleEvent: Error, Sendable, Hashable {
    /// Its position in the ledger.
    public let position: Int
    /// Why it cannot be, in a sentence that names no data subject.
    public let reason: String
}

extension HubState {
    /// Why the event cannot come next; nil if it can. Its own rules are those of `Register.decide` and of the permits, as far as they can be
    /// told from the state alone.
    func fault(of event: Event, at moment: Moment) -> String? {
        if case .hubInitialised = event { return size == 0 ? nil : "the hub begins a second time" }
        guard size > 0 else { return "the first event is not the hub's beginning" }
        if let (person, partnership) = overreach(of: event) { return "\(person) is not co-ordinator of \(partnership)" }
        return switch event {
        case .hubInitialised: nil
        case .hubUpgraded(let upgraded): fault(ofUpgrading: upgraded)
        case .hubRestored(let restored): fault(ofRestoring: restored)
        case .agencyAdded(let added):
            agencies[added.agency] == nil
                ? unknown(added.partnership ?? firstPartnership) : "the agency \(added.agency) is added a second time"
        case .liaisonOfficerNamed(let named):
            people[named.officer]?.agency == named.agency && people[named.officer]?.roles.contains(.liaisonOfficer) == true
                && agencies[named.agency] != nil
                ? nil : "the liaison officer \(named.officer) is nobody of \(named.agency)"
        case .personAdded(let added): fault(ofAdding: added)
        case .profileChanged(let changed): unknown(changed.person)
        case .personLeft(let left):
            left.person != left.by && people[left.person]?.active == true
                ? nil : "\(left.person) has left already, or never was here, or removes themselves"
        case .protocolRecorded(let recorded): fault(ofRecording: recorded)
        case .protocolSigned(let signed):
            fault(ofSigning: signed)
        case .signatureWithdrawn(let withdrawn):
            protocols[withdrawn.id]?.signatories.contains(withdrawn.agency) == true
                ? nil : "\(withdrawn.agency) never signed the protocol \(withdrawn.id)"
        case .actionRefused(let refused):
            refused.times.map { (1...ActionRefused.mostTimes).contains($0) } ?? true
                ? nil : "something was refused as often as nothing can be"
        case .placesImported, .placesPruned, .sealChanged: nil
        case .personInvited, .signInMeansChanged, .noticeAddressChanged, .signedIn, .signInRefused, .sessionEnded, .appTokenIssued,
            .appTokenRevoked:
            fault(ofAccount: event, at: moment)
        case .accessWaySet(let set): unknown(set.by)
        case .clockConfirmed(let confirmed): unknown(confirmed.by)
        case .transparencyPackMade(let made): unknown(made.by)
        case .smallNumbersSet(let set): fault(ofSmallNumbers: set)
        case .supplyTaken(let taken):
            taken.supply == nextSupply
                ? unknown(taken.agency) ?? fault(ofSupplying: taken) : "the supply \(taken.supply) is not the next one"
        case .supplyWithdrawn(let withdrawn): fault(of: withdrawn.supply, being: [.held])
        case .destructionOrdered(let ordered):
            // Whoever decided how long a grant lasts may have left by the time it ends.
            people[ordered.by]?.roles.contains { AccessMatrix.actions(of: $0).contains(.destroy) } == true
                ? fault(of: ordered.supply, being: [.held, .withdrawn]) : "\(ordered.by) cannot have ordered a destruction"
        case .supplyDestroyed(let destroyed):
            fault(of: destroyed.supply, being: [.condemned])
                ?? (supplies[destroyed.supply]?.taken.object == destroyed.object
                    ? nil : "the object destroyed is not that of the supply \(destroyed.supply)")
        case .queryAnswered(let answer): fault(ofAnswer: answer)
        case .extractBegun(let begun):
            fault(
                ofReading: begun.dataset, from: begun.supplies, under: begun.agreements, for: begun.category, by: begun.by,
                grant: begun.grant)
        case .extractReleased(let release): fault(ofAnswer: release.question)
        case .partnershipFounded, .agencyJoined, .agencyParted, .partnerConsented, .guardianNamed, .contactNamed, .notificationRecorded,
            .processorContracted, .contractEnded, .coordinatorChanged, .packageKeyRecorded, .protocolWithdrawn, .protocolReviewed,
            .undertakingSet, .undertakingAgreed:
            fault(ofPartnership: event)
        case .requestMade, .requestAmended, .requestQueried, .queryReplied, .factsStated, .personsShown, .personsDestroyed,
            .guardianAdvised,
            .requestHalfReleased,
            .requestGranted, .requestRefused, .requestWithdrawn, .requestAppealed, .refusalUpheld, .requestReturned:
            fault(ofRequest: event)
        case .grantRevoked, .grantConfirmed, .grantEnded, .destructionAttested, .onwardAllowed, .onwardStopped, .mediaRegistered,
            .packageSealed:
            fault(ofGrant: event, at: moment)
        case .enquiryLogged, .enquiryAmended, .enquiryClarified, .enquiryConsulted, .enquiryReplied, .enquiryLetterSeen, .enquiryClosed:
            fault(ofEnquiry: event)
        }
    }

    /// What is made for a grant is of its source and its record type, while it lives.
    private func fault(ofSupplying taken: SupplyTaken) -> String? {
        guard let grant = taken.grant else { return nil }
        let given = grants[grant]
        return given?.status == .live && given?.isHeld == false && given?.rule == nil && given?.terms.source == taken.agency
            && given?.terms.dataset == taken.dataset
            ? nil : "the supply \(taken.supply) cannot have been made for the grant \(grant)"
    }

    private func fault(ofAdding added: PersonAdded) -> String? {
        guard people[added.person] == nil else { return "the person \(added.person) is added a second time" }
        return added.agency.map { unknown($0) } ?? "the person \(added.person) acts for no agency"
    }

    private func fault(ofAnswer answer: QueryAnswered) -> String? {
        fault(
            ofReading: answer.dataset, from: answer.supplies, under: answer.agreements, for: answer.category, by: answer.by,
            grant: answer.grant)
    }

    private func fault(
        ofReading dataset: RecordTypeID, from supplies: [SupplyID], under agreements: [ProtocolID], for category: PurposeCategory?,
        by person: PersonID, grant: GrantID?
    ) -> String? {
        if let unknown = supplies.first(where: { self.supplies[$0]?.taken.dataset != dataset }) {
            return "the supply \(unknown) answered from holds no \(dataset)"
        }
        if let foreign = supplies.first(where: { self.supplies[$0]?.taken.grant.map { $0 != grant } ?? false }) {
            return "the supply \(foreign) was made for another grant"
        }
        if let unknown = agreements.first(where: { protocols[$0] == nil }) { return "the protocol \(unknown) was never recorded" }
        if let limited = agreements.first(where: { protocols[$0]?.covers(.stated(category)) != true }) {
            return "the protocol \(limited) does not cover the purpose"
        }
        if let grant {
            guard let given = grants[grant], given.status == .live, !given.isHeld, given.terms.dataset == dataset,
                given.terms.people.contains(person)
            else {
                return "the grant \(grant) did not let \(person) have \(dataset)"
            }
            if let foreign = supplies.first(where: { self.supplies[$0]?.taken.agency != given.terms.source }) {
                return "the supply \(foreign) is not of the source of the grant \(grant)"
            }
        }
        return unknown(person)
    }

    private func fault(of supply: SupplyID, being statuses: Set<SupplyStatus>) -> String? {
        guard let status = supplies[supply]?.status else { return "the supply \(supply) was never taken" }
        return statuses.contains(status) ? nil : "the supply \(supply) is \(status.rawValue)"
    }

    func unknown(_ person: PersonID) -> String? { people[person] == nil ? "nobody is called \(person)" : nil }
    func unknown(_ agency: AgencyID) -> String? { agencies[agency] == nil ? "no agency is called \(agency)" : nil }
}
