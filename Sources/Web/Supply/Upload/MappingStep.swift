import Guidance
import HTTPTypes
import Hub
import Intake
import Register

/// What each column of the file is taken for, to be looked over and corrected.
struct MappingStep {
    /// Columns that a page shows at most; a file with more is corrected with a profile of its own.
    static let mostColumns = 300
    private let visit: Visit
    private let job: SupplyJob
    private let type: RecordType
    private let proposal: ProposeMapping.Proposal

    init(_ visit: Visit) throws {
        self.visit = visit
        job = try UploadRoutes.job(visit)
        guard let type = visit.rulebook.recordType(job.dataset), let proposal = job.proposal else { throw WebFault.notFound }
        self.type = type
        self.proposal = proposal
    }

    private var present: [[ColumnUse]] {
        guard let profile = job.profile else { return proposal.columns.map(\.uses) }
        return profile.uses(of: proposal.columns.map(\.header))
    }

    func page(_ faults: FormFaults = FormFaults()) throws -> Page {
        let uses = present
        let unplaced = uses.indices.filter { Self.value(uses[$0]).isEmpty }
        var blocks: [Block] = []
        if let doubt = proposal.doubt { blocks.append(.warning(doubtWords(doubt))) }
        switch proposal.origin {
        case .known: blocks.append(.text(visit.t("supply.map-known", ["profile": proposal.profile.title])))
        case .standard: blocks.append(.text(visit.t(unplaced.isEmpty ? "supply.map-standard" : "supply.map-standard-but")))
        case .proposed, nil: blocks.append(.text(visit.t("supply.map-proposed")))
        }
        blocks += lacking(Set(uses.flatMap { $0 }))
        var form = Form(action: "/supply/\(job.id)/mapping", button: visit.t("frame.continue"), fields: [])
        if proposal.columns.count <= Self.mostColumns {
            if !unplaced.isEmpty {
                blocks += [
                    .heading(visit.texts.count("supply.map-unplaced", unplaced.count), id: "unplaced"),
                    .text(visit.t("supply.map-unplaced-text")),
                ]
            }
            blocks.append(.text(visit.t("supply.map-masked")))
            let filling = uses.indices.map { chosen($0, uses) }
            let fields = zip(proposal.columns, uses).enumerated().map { place, pair in field(place, pair.0, pair.1) }
            // What its values leave open is asked beside what is unplaced: nobody overlooks it in a list that is folded.
            form.fields = unplaced.map { fields[$0] } + fields.indices.compactMap { orderField($0, filling) }
            let placed = fields.indices.filter { !unplaced.contains($0) }.map { fields[$0] }
            if !placed.isEmpty {
                // What was guessed is looked over before it is gone by; what is known need not be.
                let isKnown = proposal.origin == .known || proposal.origin == .standard
                form.folded = Form.Folded(
                    title: visit.texts.count("supply.map-placed", placed.count), fields: placed, isOpen: !isKnown)
            }
        } else {
            blocks.append(.inset(visit.t("supply.map-many", ["count": Texts.grouped(proposal.columns.count)])))
            form.fields = uses.indices.compactMap { orderField($0, uses) }
        }
        let shown = visit.form.isEmpty ? form : form.filled(with: visit.form, faults: faults)
        blocks += [.form(shown), UploadPages.giveUp(visit, job)]
        return UploadPages.frame(visit, job, visit.t("supply.map-title"), faults: faults, blocks)
    }

    /// The record type the file looks like, or that nothing fits, as a reader of pages is told it.
    private func doubtWords(_ doubt: ProposeMapping.Proposal.Doubt) -> String {
        if let likely = doubt.likely {
            return visit.t("supply.map-doubt-other", ["dataset": type.title, "likely": SupplyWords(visit).dataset(likely)])
        }
        return visit.t("supply.map-doubt", ["dataset": type.title])
    }

    /// Fields open at once; the others when asked.
    private static let mostLacking = 6

    /// The fields that the guidance asks for and that no column holds, those by which records are found and counted first.
    private func lacking(_ filled: Set<ColumnUse>) -> [Block] {
        let found = type.fields.filter { field in
            field.requirement == .required && !field.supplementary && !filled.contains(.field(field.name))
                && !proposal.profile.fields.contains { $0.field == field.name && $0.constant != nil }
                && !(field.place.map { place in filled.contains(.longitude(place.group)) && filled.contains(.latitude(place.group)) }
                    ?? false)
        }
        guard !found.isEmpty else { return [] }
        let kind = type.fields.first { $0.type == .code && !$0.supplementary }?.name
        let keys = [type.period, kind, type.reference?.name].compactMap { $0 }
        let ordered = keys.compactMap { key in found.first { $0.name == key } } + found.filter { !keys.contains($0.name) }
        var blocks: [Block] = [
            .heading(visit.texts.count("supply.map-lacking", ordered.count), id: "lacking"), .text(visit.t("supply.map-lacking-text")),
            .list(ordered.prefix(Self.mostLacking).map(\.title)),
        ]
        if ordered.count > Self.mostLacking {
            let others = ordered.dropFirst(Self.mostLacking)
            blocks.append(.details(visit.texts.count("supply.map-lacking-others", others.count), [.list(others.map(\.title))]))
        }
        return blocks
    }

