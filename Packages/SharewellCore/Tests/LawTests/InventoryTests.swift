import Guidance
import Testing

@testable import Law

/// The lists of §2.2 and §2.4, item by item: each is data with its § and statute, and each decides by itself; none is merely mentioned.
@Suite("The lists of the guidance, item by item")
struct InventoryTests {
    /// A list of which one item is enough, or of which every item is needed.
    struct List: Sendable, CustomTestStringConvertible {
        let rule: String
        let law: String
        let section: String
        let everyOne: Bool
        /// Facts that have to be so beside the list for it to decide.
        let beside: [String]
        /// Each fact with words of the guidance that its question or title keeps.
        let items: [(fact: String, words: String)]
        var testDescription: String { rule }
    }

    static let lists = [
        List(
            rule: "article-8-ground", law: "Human Rights Act 1998", section: "§2.4.2.1", everyOne: false, beside: [],
            items: [
                ("ground-national-security", "national security"), ("ground-public-safety", "public safety"),
                ("ground-economic-wellbeing", "economic wellbeing of the country"),
                ("ground-crime-or-disorder", "prevent crime or disorder"),
                ("ground-health-or-morals", "protect health or morals"), ("ground-rights-of-others", "rights or freedoms of others"),
            ]),
        List(
            rule: "caldicott-principles", law: "Caldicott Principles", section: "§2.4.2.2", everyOne: true, beside: [],
            items: [
                ("purpose-is-justified", "justifies"), ("sharing-is-necessary", "necessary"),
                ("information-is-minimum", "none more than needed"),
                ("need-to-know-only", "need to know"), ("everyone-knows-responsibilities", "responsibilities"),
                ("handlers-bound-to-confidentiality", "respect the individual’s confidentiality"),
                ("law-is-understood", "understand the law"),
            ]),
        List(
            rule: "confidence", law: "Common law duty of confidentiality", section: "§2.4.2.3", everyOne: false,
            beside: ["balance-is-recorded"],
            items: [
                ("required-by-law-or-court", "law"), ("needed-against-serious-crime", "prevent, detect and prosecute serious crime"),
                ("public-interest", "public interest"), ("risk-of-death-or-serious-harm", "risk of death or serious harm"),
                ("public-health-interest", "public health interest"),
                ("in-interest-of-persons-health", "interests of the health of the person"),
                ("in-interest-of-person", "interests of the person"),
            ]),
        List(
            rule: "schedule-2", law: "Schedule 2", section: "§2.4.2.5", everyOne: false, beside: [],
            items: [
                ("consent-given", "agreed"), ("needed-for-contract", "contract"), ("needed-for-legal-obligation", "legal obligation"),
                ("needed-for-vital-interests", "vital interests"), ("needed-for-public-function", "administration of justice"),
                ("needed-for-legitimate-interests", "legitimate interests"),
            ]),
        List(
            rule: "schedule-3", law: "Schedule 3", section: "§2.4.2.5", everyOne: false, beside: [],
            items: [
                ("consent-given", "agreed"), ("needed-for-employment-law", "employment"),
                ("vital-interests-without-consent", "cannot consent"),
                ("vital-interests-of-another", "unreasonably withheld consent"), ("used-within-non-profit-body", "non-profit-making"),
                ("made-public-by-the-person", "deliberately made"), ("needed-for-legal-proceedings", "legal proceedings"),
                ("needed-for-justice-or-crown-function", "Crown"), ("needed-by-anti-fraud-organisation", "anti-fraud organisation"),
                ("medical-information-for-professionals", "medical professionals"),
                ("for-reviewing-racial-equality", "equality of treatment"),
            ]),
        List(
            rule: "section-29", law: "s29", section: "§2.4.2.5", everyOne: false, beside: ["source-is-relevant-authority"],
            items: [
                ("for-preventing-or-detecting-crime", "prevent or detect crime"),
                ("for-apprehending-or-prosecuting", "prosecute offenders"),
                ("for-statutory-functions", "statutory functions"), ("is-risk-classification", "risk assessment"),
            ]),
        List(
            rule: "section-35", law: "s35", section: "§2.4.2.5", everyOne: false, beside: [],
            items: [("required-by-law-or-court", "order of a court"), ("needed-for-legal-proceedings", "legal advice")]),
    ]

    @Test("each item stands in the words of the guidance, with its section, and decides by itself", arguments: lists)
    func items(list: List) throws {
        let law = try Fixture.law()
        let rule = try #require(law.rule(list.rule))
        #expect(rule.law.contains(list.law) && rule.section == list.section)
        let beside = Dictionary(uniqueKeysWithValues: list.beside.map { ($0, LawAnswer.yes) })
        /// Every item answered one way, and one of them the other way.
        func asked(_ answer: LawAnswer, but item: String?) -> LawAnswer {
            var answers = beside
            for (fact, _) in list.items { answers[fact] = fact == item ? answer.opposite : answer }
            for leaf in rule.asks.leaves {
                if case .fact(let id) = leaf, answers[id] == nil { answers[id] = .no }
            }
            // Rest of the rule: consent beside the seven factors, no.
            return law.answer(rule.asks, LawFacts(answers))
        }
        #expect(asked(.no, but: nil) == .no && asked(.yes, but: nil) == .yes)
        for (fact, words) in list.items {
            let found = try #require(law.fact(fact), "\(fact)")
            #expect("\(found.question) \(found.title)".contains(words), "\(fact): \(found.question)")
            #expect(list.everyOne ? asked(.yes, but: fact) == .no : asked(.no, but: fact) == .yes, "\(fact) does not decide")
        }
        let named = Set(rule.asks.leaves.map(\.text)).subtracting(list.beside)
        #expect(named.subtracting(list.items.map(\.fact)).isSubset(of: list.rule == "confidence" ? ["consent-given"] : []), "\(named)")
    }

