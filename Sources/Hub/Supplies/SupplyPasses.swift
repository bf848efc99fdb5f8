import Archive
import Depersonalisation
import Foundation
import Guidance
import Intake
import Places
import Register
import Storage
import Synchronization
import Tables

/// The passes over a supplied file: one that counts classes where k needs it, and one that seals.
struct SupplyPasses {
    let plan: SupplyPlan
    let hub: Hub
    let vault: KeyVault
    let stop: @Sendable () -> Bool
    let progress: @Sendable (Int, Int?) -> Void
    /// What linked files already keep (rule 6).
    let linked: LinkedPlaces?

    /// What the first pass found.
    struct Counted {
        let classes: ClassCounts
        let digest: String
    }

    private struct Counts: Sendable {
        var classes: ClassCounts
    }

    private struct Yield: Sendable {
        var findings = FindingTally()
        var measures = QualityMeasures()
        var report: DepersonalisingReport?
        var heldBack = 0
        var rejects = RejectedRecords()
        var supplier = SupplierMatch.unknown
    }

    /// Counts the classes of {age, gender, ethnicity, occupation, place}; nil where the record type has none.
    func countClasses() throws -> Counted? {
        guard let rules = plan.depersonalising, Depersonaliser.needsCounting(plan.recordType) else { return nil }
        let queue = try open()
        let counts = try queue.work(on: Self.cores) { queue in
            let parser = TableParser(layout: plan.layout, seed: .random(in: 0 ... .max)), mapper = try plan.mapper()
            let depersonaliser = plan.depersonaliser(rules, classes: nil, linked: linked)
            while let chunk = try queue.next() {
                depersonaliser.count(mapper.validate(try parser.parse(chunk)).table)
            }
            return Counts(classes: depersonaliser.counts)
        }
        guard var all = counts.first?.classes else { return nil }
        for count in counts.dropFirst() { all.merge(count.classes) }
        // Here, so that the workers share what each would copy to settle.
        all.settle(least: rules.pack.leastRecords)
        return Counted(classes: all, digest: try queue.digest())
    }

    /// Seals the file's records into that object; in a rehearsal without writing any of it.
    func seal(into object: NewObject, counted: Counted?, isRehearsal: Bool = false) throws -> SealedSupply {
        let isDepersonalised = plan.depersonalising != nil
        let fields =
            isDepersonalised
            ? Depersonaliser.fields(of: plan.recordType).map { SegmentField($0) } : plan.recordType.fields.map { SegmentField($0) }
        let writer = try vault.segmentWriter(
            for: object, dataset: plan.recordType.id.rawValue, kind: isDepersonalised ? .depersonalised : .personal, fields: fields,
            isRehearsal: isRehearsal)
        do {
            let queue = try open()
            let yields = try queue.work(on: Self.cores) { try work($0, writer: writer, classes: counted?.classes) }
            let digest = try queue.digest()
            if let counted, counted.digest != digest { throw HubError.changedWhileReading }
            var all = Yield()
            all.findings.merge(plan.layoutFindings)
            for yield in yields { Self.add(yield, to: &all) }
            all.findings.merge(all.measures.findings)
            try judge(all)
            let earlier = try earlier()
            // Of a large file its ending takes a processor for seconds, as its records did.
            let summary = try PatientThreads.perform(1) { _ in try writer.finish(superseding: earlier) }[0]
            return SealedSupply(
                summary: summary, digest: digest, contentDigest: try queue.contentDigest(), measures: all.measures, findings: all.findings,
                report: all.report,
                heldBack: all.heldBack,
                rejects: all.rejects)
        } catch {
            writer.discard()
            throw error
        }
    }

    private static var cores: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

    private func open() throws -> ChunkQueue {
        let file = try SuppliedFile.open(plan.request.file)
        let total = file.size
        return ChunkQueue(file, splitter: RecordSplitter(layout: plan.layout), stop: stop) { progress($0, total) }
    }

    /// One worker: parse, map, depersonalise, seal, chunk after chunk.
    private func work(_ queue: ChunkQueue, writer: SegmentWriter, classes: ClassCounts?) throws -> Yield {
        let parser = TableParser(layout: plan.layout, seed: .random(in: 0 ... .max)), mapper = try plan.mapper()
        let depersonaliser = plan.depersonalising.map { plan.depersonaliser($0, classes: classes, linked: linked) }
        let lane = writer.lane()
        var yield = Yield()
        while let chunk = try queue.next() {
            let parsed = try parser.parse(chunk)
            let (table, rejected) = mapper.validate(parsed)
            for row in rejected {
                yield.rejects.add(
                    RejectedRecords.Record(batch: parsed.batch, line: row.line, codes: row.codes, text: parsed.rawRecord(row.row)))
            }
            let safe = depersonaliser?.depersonalise(table)
            // Nothing is sealed that was made with other places than the ledger names; by the end of a first chunk this is known.
            try plan.placesCheck?.wait()
            if let safe {
                yield.heldBack += safe.heldBack.count
                try lane.append(safe)
            } else {
                try lane.append(table)
            }
        }
        yield.findings = parser.findings
        yield.findings.merge(mapper.findings)
        yield.measures = mapper.measures
        yield.report = depersonaliser?.report
        yield.supplier = plan.judgeSupplier(mapper, among: hub.state)
        return yield
    }

    private static func add(_ yield: Yield, to all: inout Yield) {
        all.findings.merge(yield.findings)
        all.measures.merge(yield.measures)
        all.heldBack += yield.heldBack
        all.rejects.merge(yield.rejects)
        if let report = yield.report {
            if all.report == nil { all.report = report } else { all.report?.merge(report) }
        }
        if yield.supplier == .same || all.supplier == .unknown { all.supplier = yield.supplier }
    }

    /// Refuses a file that as a whole is not what it is said to be.
    private func judge(_ all: Yield) throws {
        guard all.measures.recordsRead > 0 else {
            throw HubError(
                .data, code: "no-records", "The file holds no records.", remedy: "Check that the extract is complete, then supply it again."
            )
        }
        if all.supplier == .other {
            throw Refusal(
                .otherAgency, "The file says that another agency recorded these records, not \(plan.agency.id).",
                remedy:
                    "Check --from and the file. If the file only writes the agency's name another way, record that: agency add … --known-as NAME."
            )
        }
        if all.measures.areOfTheFuture {
            throw HubError(
                .data, code: "file-of-the-future", "Most records of the file are dated after today.",
                remedy: "Check the extract's dates, the profile's date order and this machine's clock.")
        }
        if all.rejects.count * 2 > all.measures.recordsRead {
            let kinds = all.findings.entries.filter { $0.severity == .error }.prefix(3).map {
                "\($0.code) × \($0.count)\($0.field.map { " in \($0)" } ?? "")"
            }
            throw HubError(
                .data, code: "mostly-rejected",
                "\(all.rejects.count) of \(all.measures.recordsRead) records could not be taken (\(kinds.joined(separator: "; "))).",
                remedy: "Check --dataset and the mapping profile; nothing was taken.")
        }
    }

    /// Held segments of the same dataset and agency, oldest first: those made for a grant as well, as whoever has both wants the newest record. What
    /// is listed of a segment that is not asked plays no part.
    private func earlier() throws -> [SegmentReader] {
        try hub.state.heldSupplies(of: plan.recordType.id).filter { $0.taken.agency == plan.agency.id }.map {
            try hub.segments.reader(of: $0.taken, in: vault)
        }
    }
}

extension HubError {
    static let changedWhileReading = HubError(
        .data, code: "file-changed", "The file changed while it was being read.", remedy: "Wait until it is complete, then supply it again."
    )
}