    private func field(_ place: Int, _ column: ProposeMapping.Proposal.Column, _ uses: [ColumnUse]) -> Field {
        var hints: [String] = []
        let isPlaced = !Self.value(uses).isEmpty
        // What somebody has left out is not suggested to them again.
        let suggestion = isPlaced || job.profile != nil ? nil : column.suggestion
        if let suggestion { hints.append(visit.t("supply.map-suggested.\(suggestion.ground.rawValue)")) }
        if !column.samples.isEmpty { hints.append(visit.t("supply.map-samples", ["samples": column.samples.joined(separator: "  |  ")])) }
        var choices = [Choice(value: "", label: visit.t("supply.map-ignore"))]
        guard column.isRead else {
            hints.append(visit.t(column.header.isEmpty ? "supply.map-headless" : "supply.map-same-header"))
            return Field(
                "c\(place)", header(place), .select(choices), hint: hints.joined(separator: " "), isCode: !column.header.isEmpty)
        }
        if uses.count > 1 { choices.append(Choice(value: "several", label: uses.map(title).joined(separator: " + "))) }
        choices += type.fields.map { Choice(value: "f \($0.name)", label: $0.title) }
        for group in type.placeGroups {
            choices += [
                Choice(value: "e \(group)", label: title(.longitude(group))), Choice(value: "n \(group)", label: title(.latitude(group))),
            ]
        }
        choices.append(Choice(value: "supplier", label: title(.supplier)))
        return Field(
            "c\(place)", header(place), .select(choices), hint: hints.isEmpty ? nil : hints.joined(separator: " "),
            value: suggestion.map { "f \($0.field)" } ?? Self.value(uses), isCode: !column.header.isEmpty)
    }

    // MARK: The order of dates

    /// What a column is taken for, as the form says, or as is proposed where nothing was filled in yet.
    private func chosen(_ place: Int, _ uses: [[ColumnUse]]) -> [ColumnUse] {
        if !visit.form.isEmpty { return use(visit.form["c\(place)"] ?? "", uses[place]) ?? [] }
        let suggested =
            uses[place].isEmpty && job.profile == nil ? proposal.columns[place].suggestion.map { [ColumnUse.field($0.field)] } : nil
        return suggested ?? uses[place]
    }

    /// The dates that a column with those uses fills.
    private func dates(_ uses: [ColumnUse]) -> [Guidance.Field] {
        uses.compactMap { if case .field(let name) = $0 { type.field(name) } else { nil } }.filter { $0.type == .date }
    }

    private func header(_ place: Int) -> String {
        let header = proposal.columns[place].header
        return header.isEmpty ? visit.t("supply.map-no-header", ["number": String(place + 1)]) : header
    }

    /// The orders that may be chosen for a column's dates, and those they are read in otherwise; nil where there is nothing to ask.
    private func offered(_ place: Int, _ uses: [[ColumnUse]]) -> (readings: [DateReadings.Reading], present: [DateOrder])? {
        guard let dates = proposal.columns[place].dates, !self.dates(uses[place]).isEmpty else { return nil }
        let present = proposal.presentOrders(place, uses, for: type)
        return present.isEmpty ? nil : dates.offered(insteadOf: present).map { ($0, present) }
    }

    /// Asks for the order of a column's dates where its values leave it open, or allow another only than it would be read in; nil where there is nothing
    /// to ask.
    private func orderField(_ place: Int, _ all: [[ColumnUse]]) -> Field? {
        let column = proposal.columns[place], uses = all[place], filled = dates(uses)
        guard let dates = column.dates, let (readings, present) = offered(place, all) else { return nil }
        // Masked as every value is, but where the column is known for a date of no person: what is guessed, or chosen, may be a date of birth.
        let isKnown = proposal.origin == .known || proposal.origin == .standard
        let isShown = isKnown && uses == column.uses && filled.allSatisfy { $0.role == .plain && $0.rule == .keep }
        let masked = ProposeMapping.masked(dates.sample)
        func name(_ order: DateOrder) -> String { visit.t("supply.order-name.\(order.rawValue)") }
        func hint(_ reading: DateReadings.Reading) -> String {
            guard isShown else { return visit.t("supply.order-masked.\(reading.order.rawValue)", ["value": masked]) }
            guard let date = reading.sample else { return visit.t("supply.order-not", ["value": dates.sample]) }
            return visit.t("supply.order-read", ["value": dates.sample, "date": SupplyWords(visit).date(date)])
        }
        let impossible = present.first { !dates.allows($0) }
        // What was chosen before stands; where all values allow one order only, that one does. Of a column that is known, and taken for what it is known
        // as, the order is known, too; of any other nobody has said it, and it is chosen by whoever knows the file.
        let known = isKnown && uses == column.uses && present.count == 1 && impossible == nil ? present.first : nil
        let value = job.orders[column.header] ?? dates.only ?? known
        return Field(
            "o\(place)", visit.t("supply.order", ["header": header(place)]),
            .radios(readings.map { Choice(value: $0.order.rawValue, label: name($0.order), hint: hint($0)) }),
            hint: impossible.map { visit.t("supply.order-another", ["order": name($0).lowercased()]) } ?? visit.t("supply.order-why"),
            value: value?.rawValue ?? "")
    }

