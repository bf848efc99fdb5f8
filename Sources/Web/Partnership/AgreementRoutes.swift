import Guidance
import Hub
import Register

/// Information sharing protocols (§2.2): everybody reads them, the co-ordinator of their partnership keeps them.
enum AgreementRoutes {
    static let all: [Route] =
        [
            .get("/protocols", .signedIn) { visit in .page(try list(visit)) },
            .get("/protocols/{protocol}", .signedIn) { visit in .page(try page(visit)) },
        ] + ProtocolForms.all + NewProtocolRoutes.all + PartnershipRoutes.all + UndertakingRoutes.all + AccessWayRoutes.all

    static func trail(_ visit: Visit) -> [Link] {
        visit.partnershipTrail + [Link(text: visit.t("agreement.list"), href: "/protocols")]
    }

    static func agreement(_ visit: Visit) throws -> SharingProtocol {
        guard let agreement = visit.state.protocols[try visit.parameter("protocol", ProtocolID.self)] else { throw WebFault.notFound }
        return agreement
    }

    private static func status(_ agreement: SharingProtocol, _ visit: Visit) -> Cell {
        let today = visit.now.day
        if agreement.isWithdrawn { return Cell(visit.t("agreement.withdrawn"), tag: .grey) }
        if today < agreement.inForceFrom { return Cell(visit.t("agreement.to-come"), tag: .blue) }
        if let replaced = agreement.replacedFrom, today >= replaced { return Cell(visit.t("agreement.replaced"), tag: .grey) }
        return agreement.isInForce(on: today)
            ? Cell(visit.t("agreement.in-force"), tag: .green) : Cell(visit.t("agreement.over"), tag: .red)
    }

    private static func list(_ visit: Visit) throws -> Page {
        let state = visit.state
        let rows = state.protocols.values.sorted { ($0.title, $0.id) < ($1.title, $1.id) }.map { agreement -> [Cell] in
            let partnership = state.partnership(of: agreement)
            return [
                Cell(agreement.title, href: "/protocols/\(agreement.id)"), status(agreement, visit),
                Cell(state.partnerships[partnership]?.name ?? partnership.rawValue),
                Cell(CalendarDayText.words(agreement.inForceFrom)),
                Cell(agreement.expires.map(CalendarDayText.words) ?? visit.t("agreement.open")),
                Cell(agreement.signatories.sorted().map { visit.name(of: $0) }.joined(separator: "; ")),
            ]
        }
        var blocks: [Block] = [.lead(visit.t("agreement.lead"))]
        if try !visit.ownPartnershipChoices().isEmpty {
            blocks.append(.buttons([Button(text: visit.t("agreement.add"), href: "/protocols/new")]))
        }
        blocks.append(
            .table(
                Table(
                    caption: visit.t("agreement.list"),
                    columns: ["title", "state", "partnership", "from", "until", "signatories"].map {
                        Table.Column(visit.t("agreement.\($0)"))
                    }, rows: rows, showsCaption: false, empty: visit.t("agreement.empty"))))
        return Page(visit.t("agreement.list"), section: "partnership", trail: visit.partnershipTrail, blocks)
    }

    private static func page(_ visit: Visit) throws -> Page {
        let agreement = try agreement(visit), state = visit.state, terms = agreement.terms
        let partnership = state.partnership(of: agreement)
        func link(_ id: ProtocolID) -> Cell { Cell(state.protocols[id]?.title ?? id.rawValue, href: "/protocols/\(id)") }
        func days(_ key: String, _ day: Int?) -> SummaryRow? { day.map { SummaryRow(visit.t(key), Cell(CalendarDayText.words($0))) } }
        func words(_ key: String, _ text: String?) -> SummaryRow? { text.map { SummaryRow(visit.t(key), Cell($0)) } }
        let rows: [SummaryRow?] = [
            SummaryRow(visit.t("agreement.state"), status(agreement, visit)),
            SummaryRow(visit.t("agreement.kind"), Cell(visit.t("agreement.kind-\(terms.kind.rawValue)"))),
            SummaryRow(
                visit.t("agreement.partnership"),
                Cell(state.partnerships[partnership]?.name ?? partnership.rawValue, href: "/partnerships/\(partnership)")),
            days("agreement.from", agreement.inForceFrom), days("agreement.until", agreement.expires),
            days("agreement.replaced-from", agreement.replacedFrom), days("agreement.review-by", terms.reviewBy),
            terms.accord.map { SummaryRow(visit.t("agreement.accord"), link($0)) },
            terms.replaces.map { SummaryRow(visit.t("agreement.replaces"), link($0)) },
            SummaryRow(
                visit.t("agreement.datasets"),
                agreement.datasets.map { $0.sorted().map { Cell(visit.title(of: $0)) } } ?? [Cell(visit.t("agreement.every-dataset"))]),
            SummaryRow(
                visit.t("agreement.purposes"),
                terms.purposes.map { $0.map { Cell(visit.t("agreement.purpose-\($0.rawValue)")) } }
                    ?? [Cell(visit.t("agreement.every-purpose"))]),
            SummaryRow(
                visit.t("agreement.also"),
                [
                    terms.hasFreedomOfInformationClause ? "foi" : nil, terms.permitsAcross ? "across" : nil,
                    terms.admitsOccasionalToPersonal ? "occasional" : nil,
                ].compactMap { $0 }.map { Cell(visit.t("agreement.also-\($0)")) }),
            words("agreement.powers", terms.powers), words("agreement.consent", terms.consent),
            words("agreement.procedures", terms.procedures),
        ]
        var blocks: [Block] = [.summary(rows.compactMap { $0 }.filter { !$0.values.isEmpty })]
        blocks += limits(terms, visit) + supplies(agreement, visit) + signatories(agreement, visit)
        if try visit.person.coordinates(partnership), !agreement.isWithdrawn {
            func button(_ path: String) -> Button {
                Button(text: visit.t("agreement.\(path)-title"), href: "/protocols/\(agreement.id)/\(path)", isSecondary: true)
            }
            blocks.append(.buttons([button("review"), button("end")]))
            blocks.append(
                .links([Link(text: visit.t("agreement.replace"), href: "/protocols/new?replaces=\(agreement.id)")]))
        }
        return Page(agreement.title, section: "partnership", trail: trail(visit), blocks)
    }

