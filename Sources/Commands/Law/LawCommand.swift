import ArgumentParser
import Foundation
import Guidance
import Hub
import Law

/// `sharewell law`.
struct LawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "law", abstract: "Who may share what with whom: assess a case, or see the rules and facts.",
        discussion: "EXAMPLES\n  sharewell law example > case.yaml\n  sharewell law assess case.yaml\n  sharewell law explain section-115",
        subcommands: [Assess.self, Explain.self, Rules.self, Facts.self, Diff.self, Example.self])

    struct Assess: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether information may be shared, test by test, from a sheet of facts.",
            discussion: """
                The sheet names the agency classes from which and to which, the purpose, and facts answered yes, no or unknown.
                It advises; on personal information a named person decides.

                EXAMPLE
                  sharewell law assess case.yaml
                """)
        @Argument(help: "The fact sheet, a YAML file; - for standard input.") var sheet: String
        @OptionGroup var book: RulebookOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let (rulebook, law) = try book.law(terminal)
            let file = RulebookFile(path: sheet == "-" ? "standard input" : sheet, text: try text())
            let assessment: SheetAssessment
            do {
                assessment = try LawSheet.load(file: file, law: law, rulebook: rulebook).assess(by: law)
            } catch {
                throw Failure(
                    code: error.faults.first?.code ?? "faults",
                    message: "The fact sheet cannot be taken.\n" + error.listing(),
                    remedy: "Mend these places and assess it again.", exit: ExitStatus.data)
            }
            terminal.output(output.json ? try jsonLine(assessment) : assessment.text(rulebook: rulebook))
            if !output.json, assessment.conclusion == .conditional, assessment.assessments.contains(where: { !$0.missing.isEmpty }) {
                terminal.output(
                    "\nTo answer a question, write its name, which stands in brackets, under facts in \(sheet), with yes or no, and assess it again.\nsharewell law explain NAME says more of each.\n"
                )
            }
        }

        private func text() throws -> String {
            let data = sheet == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: sheet)
            guard let data else {
                throw Failure(
                    code: "no-fact-sheet", message: "There is no file \(sheet) that can be read.",
                    remedy: "Name a fact sheet; sharewell law example prints one to start from.", exit: ExitStatus.noInput)
            }
            guard let text = String(data: data, encoding: .utf8) else {
                throw Failure(
                    code: "not-utf-8", message: "The fact sheet is not UTF-8 text.", remedy: "Save it as UTF-8.", exit: ExitStatus.data)
            }
            return text
        }
    }

    struct Explain: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "A rule, a fact or a choice in plain words, with its law and section.",
            discussion: "EXAMPLE\n  sharewell law explain section-115")
        @Argument(help: "Its name, as sharewell law rules and sharewell law facts print it.") var name: String
        @OptionGroup var book: RulebookOptions

        func perform(on terminal: Terminal) throws {
            let law = try book.law(terminal).law
            guard let text = law.explanation(of: name) else {
                let near = law.nearest(to: name).map { " Did you mean \($0)?" } ?? ""
                throw Failure(
                    code: "unknown-rule", message: "The law has no rule, fact or choice of that name.\(near)",
                    remedy: "See sharewell law rules and sharewell law facts for the names.", exit: ExitStatus.usage)
            }
            terminal.output(text)
        }
    }

    struct Rules: SharewellCommand {
        static let configuration = CommandConfiguration(abstract: "Every rule with its law and section, in the order they are considered.")
        @OptionGroup var book: RulebookOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let law = try book.law(terminal).law
            if output.json { return try law.rules.forEach { terminal.output(try jsonLine(RuleLine($0))) } }
            var table = TextTable("rule", "kind", "for", "section", "title", "law")
            for rule in law.rules { table.add(rule.id, rule.kind.rawValue, rule.scope.rawValue, rule.section, rule.title, rule.law) }
            terminal.output(table.text)
        }

        struct RuleLine: Encodable {
            let id, title, kind, law, section, scope, asks, explanation, remedy: String
            let applies: String?
            let instead: [String]

            init(_ rule: LawRule) {
                id = rule.id
                title = rule.title
                kind = rule.kind.rawValue
                law = rule.law
                section = rule.section
                scope = rule.scope.rawValue
                applies = rule.applies?.text
                asks = rule.asks.text
                explanation = rule.explanation
                remedy = rule.remedy
                instead = rule.instead
            }
        }
    }

    struct Facts: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every fact a sheet may state: the question, who can say, and the section.")
        @OptionGroup var book: RulebookOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let law = try book.law(terminal).law
            for fact in law.facts {
                let line = FactLine(fact, law)
                terminal.output(output.json ? try jsonLine(line) : line.text)
            }
        }

        struct FactLine: Encodable {
            let id, title, question, section: String
            let who: [String]
            let choice: String?
            let followsFrom: String?
            let unlessSaid: LawAnswer?

            init(_ fact: LawFact, _ law: LawBook) {
                id = fact.id
                title = fact.title
                question = fact.question
                section = fact.section
                who = fact.who.map(law.person)
                choice = fact.choice
                let subjects = law.givens.filter { $0.fact == fact.id }.map(\.subject.rawValue)
                followsFrom = fact.means.map(\.text) ?? (subjects.isEmpty ? nil : subjects.joined(separator: ", "))
                unlessSaid = fact.unlessSaid
            }

            var text: String {
                var text = "\(id) (\(section))\n    \(question)\n    Ask \(who.joined(separator: " or "))."
                if let choice { text += " An answer to \(choice): \(title)." }
                if let followsFrom { text += " Follows from: \(followsFrom)." }
                if let unlessSaid { text += " Taken to be \(unlessSaid.words) when nobody says." }
                return text + "\n"
            }
        }
    }
}
