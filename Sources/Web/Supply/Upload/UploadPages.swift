import Guidance
import Hub
import Register

/// The pages of one supply under way.
struct UploadPages {
    private let visit: Visit
    private let job: SupplyJob
    private let words: SupplyWords

    init(_ visit: Visit) throws {
        self.visit = visit
        job = try UploadRoutes.job(visit)
        words = SupplyWords(visit)
    }

    // MARK: What is supplied

    struct What {
        let agency: AgencyID, dataset: RecordTypeID
        let grant: GrantID?
        var value: String { [agency.rawValue, dataset.rawValue, grant?.rawValue].compactMap { $0 }.joined(separator: " ") }
    }

    /// What that person may supply today: to the partnership, and for grants that their agency gave.
    static func choices(_ visit: Visit, _ person: Person) -> [What] {
        let register = visit.register
        let plain = register.suppliable(by: person, at: visit.now).map { What(agency: $0.agency.id, dataset: $0.recordType.id, grant: nil) }
        let agencies = Set(plain.map(\.agency))
        let granted = visit.state.grants.values.filter { grant in
            agencies.contains(grant.terms.source) && grant.rule == nil && grant.isLive(on: visit.now.day)
                && plain.contains { $0.agency == grant.terms.source && $0.dataset == grant.terms.dataset }
        }.sorted { $0.id < $1.id }
        return plain + granted.map { What(agency: $0.terms.source, dataset: $0.terms.dataset, grant: $0.id) }
    }

    static func start(_ visit: Visit, faults: FormFaults = FormFaults()) throws -> Page {
        let person = try visit.person, words = SupplyWords(visit)
        let choices = choices(visit, person)
        let trail = [Link(text: visit.t("supply.title"), href: "/supplies")]
        guard !choices.isEmpty else {
            return Page(visit.t("supply.start"), section: "supplies", trail: trail, [.text(visit.t("supply.nothing-to-supply"))])
        }
        let isOne = Set(choices.map(\.agency)).count == 1
        let field = Field(
            "what", visit.t("supply.what-question"),
            .radios(
                choices.map { what in
                    if let grant = what.grant.flatMap({ visit.state.grants[$0] }) {
                        return Choice(
                            value: what.value,
                            label: visit.t(
                                "supply.what-for-grant",
                                [
                                    "dataset": words.dataset(what.dataset), "agency": words.agency(grant.terms.agency),
                                    "grant": grant.id.rawValue,
                                ]),
                            hint: visit.t("supply.for-grant", ["grant": grant.id.rawValue]))
                    }
                    return Choice(
                        value: what.value, label: words.dataset(what.dataset),
                        hint: [isOne ? nil : words.agency(what.agency), last(what, visit, person)].compactMap { $0 }.joined(separator: ". ")
                    )
                }), isHeading: true)
        let form = Form(action: "/supply", button: visit.t("frame.continue"), fields: [field])
        return Page(
            visit.t("supply.what-question"), section: "supplies", trail: trail, faults: faults, titleIsField: true,
            [.form(form.filled(with: visit.form, faults: faults))])
    }

    /// What that agency supplied last of that dataset.
    private static func last(_ what: What, _ visit: Visit, _ person: Person) -> String {
        let words = SupplyWords(visit)
        let supply = visit.register.supplies(keptBy: person, at: visit.now).first {
            $0.taken.dataset == what.dataset && $0.taken.agency == what.agency && $0.taken.grant == nil && $0.status == .held
        }
        guard let taken = supply?.taken else { return visit.t("supply.what-never") }
        return visit.texts.count("supply.what-last", taken.recordsSealed, ["period": words.period(taken.periodFrom, taken.periodTo)])
    }

    // MARK: By stage

    func page() throws -> Page {
        switch job.stage {
        case .file: filePage()
        case .mapping: try MappingStep(visit).page()
        case .form: try MetadataStep(visit).page()
        case .reading, .taking: atWork
        case .read(let outcome): read(outcome)
        case .taken(let outcome): taken(outcome)
        case .failed(let trouble): failed(trouble)
        }
    }

