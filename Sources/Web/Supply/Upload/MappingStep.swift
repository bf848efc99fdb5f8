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
        var blocks: [Block] = []
        if let doubt = proposal.doubt { blocks.append(.warning(visit.t("supply.map-doubt", ["doubt": doubt]))) }
        switch proposal.origin {
        case .known: blocks.append(.text(visit.t("supply.map-known", ["profile": proposal.profile.title])))
        case .standard: blocks.append(.text(visit.t("supply.map-standard")))
        case .proposed, nil:
            blocks.append(.text(visit.t("supply.map-proposed", ["share": String(Int(proposal.confidence * 100))])))
        }
        let uses = present
        let filled = Set(uses.flatMap { $0 })
        let lacking = type.fields.filter { field in
            field.requirement == .required && !field.supplementary && !filled.contains(.field(field.name))
                && !proposal.profile.fields.contains { $0.field == field.name && $0.constant != nil }
                && !(field.place.map { place in filled.contains(.longitude(place.group)) && filled.contains(.latitude(place.group)) }
                    ?? false)
        }
        if !lacking.isEmpty {
            blocks.append(.details(visit.texts.count("supply.map-lacking", lacking.count), [.list(lacking.map(\.title))]))
        }
        blocks.append(.text(visit.t("supply.map-masked")))
        var form = Form(action: "/supply/\(job.id)/mapping", button: visit.t("frame.continue"), fields: [])
        if proposal.columns.count <= Self.mostColumns {
            form.fields = zip(proposal.columns, uses).enumerated().map { place, pair in field(place, pair.0, pair.1) }
        } else {
            blocks.append(.inset(visit.t("supply.map-many", ["count": Texts.grouped(proposal.columns.count)])))
        }
        let shown = visit.form.isEmpty ? form : form.filled(with: visit.form, faults: faults)
        blocks += [.form(shown), UploadPages.giveUp(visit, job)]
        return UploadPages.frame(visit, job, visit.t("supply.map-title"), faults: faults, blocks)
    }

    private func field(_ place: Int, _ column: ProposeMapping.Proposal.Column, _ uses: [ColumnUse]) -> Field {
        var hints: [String] = []
        if !column.samples.isEmpty { hints.append(visit.t("supply.map-samples", ["samples": column.samples.joined(separator: "  |  ")])) }
        var choices = [Choice(value: "", label: visit.t("supply.map-ignore"))]
        if uses.count > 1 { choices.append(Choice(value: "several", label: uses.map(title).joined(separator: " + "))) }
        choices += type.fields.map { Choice(value: "f \($0.name)", label: $0.title) }
        for group in type.placeGroups {
            choices += [
                Choice(value: "e \(group)", label: title(.longitude(group))), Choice(value: "n \(group)", label: title(.latitude(group))),
            ]
        }
        choices.append(Choice(value: "supplier", label: title(.supplier)))
        let header = column.header.isEmpty ? visit.t("supply.map-no-header", ["number": String(place + 1)]) : column.header
        return Field(
            "c\(place)", header, .select(choices), hint: hints.isEmpty ? nil : hints.joined(separator: " "),
            value: Self.value(uses), isSmall: true)
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
        var faults = FormFaults()
        if proposal.columns.count <= Self.mostColumns {
            for place in uses.indices {
                guard let chosen = use(visit.form["c\(place)"] ?? "", uses[place]) else {
                    faults.add("c\(place)", visit.t("supply.fault-map"))
                    continue
                }
                uses[place] = chosen
            }
            let all = uses.flatMap { $0 }
            for group in type.placeGroups where all.contains(.longitude(group)) != all.contains(.latitude(group)) {
                let place = uses.firstIndex { $0.contains(.longitude(group)) || $0.contains(.latitude(group)) } ?? 0
                faults.add("c\(place)", visit.t("supply.fault-degrees"))
            }
            if !all.contains(where: { if case .field = $0 { true } else { false } }) { faults.add("c0", visit.t("supply.fault-no-field")) }
        }
        let corrected = proposal.corrected(uses, for: type)
        if faults.isEmpty, let corrected {
            // What a person made of it is read back as any profile is, with all that is checked of one.
            do {
                _ = try MappingProfile.load(file: RulebookFile(path: "", text: corrected.yaml), rulebook: visit.rulebook)
            } catch { faults.add("c0", error.faults.first?.message ?? visit.t("supply.fault-map")) }
        }
        guard faults.isEmpty else { return .page(try page(faults), status: .unprocessableContent) }
        job.map(by: corrected)
        return .redirect("/supply/\(job.id)")
    }
}
