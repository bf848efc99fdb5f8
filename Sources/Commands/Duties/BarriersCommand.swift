import ArgumentParser
import Foundation
import Guidance
import Hub
import Register

/// `sharewell barriers`.
struct BarriersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "barriers", abstract: "The barriers to sharing, counted from the ledger (§4.1).",
        subcommands: [Show.self, Reasons.self],
        defaultSubcommand: Show.self)

    struct Show: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "Count them.",
            discussion: """
                EXAMPLE
                  sharewell barriers

                Reliance is counted in what others ask of an agency and use of its information, not in the files it sends: routine supplies are
                the remedy. An agency has something back when it has had other agencies' information itself.
                """)
        @OptionGroup var hub: HubOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let hub = try hub.open(terminal)
            let barriers = hub.register.barriers(on: hub.now.day)
            if output.json { return terminal.output(try jsonLine(barriers)) }
            func days(_ days: Barriers.Days) -> String {
                guard let median = days.median, let longest = days.longest else { return "none yet" }
                return
                    "\(median.formatted(.number.precision(.fractionLength(0...1)).locale(Locale(identifier: "en_GB")))) in the middle, \(longest) at most, of \(days.count)"
            }
            terminal.output(
                """
                Requests decided by people (ad hoc): \(barriers.adHoc), of which \(barriers.waiting) wait. Granted at once by rule: \(barriers.byRule). \
                Supplies: \(barriers.supplies), of which \(barriers.routineSupplies) are routine by \(barriers.routinesAgreed) agreements in force; for one grant: \(barriers.suppliesForGrants).
                Days from request to first supply: \(days(barriers.toFirstSupply)); granted and nothing supplied yet: \(barriers.grantedAndNotSupplied)
                Days from request to grant: \(days(barriers.toGrant)); to refusal: \(days(barriers.toRefusal))
                Statistics offered instead of records: \(barriers.statisticsInstead)

                """)
            if barriers.adHoc > barriers.routineSupplies {
                terminal.output(
                    "More is asked ad hoc than is supplied routinely: agree routine supplies in the protocol (§4.1): sharewell protocol add … --supply AGENCY:DATASET:monthly:10\n"
                )
            }
            if !barriers.refusals.isEmpty {
                var table = TextTable("refused for", "times", "", "what the guidance says")
                for entry in barriers.refusals {
                    table.add(entry.reason.id, String(entry.count), entry.reason.isExcuse ? "EXCUSE" : "reason", entry.reason.answer)
                }
                terminal.output("\n" + table.text)
            }
            var table = TextTable(
                "agency", "supplies", "requests to it", "used by others", "per cent", "answers had", "extracts had", "packages had",
                "users that gave back", "")
            for share in barriers.shares {
                let notes = [share.isOverReliedOn ? "MORE THAN HALF" : nil, share.hadNothingBack ? "HAD NOTHING BACK" : nil]
                table.add(
                    share.agency.rawValue, String(share.supplies), String(share.requests), String(share.used),
                    share.percent.map(String.init) ?? "–", String(share.answersHad), String(share.extractsHad), String(share.packagesHad),
                    "\(share.usersThatGaveBack) of \(share.users)", notes.compactMap { $0 }.joined(separator: ", "))
            }
            if !barriers.shares.isEmpty { terminal.output("\n" + table.text) }
        }
    }

    struct Reasons: SharewellCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the reasons for refusing a request, and what the guidance says to each.",
            discussion: "EXAMPLE\n  sharewell barriers reasons")
        @OptionGroup var hub: HubOptions
        @OptionGroup var output: OutputOptions
        var wantsJSON: Bool { output.json }

        func perform(on terminal: Terminal) throws {
            let reasons = try hub.open(terminal).rulebook.refusalReasons
            if output.json { return try reasons.forEach { terminal.output(try jsonLine($0)) } }
            var table = TextTable("reason", "", "title", "section", "what the guidance says")
            for reason in reasons {
                table.add(reason.id, reason.isExcuse ? "EXCUSE" : "reason", reason.title, reason.section, reason.answer)
            }
            terminal.output(table.text)
        }
    }
}
