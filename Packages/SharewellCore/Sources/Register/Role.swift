public import Guidance

/// What a person does in the partnership (guidance §2.2.1, §4.3; Appendix 2).
public enum Role: String, Sendable, Codable, CaseIterable, Comparable {
    /// Sends an agency's extracts.
    case dataSupplier = "data-supplier"
    /// Finds, counts and takes records for intelligence products.
    case analyst
    /// Designated Liaison Officer of an agency (§2.2.1).
    case liaisonOfficer = "liaison-officer"
    /// CSP co-ordinator: runs the register.
    case coordinator = "co-ordinator"
    /// Takes part in case meetings.
    case meetingMember = "meeting-member"
    /// Caldicott Guardian of a health or social care body (§2.4.2.2).
    case guardian = "caldicott-guardian"
    /// Checks what happened.
    case auditor
    /// Keeps the hub running; never needs to read the data.
    case `operator`

    /// How far a role reaches.
    public enum Reach: String, Sendable, CaseIterable {
        /// The person's own agency.
        case agency = "own agency"
        /// The partnerships it was given for, and nothing in any other of the hub.
        case partnerships = "partnerships it was given for"
        /// The hub as a whole: what belongs to no partnership.
        case hub = "the hub"
    }

    /// How far it reaches.
    public var reach: Reach {
        switch self {
        case .coordinator, .auditor: .partnerships
        case .operator: .hub
        case .dataSupplier, .analyst, .liaisonOfficer, .meetingMember, .guardian: .agency
        }
    }

    /// Alphabetical by raw value.
    public static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
}

/// Things a person can ask the hub to do that the role decides on.
public enum Action: String, Sendable, Codable, CaseIterable {
    /// Add agencies, people and protocols.
    case runRegister = "run-register"
    /// Import postcodes and boundaries.
    case importPlaces = "import-places"
    /// Supply records for one's own agency.
    case supply
    /// See the quality report of a supply.
    case seeQuality = "see-quality"
    /// Count and look up depersonalised records.
    case query
    /// Take depersonalised records away.
    case extract
    /// Withdraw one's own agency's supply.
    case withdraw
    /// Destroy one's own agency's supply.
    case destroy
    /// Decide how small numbers of one's own agency's records are protected.
    case setSmallNumbers = "set-small-numbers"
    /// Agree to the undertaking of one's partnership (Box 1).
    case agree
    /// Consent to a new partner for one's own responsible authority (§2.2.4).
    case consentToPartner = "consent-to-partner"
    /// Ask for information, answer questions about it, appeal (§4.3).
    case request
    /// See requests of or to one's own agency, with the assessment.
    case seeRequest = "see-request"
    /// Query, grant or refuse requests for one's own agency's information, revoke grants, allow onward disclosure.
    case decideRequest = "decide-request"
    /// Advise on requests for health and social care information (§2.4.2.2).
    case adviseAsGuardian = "advise-as-guardian"
    /// Query and take what a grant gives that names one.
    case useGrant = "use-grant"
    /// Settle appeals.
    case settleAppeal = "settle-appeal"
    /// Attest that one's own agency's copies are destroyed; enter removable media.
    case attest
    /// Log enquiries from outside the partnership, consult on them and answer them (§2.4.2.4).
    case handleEnquiry = "handle-enquiry"
    /// Say for one's own agency what it answers when it is consulted on an enquiry.
    case answerConsultation = "answer-consultation"
    /// See enquiries that concern one's own agency.
    case seeEnquiry = "see-enquiry"
    /// See what was done with one's own agency's information, or within one's partnerships: who, when, by what right; never the records.
    case seeAudit = "see-audit"
}

extension Action {
    /// As a refusal has it, after "to".
    public var words: String {
        switch self {
        case .runRegister: "run the register"
        case .importPlaces: "import postcodes and boundaries"
        case .supply: "supply records"
        case .seeQuality: "see the quality of supplies"
        case .query: "count or look up records"
        case .extract: "take records away"
        case .withdraw: "withdraw a supply"
        case .destroy: "destroy a supply"
        case .setSmallNumbers: "decide how small numbers are protected"
        case .agree: "agree to the undertaking"
        case .consentToPartner: "consent to a new partner"
        case .request: "ask for information"
        case .seeRequest: "see requests"
        case .decideRequest: "decide on requests and grants"
        case .adviseAsGuardian: "advise as Caldicott Guardian"
        case .useGrant: "use a grant"
        case .settleAppeal: "settle appeals"
        case .attest: "attest destruction or enter removable media"
        case .handleEnquiry: "handle enquiries"
        case .answerConsultation: "answer consultations on enquiries"
        case .seeEnquiry: "see enquiries"
        case .seeAudit: "see what was done with information"
        }
    }
}

