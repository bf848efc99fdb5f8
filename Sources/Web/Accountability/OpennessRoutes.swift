import Foundation
import Guidance
import Hub
import Register

/// What the partnership can show of itself: certificates of destruction, barriers to sharing in numbers, the transparency pack.
enum OpennessRoutes {
    static let all: [Route] =
        [
            .get("/destruction", .signedIn) { visit in .page(try destruction(visit)) },
            .get("/barriers", .signedIn) { visit in .page(try barriers(visit)) },
            .get("/transparency", .may(.runRegister)) { visit in
                guard try visit.person.coordinates(visit.state.firstPartnership) else { throw WebFault.notFound }
                return .page(pack(visit))
            },
            .get("/transparency/pack.zip", .may(.runRegister), event: "transparencyPackMade") { visit in
                guard try visit.person.coordinates(visit.state.firstPartnership) else { throw WebFault.notFound }
                let file = try OutgoingFiles(visit.hub.folder).place()
                try WriteTransparencyPack(hub: visit.hub, vault: visit.vault()).zip(
                    for: visit.actor, at: file, written: visit.now.milliseconds / 1000)
                return try .download(
                    file: file, in: nil, type: "application/zip", name: "transparency-\(CalendarDayText.iso(visit.now.day)).zip")
            }.long,
        ] + DestructionRoutes.all

    // MARK: Destruction (§2.4.2.5)

    private static func destruction(_ visit: Visit) throws -> Page {
        let person = try visit.person, register = visit.register
        let sees = Set(
            visit.hub.state.supplies.values.filter { supply in
                [.condemned, .destroyed].contains(supply.status)
                    && (try? register.person(person.id, maySeeQualityOf: supply.taken.supply)) != nil
            }.map(\.taken.supply))
        let positions = try visit.face.trail.read { index in index[.kind(.destruction)].suffix(5_000) }
        var supplies: [[Cell]] = [], grants: [[Cell]] = []
        for line in try visit.face.trail.lines(at: positions.reversed()) {
            switch line.event {
            case .supplyDestroyed(let destroyed):
                guard sees.contains(destroyed.supply), let supply = visit.state.supplies[destroyed.supply] else { continue }
                let taken = supply.taken
                supplies.append([
                    Cell(destroyed.supply.rawValue, href: "/destruction/\(line.index)"), Cell(visit.title(of: taken.dataset)),
                    visit.cell(taken.agency), Cell(visit.recordsShown(of: [supply], taken.dataset)), Cell(line.moment.words),
                    Cell(destroyed.why),
                ])
            case .grantEnded(let ended):
                guard person.may(.seeRequest), let grant = try? register.grant(ended.grant, seenBy: person) else { continue }
                grants.append([
                    Cell(ended.grant.rawValue, href: "/destruction/\(line.index)"), Cell(visit.title(of: grant.terms.dataset)),
                    visit.cell(grant.terms.source), visit.cell(grant.terms.agency), Cell(line.moment.words),
                ])
            default: continue
            }
        }
        func columns(_ keys: [String]) -> [Table.Column] { keys.map { Table.Column(visit.t("openness.\($0)"), isNumber: $0 == "records") } }
        return Page(
            visit.t("openness.destruction"), section: "partnership", trail: visit.partnershipTrail,
            [
                .lead(visit.t("openness.destruction-lead")),
                .table(
                    Table(
                        caption: visit.t("openness.supplies"), columns: columns(["supply", "dataset", "agency", "records", "when", "why"]),
                        rows: supplies, empty: visit.t("openness.supplies-none"))),
                .table(
                    Table(
                        caption: visit.t("openness.grants"), columns: columns(["grant", "dataset", "source", "recipient", "when"]),
                        rows: grants, empty: visit.t("openness.grants-none"))),
            ])
    }

    // MARK: Barriers (§4.1)

