import ArgumentParser
import Guidance
import Hub
import Register

/// `sharewell status`.
struct StatusCommand: SharewellCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "How the hub stands: register, supplies, places, ledger, faults.",
        discussion: "EXAMPLE\n  sharewell status --hub luton")
    @OptionGroup var hub: HubOptions
    @OptionGroup var output: OutputOptions
    var wantsJSON: Bool { output.json }

    struct Report: Encodable {
        let partnership: String
        let rulebook: String
        let sealed: Bool
        let agencies: Int
        let people: Int
        let protocols: Int
        let supplies: [Supply]
        let places: [PlacesImported]
        let events: Int
        let faults: [String]
    }

    func perform(on terminal: Terminal) throws {
        let hub = try hub.open(terminal)
        let state = hub.state
        let faults = state.agencies.values.sorted { $0.id < $1.id }.filter {
            $0.liaisonOfficer == nil && hub.rulebook.needsLiaisonOfficer($0.agencyClass)
        }.map { "\($0.id) has not nominated a Designated Liaison Officer (§2.2.1)." }
        let report = Report(
            partnership: state.hub?.partnership ?? "", rulebook: state.hub?.rulebook ?? "",
            sealed: !hub.isUnsealed(UnsealedKeyStore(environment: terminal.environment)), agencies: state.agencies.count,
            people: state.people.values.filter(\.active).count, protocols: state.protocols.count,
            supplies: state.supplies.values.sorted { $0.position < $1.position }, places: state.places, events: state.size,
            faults: faults)
        if output.json { return terminal.output(try jsonLine(report)) }
        terminal.output(
            """
            \(terminal.bold(report.partnership)), rulebook \(report.rulebook), \(report.sealed ? "sealed" : "unsealed")
            \(report.agencies) agencies, \(report.people) people, \(report.protocols) protocols, \(report.events) events in the ledger


            """)
        var table = TextTable("supply", "dataset", "from", "period", "records", "held back", "quality", "status")
        for supply in report.supplies {
            let taken = supply.taken
            let period = [taken.periodFrom, taken.periodTo].compactMap { $0 }.joined(separator: " to ")
            table.add(
                taken.supply.rawValue, taken.dataset.rawValue, taken.agency.rawValue, period, taken.recordsSealed.grouped,
                taken.recordsHeldBack.grouped, taken.stamp, supply.status.rawValue)
        }
        if !report.supplies.isEmpty { terminal.output(table.text + "\n") }
        for place in report.places { terminal.output("Places: \(place.kind), \(place.version), \(place.count.grouped) entries\n") }
        for fault in faults { terminal.output("FAULT: \(fault)\n") }
    }
}