    /// The orders that were chosen, by header; a fault for each that is lacking, that the values rule out, or that is another than that of a column
    /// that fills the same date.
    private func orders(_ uses: [[ColumnUse]], _ faults: inout FormFaults) -> [String: DateOrder] {
        var orders: [String: DateOrder] = [:], first: [String: Int] = [:]
        for place in uses.indices {
            guard let (readings, _) = offered(place, uses) else { continue }
            guard let order = visit.form["o\(place)"].flatMap(DateOrder.init), readings.contains(where: { $0.order == order }) else {
                faults.add("o\(place)", visit.t("supply.fault-order", ["header": header(place)]))
                continue
            }
            for field in dates(uses[place]) {
                let other = first[field.name] ?? place
                if orders[proposal.columns[other].header] ?? order != order {
                    faults.add("o\(place)", visit.t("supply.fault-order-same", ["header": header(place), "other": header(other)]))
                }
                first[field.name] = other
            }
            orders[proposal.columns[place].header] = order
        }
        return orders
    }

    private func title(_ use: ColumnUse) -> String {
        switch use {
        case .ignored: visit.t("supply.map-ignore")
        case .field(let name): type.field(name)?.title ?? name
        case .longitude(let group): visit.t("supply.map-longitude", ["group": group])
        case .latitude(let group): visit.t("supply.map-latitude", ["group": group])
        case .supplier: visit.t("supply.map-supplier")
        }
    }

    /// What stands for the uses of a column in its list.
    static func value(_ uses: [ColumnUse]) -> String {
        if uses.count > 1 { return "several" }
        return switch uses.first {
        case .ignored, nil: ""
        case .field(let name): "f \(name)"
        case .longitude(let group): "e \(group)"
        case .latitude(let group): "n \(group)"
        case .supplier: "supplier"
        }
    }

    private func use(_ value: String, _ present: [ColumnUse]) -> [ColumnUse]? {
        let halves = value.split(separator: " ", maxSplits: 1).map(String.init)
        switch (halves.first, halves.count) {
        case (nil, _): return []
        case ("several", 1): return present.count > 1 ? present : nil
        case ("supplier", 1): return [.supplier]
        case ("f", 2): return type.field(halves[1]) == nil ? nil : [.field(halves[1])]
        case ("e", 2): return type.placeGroups.contains(halves[1]) ? [.longitude(halves[1])] : nil
        case ("n", 2): return type.placeGroups.contains(halves[1]) ? [.latitude(halves[1])] : nil
        default: return nil
        }
    }

    func take() throws -> Reply {
        guard job.stage.name == "mapping" else { return .redirect("/supply/\(job.id)") }
        var uses = present
        var faults = FormFaults(), orders: [String: DateOrder] = [:]
        if proposal.columns.count <= Self.mostColumns {
            for place in uses.indices {
                guard let chosen = use(visit.form["c\(place)"] ?? "", uses[place]) else {
                    faults.add("c\(place)", visit.t("supply.fault-map"))
                    continue
                }
                if !chosen.isEmpty, !proposal.columns[place].isRead { faults.add("c\(place)", visit.t("supply.fault-same-header")) }
                uses[place] = chosen
            }
            let all = uses.flatMap { $0 }
            for group in type.placeGroups where all.contains(.longitude(group)) != all.contains(.latitude(group)) {
                let place = uses.firstIndex { $0.contains(.longitude(group)) || $0.contains(.latitude(group)) } ?? 0
                faults.add("c\(place)", visit.t("supply.fault-degrees"))
            }
            if !all.contains(where: { if case .field = $0 { true } else { false } }) { faults.add("c0", visit.t("supply.fault-no-field")) }
        }
        orders = self.orders(uses, &faults)
        let corrected = proposal.corrected(uses, orders: orders, for: type)
        if faults.isEmpty, let corrected {
            // What a person made of it is read back as any profile is, with all that is checked of one.
            do {
                _ = try MappingProfile.load(file: RulebookFile(path: "", text: corrected.yaml), rulebook: visit.rulebook)
            } catch { faults.add("c0", error.faults.first?.message ?? visit.t("supply.fault-map")) }
        }
        guard faults.isEmpty else { return .page(try page(faults), status: .unprocessableContent) }
        job.map(by: corrected, orders: orders)
        return .redirect("/supply/\(job.id)")
    }
}