    private static func barriers(_ visit: Visit) throws -> Page {
        let barriers = visit.register.barriers(seenBy: try visit.person, on: visit.now.day)
        func days(_ days: Barriers.Days) -> Cell {
            guard let median = days.median, let longest = days.longest else { return Cell(visit.t("openness.none-yet")) }
            let middle = median == median.rounded() ? String(Int(median)) : String(median)
            return Cell(
                visit.texts.count("openness.days", days.count, ["median": middle, "longest": Texts.grouped(longest)]))
        }
        func row(_ key: String, _ number: Int) -> SummaryRow { SummaryRow(visit.t("openness.\(key)"), Cell(Texts.grouped(number))) }
        func figure(_ key: String, _ number: Int) -> (name: String, value: String) { (visit.t("openness.\(key)"), Texts.grouped(number)) }
        var blocks: [Block] = [.lead(visit.t("openness.barriers-lead"))]
        if barriers.adHoc > barriers.routineSupplies { blocks.append(.inset(visit.t("openness.more-ad-hoc"))) }
        blocks += [
            .figures([
                figure("ad-hoc", barriers.adHoc), figure("waiting", barriers.waiting), figure("supplied", barriers.supplies),
                figure("routine", barriers.routineSupplies),
            ]),
            .summary([
                row("by-rule", barriers.byRule), row("agreed", barriers.routinesAgreed),
                row("for-grants", barriers.suppliesForGrants), row("not-supplied", barriers.grantedAndNotSupplied),
                row("statistics", barriers.statisticsInstead),
                SummaryRow(visit.t("openness.to-first"), days(barriers.toFirstSupply)),
                SummaryRow(visit.t("openness.to-grant"), days(barriers.toGrant)),
                SummaryRow(visit.t("openness.to-refusal"), days(barriers.toRefusal)),
            ]),
            .table(
                Table(
                    caption: visit.t("openness.reasons"),
                    columns: [
                        Table.Column(visit.t("openness.reason")), Table.Column(visit.t("openness.times"), isNumber: true),
                        Table.Column(visit.t("openness.is")), Table.Column(visit.t("openness.guidance-says")),
                    ],
                    rows: barriers.refusals.map { entry in
                        [
                            Cell(entry.reason.title), Cell(Texts.grouped(entry.count)),
                            entry.reason.isExcuse
                                ? Cell(visit.t("openness.excuse"), tag: .orange) : Cell(visit.t("openness.good-reason"), tag: .grey),
                            Cell(entry.reason.answer),
                        ]
                    }, empty: visit.t("openness.no-refusals"))),
            .table(
                Table(
                    caption: visit.t("openness.shares"),
                    columns: [
                        "agency", "supplies-count", "requests", "used", "percent", "answers-had", "extracts-had", "packages-had",
                        "gave-back",
                        "note",
                    ].map { Table.Column(visit.t("openness.\($0)"), isNumber: !["agency", "note", "gave-back"].contains($0)) },
                    rows: try barriers.shares.map { share(cells: $0, visit) } + others(than: barriers.shares, visit))),
            .text(visit.t("openness.rounded")),
        ]
        var page = Page(visit.t("openness.barriers"), section: "partnership", trail: visit.partnershipTrail, blocks)
        page.isWide = true
        return page
    }

    /// Members of a partnership of the reader's that gave and had nothing: that is what there is to see of them.
    private static func others(than shares: [Barriers.Share], _ visit: Visit) throws -> [[Cell]] {
        let members = visit.state.partnerships.values.reduce(into: Set<AgencyID>()) { $0.formUnion($1.members) }
            .intersection(visit.register.suppliers(seenBy: try visit.person).map(\.id))
        return members.subtracting(shares.map(\.agency)).sorted { visit.name(of: $0) < visit.name(of: $1) }.map { agency in
            [visit.cell(agency)] + [String](repeating: "0", count: 7).map { Cell($0) }
                + [Cell(visit.t("openness.of", ["some": "0", "all": "0"])), Cell("")]
        }
    }

    private static func share(cells share: Barriers.Share, _ visit: Visit) -> [Cell] {
        let note =
            share.isOverReliedOn
            ? Cell(visit.t("openness.over-relied"), tag: .orange)
            : share.hadNothingBack ? Cell(visit.t("openness.nothing-back"), tag: .orange) : Cell("")
        return [
            visit.cell(share.agency), Cell(Texts.grouped(share.supplies)), Cell(Texts.grouped(share.requests)),
            Cell(Texts.grouped(share.used)),
            Cell(share.percent.map(String.init) ?? ""), Cell(Texts.grouped(share.answersHad)), Cell(Texts.grouped(share.extractsHad)),
            Cell(Texts.grouped(share.packagesHad)),
            Cell(visit.t("openness.of", ["some": String(share.usersThatGaveBack), "all": String(share.users)])), note,
        ]
    }

    // MARK: The transparency pack

    private static func pack(_ visit: Visit) -> Page {
        Page(
            visit.t("openness.pack"), section: "partnership", trail: visit.partnershipTrail,
            [
                .lead(visit.t("openness.pack-lead")), .text(visit.t("openness.pack-text")),
                .buttons([Button(text: visit.t("openness.pack-download"), href: "/transparency/pack.zip", isDownload: true)]),
            ])
    }
}
