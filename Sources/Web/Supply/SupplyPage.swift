import Foundation
import Guidance
import HTTPTypes
import Hub
import Register

/// One supply: its report, what it was used for, and what can be done with it.
struct SupplyPage {
    private let visit: Visit
    private let person: Person
    private let supply: Supply
    private let words: SupplyWords

    init(_ visit: Visit) throws {
        self.visit = visit
        person = try visit.person
        words = SupplyWords(visit)
        let id = try visit.parameter("supply", SupplyID.self)
        // Unknown and not for this person look alike, and each is a refusal on the record.
        do { _ = try ShowQuality(hub: visit.hub).perform(id, for: person.id) } catch let error as HubError where error.code == "no-report" {
        } catch is Refusal { throw WebFault.notFound }
        guard let supply = visit.state.supplies[id] else { throw WebFault.notFound }
        self.supply = supply
    }

    private var taken: SupplyTaken { supply.taken }
    private var address: String { "/supplies/\(taken.supply)" }
    private var isOwn: Bool { visit.register.agenciesSupplied(by: person, at: visit.now).contains { $0.id == taken.agency } }
    private var isOverseen: Bool { (try? visit.register.supply(taken.supply, whoseUseIsSeenBy: person.id)) != nil }
    private var mayWithdraw: Bool { person.may(.withdraw) && isOwn && supply.status == .held }
    private var mayDestroy: Bool {
        guard person.may(.destroy), supply.status != .destroyed else { return false }
        let home = visit.state.agencies[taken.agency]?.home
        return person.agency == taken.agency || home.map { person.coordinates($0) } ?? false
    }
    private var trail: [Link] {
        person.may(.supply)
            ? [Link(text: visit.t("supply.title"), href: "/supplies")]
            : [
                Link(text: visit.t("catalogue.title"), href: "/catalogue"),
                Link(text: words.dataset(taken.dataset), href: "/catalogue/\(taken.dataset)"),
            ]
    }

    var page: Page {
        get throws {
            var buttons: [Button] = []
            if mayWithdraw { buttons.append(Button(text: visit.t("supply.withdraw"), href: "\(address)/withdraw", isSecondary: true)) }
            if mayDestroy { buttons.append(Button(text: visit.t("supply.destroy"), href: "\(address)/destroy", isSecondary: true)) }
            var blocks: [Block] = [
                .summary([
                    SummaryRow(visit.t("supply.dataset"), Cell(words.dataset(taken.dataset), href: "/catalogue/\(taken.dataset)")),
                    SummaryRow(visit.t("supply.agency"), Cell(words.agency(taken.agency))),
                    SummaryRow(visit.t("supply.sent-by"), Cell(words.person(taken.by))),
                    SummaryRow(visit.t("supply.state"), words.status(supply.status)),
                    SummaryRow(
                        visit.t("supply.for"),
                        taken.grant.map { Cell(visit.t("supply.for-grant", ["grant": $0.rawValue])) } ?? Cell(visit.t("supply.for-all"))),
                ])
            ]
            if supply.status == .destroyed, isOverseen { blocks += try certificate() }
            if !buttons.isEmpty { blocks += [.buttons(buttons)] }
            do {
                let outcome = try ShowQuality(hub: visit.hub).perform(taken.supply, for: person.id)
                let rule = visit.register.smallNumbers(of: taken.dataset, from: taken.agency)
                let report = ReportBlocks(visit, outcome, by: person.agency == taken.agency || isOwn || isOverseen ? .none : rule)
                blocks += [.heading(visit.t("supply.became"), id: "became")] + report.counts + report.rest
            } catch let error as HubError where error.code == "no-report" {
                blocks += [
                    .summary([SummaryRow(visit.t("supply.period"), Cell(words.period(taken.periodFrom, taken.periodTo)))]),
                    .inset(visit.t("supply.no-report")),
                ]
            }
            if isOverseen { blocks += try use() }
            let period = taken.periodFrom == nil ? "" : ", \(words.period(taken.periodFrom, taken.periodTo))"
            return Page(
                words.dataset(taken.dataset) + period, section: person.may(.supply) ? "supplies" : "catalogue",
                caption: [visit.t("supply.page-title", ["supply": taken.supply.rawValue]), words.agency(taken.agency)].joined(
                    separator: ", "), trail: trail,
                marking: visit.rulebook.recordType(taken.dataset)?.marking, blocks)
        }
    }

    // MARK: What it was used for