    static func frame(_ visit: Visit, _ job: SupplyJob, _ title: String, faults: FormFaults = FormFaults(), _ blocks: [Block]) -> Page {
        let words = SupplyWords(visit)
        return Page(
            title, section: "supplies", caption: "\(words.dataset(job.dataset)), \(words.agency(job.agency))",
            trail: [Link(text: visit.t("supply.title"), href: "/supplies")], marking: visit.rulebook.recordType(job.dataset)?.marking,
            faults: faults, [.steps((1...5).map { visit.t("supply.step-\($0)") }, current: step(job))] + blocks)
    }

    /// At which of the steps it is; what was chosen at the first stands above.
    private static func step(_ job: SupplyJob) -> Int {
        switch job.stage {
        case .file, .failed: 1
        case .mapping: 2
        case .form: 3
        case .reading, .read, .taking: 4
        case .taken: 5
        }
    }

    private func frame(_ title: String, faults: FormFaults = FormFaults(), _ blocks: [Block]) -> Page {
        Self.frame(visit, job, title, faults: faults, blocks)
    }

    /// Gives it up, whatever the stage.
    static func giveUp(_ visit: Visit, _ job: SupplyJob) -> Block {
        .form(Form(action: "/supply/\(job.id)/cancel", button: visit.t("supply.give-up"), fields: [], isSecondary: true, id: "give-up"))
    }

    func filePage(_ faults: FormFaults = FormFaults()) -> Page {
        var form = Form(
            action: "/supply/\(job.id)/file", button: visit.t("supply.send"),
            fields: [
                Field(
                    "file", visit.t("supply.file"), .file(accepts: ".csv,.txt,.tsv,.gz,.zip"), hint: visit.t("supply.file-hint"))
            ])
        form.isUpload = true
        form.fields += ["sending", "resuming", "checking", "waiting", "failed", "other-file"].map {
            Field("say-\($0)", "", .hidden, value: visit.t("supply.say.\($0)"))
        }
        var blocks: [Block] = []
        if let trouble = job.trouble {
            blocks.append(
                .notice(
                    title: visit.t("supply.not-taken"), [.text(trouble.message)] + (trouble.remedy.isEmpty ? [] : [.text(trouble.remedy)])))
        }
        blocks += [
            .list([visit.t("supply.file-what"), visit.t("supply.file-workbook"), visit.t("supply.file-safe")]),
            .form(form.filled(with: FormValues(), faults: faults)), Self.giveUp(visit, job),
        ]
        return frame(visit.t("supply.file-title"), faults: faults, blocks)
    }

    private var atWork: Page {
        let progress = job.progress, isTaking = job.stage.name == "taking"
        let share = progress.total > 0 ? min(100, progress.done * 100 / progress.total) : 0
        let said =
            progress.waits
            ? visit.t("supply.waits")
            : progress.total == 0
                ? visit.t("supply.progress-begins")
                : visit.t(
                    progress.pass > 1 ? "supply.progress-again" : "supply.progress",
                    ["share": String(share), "total": Self.size(progress.total)])
        return frame(
            visit.t(isTaking ? "supply.taking-title" : "supply.reading-title"),
            [
                .text(visit.t(isTaking ? "supply.taking-text" : "supply.reading-text")),
                .live(
                    Live(id: "progress", address: "/supply/\(job.id)/progress", every: 1),
                    [.picture(Picture(svg: Self.bar(share, said), caption: said))]),
                .links([Link(text: visit.t("supply.look-again"), href: "/supply/\(job.id)")]), Self.giveUp(visit, job),
            ])
    }

    private static func bar(_ share: Int, _ said: String) -> String {
        "<svg role=\"img\" aria-labelledby=\"progress-title\" viewBox=\"0 0 400 24\" width=\"400\" height=\"24\"><title id=\"progress-title\">\(Markup.escaped(said))</title><rect class=\"sw-bar\" x=\"1\" y=\"1\" width=\"\(share * 398 / 100)\" height=\"22\"/><rect class=\"sw-axis\" fill=\"none\" x=\"1\" y=\"1\" width=\"398\" height=\"22\"/></svg>"
    }

