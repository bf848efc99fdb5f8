import Archive
import Crypto
import Depersonalisation
public import Foundation
import Guidance
import Places
public import Register
public import Storage
import Tables

/// Gives records to a person, depersonalised ones or those of a grant: authorise, record that it begins, write beside the final place, record what was written, move it
/// into place.
///
/// No record is readable outside the hub before the ledger says who asked for it. What breaks off after that is removed, by this process or by
/// the next extract to the same place; the ledger then shows an extract that was begun and not released, and whoever reads it takes its records
/// as given.
public struct ReleaseExtract {
    private let hub: Hub
    private let vault: KeyVault
    private let entry: Entry
    /// In that hub, for somebody who comes by that way.
    public init(hub: Hub, vault: KeyVault, entry: Entry) {
        self.hub = hub
        self.vault = vault
        self.entry = entry
    }

    /// The extract at `target`: a folder, or one encrypted zip; a package sealed to the key of another agency, where the grant may be passed on to it. `progress` hears blocks done and blocks in all, `room`
    /// how many bytes stand on the disk, and how many more are known to come; what they throw ends the work, and nothing is left of it.
    public func perform(
        _ question: Question, for actor: PersonID, purpose: String, category: PurposeCategory? = nil, under grant: GrantID? = nil,
        onwardTo other: AgencyID? = nil, to target: URL, encrypted: Bool, as format: ExtractFormat = .package, zipped: Bool = false,
        room: (Int, Int) throws -> Void = { _, _ in }, progress: (Int, Int?) throws -> Void
    ) throws -> ReleasedExtract {
        try hub.recordingRefusals(by: actor, action: .extract, dataset: question.dataset) {
            try hub.onWhatIsHeld {
                try extract(
                    question, for: actor, purpose: purpose, category: category, under: grant, onwardTo: other, to: target,
                    encrypted: encrypted, as: format, zipped: zipped, room: room, progress: progress)
            }
        }
    }

    private func extract(
        _ question: Question, for actor: PersonID, purpose: String, category: PurposeCategory?, under grant: GrantID?,
        onwardTo other: AgencyID?, to target: URL, encrypted: Bool, as format: ExtractFormat, zipped: Bool,
        room: (Int, Int) throws -> Void, progress: (Int, Int?) throws -> Void
    ) throws -> ReleasedExtract {
        let now = hub.now
        let permit = try hub.register.permitAnswer(
            to: actor, dataset: question.dataset, purpose: purpose, category: category, action: .extract, under: grant, through: entry.way,
            at: now)
        if let grant = permit.grant {
            try hub.register.check(transferOf: grant, encrypted: encrypted, by: actor)
            guard !grant.terms.isForViewingOnly else {
                throw Refusal(
                    .beyondGrant, "It is a condition of \(grant.id) that the records are not to be copied.",
                    remedy: "View them in the hub. If a copy is needed, ask for it in a request of its own.")
            }
        }
        // Before anything is written: it may be passed on to nobody else, and only sealed.
        if let other, let grant = permit.grant {
            _ = try hub.register.permitPackage(under: grant.id, to: other, of: nil, by: actor, through: entry.way, at: now)
        }
        ExtractSink.clearLeftovers(of: target)
        guard !FileManager.default.fileExists(atPath: target.path) else {
            throw HubError(
                .data, code: "extract-exists", "There is something at \(target.path) already.",
                remedy: "Name a place that is free; extracts never overwrite.")
        }
        let held = try HeldRecords(permit, hub: hub, vault: vault)
        guard !held.supplies.isEmpty else {
            throw HubError(
                .missing, code: "nothing-held", "The hub holds no supply of \(held.type.id) now.",
                remedy: "See sharewell status for what it holds.")
        }
        let keys = try RecipientKeys(agency: permit.agency, vault: vault)
        let plan = try QuestionPlan(
            question, held: held, rulebook: hub.rulebook,
            references: ReferenceForm(over: held, keys: keys, hub: hub))
        let questionDigest = try QuestionDigest(vault).of(question)
        let isPackage = permit.grant.map { $0.terms.transfer == .sealedPackage || other != nil } ?? false
        let encrypted = encrypted || isPackage
        guard format == .package || !encrypted else {
            throw HubError(
                .data, code: "format-not-encrypted", "Only a data package can be encrypted.", remedy: "Take it as comma-separated values.")
        }
        let sink = try ExtractSink(
            target, passphrase: encrypted ? Passphrase().text : nil, single: format != .package, zipped: zipped, at: now)
        func heard(_ done: Int, _ total: Int?) throws {
            try room(sink.bytes, 0)
            try progress(done, total)
        }
        do {
            try begin(
                question, held, questionDigest: questionDigest, encrypted: encrypted, for: actor, purpose: purpose, category: category)
            if format != .package {
                let (lineage, digest) = try file(format, held, plan, keys: keys, at: sink.file, given: now, progress: heard) {
                    records in
                    try self.lineage(
                        question, held, for: actor, of: permit.agency, purpose: purpose, category: permit.category, records: records,
                        at: now)
                }
                return try release(
                    question, held, lineage, category: category, questionDigest: questionDigest, digest: digest, encrypted: false,
                    from: sink, to: target)
            }
            let (records, digest) = try write(held, plan, keys: keys, into: sink, progress: heard)
            let lineage = try lineage(
                question, held, for: actor, of: permit.agency, purpose: purpose, category: permit.category, records: records, at: now)
            try describe(held, lineage, question, at: now, into: sink)
            try sink.close()
            if isPackage, let grant = held.scope?.grant {
                // As long again: both stand there for a while.
                try room(sink.bytes, sink.bytes)
                try sink.wrap { zip, passphrase, package in
                    try SealPackage(hub: hub, vault: vault, entry: entry).seal(
                        .file(zip), named: "\(held.type.id).zip", of: nil, secret: passphrase, under: grant.id,
                        to: other ?? grant.terms.agency,
                        for: actor, at: package)
                }
            }
            return try release(
                question, held, lineage, category: category, questionDigest: questionDigest, digest: digest, encrypted: encrypted,
                from: sink, to: target)
        } catch {
            sink.discard()
            throw error
        }
    }

