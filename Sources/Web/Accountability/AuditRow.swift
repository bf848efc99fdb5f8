import Guidance
import Hub
import Register
import Tables

/// One event as a row: when, who, what, of what, by what right. It says nothing of agencies outside the reach of whoever reads it but that they
/// took part in what concerns the reader.
struct AuditRow {
    let line: LedgerLine
    let who: String
    let agency: String
    let what: String
    let dataset: String
    let sources: String
    let right: String
    let purpose: String
    let records: String

    init(_ line: LedgerLine, _ visit: Visit) throws {
        self.line = line
        let state = visit.state, concern = state.concern(of: line.event)
        who = concern.by.map { visit.name(of: $0) } ?? ""
        agency = concern.by.flatMap { state.people[$0]?.agency }.map { visit.name(of: $0) } ?? ""
        what = Self.what(line.event, visit)
        dataset = state.dataset(of: line.event).map { visit.title(of: $0) } ?? ""
        sources = concern.sources.map { visit.name(of: $0) }.sorted().joined(separator: "; ")
        func answer(_ answer: QueryAnswered) -> (right: String, purpose: String, records: String) {
            let records = Texts.grouped(answer.records)
            return (
                Self.right(answer.grant, answer.agreements, visit), answer.purpose,
                answer.isAtMost == true
                    ? visit.t("audit.at-most", ["records": records])
                    : answer.shown > 0 ? visit.t("audit.shown", ["shown": Texts.grouped(answer.shown), "records": records]) : records
            )
        }
        switch line.event {
        case .queryAnswered(let query): (right, purpose, records) = answer(query)
        case .extractReleased(let release): (right, purpose, records) = answer(release.question)
        case .extractBegun(let begun):
            (right, purpose, records) = (Self.right(begun.grant, begun.agreements, visit), begun.purpose, "")
        case .packageSealed(let sealed): (right, purpose, records) = (sealed.grant.rawValue, "", "")
        case .supplyTaken(let taken): (right, purpose, records) = (taken.supply.rawValue, "", Texts.grouped(taken.recordsSealed))
        case .supplyWithdrawn(let withdrawn): (right, purpose, records) = (withdrawn.supply.rawValue, withdrawn.why, "")
        case .destructionOrdered(let ordered): (right, purpose, records) = (ordered.supply.rawValue, ordered.why, "")
        case .supplyDestroyed(let destroyed): (right, purpose, records) = (destroyed.supply.rawValue, destroyed.why, "")
        case .actionRefused(let refused):
            (right, purpose, records) = (
                refused.action.words, visit.t("audit.refusal-\(refused.code.rawValue)"),
                refused.times.map { visit.texts.count("audit.refused-more", $0) } ?? ""
            )
        default: (right, purpose, records) = (Self.subject(of: line.event, visit), "", "")
        }
    }

    /// What happened, in words: that a recovery code was used and whose doing that was are told apart from means that were set or taken away.
    private static func what(_ event: Event, _ visit: Visit) -> String {
        if case .signInMeansChanged(let changed) = event, let recovery = changed.recovery {
            return visit.t("audit.recovery-\(recovery.rawValue)")
        }
        return visit.t("audit.event-\(event.name)")
    }

    private static func right(_ grant: GrantID?, _ agreements: [ProtocolID], _ visit: Visit) -> String {
        grant?.rawValue ?? agreements.map { visit.state.protocols[$0]?.title ?? $0.rawValue }.joined(separator: "; ")
    }

