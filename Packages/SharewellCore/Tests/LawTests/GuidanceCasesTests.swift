import Guidance
import Testing

@testable import Law

/// The guidance's own examples, with what it says of each.
@Suite("Cases of the guidance")
struct GuidanceCasesTests {
    /// Everything that a well-made request for personal information has settled, apart from what a case is about.
    static let settled = """
          information-originated-elsewhere: no
          information-is-minimum: yes
          information-is-accurate: yes
          signed-same-protocol: yes
          protocol-covers-sharing: yes
          source-ico-notification-current: yes
          recipient-ico-notification-current: yes
          necessary-under-crime-and-disorder-act: yes
          ground-crime-or-disorder: yes
          sharing-is-necessary: yes
          sharing-is-proportionate: yes
          purpose-is-justified: yes
          considered-individually: yes
          needed-for-public-function: yes
          needed-for-justice-or-crown-function: yes
          for-preventing-or-detecting-crime: yes
          use-limited-to-purpose: yes
          destruction-date-set: yes
          rights-are-respected: yes
          kept-secure: yes
          caldicott-guardian-consulted: yes
          need-to-know-only: yes
          everyone-knows-responsibilities: yes
          handlers-bound-to-confidentiality: yes
          law-is-understood: yes

        """

    /// A sheet on personal information; a fact of `facts` replaces the settled one of that name.
    private func personal(
        _ process: String, from: String = "police-force", to: String = "council", dataset: String? = nil, _ facts: [String: String]
    ) throws -> Assessment {
        var lines = Self.settled.split(separator: "\n").filter { line in !facts.keys.contains { line.contains("\($0):") } }.map(String.init)
        var own = ["information-is-personal": "yes", "held-in-confidence": "no", "information-is-treatment": "no"]
        if dataset == nil { own["information-is-health-or-social-care"] = "no" }
        if dataset != nil { own["information-is-health-or-social-care"] = "no" }
        own["information-is-drug-test-result"] = "no"
        own["information-is-sensitive"] = "yes"
        for (fact, answer) in own.merging(facts, uniquingKeysWith: { $1 }) { lines.append("  \(fact): \(answer)") }
        let sheet = """
            from: \(from)
            to: \(to)
            purpose: service-delivery
            process: \(process)
            \(dataset.map { "dataset: \($0)" } ?? "")
            facts:
            \(lines.joined(separator: "\n"))
            """
        return try #require(try Fixture.assess(sheet).assessments.first)
    }

    private func failed(_ assessment: Assessment) -> [String] {
        assessment.tests.filter { [.notSatisfied, .broken].contains($0.outcome) && [.condition, .prohibition].contains($0.kind) }.map(
            \.rule)
    }

    private func mayIfDecided(_ assessment: Assessment) -> Bool {
        assessment.conclusion == .conditional && assessment.missing.isEmpty && assessment.summary.contains("named person decides")
    }

    private let ppo = ["items-are-standard": "yes", "recipient-belongs-to-meeting": "yes"]

    @Test("PPO (§1.1): police and Probation share on offenders of the scheme; a person decides")
    func prolificOffenders() throws {
        let dataset = "prolific-and-other-priority-offender"
        let police = try personal("ppo", from: "police-force", to: "probation-trust", dataset: dataset, ppo)
        #expect(mayIfDecided(police), "\(police.missing.map(\.fact)) \(failed(police))")
        #expect(police.grounds == ["section-115"])
        let probation = try personal("ppo", from: "probation-trust", to: "police-force", dataset: dataset, ppo)
        #expect(mayIfDecided(probation))
    }

    @Test("PPO (§1.1): the Drug and Alcohol Action Team says whether it is part of a relevant authority, and needs written consent")
    func prolificOffendersInTreatment() throws {
        let treatment = ppo.merging(["information-is-treatment": "yes", "source-is-health-or-social-care": "no"]) { $1 }
        let open = try personal("ppo", from: "drug-and-alcohol-action-team", treatment)
        #expect(open.conclusion == .conditional && open.missing.contains { $0.fact == "source-is-relevant-authority" })
        #expect(open.missing.contains { $0.fact == "consent-in-writing" })
        let agreed = ["source-is-relevant-authority": "yes", "consent-reviewed-in-last-year": "yes"].merging(treatment) { $1 }
        #expect(mayIfDecided(try personal("ppo", from: "drug-and-alcohol-action-team", agreed)))
    }

