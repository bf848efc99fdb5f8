internal import Guidance
public import Law

/// Facts of the law that nobody states because the hub knows them, by their names in the rulebook.
///
/// What the rulebook in force does not ask is not answered; what it asks and is not here, people answer.
enum RegisterFact: String, CaseIterable {
    case purposePerformance = "purpose-is-performance-monitoring"
    case purposeIntelligence = "purpose-is-intelligence"
    case purposeService = "purpose-is-service-delivery"
    /// Who asks through the register is a partner; committees and the public have their own way in.
    case askedByPartner = "asked-by-partner"
    case sourceSigned = "source-signed-protocol"
    case recipientSigned = "recipient-signed-protocol"
    case sameProtocol = "signed-same-protocol"
    case acrossBoundary = "agencies-in-different-partnerships"
    case sourceSidePermits = "source-partnership-protocol-permits"
    case recipientSidePermits = "recipient-partnership-protocol-permits"
    case protocolCovers = "protocol-covers-sharing"
    /// What no protocol lets be had, the rule that grants depersonalised information does not grant.
    case protocolLimits = "protocol-limits-recipient"
    case patientsHomes = "locates-patients-homes"
    case protocolAdmitsOccasional = "protocol-allows-personal-for-recipient"
    case waspi = "covered-by-waspi"
    case sourceNotified = "source-ico-notification-current"
    case recipientNotified = "recipient-ico-notification-current"
    /// Known once the requester has written why.
    case necessary = "sharing-is-necessary"
    case proportionate = "sharing-is-proportionate"
    case justified = "purpose-is-justified"
    case destructionDate = "destruction-date-set"
    case guardianConsulted = "caldicott-guardian-consulted"
    /// A request is decided by itself or not at all.
    case consideredIndividually = "considered-individually"
    /// The hub depersonalised it itself, so that no recipient can tell who it is about.
    case identifiable = "recipient-could-identify-individual"
}

extension Register {
    /// Names of the facts that nobody states because the hub knows them.
    public static var factsKnown: [String] { RegisterFact.allCases.map(\.rawValue) }

    /// What the hub knows of a request, by name of the fact that the law asks.
    public func factsKnown(of request: SharingRequest, at now: Moment) -> [String: LawAnswer] {
        let asked = RegisterFact.allCases.filter { law?.fact($0.rawValue) != nil }
        return Dictionary(uniqueKeysWithValues: asked.map { ($0.rawValue, known($0, of: request, at: now)) })
    }

    /// What the hub knows of a fact that bears on a request.
    func known(_ fact: RegisterFact, of request: SharingRequest, at now: Moment) -> LawAnswer {
        let content = request.content
        let (source, recipient, day) = (content.source, request.agency, now.day)
        switch fact {
        case .purposePerformance: return content.purpose == .performanceMonitoring ? .yes : .no
        case .purposeIntelligence: return content.purpose == .intelligence ? .yes : .no
        case .purposeService: return content.purpose == .serviceDelivery ? .yes : .no
        case .askedByPartner, .justified, .destructionDate, .consideredIndividually: return .yes
        case .sourceSigned: return truth(!inForce(on: day) { $0.signatories.contains(source) }.isEmpty)
        case .recipientSigned: return truth(!inForce(on: day) { $0.signatories.contains(recipient) }.isEmpty)
        case .sameProtocol: return truth(state.haveCommonProtocol(source, recipient, on: day))
        case .acrossBoundary: return truth(state.isAcross(source, recipient))
        case .sourceSidePermits:
            return state.isAcross(source, recipient) ? truth(permitsAcross(source, content, on: day)) : .unknown
        case .recipientSidePermits:
            return state.isAcross(source, recipient) ? truth(permitsAcross(recipient, content, on: day)) : .unknown
        case .protocolCovers: return truth(!agreements(for: request, on: day).isEmpty)
        case .protocolLimits:
            // Where they have signed nothing together, nothing is limited: then it is a signature that is missing, or a side that does not permit it.
            return truth(state.haveCommonProtocol(source, recipient, on: day) && agreements(for: request, on: day).isEmpty)
        case .patientsHomes: return truth(rulebook.recordType(content.dataset).map { asksBeyondOutward(content, of: $0) } ?? false)
        case .protocolAdmitsOccasional: return truth(agreements(for: request, on: day).contains { $0.terms.admitsOccasionalToPersonal })
        case .waspi: return truth(agreements(for: request, on: day).contains { $0.terms.kind == .personalInformationSharing })
        case .sourceNotified: return isNotified(source, on: day)
        case .recipientNotified: return isNotified(recipient, on: day)
        case .necessary: return content.necessity == nil ? .unknown : .yes
        case .proportionate: return content.proportionality == nil ? .unknown : .yes
        // An objection is advice, too: it stops a grant by itself.
        case .guardianConsulted: return request.advice == nil ? .unknown : .yes
        case .identifiable:
            return rulebook.recordType(content.dataset)?.information == .depersonalised ? .no : .unknown
        }
    }

    private func truth(_ holds: Bool) -> LawAnswer { holds ? .yes : .no }

    /// Protocols in force, sorted by name.
    private func inForce(on day: Int, _ test: (SharingProtocol) -> Bool) -> [SharingProtocol] {
        state.protocols.values.filter { $0.isInForce(on: day) && $0.terms.kind != .accord && test($0) }.sorted { $0.id < $1.id }
    }

    private func permitsAcross(_ agency: AgencyID, _ content: RequestContent, on day: Int) -> Bool {
        let personal = isPersonal(content.dataset)
        return !inForce(on: day) {
            $0.terms.permitsAcross && $0.covers(.stated(content.purpose))
                && state.lets([agency], share: content.dataset, personal: personal, under: $0, on: day)
        }.isEmpty
    }

    /// The protocols that let the request's agency have what it asks for its purpose; none if there are none.
    private func agreements(for request: SharingRequest, on day: Int) -> [SharingProtocol] {
        state.protocols(
            letting: request.agency, have: request.content.dataset, of: request.content.source,
            personal: isPersonal(request.content.dataset), for: .stated(request.content.purpose), on: day) ?? []
    }

    private func isPersonal(_ dataset: RecordTypeID) -> Bool { rulebook.recordType(dataset)?.information != .depersonalised }

    private func isNotified(_ agency: AgencyID, on day: Int) -> LawAnswer {
        state.agencies[agency]?.notification.map { truth($0.expires >= day) } ?? .unknown
    }
}