    func converter() throws -> any CoordinateConverting { try hub.grid.converter() }
    var released: String { hub.now.description }

    private func begin(
        _ question: Question, _ held: HeldRecords, questionDigest: String, encrypted: Bool, for actor: PersonID, purpose: String,
        category: PurposeCategory?
    ) throws {
        let grant = held.scope?.grant.id
        try hub.transact { register, now in
            let permit = try register.permitAnswer(
                to: actor, dataset: question.dataset, purpose: purpose, category: category, action: .extract, under: grant,
                through: entry.way, at: now)
            try held.check(against: permit)
            // Again under the register's lock: two extracts begun at once must not both leave on one entered medium.
            if let grant = permit.grant { try register.check(transferOf: grant, encrypted: encrypted, by: actor) }
            return (
                [.extractBegun(permit.begun(fields: held.fields.map(\.name), questionDigest: questionDigest, encrypted: encrypted))], ()
            )
        }
    }

    private func release(
        _ question: Question, _ held: HeldRecords, _ lineage: ExtractDescriptor.Lineage, category: PurposeCategory?,
        questionDigest: String, digest: String,
        encrypted: Bool,
        from sink: ExtractSink, to target: URL
    ) throws -> ReleasedExtract {
        try hub.transact { register, now in
            let permit = try register.permitAnswer(
                to: PersonID(rawValue: lineage.releasedTo), dataset: question.dataset, purpose: lineage.purpose, category: category,
                action: .extract,
                under: held.scope?.grant.id, through: entry.way, at: now)
            try held.check(against: permit)
            let answered = permit.answered(
                fields: held.fields.map(\.name), questionDigest: questionDigest, records: lineage.records, shown: lineage.records)
            return (
                [.extractReleased(ExtractReleased(question: answered, fileDigest: digest, encrypted: encrypted, marking: lineage.marking))],
                ()
            )
        }
        // Signed before anybody can see the records: from now on the event cannot be cut off unnoticed.
        _ = try PublishCheckpoint(hub: hub, vault: vault).perform()
        try sink.moveIntoPlace()
        return ReleasedExtract(
            path: target.path, dataset: question.dataset, records: lineage.records, supplies: held.supplies.map(\.taken.supply),
            leftOut: held.sources.leftOut, digest: digest, marking: lineage.marking, caveats: lineage.caveats, passphrase: sink.passphrase)
    }

    /// The records' CSV; how many, and its SHA-256.
    private func write(
        _ held: HeldRecords, _ plan: QuestionPlan, keys: RecipientKeys, into sink: ExtractSink, progress: (Int, Int?) throws -> Void
    ) throws -> (records: Int, digest: String) {
        let names = held.fields.map(\.name)
        let prepared = try held.set.plan(SegmentQuery(conditions: plan.query.conditions))
        var writer = DelimitedWriter(neutralisesFormulas: true)
        var hash = SHA256()
        var records = 0
        try sink.begin("\(held.type.id).csv")
        writer.row(names)
        func flush() throws {
            try writer.take { bytes in
                hash.update(bufferPointer: bytes)
                try sink.write(bytes)
            }
        }
        for number in 0..<prepared.blockCount {
            let block = try prepared.records(in: number, fields: names)
            records += block.count
            for record in 0..<block.count {
                for (column, field) in held.fields.enumerated() {
                    block.withBytes(column, record) { bytes in
                        if field.role == .reference, held.isDepersonalised {
                            keys.keyed(bytes, of: field.name).withUnsafeBytes { writer.field($0) }
                        } else {
                            writer.field(bytes)
                        }
                    }
                }
                writer.endRow()
            }
            try flush()
            try progress(number + 1, prepared.blockCount)
        }
        try flush()
        return (records, hash.finalize().hexadecimal)
    }