/// Role × action. Anything not listed is denied; a person with several roles may do what any of them may.
public enum AccessMatrix {
    /// What a role may do.
    public static func actions(of role: Role) -> Set<Action> {
        switch role {
        case .dataSupplier: [.supply, .seeQuality, .withdraw, .agree, .seeAudit]
        case .analyst: [.seeQuality, .query, .extract, .agree, .request, .seeRequest, .useGrant, .attest]
        case .liaisonOfficer:
            [
                .supply, .seeQuality, .query, .extract, .withdraw, .destroy, .setSmallNumbers, .agree, .consentToPartner, .request,
                .seeRequest,
                .decideRequest, .useGrant, .attest, .handleEnquiry, .answerConsultation, .seeEnquiry, .seeAudit,
            ]
        case .coordinator:
            [
                .runRegister, .importPlaces, .seeQuality, .destroy, .agree, .seeRequest, .settleAppeal, .handleEnquiry, .seeEnquiry,
                .seeAudit,
            ]
        case .meetingMember: [.seeQuality, .agree, .request, .seeRequest, .useGrant, .attest]
        case .guardian: [.seeQuality, .agree, .seeRequest, .adviseAsGuardian, .seeAudit]
        case .auditor: [.seeQuality, .agree, .seeRequest, .seeEnquiry, .seeAudit]
        case .operator: [.importPlaces, .agree]
        }
    }

    /// How records of one kind of information are had by somebody in that role.
    public enum Way: String, Sendable {
        /// For a stated purpose, if the profile holds the dataset and the agencies signed the same protocol.
        case byRule = "by rule"
        /// Only as a grant that names the person says.
        case underGrant = "under a grant"
        /// Not at all.
        case no = "–"
    }

    /// How a role comes to query or take records. Personal information is never had by rule (§2.4).
    public static func way(of role: Role, to action: Action, _ information: InformationType) -> Way {
        if information == .depersonalised, actions(of: role).contains(action) { return .byRule }
        return actions(of: role).contains(.useGrant) ? .underGrant : .no
    }

    /// Role × records × kind of information.
    private static var records: String {
        var text = "\n## How records are had\n\n| | |"
        for role in Role.allCases { text += " \(role.rawValue) |" }
        text += "\n|---|---|" + String(repeating: "---|", count: Role.allCases.count) + "\n"
        for action in [Action.query, .extract] {
            for information in InformationType.allCases {
                text += "| \(action.rawValue) | \(information.rawValue) |"
                for role in Role.allCases { text += " \(way(of: role, to: action, information).rawValue) |" }
                text += "\n"
            }
        }
        return text
    }

    /// How far each role reaches.
    private static var reach: String {
        var text = """

            ## How far a role reaches

            A hub may serve several partnerships. A co-ordinator runs the register of the partnerships the role was given for: their agencies and
            those agencies' people, officers, contacts and contracts; protocols, members and undertakings; appeals and enquiries; destruction. In
            any other partnership a co-ordinator can do nothing. An agency belongs to the partnership it was added in; where it joins another, that
            partnership's co-ordinator makes it a member and its authorities consent, and its own side signs. An appeal goes to a co-ordinator of the
            partnership of the protocols concerned. What concerns the hub as a whole (founding partnerships, importing places, how the terminal is
            reached, the transparency pack, giving the role operator) is for the co-ordinators of the partnership that the hub began with. Whoever
            founds a partnership is its co-ordinator until they name another and step back.

            | role | reaches |
            |---|---|

            """
        for role in Role.allCases { text += "| \(role.rawValue) | \(role.reach.rawValue) |\n" }
        return text
    }

    /// What no role decides on.
    private static let asksNobody = """

        ## What asks for no person

        - `ledger log`, `verify` and `prove`: whoever may read the hub's folder may read, verify and prove its ledger, sealed or not. That verification
          works must not depend on anybody's leave, least of all the operator's.
        - `ledger checkpoint` and `unseal`: whoever holds the hub's secret, or finds it unsealed under their own account.
        - `seal`, `status`, and the lists of agencies, people, protocols and places.
        - `duties` and `barriers`: what is owed and how often, with agencies, numbers of requests, grants and enquiries, and days. No text of a request,
          of an answer or of an enquiry is in them; those are shown to whom they concern, who says so with `--as`. Whoever reads the hub's folder
          could count the same from its ledger.
        - `enquiry exemptions` and `barriers reasons`: the rulebook's own lists.

        """

    /// The whole matrix as a page, for the golden file.
    public static var page: String {
        var text = "# Who may do what\n\nGenerated from the access matrix. A dash is a refusal.\n\n| action |"
        for role in Role.allCases { text += " \(role.rawValue) |" }
        text += "\n|---|" + String(repeating: "---|", count: Role.allCases.count) + "\n"
        for action in Action.allCases {
            text += "| \(action.rawValue) |"
            for role in Role.allCases { text += actions(of: role).contains(action) ? " yes |" : " – |" }
            text += "\n"
        }
        return text + reach + records + asksNobody
    }
}
