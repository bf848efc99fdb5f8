import Foundation
import Synchronization
import Testing

/// A hub prepared once and copied for every strike, with what has to be true of a copy whatever happened to it.
struct FaultBench: Sendable {
    let harness: Harness
    private let prepared: URL

    /// Prepares a hub of two agencies.
    init(_ prepare: (Harness) throws -> Void) throws {
        harness = try Harness()
        try harness.begin()
        try prepare(harness)
        prepared = harness.folder.appending(path: "hub")
    }

    /// Strikes the command at every changing call it makes, one run after another on a fresh copy, each kind until a run is not struck;
    /// `check` says what is wrong afterwards, as does this if a run ends otherwise than it should. Where a command makes hundreds of the same calls,
    /// `stride` leaves some out.
    func strikeEverywhere(
        _ fault: Fault, stride: Int = 1, _ arguments: @escaping @Sendable (FaultCopy) -> [String],
        check: @escaping @Sendable (FaultCopy, _ number: Int) throws -> [String]
    ) throws {
        let counted = try calls(of: arguments)
        // The kind with most calls first, so that two lanes end at about the same time.
        let kinds = Strike.kinds.filter { counted[$0] != nil }.sorted { (counted[$0] ?? 0) > (counted[$1] ?? 0) }
        let next = Atomic<Int>(0)
        let wrong = Mutex<[String]>([])
        let struck = Mutex<[String: Int]>([:])
        let processors = try Strike.processors()
        DispatchQueue.concurrentPerform(iterations: min(2, processors.count)) { lane in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < kinds.count else { return }
                do {
                    var number = 1
                    while try strike(Strike(kind: kinds[index], number: number), fault, lane, processors[lane], arguments, check, wrong) {
                        number += stride
                    }
                    struck.withLock { $0[kinds[index]] = number - stride }
                } catch { wrong.withLock { $0.append("\(kinds[index]): \(error)") } }
            }
        }
        let faults = wrong.withLock { $0 }
        #expect(faults.isEmpty, "\(faults.count) faults:\n\(faults.prefix(20).joined(separator: "\n"))")
        // Every call of a good run was struck, or the loop ended too early.
        let missed = counted.filter { kind, calls in struck.withLock { $0[kind] ?? 0 } + stride <= calls }
        #expect(missed.isEmpty, "not struck as often as the command makes them: \(missed)")
    }

    /// Calls of each kind in a run that nothing happens to.
    private func calls(of arguments: (FaultCopy) -> [String]) throws -> [String: Int] {
        let copy = try FaultCopy(of: prepared, harness: harness, lane: 0)
        let trace = harness.folder.appending(path: "trace")
        let processor = try #require(Strike.processors().first)
        let result = try copy.run(arguments(copy), under: Strike.wrapper(trace: trace, processor: processor))
        try #require(result.status == 0, "\(result.notes)")
        let calls = try Trace(trace).calls
        try #require(calls.values.reduce(0, +) > 8, "strace saw too little: \(calls)")
        return calls
    }

    /// One run; false if it was not struck.
    private func strike(
        _ strike: Strike, _ fault: Fault, _ lane: Int, _ processor: Int, _ arguments: (FaultCopy) -> [String],
        _ check: (FaultCopy, Int) throws -> [String], _ wrong: borrowing Mutex<[String]>
    ) throws -> Bool {
        let copy = try FaultCopy(of: prepared, harness: harness, lane: lane)
        let file = harness.folder.appending(path: "trace-\(lane)")
        let result = try copy.run(arguments(copy), under: Strike.wrapper(trace: file, processor: processor, fault: (strike, fault)))
        let trace = try Trace(file)
        var said: [String] = []
        if trace.wasStruck, case .kill = fault, result.status == 0 { said.append("the process lived") }
        if !trace.wasStruck, result.status != 0 { said.append("ended with \(result.status) though nothing struck: \(result.notes)") }
        let verdict = try copy.run(["ledger", "verify", "--json"])
        if verdict.status != 0 { said.append("the ledger does not verify: \(verdict.output) \(verdict.notes)") }
        said += try check(copy, strike.number)
        let report = said.map { "\(strike): \($0)" }
        wrong.withLock { $0 += report }
        return trace.wasStruck
    }
}

/// A copy of the prepared hub in a folder of its own.
struct FaultCopy: Sendable {
    let harness: Harness
    let folder: URL
    var hub: URL { folder.appending(path: "hub") }

    init(of prepared: URL, harness: Harness, lane: Int) throws {
        self.harness = harness
        folder = harness.folder.appending(path: "lane-\(lane)")
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: prepared, to: folder.appending(path: "hub"))
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func run(_ arguments: [String], under wrapper: [String] = []) throws -> Harness.Result {
        try harness.run(arguments, under: wrapper, hub: hub)
    }

    /// Records that a question finds.
    func total() throws -> Int {
        let result = try run(["query", "--as", "a-shah", "--purpose", "fault test", "--dataset", harness.crime, "--json"])
        try #require(result.status == 0, "\(result.notes)")
        return try #require(result.objects.first?["total"] as? Int)
    }

    /// Events in the ledger by name.
    func events() throws -> [String: Int] {
        try run(["ledger", "log", "--json"]).objects.reduce(into: [:]) { counts, line in
            for name in (line["event"] as? [String: Any] ?? [:]).keys { counts[name, default: 0] += 1 }
        }
    }

    /// Files that hold something, wherever they lie in the folder.
    func files(in folder: URL) -> [URL] {
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey, .fileSizeKey])
        return (found?.compactMap { $0 as? URL } ?? []).filter {
            let facts = try? $0.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
            return facts?.isRegularFile == true && facts?.fileSize ?? 0 > 0
        }
    }

    /// Files that a broken-off command left and nothing cleared away, and sealed things nobody needs any more: in the hub, and if wanted
    /// beside it, where files are supplied from and extracts go.
    func strays(supplies: Int, reports: Int? = nil, beside: Bool = false) throws -> [String] {
        let files = files(in: beside ? folder : hub)
        func count(_ part: String) -> Int { files.filter { $0.path.contains(part) }.count }
        var strays = files.map(\.path).filter {
            $0.contains(".part") || $0.contains(".beginning") || $0.contains(".checkpoint")
        }
        for (what, found, wanted) in [
            ("sealed supplies", count("/vault/segments/"), supplies), ("reports", count("/reports/"), reports ?? supplies),
            ("key tables", count("/vault/keys-"), 1),
            ("anchors", count("/vault/erasable/"), 1),
        ] where found != wanted { strays.append("\(found) \(what) instead of \(wanted)") }
        // Signing key, secret of the references, newest checkpoint once there is one.
        if count("/vault/notes/") > 3 { strays.append("\(count("/vault/notes/")) sealed notes") }
        return strays.isEmpty ? [] : ["left behind: \(strays)"]
    }
}