    /// What an event is about, as a person calls it: people, agencies and protocols by name, requests, grants and enquiries by number.
    private static func subject(of event: Event, _ visit: Visit) -> String {
        func title(_ id: ProtocolID) -> String { visit.state.protocols[id]?.title ?? id.rawValue }
        return switch event {
        case .requestMade(let made), .requestAmended(let made): made.request.rawValue
        case .requestQueried(let remark), .queryReplied(let remark): remark.request.rawValue
        case .factsStated(let stated): stated.request.rawValue
        case .personsShown(let shown): shown.request.rawValue
        case .personsDestroyed(let destroyed): destroyed.request.rawValue
        case .guardianAdvised(let advised): advised.request.rawValue
        case .requestHalfReleased(let released): released.request.rawValue
        case .requestGranted(let granted): "\(granted.request), \(granted.grant)"
        case .requestRefused(let refused): refused.request.rawValue
        case .requestWithdrawn(let moved), .requestAppealed(let moved), .refusalUpheld(let moved), .requestReturned(let moved):
            moved.request.rawValue
        case .grantRevoked(let revoked): revoked.grant.rawValue
        case .grantConfirmed(let confirmed): confirmed.grant.rawValue
        case .grantEnded(let ended): ended.grant.rawValue
        case .destructionAttested(let attested): attested.grant.rawValue
        case .onwardAllowed(let allowed), .onwardStopped(let allowed): allowed.grant.rawValue
        case .mediaRegistered(let registered): registered.grant.rawValue
        case .enquiryLogged(let logged): logged.enquiry.rawValue
        case .enquiryAmended(let amended): amended.enquiry.rawValue
        case .enquiryClarified(let clarified): clarified.enquiry.rawValue
        case .enquiryConsulted(let consulted): consulted.enquiry.rawValue
        case .enquiryReplied(let replied): replied.enquiry.rawValue
        case .enquiryLetterSeen(let seen): seen.enquiry.rawValue
        case .enquiryClosed(let closed): closed.enquiry.rawValue
        case .protocolRecorded(let recorded): recorded.title
        case .protocolSigned(let signed): "\(title(signed.id)), \(visit.name(of: signed.agency))"
        case .signatureWithdrawn(let withdrawn): "\(title(withdrawn.id)), \(visit.name(of: withdrawn.agency))"
        case .protocolWithdrawn(let withdrawn): title(withdrawn.id)
        case .protocolReviewed(let reviewed): title(reviewed.id)
        case .agencyAdded(let added): visit.name(of: added.agency)
        case .personAdded(let added): visit.name(of: added.person)
        case .profileChanged(let changed): visit.name(of: changed.person)
        case .personLeft(let left): visit.name(of: left.person)
        case .personInvited(let invited): visit.name(of: invited.person)
        default: ""
        }
    }

    static func columns(_ visit: Visit) -> [Table.Column] {
        ["number", "when", "who", "what", "dataset", "purpose", "records"].map {
            Table.Column(visit.t("audit.column-\($0)"), isNumber: $0 == "records")
        }
    }

    /// What belongs together stands in one cell, so that the right and the purpose are seen without scrolling.
    var cells: [Cell] {
        let when = line.moment.words.split(separator: ",", maxSplits: 1)
        return [
            Cell(Texts.grouped(Int(line.index)), href: "/audit/\(line.index)"),
            Cell(String(when[0].replacing(" ", with: "\u{A0}")), note: when.count > 1 ? when[1].trimmingPrefix(" ").description : nil),
            Cell(who, note: agency.isEmpty ? nil : agency),
            Cell(what), Cell(dataset, note: sources.isEmpty ? nil : sources),
            Cell(purpose.isEmpty ? right : purpose, note: purpose.isEmpty || right.isEmpty ? nil : right), Cell(records),
        ]
    }
}

/// The same as a file of comma-separated values, in which no cell is taken for a formula.
struct AuditFile {
    private var writer = DelimitedWriter(neutralisesFormulas: true)
    private let visit: Visit

    init(_ visit: Visit) {
        self.visit = visit
        writer.row(
            ["number", "at", "when", "who", "agency", "what", "dataset", "of", "right", "purpose", "records"].map {
                visit.t("audit.column-\($0)")
            })
    }

    mutating func add(_ line: LedgerLine) throws {
        let row = try AuditRow(line, visit)
        writer.row([
            String(line.index), line.at, line.moment.words, row.who, row.agency, row.what, row.dataset, row.sources, row.right, row.purpose,
            // A number that a spreadsheet can add up.
            row.records.replacing(",", with: ""),
        ])
    }

    var bytes: [UInt8] { writer.bytes }
}
