import Guidance
import Hub
import Law
import Register

/// The tasks of a request that is being written: the six steps of the guidance, the questions of the law and the check (§4.3).
struct DraftTasks {
    let visit: Visit
    let draft: RequestDraft
    private typealias Step = Task

    /// Above a page of a step: which of how many it is, and what it is about.
    static func caption(_ step: Int, _ visit: Visit) -> String {
        visit.t(
            "request.steps.caption",
            ["step": String(step), "steps": String(DraftPage.steps.upperBound), "title": visit.t("request.steps.short-\(step)")])
    }

    private var way: DraftWay { DraftWay(visit: visit, draft: draft) }

    var page: Page {
        let pages = DraftPage.all(of: draft, visit)
        let isWritten = pages.allSatisfy { draft.answered.contains($0.rawValue) }
        var tasks = DraftPage.steps.map { step in shown(step, pages.filter { $0.step == step }) }
        let questions = isWritten ? way.questions : []
        tasks.append(
            Task(
                title: visit.t("request.steps.law"), href: questions.first.map { "\(way.base)/law/\($0.id)" },
                hint: isWritten
                    ? questions.isEmpty ? nil : visit.texts.count("request.law.left", questions.count) : visit.t("request.steps.law-later"),
                tag: tag(isWritten ? questions.isEmpty ? "done" : "begun" : "later")))
        tasks.append(
            Task(
                title: visit.t("request.check.title"), href: isWritten ? "\(way.base)/check" : nil, tag: tag(isWritten ? "ready" : "later"))
        )
        let done = tasks.count { $0.tag?.colour == .green }
        return Page(
            visit.titled(draft.content.dataset), section: "requests",
            caption: visit.t(draft.amending == nil ? "request.steps.title" : "request.amend.button"),
            trail: [Link(text: visit.t("request.list.title"), href: "/requests")],
            [
                .text(visit.t("request.steps.progress", ["done": String(done), "all": String(tasks.count)])), .tasks(tasks),
                .buttons([
                    Button(
                        text: visit.t(
                            draft.answered.isEmpty
                                ? "request.steps.begin" : isWritten && questions.isEmpty ? "request.steps.check" : "request.steps.go-on"),
                        href: way.next)
                ]),
                .links([
                    Link(text: visit.t("request.draft.leave-list"), href: "/requests"),
                    Link(text: visit.t("request.draft.delete"), href: "\(way.base)/delete"),
                ]),
            ])
    }

    /// A step: where its first open question is, or, once they are answered, its first.
    private func shown(_ step: Int, _ pages: [DraftPage]) -> Step {
        let title = visit.t("request.steps.title-\(step)")
        guard let first = pages.first else {
            // Nothing is asked there: further processing is the hub's own, and a source or a partnership that is the only one needs no choice.
            return Task(
                title: title,
                hint: step == 2
                    ? visit.t("request.steps.only-source", ["agency": visit.named(draft.content.source)])
                    : visit.t("request.steps.hint-\(step)"),
                tag: tag("done"))
        }
        let open = pages.filter { !draft.answered.contains($0.rawValue) }
        return Task(
            title: title, href: "\(way.base)/\((open.first ?? first).rawValue)", hint: visit.t("request.steps.hint-\(step)"),
            tag: tag(open.isEmpty ? "done" : open.count == pages.count ? "to-do" : "begun"))
    }

    private func tag(_ state: String) -> Tag {
        let colour: Tag.Colour =
            switch state {
            case "done": .green
            case "begun": .yellow
            case "later": .grey
            default: .blue
            }
        return Tag(text: visit.t("request.steps.is-\(state)"), colour: colour)
    }
}
