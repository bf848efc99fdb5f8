import ArgumentParser

extension LawCommand {
    struct Example: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a fact sheet to start from: one of the guidance's own cases.",
            discussion: "EXAMPLE\n  sharewell law example marac > case.yaml")
        @Argument(help: "Which case.") var name: Case = .ppo

        func perform(on terminal: Terminal) throws {
            terminal.output(
                """
                # A fact sheet. Assess it with: sharewell law assess FILE
                # Agency classes: sharewell guidance classes. Record types: sharewell datasets. Facts: sharewell law facts.
                \(name.sheet)

                """)
        }
    }

    /// A case of the guidance.
    enum Case: String, ExpressibleByArgument, CaseIterable {
        case ppo, marac, treatment, scrutiny
        case accidentAndEmergency = "accident-and-emergency"
        case outOfArea = "out-of-area"
        case freedomOfInformation = "freedom-of-information"

        var sheet: String {
            switch self {
            case .ppo:
                """
                # Offenders of the Prolific and other Priority Offender scheme (§1.1, §3.1.1.1).
                title: Offenders on the Prolific and other Priority Offender scheme
                from: police-force
                to: [probation-trust]
                dataset: prolific-and-other-priority-offender
                purpose: service-delivery
                process: ppo
                facts:
                  signed-same-protocol: yes
                  necessary-under-crime-and-disorder-act: yes
                  items-are-standard: yes
                  recipient-belongs-to-meeting: yes
                  consent-given: unknown
                """
            case .marac:
                """
                # A victim of domestic violence at risk of serious harm; consent was not obtained (§3.1.1.1, §2.4.2.3, §4.2.3).
                title: A MARAC referral
                from: police-force
                to: [council, primary-care-trust]
                purpose: service-delivery
                process: marac
                facts:
                  information-is-personal: yes
                  information-about-victim: yes
                  incident-is-domestic-violence: yes
                  signed-same-protocol: yes
                  necessary-under-crime-and-disorder-act: yes
                  conforms-to-marac-forms: yes
                  recipient-belongs-to-meeting: yes
                  held-in-confidence: yes
                  consent-given: no
                  risk-of-death-or-serious-harm: yes
                  balance-is-recorded: unknown
                """
            case .treatment:
                """
                # A person in drug treatment has refused consent (§3.1.1.1).
                title: Drug treatment, consent refused
                from: primary-care-trust
                to: police-force
                purpose: service-delivery
                process: treatment-group
                facts:
                  information-is-personal: yes
                  information-is-treatment: yes
                  signed-same-protocol: yes
                  consent-refused: yes
                  substantial-chance-of-prejudice: no
                """
            case .accidentAndEmergency:
                """
                # Assaults treated in an A & E department, depersonalised (§2.4.2.3, §3.2.12).
                title: Assaults treated in A & E
                from: hospital-accident-and-emergency
                to: [police-force, council]
                dataset: accident-and-emergency-assault
                purpose: intelligence
                facts:
                  signed-same-protocol: yes
                  relevant-to-crime-reduction: yes
                """
            case .outOfArea:
                """
                # A neighbouring police force asks; only one of the two protocols permits it (§2.2.4).
                title: A police force from outside the area
                from: council
                to: police-force
                dataset: council-asb-and-environmental-crime
                purpose: intelligence
                facts:
                  agencies-in-different-partnerships: yes
                  source-partnership-protocol-permits: yes
                  recipient-partnership-protocol-permits: no
                """
            case .freedomOfInformation:
                """
                # A request to the council for information that came from the police (§2.2, §2.4.2.4).
                title: A Freedom of Information request
                from: council
                asked-by: public
                facts:
                  information-is-personal: no
                  information-is-protectively-marked: no
                  information-originated-elsewhere: yes
                  originating-agency-consulted: unknown
                  foi-exemption-applies: no
                """
            case .scrutiny:
                """
                # A crime and disorder committee asks the police (§2.4.1.2).
                title: A request from the scrutiny committee
                from: police-force
                to: council
                asked-by: scrutiny-committee
                facts:
                  information-is-personal: no
                  information-is-protectively-marked: no
                  relates-to-crime-and-disorder-functions: yes
                  would-prejudice-proceedings-or-operations: no
                """
            }
        }
    }
}
