import Guidance
import Hub
import Register

/// What my agency has supplied, what is due, and what is under way.
struct SupplyList {
    private static let most = 50
    private let visit: Visit
    private let person: Person
    init(_ visit: Visit) throws {
        self.visit = visit
        person = try visit.person
    }

    var page: Page {
        let words = SupplyWords(visit)
        var blocks: [Block] = [.lead(visit.t("supply.lead"))]
        if person.may(.supply) { blocks.append(.buttons([Button(text: visit.t("supply.start"), href: "/supply")])) }
        let due = visit.register.suppliesDue(to: person, at: visit.now)
        if !due.isEmpty {
            blocks += [
                .heading(visit.t("supply.due"), id: "due"),
                .table(
                    Table(
                        caption: visit.t("supply.due"),
                        columns: [
                            Table.Column(visit.t("supply.what")), Table.Column(visit.t("supply.agency")),
                            Table.Column(visit.t("supply.last-day")), Table.Column(visit.t("supply.state")),
                        ],
                        rows: due.map { duty in
                            [
                                Cell(duty.what), Cell(duty.agency.map { words.agency($0) } ?? ""),
                                Cell(duty.due.map { Words(visit.texts).day($0) } ?? "–"),
                                Cell(
                                    Tag(
                                        text: visit.t("supply.duty.\(duty.state.rawValue)"), colour: duty.state == .overdue ? .red : .blue)),
                            ]
                        }, showsCaption: false)),
            ]
        }
        blocks += underWay
        let all = visit.register.supplies(keptBy: person, at: visit.now)
        let paging = LongList(visit, of: all.count, each: Self.most)
        // Whoever supplies for one agency alone need not read its name in every row.
        let isOfSeveral = Set(all.map(\.taken.agency)).count > 1
        blocks += [
            .heading(visit.t("supply.made"), id: "made"), .text(visit.t("supply.grades")),
            .table(
                Table(
                    caption: visit.t("supply.made"),
                    columns: [
                        Table.Column(visit.t("supply.dataset")), Table.Column(visit.t("supply.period")),
                        Table.Column(visit.t("supply.records"), isNumber: true), Table.Column(visit.t("supply.stamp")),
                        Table.Column(visit.t("supply.state")),
                    ],
                    rows: all[paging.shown].map { supply in
                        let taken = supply.taken
                        return [
                            Cell(
                                words.dataset(taken.dataset), href: "/supplies/\(taken.supply)",
                                note: isOfSeveral ? "\(taken.supply), \(words.agency(taken.agency))" : taken.supply.rawValue),
                            Cell(words.period(taken.periodFrom, taken.periodTo)),
                            Cell(Texts.grouped(taken.recordsSealed)), words.grade(taken.stamp), words.status(supply.status),
                        ]
                    }, showsCaption: false, empty: visit.t("supply.none-made"))),
        ]
        blocks += paging.links(.newest, visit)
        return Page(visit.t("supply.title"), section: "supplies", blocks)
    }

    private var underWay: [Block] {
        // One that is taken stands below; what is left of it to fetch are the records that were rejected.
        let jobs = visit.face.supplyDesk.all(of: person.id, at: visit.now).filter { $0.isUnderWay || $0.rejects != nil }
        guard !jobs.isEmpty else { return [] }
        let words = SupplyWords(visit)
        return [
            .heading(visit.t("supply.under-way"), id: "under-way"),
            .tasks(
                jobs.map { job in
                    Task(
                        title: words.dataset(job.dataset), href: "/supply/\(job.id)", hint: words.agency(job.agency),
                        tag: Tag(text: visit.t("supply.stage.\(job.stage.name)"), colour: .blue))
                }),
        ]
    }
}