    private func use() throws -> [Block] {
        let uses = try ShowSupplyUse(hub: visit.hub).perform(taken.supply, for: person.id, by: visit.face.trail)
        let columns = [
            Table.Column(visit.t("supply.who")), Table.Column(visit.t("supply.purpose")),
            Table.Column(visit.t("supply.answers"), isNumber: true), Table.Column(visit.t("supply.extracts"), isNumber: true),
            Table.Column(visit.t("supply.last")),
        ]
        func row(_ use: ShowSupplyUse.Use) -> [Cell] {
            [
                Cell("\(words.person(use.person)), \(words.agency(use.agency))"), Cell(use.purpose), Cell(Texts.grouped(use.answers)),
                Cell(Texts.grouped(use.extracts)), Cell(use.last.words),
            ]
        }
        let numbers: KeyValuePairs = ["count": Texts.grouped(uses.count), "first": Texts.grouped(Self.firstUses)],
            isCut = uses.count > Self.firstUses
        let caption = visit.t(isCut ? "supply.use-first" : "supply.use", numbers)
        let first = Table(
            caption: caption, columns: columns, rows: uses.prefix(Self.firstUses).map(row), showsCaption: isCut,
            empty: visit.t("supply.not-used"))
        let all = LongTable(
            caption: visit.t("supply.use"), columns: columns, rows: { uses.map(row) }, count: uses.count,
            link: visit.t("explore.map.all", numbers),
            name: "uses",
            path: address, query: FormValues(), isWhole: visit.query[LongTable.parameter] == "uses")
        return [.heading(visit.t("supply.use"), id: "use")] + (isCut ? all.blocks(after: [.table(first)]) : [.table(first)])
    }

    private static let firstUses = 20

    // MARK: Taking it back

    func withdrawing(_ faults: FormFaults = FormFaults()) throws -> Page {
        guard mayWithdraw else { throw WebFault.notFound }
        return reasonPage("withdraw", faults)
    }

    func withdraw() throws -> Reply {
        guard isOwn else { throw WebFault.notFound }
        return try withReason("withdraw") { why in
            try visit.hub.withdraw(taken.supply, why: why, by: person.id)
            return visit.done(address, visit.t("supply.withdrawn", ["supply": taken.supply.rawValue]))
        }
    }

    func destroying(_ faults: FormFaults = FormFaults()) throws -> Page {
        guard mayDestroy else { throw WebFault.notFound }
        return reasonPage("destroy", faults)
    }

    func destroy() throws -> Reply {
        guard mayDestroy else { throw WebFault.notFound }
        return try withReason("destroy") { why in
            _ = try DestroySupply(hub: visit.hub, vault: visit.vault()).perform(taken.supply, why: why, by: person.id)
            return visit.done(address, visit.t("supply.destroyed", ["supply": taken.supply.rawValue]))
        }
    }

    private func withReason(_ what: String, _ act: (String) throws -> Reply) throws -> Reply {
        guard let why = visit.form["why"] else {
            return .page(reasonPage(what, FormFaults("why", visit.t("supply.fault-why.\(what)"))), status: .unprocessableContent)
        }
        do { return try act(why) } catch let refusal as Refusal where [.noPurpose, .namesSubject].contains(refusal.code) {
            return .page(reasonPage(what, FormFaults("why", refusal.message)), status: .unprocessableContent)
        }
    }

    private func reasonPage(_ what: String, _ faults: FormFaults) -> Page {
        var form = Form(
            action: "\(address)/\(what)", button: visit.t("supply.\(what)"),
            fields: [Field("why", visit.t("supply.why"), .textArea(rows: 3), hint: visit.t("supply.why-hint"))],
            cancel: Link(text: visit.t("frame.cancel"), href: address))
        form.isWarning = what == "destroy"
        let text = Block.text(visit.t("supply.\(what)-text"))
        return Page(
            visit.t("supply.\(what)-title", ["supply": taken.supply.rawValue]), section: "supplies", caption: words.dataset(taken.dataset),
            trail: trail + [Link(text: taken.supply.rawValue, href: address)], faults: faults,
            [what == "destroy" ? .warning(visit.t("supply.destroy-text")) : text, .form(form.filled(with: visit.form, faults: faults))])
    }

    /// `29 November 2026, 13:42` of the moment as the certificate has it.
    private static func words(_ iso: String) -> String {
        (try? Date(iso, strategy: .iso8601)).map { Moment(milliseconds: Int64($0.timeIntervalSince1970 * 1000)).words } ?? iso
    }

    private func certificate() throws -> [Block] {
        guard let certificate = try ShowCertificate(hub: visit.hub).perform(taken.supply, for: person.id, by: visit.face.trail) else {
            return []
        }
        let file =
            switch certificate.certificate.file {
            case .asSealed(let digest, let bytes): visit.t("supply.file-sealed", ["bytes": Texts.grouped(bytes), "digest": digest])
            case .other(let digest, let bytes): visit.t("supply.file-other", ["bytes": Texts.grouped(bytes), "digest": digest])
            case .absent: visit.t("supply.file-absent")
            }
        return [
            .heading(visit.t("supply.certificate"), id: "certificate"),
            .summary([
                SummaryRow(visit.t("supply.records"), Cell(Texts.grouped(certificate.records))),
                SummaryRow(visit.t("supply.when"), Cell(Self.words(certificate.at))),
                SummaryRow(visit.t("supply.wished-by"), Cell(words.person(certificate.certificate.by))),
                SummaryRow(visit.t("supply.why"), Cell(certificate.certificate.why)),
                SummaryRow(visit.t("supply.object"), [Cell(certificate.certificate.object), Cell(file)]),
                SummaryRow(visit.t("supply.method"), Cell(certificate.certificate.method)),
                SummaryRow(visit.t("supply.event"), Cell(visit.t("supply.event-text", ["index": String(certificate.ledgerIndex)]))),
            ]),
        ]
    }
}