    private func lineage(
        _ question: Question, _ held: HeldRecords, for actor: PersonID, of agency: AgencyID, purpose: String, category: PurposeCategory?,
        records: Int, at now: Moment
    ) throws -> ExtractDescriptor.Lineage {
        ExtractDescriptor.Lineage(
            supplies: held.supplies.map(\.taken.supply.rawValue), madeWith: held.madeWith, rulebook: hub.rulebook.id, question: question,
            purpose: purpose, purposeCategory: category?.rawValue, releasedTo: actor.rawValue, agency: agency.rawValue,
            agreements: held.sources.agreements.map(\.rawValue),
            released: now.description, records: records, marking: held.marking, caveats: held.caveats)
    }

    /// `datapackage.json`, `metadata.yaml` and a page for people.
    private func describe(
        _ held: HeldRecords, _ lineage: ExtractDescriptor.Lineage, _ question: Question, at now: Moment, into sink: ExtractSink
    ) throws {
        let type = held.type
        let fields = held.fields.map { ReleasedField(name: $0.name, title: $0.title, type: $0.type, role: $0.role) }
        let descriptor = ExtractDescriptor(
            name: type.id.rawValue, title: "\(type.title), \(held.isDepersonalised ? "depersonalised " : "")extract",
            created: lineage.released,
            licenses: [
                .init(
                    title:
                        "For signatories of \(lineage.agreements.joined(separator: ", ")) only, for the stated purpose; products are marked \(lineage.marking)"
                )
            ],
            resources: [
                .init(
                    name: type.id.rawValue, title: type.title, description: type.explanation, path: "\(type.id).csv",
                    schema: .init(
                        fields: fields.map { .init($0, explanation: type.field($0.name)?.explanation, isKeyed: held.isDepersonalised) }))
            ], sharewell: lineage)
        try sink.begin("datapackage.json")
        try sink.write(descriptor.text())
        let form = ExtractForm(
            lineage: lineage, type: type, suppliers: Set(held.supplies.compactMap { hub.state.agencies[$0.taken.agency]?.name }).sorted(),
            fields: fields, period: Self.period(of: held, question),
            coordinates: held.isDepersonalised
                ? "representative point of the place that was kept, rounded to 10 m, or the supplier's own snapped point; OSGB36 National Grid"
                : "as the supplier recorded them; OSGB36 National Grid"
        )
        try sink.begin("metadata.yaml")
        try sink.write(form.text)
        try sink.begin("README.txt")
        try sink.write(page(lineage, type: type, at: now))
    }

    /// The period of the records as the metadata form says it. Under a grant it is what was asked within what was granted: the first and last day
    /// of a whole supply are those of somebody's records whom the grant may not give, or a date that it does not.
    private static func period(of held: HeldRecords, _ question: Question) -> String {
        guard let terms = held.scope?.grant.terms else {
            let from = held.supplies.compactMap(\.taken.periodFrom).min() ?? "", to = held.supplies.compactMap(\.taken.periodTo).max() ?? ""
            return "\(question.from ?? from) to \(question.to ?? to)"
        }
        // A month ends later than any of its days, which "~" says to the comparison of texts.
        let from = [question.from, terms.from].compactMap(\.self).max()
        let to = [question.to, terms.to].compactMap(\.self).min { "\($0)~" < "\($1)~" }
        guard from != nil || to != nil else { return "as granted: not bounded" }
        return "\(from ?? "the first") to \(to ?? "the last")"
    }

    /// The page that goes with the records, for people: what they are, whose, for whom, for what, and what binds whoever has them.
    func page(_ lineage: ExtractDescriptor.Lineage, type: RecordType, at now: Moment) -> String {
        let state = hub.state, isDepersonalised = type.information == .depersonalised
        let person = PersonID(rawValue: lineage.releasedTo), agency = AgencyID(rawValue: lineage.agency)
        let name = state.people[person].map { "\($0.name) (\(person))" } ?? person.rawValue
        let agreements = lineage.agreements.map { id in
            state.protocols[ProtocolID(rawValue: id)].map { "\($0.title) (\(id))" } ?? id
        }
        let many = lineage.records == 1 ? "record" : "records"
        return """
            \(lineage.marking)

            \(type.title): \(lineage.records) \(isDepersonalised ? "depersonalised" : "personal") \(many)
            Released on \(now.words), to \(name), \(state.agencies[agency]?.name ?? agency.rawValue)\(agreements.isEmpty ? "" : ", under \(agreements.joined(separator: ", "))")
            Purpose: \(lineage.purpose)

            Use it for that purpose only, within the information sharing protocol. \(isDepersonalised ? "It stays restricted although it is depersonalised" : "It is about living people"), and every
            product made from it is marked \(lineage.marking) (guidance §3.4).\(isDepersonalised ? " Do not try to identify anybody." : "") Destroy it when the purpose is served.

            \(lineage.caveats.map { "- \($0)\n" }.joined())\(lineage.madeWith.isEmpty ? "" : "- Places and rules used: \(lineage.madeWith.joined(separator: "; "))\n")
            """
    }
}
