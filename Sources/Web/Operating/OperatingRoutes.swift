import Foundation
import Hub
import Register

/// What the operator's machines ask for.
enum OperatingRoutes {
    static let all: [Route] = [
        .get("/metrics", .anyone) { visit in
            let ranges = visit.face.settings.metrics ?? ["127.0.0.0/8", "::1"]
            // For whoever watches the machine alone; to everybody else there is nothing here.
            guard ranges.contains(where: { AddressRange($0)?.contains(visit.address) == true }) else { throw WebFault.notFound }
            return .data(Array((visit.face.metrics.text + gauges(visit.face)).utf8), type: "text/plain; version=0.0.4; charset=utf-8")
        }
    ]

    /// Numbers alone: no name, no purpose, no agency.
    private static func gauges(_ face: Face) -> String {
        let hub = face.hub, state = hub.state
        var lines: [(name: String, help: String, value: String)] = [
            ("sharewell_ledger_events", "Events in the ledger.", "\(state.size)"),
            ("sharewell_sessions", "People signed in.", "\(face.sessions.count)"),
            ("sharewell_unsealed", "1 while the hub can read its records.", (try? face.vault()) == nil ? "0" : "1"),
            ("sharewell_supplies_held", "Supplies that can be answered from.", "\(state.supplies.values.count { $0.status == .held })"),
        ]
        if let bytes = residentBytes {
            lines.append(("process_resident_memory_bytes", "Memory of the process.", "\(bytes)"))
        }
        if let last = hub.lastBackup, let at = try? Date(last.at, strategy: .iso8601) {
            lines.append(
                (
                    "sharewell_backup_timestamp_seconds", "When the last backup was taken, seconds since 1970.",
                    "\(Int(at.timeIntervalSince1970))"
                ))
        }
        if let count = hub.destroyedSinceBackup {
            lines.append(
                (
                    "sharewell_destroyed_since_backup", "Destructions since the last backup: until the next it could bring them back.",
                    "\(count)"
                ))
        }
        return lines.map { "# HELP \($0.name) \($0.help)\n# TYPE \($0.name) gauge\n\($0.name) \($0.value)\n" }.joined()
    }

    private static var residentBytes: Int? {
        guard let data = FileManager.default.contents(atPath: "/proc/self/statm") else { return nil }
        let pages = String(decoding: data, as: UTF8.self).split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return pages.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    }
}