    private static func limits(_ terms: ProtocolTerms, _ visit: Visit) -> [Block] {
        guard !terms.limits.isEmpty else { return [] }
        return [
            .heading(visit.t("agreement.limits")),
            .table(
                Table(
                    caption: visit.t("agreement.limits"),
                    columns: [Table.Column(visit.t("agreement.agency")), Table.Column(visit.t("agreement.limited-to"))],
                    rows: terms.limits.map { limit in
                        let datasets = limit.datasets.map { $0.map { visit.title(of: $0) }.joined(separator: "; ") }
                        let only = limit.depersonalisedOnly ? visit.t("agreement.depersonalised-only") : nil
                        return [visit.cell(limit.agency), Cell([only, datasets].compactMap { $0 }.joined(separator: "; "))]
                    }, showsCaption: false)),
        ]
    }

    private static func supplies(_ agreement: SharingProtocol, _ visit: Visit) -> [Block] {
        guard agreement.terms.kind != .accord else { return [] }
        return [
            .heading(visit.t("agreement.supplies")),
            .table(
                Table(
                    caption: visit.t("agreement.supplies"),
                    columns: ["agency", "dataset", "every", "within"].map { Table.Column(visit.t("agreement.\($0)")) },
                    rows: agreement.terms.supplies.map { supply in
                        [
                            visit.cell(supply.agency), Cell(visit.title(of: supply.dataset)),
                            Cell(visit.t("agreement.every-\(supply.every.rawValue)")),
                            Cell(visit.texts.count("agreement.within-days", supply.within)),
                        ]
                    }, showsCaption: false, empty: visit.t("agreement.supplies-none"))),
        ]
    }

    private static func signatories(_ agreement: SharingProtocol, _ visit: Visit) -> [Block] {
        let state = visit.state, partnership = state.partnerships[state.partnership(of: agreement)]
        let stands = !agreement.isWithdrawn
        func cells(_ agency: AgencyID) -> [Cell] {
            let signed = agreement.signatories.contains(agency)
            let missing = signed ? [] : partnership?.consentsMissing(for: agency) ?? []
            return [
                visit.cell(agency),
                signed ? Cell(visit.t("agreement.signed"), tag: .green) : Cell(visit.t("agreement.not-signed"), tag: .grey),
                Cell(
                    missing.isEmpty || agreement.terms.kind == .accord
                        ? "" : missing.map { visit.name(of: $0) }.joined(separator: ", ")),
            ]
        }
        let agencies = agreement.signatories.union(partnership?.members ?? []).sorted { visit.name(of: $0) < visit.name(of: $1) }
        var blocks: [Block] = [
            .heading(visit.t("agreement.signatories")),
            .table(
                Table(
                    caption: visit.t("agreement.signatories"),
                    columns: ["agency", "signature", "consents"].map { Table.Column(visit.t("agreement.\($0)")) },
                    rows: agencies.map(cells),
                    showsCaption: false)),
        ]
        var buttons: [Button] = []
        if stands, !ProtocolForms.canSign(agreement, visit).isEmpty {
            buttons.append(Button(text: visit.t("agreement.sign-title"), href: "/protocols/\(agreement.id)/sign"))
        }
        if !ProtocolForms.canLeave(agreement, visit).isEmpty {
            buttons.append(Button(text: visit.t("agreement.leave-title"), href: "/protocols/\(agreement.id)/leave", isSecondary: true))
        }
        if !buttons.isEmpty { blocks.append(.buttons(buttons)) }
        return blocks
    }
}