    @Test("each of the eight data protection principles is a condition, or several, that fails by itself")
    func principles() throws {
        let law = try Fixture.law()
        for (number, rules) in [
            ("first", ["schedule-2", "schedule-3", "fairness"]), ("second", ["evidence", "limited-use"]), ("third", ["minimum"]),
            ("fourth", ["accuracy"]), ("fifth", ["destruction"]), ("sixth", ["rights"]), ("seventh", ["security"]), ("eighth", ["abroad"]),
        ] {
            let found = law.rules.filter { $0.kind == .condition && $0.law.hasPrefix("Data Protection Act 1998, \(number) principle") }
            #expect(found.map(\.id) == rules, "\(number)")
            #expect(found.allSatisfy { $0.section == "§2.4.2.5" && $0.scope == .personal })
        }
    }

    @Test(
        "each power and duty of §2.4.1 stands under its Act and section",
        arguments: [
            ("section-115", "Crime and Disorder Act 1998 s115", "§2.4.1.1", LawRule.Kind.power),
            ("section-17a", "Crime and Disorder Act 1998 s17A", "§2.4.1.1", .duty),
            (
                "scrutiny-committee-duty", "Police and Justice Act 2006; Crime and Disorder (Overview and Scrutiny) Regulations 2009",
                "§2.4.1.2", .duty
            ),
            ("scrutiny-identification", "Crime and Disorder (Overview and Scrutiny) Regulations 2009", "§2.4.1.2", .condition),
            ("scrutiny-prejudice", "Crime and Disorder (Overview and Scrutiny) Regulations 2009", "§2.4.1.2", .prohibition),
            ("police-and-probation", "Criminal Justice and Court Services Act 2000", "§2.4.1.3", .duty),
            ("waspi-protocol", "Wales Accord on the Sharing of Personal Information", "§2.2.5", .power),
            ("foi-consultation", "Freedom of Information Act 2000", "§2.4.2.4", .condition),
            ("foi-personal", "Freedom of Information Act 2000", "§2.4.2.4", .prohibition),
            ("foi-exemption", "Freedom of Information Act 2000", "§2.4.2.4", .prohibition),
            ("caldicott-guardian", "Caldicott Principles", "§2.4.2.2", .condition),
            ("notification", "Data Protection Act 1998", "§2.4.2.5", .condition),
        ])
    func acts(id: String, act: String, section: String, kind: LawRule.Kind) throws {
        let rule = try #require(try Fixture.law().rule(id))
        #expect(rule.law.contains(act) && rule.section == section && rule.kind == kind)
    }

    /// The groups of §2.2, health and probation by their several names.
    static let groups: [(AgencyGroup, Set<String>)] = [
        (
            .responsibleAuthority,
            [
                "council", "police-force", "police-authority", "fire-and-rescue", "primary-care-trust", "local-health-board",
                "probation-trust",
            ]
        ),
        (
            .cooperatingBody,
            [
                "parish-council", "nhs-trust", "nhs-foundation-trust", "registered-social-landlord", "independent-school-proprietor",
                "school-or-further-education-governing-body", "local-agency",
            ]
        ),
        (
            .relevantAuthority,
            [
                "police-force", "police-authority", "council", "probation-board", "probation-trust", "fire-and-rescue",
                "primary-care-trust",
                "local-health-board", "strategic-health-authority", "nhs-trust", "nhs-foundation-trust", "registered-social-landlord",
                "transport-for-london",
            ]
        ),
        (.occasionalSignatory, ["private-group", "community-group", "voluntary-group"]),
        (.invited, ["private-group", "community-group", "voluntary-group", "specialist-voluntary-agency"]),
        (.namedParticipant, ["criminal-justice-integrated-team", "job-centre-plus"]),
    ]

    @Test("the groups of agencies are those of §2.2, no more and no less", arguments: groups)
    func agencies(group: AgencyGroup, classes: Set<String>) throws {
        let found = try Fixture.rulebook().agencyClasses.filter { $0.groups.contains(group) }
        #expect(Set(found.map(\.id)) == classes)
    }

    @Test("relevant authorities are so in law, whichever side they stand on; others are not, or are asked")
    func relevantAuthorities() throws {
        let (rulebook, law) = try Fixture.shipped.get()
        // NHS bodies that the guidance names elsewhere, and those of which it does not say.
        let health: Set<String> = ["mental-health-trust", "ambulance-service", "hospital-accident-and-emergency"]
        let asked: Set<String> = [
            "youth-offending-service", "drug-and-alcohol-action-team", "criminal-justice-integrated-team", "british-transport-police",
            "local-agency",
        ]
        for agency in rulebook.agencyClasses {
            let source = law.given(source: agency, recipient: nil, dataset: nil)["source-is-relevant-authority"]
            let recipient = law.given(source: nil, recipient: agency, dataset: nil)["recipient-is-relevant-authority"]
            let relevant = agency.groups.contains(.relevantAuthority) || health.contains(agency.id)
            #expect(source == (relevant ? .yes : asked.contains(agency.id) ? .unknown : .no), "\(agency.id)")
            #expect(recipient == source, "\(agency.id)")
        }
    }
}
