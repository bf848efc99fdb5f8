import ArgumentParser
import Foundation
import Guidance
import Hub
import Law
import Register

/// `sharewell request`.
struct RequestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Ask for information, and decide on what is asked (§4.3).",
        discussion: """
            A request goes through the six steps of §4.3: sharewell request form, make, assess; the source agency's liaison officer then grants or
            refuses it. Depersonalised information between signatories is granted at once, by rule.

            EXAMPLES
              sharewell request form --dataset prolific-and-other-priority-offender > request.yaml
              sharewell request make request.yaml --as m-rao
              sharewell request assess r000001 --as j-okafor
              sharewell request grant r000001 --why "the scheme cannot manage them without it" --as j-okafor
            """,
        subcommands: [
            List.self, Form.self, Make.self, Amend.self, Show.self, Assess.self, Persons.self, AskBack.self, Answer.self, StateFacts.self,
            Advise.self,
            GrantIt.self, Refuse.self, Withdraw.self, Appeal.self, Settle.self, States.self,
        ], defaultSubcommand: List.self)

    struct List: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the requests that concern you.", discussion: "EXAMPLE\n  sharewell request list --as m-rao")
        @OptionGroup var hub: HubOptions
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let hub = try hub.open(terminal)
            let requests = try hub.requests(seenBy: actor.actor())
            if output.json { return try requests.forEach { terminal.output(try jsonLine($0)) } }
            var table = TextTable("request", "is", "dataset", "of", "for", "by", "made")
            for request in requests {
                table.add(
                    request.id.rawValue, request.stage.words, request.content.dataset.rawValue, request.content.source.rawValue,
                    request.agency.rawValue, request.by.rawValue, String(request.made.description.prefix(10)))
            }
            terminal.output(
                requests.isEmpty ? "No request concerns you. To make one: sharewell request form --dataset DATASET\n" : table.text)
        }
    }

    struct Form: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a form to fill in.",
            discussion: "EXAMPLE\n  sharewell request form --dataset prolific-and-other-priority-offender > request.yaml")
        @OptionGroup var hub: HubOptions
        @Option(help: "The record type asked for.") var dataset: String

        func perform(on terminal: Terminal) throws {
            terminal.output(try hub.open(terminal).requestForm(for: RecordTypeID(rawValue: dataset)))
        }
    }

    struct Make: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a request from a filled-in form.",
            discussion: """
                EXAMPLE
                  sharewell request make request.yaml --as a-shah

                Persons are sealed, for which the hub has to be unsealed; everything else stands in the ledger, so name nobody there.
                """)
        @OptionGroup var hub: HubOptions
        @Argument(help: "The form.") var form: String
        @OptionGroup var actor: ActorOptions
        @OptionGroup var key: KeyOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let form = try RequestForm.load(file: RulebookFile(path: form, text: try readText(form)))
            let hub = try hub.open(terminal)
            let request = try MakeRequest(hub: hub).perform(
                form, by: actor.actor(),
                vault: hub.unsealed(key.secret(terminal), store: UnsealedKeyStore(environment: terminal.environment)))
            try RequestCommand.show(request, hub, terminal, json: output.json, as: actor.actor())
        }
    }

    struct Amend: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say anew what is asked, before it is decided; the persons stay as they were, so leave them out of the form.",
            discussion: "EXAMPLE\n  sharewell request amend r000001 request.yaml --as m-rao")
        @OptionGroup var step: RequestStepOptions
        @Argument(help: "The form.") var form: String

        func perform(on terminal: Terminal) throws {
            let form = try RequestForm.load(file: RulebookFile(path: form, text: try readText(form)))
            try step.take(on: terminal) { .amend($0, form.content) }
        }
    }

    struct Show: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a request and where it stands.", discussion: "EXAMPLE\n  sharewell request show r000001 --as j-okafor")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The request.") var request: String
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let hub = try hub.open(terminal)
            let found = try hub.request(RequestID(checking: request), seenBy: actor.actor())
            try RequestCommand.show(found, hub, terminal, json: output.json, as: actor.actor())
        }
    }

    struct Assess: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "What the law says of it: what is met, what is not, what is missing and who can say (§2.4).",
            discussion:
                "EXAMPLE\n  sharewell request assess r000001 --as j-okafor\n\nEach open question is printed with the command that answers it."
        )
        @OptionGroup var hub: HubOptions
        @Argument(help: "The request.") var request: String
        @OptionGroup var actor: ActorOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let hub = try hub.open(terminal)
            let found = try hub.request(RequestID(checking: request), seenBy: actor.actor())
            let assessment = try hub.register.assess(found, at: hub.now)
            if output.json { return terminal.output(try jsonLine(assessment)) }
            terminal.output(try hub.page(on: assessment, of: found, for: actor.actor()))
        }
    }

    struct Persons: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show whom a request is about, to the source's liaison officer or guardian; the ledger says that it was shown.",
            discussion: "EXAMPLE\n  sharewell request persons r000001 --as j-okafor")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The request.") var request: String
        @OptionGroup var actor: ActorOptions
        @OptionGroup var key: KeyOptions

        func perform(on terminal: Terminal) throws {
            let hub = try hub.open(terminal)
            let vault = try hub.unsealed(key.secret(terminal), store: UnsealedKeyStore(environment: terminal.environment))
            let persons = try hub.persons(of: RequestID(checking: request), for: actor.actor(), vault: vault, entry: .terminal)
            for (number, person) in persons.enumerated() { terminal.output("\(number + 1)  \(person)\n") }
        }
    }

    struct AskBack: SharewellCommand {
        static let configuration = CommandConfiguration(
            commandName: "ask", abstract: "Ask the requester something.",
            discussion: "EXAMPLE\n  sharewell request ask r000001 --question \"for which meeting is it?\" --as j-okafor")
        @OptionGroup var step: RequestStepOptions
        @Option(help: "The question; name no data subject.") var question: String

        func perform(on terminal: Terminal) throws {
            try step.take(on: terminal) { .query($0, question) }
        }
    }

    struct Answer: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answer a question about your request.",
            discussion:
                "Of a request that is held since the hub was restored, it says that it stands.\n\nEXAMPLE\n  sharewell request answer r000001 --text \"the case meeting of December\" --as m-rao"
        )
        @OptionGroup var step: RequestStepOptions
        @Option(help: "The answer; name no data subject.") var text: String

        func perform(on terminal: Terminal) throws {
            try step.take(on: terminal) { .reply($0, text) }
        }
    }

    struct StateFacts: SharewellCommand {
        static let configuration = CommandConfiguration(
            commandName: "state", abstract: "State facts that bear on the law.",
            discussion: "EXAMPLE\n  sharewell request state r000001 consent-given=no held-in-confidence=yes --as j-okafor")
        @OptionGroup var step: RequestStepOptions
        @Argument(help: "FACT=yes or FACT=no; sharewell law facts lists them.") var facts: [String]

        func perform(on terminal: Terminal) throws {
            var stated: [String: Bool] = [:]
            for fact in facts {
                let parts = fact.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2, let value = ["yes": true, "no": false][parts[1]], stated.updateValue(value, forKey: parts[0]) == nil
                else {
                    throw Failure(
                        code: "fact-not-understood", message: "A fact is not of the form FACT=yes or FACT=no, or is stated twice.",
                        remedy: "Write consent-given=no, each fact once.", exit: ExitStatus.usage)
                }
            }
            try step.take(on: terminal) { .state($0, stated) }
        }
    }

    struct Advise: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Advise as Caldicott Guardian (§2.4.2.2).",
            discussion: "EXAMPLE\n  sharewell request advise r000001 --agree --why \"risk to the children\" --as guardian")
        @OptionGroup var step: RequestStepOptions
        @Flag(inversion: .prefixedNo, help: "Whether you agree to the sharing.") var agree: Bool
        @Option(help: "Why; name no data subject.") var why: String

        func perform(on terminal: Terminal) throws {
            try step.take(on: terminal) { .advise($0, agrees: agree, why: why) }
        }
    }

    struct GrantIt: SharewellCommand {
        static let configuration = CommandConfiguration(
            commandName: "grant", abstract: "Grant a request for your agency's information, as asked or less.",
            discussion: """
                EXAMPLE
                  sharewell request grant r000001 --why "the scheme cannot manage them without it" --until 2027-03-31 \\
                    --condition "not to be copied" --as j-okafor

                Why it may be shared stands in the ledger, so name no data subject. Where the marking asks for two people, the first call is the first
                release, and another liaison officer completes it. A request that was changed since it was made is decided by naming the reading you
                decide on; sharewell request show says which it is.
                """)
        @OptionGroup var step: RequestStepOptions
        @Option(help: "Why it may be shared, in one line; name no data subject.") var why: String
        @OptionGroup(title: "LESS THAN WAS ASKED") var less: GrantNarrowingOptions
        @Option(help: "Which reading of the request you decide on, where it was changed since it was made.") var reading: Int?

        func perform(on terminal: Terminal) throws {
            let narrowing = try less.narrowing()
            try step.take(
                on: terminal,
                by: { hub, request, actor in
                    try GrantRequest(hub: hub).perform(request, narrowing, why: why, reading: reading, by: actor)
                })
        }
    }

    struct Refuse: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Refuse a request, with the reason (§4.1).",
            discussion:
                "EXAMPLE\n  sharewell request refuse r000001 --reason data-quality --why \"the 2024 coding is not checked\" --as j-okafor")
        @OptionGroup var step: RequestStepOptions
        @Option(help: "Its name, such as not-held or data-quality; sharewell barriers reasons lists all.") var reason: String
        @Option(help: "In words; name no data subject.") var why: String

        func perform(on terminal: Terminal) throws {
            let hub = try step.take(on: terminal) { .refuse($0, reason: reason, why: why) }
            if let answer = hub.rulebook.refusalReasons.first(where: { $0.id == reason && $0.isExcuse })?.answer {
                terminal.notes("The guidance names this as a barrier (§4.1). What it says to it: \(answer)\n")
            }
        }
    }

    struct Withdraw: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take your request back.",
            discussion: "EXAMPLE\n  sharewell request withdraw r000001 --why \"the meeting is cancelled\" --as m-rao")
        @OptionGroup var step: RequestStepOptions
        @Option(help: "Why.") var why: String

        func perform(on terminal: Terminal) throws {
            try step.take(on: terminal) { .withdraw($0, why: why) }
        }
    }

    struct Appeal: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask the co-ordinator to look at a refusal.",
            discussion:
                "EXAMPLE\n  sharewell request appeal r000001 --why \"quality can be stated beside it\" --as m-rao\n\nWithin 28 days of the refusal."
        )
        @OptionGroup var step: RequestStepOptions
        @Option(help: "Why.") var why: String

        func perform(on terminal: Terminal) throws {
            try step.take(on: terminal) { .appeal($0, why: why) }
        }
    }

    struct Settle: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Settle an appeal: let the refusal stand, or give it back to be decided again.",
            discussion: "EXAMPLE\n  sharewell request settle r000001 --no-uphold --why \"the law allows it\"")
        @OptionGroup var hub: HubOptions
        @Argument(help: "The request.") var request: String
        @Flag(inversion: .prefixedNo, help: "Whether the refusal stands.") var uphold: Bool
        @Option(help: "Why.") var why: String
        @OptionGroup var actor: CoordinatorOptions

        func perform(on terminal: Terminal) throws {
            let id = try RequestID(checking: request)
            let hub = try hub.open(terminal)
            try hub.run(.request(.settle(id, upholding: uphold, why: why)), by: actor.actor())
            terminal.notes("\(id) is \(hub.state.requests[id]?.stage.words ?? "unknown").\n")
        }
    }

    struct States: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "Print the states of a request and who may do what, from the code.")
        func perform(on terminal: Terminal) throws { terminal.output(RequestProcess.page) }
    }

    static func show(_ request: SharingRequest, _ hub: Hub, _ terminal: Terminal, json: Bool, as actor: PersonID) throws {
        terminal.output(json ? try jsonLine(request) : request.page(for: actor, in: hub.register))
    }
}