    @Test("domestic violence (§4.2.3): to be shared at once, which is said")
    func domesticViolence() throws {
        let case1 = try personal(
            "marac",
            [
                "incident-is-domestic-violence": "yes", "conforms-to-marac-forms": "yes", "information-about-victim": "yes",
                "recipient-belongs-to-meeting": "yes", "items-are-standard": "yes",
            ])
        #expect(mayIfDecided(case1), "\(case1.missing.map(\.fact)) \(failed(case1))")
        let test = try #require(case1.tests.first { $0.rule == "share-at-once" })
        #expect(test.kind == .practice && test.explanation.contains("immediately"))
        #expect(case1.text(rulebook: try Fixture.rulebook()).contains("Share at once"))
    }

    @Test("MARAC: the forms are followed; consent is not needed where there is a risk of serious harm, and needed without a reason")
    func marac() throws {
        let base = ["recipient-belongs-to-meeting": "yes", "items-are-standard": "yes", "held-in-confidence": "yes", "consent-given": "no"]
        let risk = ["conforms-to-marac-forms": "yes", "risk-of-death-or-serious-harm": "yes", "balance-is-recorded": "yes"]
        #expect(mayIfDecided(try personal("marac", base.merging(risk) { $1 })))
        #expect(
            failed(try personal("marac", base.merging(risk.merging(["conforms-to-marac-forms": "no"]) { $1 }) { $1 })) == ["marac-forms"])
        #expect(failed(try personal("marac", base.merging(risk.merging(["balance-is-recorded": "no"]) { $1 }) { $1 })) == ["confidence"])
    }

    @Test("MAPPA: the duty to co-operate holds for the prison service too, by the national standard")
    func mappa() throws {
        let facts = ["follows-mappa-standard": "yes", "recipient-belongs-to-meeting": "yes"]
        let prison = try personal("mappa", from: "prison-service", to: "probation-trust", facts)
        #expect(mayIfDecided(prison), "\(prison.missing.map(\.fact)) \(failed(prison))")
        #expect(prison.grounds == ["mappa-duty"])
        let other = try personal(
            "mappa", from: "prison-service", to: "probation-trust", ["follows-mappa-standard": "no", "consent-given": "no"])
        #expect(other.conclusion == .notAsAsked)
    }

    @Test("police and Probation have a duty on offenders who may cause serious harm (§2.4.1.3)")
    func policeAndProbation() throws {
        let facts = [
            "offender-may-cause-serious-harm": "yes", "for-assessing-or-managing-risk": "yes",
            "necessary-under-crime-and-disorder-act": "no",
        ]
        let both = try personal("other", from: "probation-trust", to: "police-force", facts)
        #expect(mayIfDecided(both) && both.grounds == ["police-and-probation"])
        let council = try personal("other", from: "police-force", to: "council", facts.merging(["consent-given": "no"]) { $1 })
        #expect(council.conclusion == .notAsAsked && council.summary.contains("no legal power"))
    }

    @Test("DIP, continuity of care: informed consent signed on the DIR, or a risk of harm")
    func continuityOfCare() throws {
        let signed = ["consent-on-dir": "yes", "consent-is-informed": "yes", "targets-on-positive-test-alone": "no"]
        #expect(mayIfDecided(try personal("dip-continuity", signed)))
        let refused = ["consent-refused": "yes", "targets-on-positive-test-alone": "no"]
        let without = try personal("dip-continuity", refused.merging(["risk-of-harm-to-self-or-others": "no"]) { $1 })
        #expect(failed(without) == ["dip-continuity-consent"] && without.conclusion == .notAsAsked)
        #expect(mayIfDecided(try personal("dip-continuity", refused.merging(["risk-of-harm-to-self-or-others": "yes"]) { $1 })))
        let verbal = ["consent-given": "yes", "consent-is-informed": "yes", "consent-on-dir": "no", "risk-of-harm-to-self-or-others": "no"]
        #expect(failed(try personal("dip-continuity", verbal)) == ["dip-continuity-consent"])
    }

    @Test("DIP: the police give the team a positive test and the required assessment without consent; telling the client is good practice")
    func integratedTeam() throws {
        let facts = [
            "recipient-is-criminal-justice-integrated-team": "yes", "positive-drug-test": "yes", "police-require-assessment": "yes",
            "shares-only-test-result-and-requirement": "yes", "information-is-drug-test-result": "yes", "consent-given": "no",
            "targets-on-positive-test-alone": "no", "person-told-of-sharing": "no", "necessary-under-crime-and-disorder-act": "no",
        ]
        let told = try personal("dip-required-assessment", to: "drug-and-alcohol-action-team", facts)
        #expect(mayIfDecided(told), "\(told.missing.map(\.fact)) \(failed(told))")
        #expect(told.grounds == ["test-result-to-integrated-team"])
        #expect(told.tests.first { $0.rule == "dip-inform-client" }?.outcome == .notSatisfied)
        let more = try personal(
            "dip-required-assessment", to: "drug-and-alcohol-action-team",
            facts.merging(["shares-only-test-result-and-requirement": "no", "recipient-is-relevant-authority": "no"]) { $1 })
        #expect(more.conclusion == .notAsAsked)
    }

    @Test("DIP, intelligence: without consent only for a specific concern, case by case; never on a positive test alone")
    func intelligence() throws {
        let concern = [
            "information-is-drug-test-result": "yes", "consent-given": "no", "specific-public-protection-concern": "yes",
            "person-told-of-sharing": "yes", "targets-on-positive-test-alone": "no",
        ]
        #expect(mayIfDecided(try personal("dip-intelligence", concern)))
        let none = concern.merging(["specific-public-protection-concern": "no"]) { $1 }
        #expect(failed(try personal("dip-intelligence", none)) == ["dip-intelligence-consent"])
        let untold = concern.merging(["person-told-of-sharing": "no"]) { $1 }
        #expect(failed(try personal("dip-intelligence", untold)) == ["dip-intelligence-fairness"])
        let targeted = try personal("dip-intelligence", concern.merging(["targets-on-positive-test-alone": "yes"]) { $1 })
        #expect(failed(targeted) == ["targeting-on-test-alone"] && targeted.conclusion == .notAsAsked && !targeted.instead.isEmpty)
    }

    @Test("prison releases (§3.2.8): the guidance asks for them, so the enactment is asked for; not from a prison on anything else")
    func prisonReleases() throws {
        func sheet(_ more: String) -> String { "from: prison-service\nto: police-force\npurpose: service-delivery\nprocess: iom\n\(more)" }
        let release = try Fixture.assess(sheet("dataset: prison-release\nfacts: {consent-given: no}"))
        #expect(release.conclusion == .conditional)
        #expect(release.assessments[0].missing.contains { $0.fact == "another-enactment-allows" && $0.who[0].contains("Data Protection") })
        #expect(
            try Fixture.assess(sheet("dataset: prison-release\nfacts: {consent-given: no, another-enactment-allows: no}")).conclusion
                == .notAsAsked)
        #expect(try Fixture.assess(sheet("facts: {information-is-personal: yes, consent-given: no}")).conclusion == .notAsAsked)
    }

    @Test("targeting on a positive test alone is refused whatever else is or is not known")
    func targetingAlone() throws {
        let assessment = try Fixture.assess(
            "from: police-force\nto: council\nfacts: {information-is-personal: yes, targets-on-positive-test-alone: yes}")
        #expect(assessment.conclusion == .notAsAsked)
    }

    @Test("drug treatment: consent of the last year; refused, only where not sharing would prejudice work against crime")
    func treatment() throws {
        let base = ["information-is-treatment": "yes", "recipient-belongs-to-meeting": "yes"]
        #expect(mayIfDecided(try personal("treatment-group", base.merging(["consent-reviewed-in-last-year": "yes"]) { $1 })))
        let stale = ["consent-in-writing": "yes", "consent-reviewed-in-last-year": "no"]
        #expect(failed(try personal("treatment-group", base.merging(stale) { $1 })) == ["treatment-consent"])
        let prejudice = ["consent-refused": "yes", "substantial-chance-of-prejudice": "yes"]
        #expect(mayIfDecided(try personal("treatment-group", base.merging(prejudice) { $1 })))
        let none = ["consent-refused": "yes", "substantial-chance-of-prejudice": "no"]
        let refused = try personal("treatment-group", base.merging(none) { $1 })
        #expect(failed(refused) == ["treatment-consent"] && refused.conclusion == .notAsAsked)
        #expect(refused.instead.first?.contains("Depersonalised drug treatment") == true)
    }

    @Test("ASB panel: members only")
    func panel() throws {
        #expect(mayIfDecided(try personal("asb-panel", ppo)))
        #expect(failed(try personal("asb-panel", ppo.merging(["recipient-belongs-to-meeting": "no"]) { $1 })) == ["members-only"])
    }

    @Test("occasional signatories have no personal information, unless the protocol says so expressly")
    func occasional() throws {
        let shop = try personal("other", to: "private-group", ["consent-given": "yes"])
        #expect(failed(shop) == ["occasional-signatory"] && shop.conclusion == .notAsAsked)
        let expressly = ["consent-given": "yes", "protocol-allows-personal-for-recipient": "yes"]
        #expect(mayIfDecided(try personal("other", to: "private-group", expressly)))
    }

    @Test("occasional signatories have depersonalised information, within the protocol’s limits")
    func occasionalDepersonalised() throws {
        func sheet(_ facts: String) -> String {
            "from: police-force\nto: community-group\ndataset: police-incident\npurpose: intelligence\nfacts: {signed-same-protocol: yes\(facts)}"
        }
        #expect(try Fixture.assess(sheet("")).conclusion == .unrestricted)
        #expect(try Fixture.assess(sheet(", protocol-limits-recipient: yes")).conclusion == .notAsAsked)
        #expect(try Fixture.assess(sheet(", protocol-limits-recipient: unknown")).conclusion == .conditional)
    }

    @Test("health: the Guardian is consulted; sensitive data needs a condition of Schedule 3 as well; exemptions do not replace them")
    func safeguards() throws {
        let health = ["information-is-health-or-social-care": "yes", "caldicott-guardian-consulted": "no"]
        #expect(failed(try personal("other", from: "primary-care-trust", health)) == ["caldicott-guardian"])
        let noThird = [
            "needed-for-justice-or-crown-function": "no", "consent-given": "no", "needed-for-employment-law": "no",
            "vital-interests-without-consent": "no", "vital-interests-of-another": "no", "used-within-non-profit-body": "no",
            "made-public-by-the-person": "no", "needed-for-legal-proceedings": "no", "needed-by-anti-fraud-organisation": "no",
            "medical-information-for-professionals": "no", "for-reviewing-racial-equality": "no",
        ]
        #expect(failed(try personal("other", noThird)) == ["schedule-3"])
        let plain = noThird.merging(["information-is-sensitive": "no", "information-about-victim": "no"]) { $1 }
        #expect(mayIfDecided(try personal("other", plain.merging(["information-about-witness": "no"]) { $1 })))
        #expect(failed(try personal("other", plain.merging(["information-about-witness": "yes"]) { $1 })) == ["schedule-3"])
    }

    @Test("A & E assaults, effectively depersonalised, may be shared; not where somebody could be identified")
    func accidentAndEmergency() throws {
        let sheet = """
            from: hospital-accident-and-emergency
            to: [police-force, council]
            dataset: accident-and-emergency-assault
            purpose: intelligence
            facts: {signed-same-protocol: yes}
            """
        #expect(try Fixture.assess(sheet).conclusion == .unrestricted)
        let identified =
            "from: nhs-trust\nto: council\npurpose: intelligence\nfacts: {signed-same-protocol: yes, recipient-could-identify-individual: yes}"
        let assessment = try #require(try Fixture.assess(identified).assessments.first)
        #expect(assessment.personal == .yes && assessment.conclusion != .unrestricted)
    }

    @Test("an out-of-area force: both partnerships’ protocols, not one", arguments: [("yes", true), ("no", false)])
    func outOfArea(other: String, may: Bool) throws {
        let sheet = """
            from: council
            to: police-force
            dataset: council-asb-and-environmental-crime
            purpose: intelligence
            facts:
              agencies-in-different-partnerships: yes
              source-partnership-protocol-permits: yes
              recipient-partnership-protocol-permits: \(other)
            """
        let assessment = try #require(try Fixture.assess(sheet).assessments.first)
        #expect(assessment.conclusion == (may ? .unrestricted : .notAsAsked))
        #expect(failed(assessment) == (may ? [] : ["protocols-on-both-sides"]))
    }

    @Test("freedom of information: the originator is consulted first, and nobody is identified")
    func freedomOfInformation() throws {
        func sheet(_ consulted: String, personal: String) -> String {
            """
            from: council
            asked-by: public
            facts:
              information-is-personal: \(personal)
              information-originated-elsewhere: yes
              originating-agency-consulted: \(consulted)
              foi-exemption-applies: no
              information-is-protectively-marked: no
            """
        }
        let asked = try #require(try Fixture.assess(sheet("yes", personal: "no")).assessments.first)
        #expect(asked.conclusion == .unrestricted && asked.summary.contains("whoever asks"))
        #expect(failed(try #require(try Fixture.assess(sheet("no", personal: "no")).assessments.first)) == ["foi-consultation"])
        let named = try #require(try Fixture.assess(sheet("yes", personal: "yes")).assessments.first)
        #expect(failed(named) == ["foi-personal"] && named.instead.first?.contains("depersonalised") == true)
    }

    @Test("a scrutiny committee: depersonalised; identified where necessary; never to the prejudice of proceedings")
    func scrutiny() throws {
        func sheet(_ facts: String) -> String {
            "from: police-force\nto: council\nasked-by: scrutiny-committee\nfacts: {relates-to-crime-and-disorder-functions: yes, information-is-protectively-marked: no, \(facts)}"
        }
        let plain = try Fixture.assess(sheet("information-is-personal: no, would-prejudice-proceedings-or-operations: no"))
        #expect(plain.conclusion == .unrestricted && plain.assessments[0].grounds == ["scrutiny-committee-duty"])
        let prejudice = try Fixture.assess(sheet("information-is-personal: no, would-prejudice-proceedings-or-operations: yes"))
        #expect(prejudice.conclusion == .notAsAsked && failed(prejudice.assessments[0]) == ["scrutiny-prejudice"])
        let named = try Fixture.assess(sheet("information-is-personal: yes, identification-necessary-for-committee: no"))
        #expect(named.conclusion == .notAsAsked && failed(named.assessments[0]) == ["scrutiny-identification"])
        let needed = try Fixture.assess(
            sheet(
                "information-is-personal: yes, identification-necessary-for-committee: yes, would-prejudice-proceedings-or-operations: no"))
        #expect(needed.conclusion == .conditional && needed.assessments[0].grounds == ["scrutiny-committee-duty"])
    }

    @Test("published figures go to anybody; figures that need authorisation to those who have it")
    func aggregates() throws {
        #expect(
            try Fixture.assess("facts: {information-is-public-aggregate: yes, information-is-protectively-marked: no}").conclusion
                == .unrestricted)
        func iquanta(_ authorised: String) -> String {
            "from: police-force\nto: council\npurpose: performance-monitoring\nfacts: {information-is-restricted-aggregate: yes, signed-same-protocol: yes, recipient-is-authorised-for-source: \(authorised)}"
        }
        #expect(try Fixture.assess(iquanta("yes")).conclusion == .unrestricted)
        #expect(try Fixture.assess(iquanta("no")).conclusion == .notAsAsked)
        #expect(try Fixture.assess(iquanta("unknown")).conclusion == .conditional)
    }

    @Test("prescribed depersonalised information between relevant authorities is a duty, and said to be (s17A)")
    func duty() throws {
        let sheet =
            "from: ambulance-service\nto: council\ndataset: ambulance-call\npurpose: intelligence\nfacts: {signed-same-protocol: yes, relevant-to-crime-reduction: yes}"
        let assessment = try #require(try Fixture.assess(sheet).assessments.first)
        #expect(
            assessment.conclusion == .unrestricted && assessment.summary.contains("legal duty") && assessment.grounds == ["section-17a"])
    }
}