    /// `1.2 GB`.
    static func size(_ bytes: Int) -> String {
        for (unit, size) in [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)] where bytes >= size {
            let tenths = bytes * 10 / size
            return "\(tenths / 10).\(tenths % 10) \(unit)"
        }
        return "\(bytes) B"
    }

    private func read(_ outcome: SupplyOutcome) -> Page {
        if outcome.status == .alreadySupplied {
            return frame(
                visit.t("supply.known-title"),
                [
                    .text(visit.t("supply.known-text")),
                    .links([Link(text: outcome.supply.rawValue, href: "/supplies/\(outcome.supply)")]), Self.giveUp(visit, job),
                ])
        }
        let report = ReportBlocks(visit, outcome)
        var blocks: [Block] =
            [
                .text(
                    visit.texts.count(
                        "supply.read-sentence", outcome.recordsRead, ["records": Texts.grouped(outcome.recordsSealed)]))
            ] + report.counts
        let type = visit.rulebook.recordType(outcome.dataset)
        if type?.period != nil, outcome.recordsSealed > 0, outcome.periodFrom == nil {
            blocks.append(.warning(visit.t("supply.read-no-dates")))
        }
        blocks += [
            .text(visit.t("supply.confirm-text")),
            .row([
                .form(Form(action: "/supply/\(job.id)/take", button: visit.t("supply.confirm"), fields: [], id: "take")),
                .form(
                    Form(
                        action: "/supply/\(job.id)/mapping/again", button: visit.t("supply.map-again"), fields: [], isSecondary: true,
                        id: "map-again")),
                Self.giveUp(visit, job),
            ]),
        ]
        return frame(visit.t("supply.read-title"), blocks + rejects(outcome) + report.rest)
    }

    private func rejects(_ outcome: SupplyOutcome) -> [Block] {
        guard outcome.recordsRejected > 0, job.rejects != nil else { return [] }
        var blocks: [Block] = [
            .heading(visit.t("supply.rejects")), .text(visit.texts.count("supply.rejects-text", outcome.recordsRejected)),
            .buttons([
                Button(text: visit.t("supply.rejects-button"), href: "/supply/\(job.id)/rejects", isSecondary: true, isDownload: true)
            ]),
        ]
        if let left = outcome.rejectsLeftOut, left > 0 { blocks.append(.text(visit.texts.count("supply.rejects-left", left))) }
        return blocks
    }

    private func taken(_ outcome: SupplyOutcome) -> Page {
        var blocks: [Block] = [
            .notice(
                title: visit.t("frame.done"), [.text(visit.t("supply.taken-text", ["supply": outcome.supply.rawValue]))], isSuccess: true)
        ]
        blocks += rejects(outcome)
        blocks += [
            .heading(visit.t("supply.next")), .text(visit.t("supply.next-text")),
            .buttons([
                Button(text: visit.t("supply.see", ["supply": outcome.supply.rawValue]), href: "/supplies/\(outcome.supply)"),
                Button(text: visit.t("supply.start-another"), href: "/supply", isSecondary: true),
            ]),
        ]
        if job.rejects != nil {
            blocks += [
                .text(visit.t("supply.put-away-text")),
                .form(
                    Form(
                        action: "/supply/\(job.id)/cancel", button: visit.t("supply.put-away"), fields: [], isSecondary: true,
                        id: "put-away"
                    )),
            ]
        }
        return frame(visit.t("supply.taken-title"), blocks)
    }

    private func failed(_ trouble: SupplyJob.Trouble) -> Page {
        var blocks: [Block] = [.text(trouble.message)]
        if !trouble.remedy.isEmpty { blocks += [.heading(visit.t("fault.what-to-do")), .text(trouble.remedy)] }
        return frame(
            visit.t("supply.failed-title"),
            blocks + [.text(visit.t("supply.failed-text")), .buttons([Button(text: visit.t("supply.start"), href: "/supply")])]
                + [Self.giveUp(visit, job)])
    }
}
