import Foundation
import Mustache

/// Makes HTML of pages: one template a kind of block, everything escaped by the templates.
struct PageRenderer: Sendable {
    /// What stands around every page, of one visit.
    struct Frame: Sendable {
        var hub: String
        var person: (name: String, role: String)?
        var csrf: String
        var navigation: [(key: String, link: Link)]
        var foot: [Link]
    }
    let templates: MustacheLibrary
    let texts: Texts
    /// Where assets are, with their version: `/assets/3f2a…`.
    let assets: String

    /// Reads the templates of that folder.
    init(folder: URL, texts: Texts, assets: String) async throws {
        templates = try await MustacheLibrary(directory: folder.path)
        self.texts = texts
        self.assets = assets
    }

    /// The whole page.
    func html(_ page: Page, in frame: Frame) -> String {
        var context: [String: Any] = [
            "language": texts.language, "title": page.title, "hub": frame.hub, "product": texts("product"), "assets": assets,
            "skip": texts("frame.skip"), "signOut": texts("frame.sign-out"), "menu": texts("frame.menu"),
            "navigationLabel": texts("frame.navigation"), "trailLabel": texts("frame.trail"),
            "markingLabel": texts("frame.marking"), "foot": texts("frame.foot"),
            "faultsTitle": texts("frame.faults"), "errorPrefix": texts("frame.error"), "csrf": frame.csrf, "wide": page.isWide,
            "needsMap": page.needsMap, "titleIsField": page.titleIsField, "hasFaults": !page.faults.isEmpty,
            "hasTrail": !page.trail.isEmpty, "trail": page.trail.map(Self.link), "hasNavigation": !frame.navigation.isEmpty,
            "navigation": frame.navigation.map { entry -> [String: Any] in
                ["href": entry.link.href, "text": entry.link.text, "active": entry.key == page.section]
            },
            "footLinks": frame.foot.map(Self.link), "body": html(page.blocks, csrf: frame.csrf),
            "faults": page.faults.byField.map { ["field": Self.anchor($0.field), "message": $0.message] as [String: Any] },
        ]
        if let caption = page.caption { context["caption"] = caption }
        if let back = page.back { context["back"] = Self.link(back) }
        if let marking = page.marking { context["marking"] = marking }
        if let person = frame.person { context["person"] = ["name": person.name, "role": person.role] }
        return render(context, "page")
    }

    /// Pieces alone, as those that renew themselves.
    func html(_ blocks: [Block], csrf: String) -> String { blocks.map { html($0, csrf: csrf) }.joined(separator: "\n") }

    private func render(_ context: [String: Any], _ name: String) -> String {
        guard let html = templates.render(context, withTemplate: name) else { preconditionFailure("there is no template \(name)") }
        return html
    }

    private static func link(_ link: Link) -> [String: Any] {
        var context: [String: Any] = ["href": link.href, "text": link.text]
        if let note = link.note { context["note"] = note }
        return context
    }

    private static func picture(_ picture: Picture) -> [String: Any] {
        var context: [String: Any] = ["svg": picture.svg, "caption": picture.caption, "scrolls": picture.scrolls]
        if let table = picture.table { context["table"] = link(table) }
        return context
    }

    private static func card(_ card: Card) -> [String: Any] {
        var context: [String: Any] = ["href": card.href, "text": card.text, "isMain": card.isMain]
        if let note = card.note { context["note"] = note }
        if let tag = card.tag {
            context["tag"] = true
            context["tagText"] = tag.text
            context["colour"] = tag.colour.rawValue
        }
        return context
    }

    private static func key(_ key: MapKey) -> [String: Any] { ["shade": key.shade, "text": key.text] }

    /// The first thing of a field that can be focused.
    private static func anchor(_ field: String) -> String { field }

    private func markup(_ fill: (inout Markup) -> Void) -> String {
        var markup = Markup()
        fill(&markup)
        return markup.html
    }

    private func html(_ block: Block, csrf: String) -> String {
        switch block {
        case .heading(let text, let level, let id):
            var context: [String: Any] = ["text": text, "level": level, "size": level == 2 ? "m" : "s"]
            if let id { context["id"] = id }
            return render(context, "heading")
        case .text(let text): return render(["text": text], "text")
        case .lead(let text): return render(["text": text], "lead")
        case .list(let items, let numbered):
            return items.isEmpty
                ? "" : render(["items": items, "tag": numbered ? "ol" : "ul", "kind": numbered ? "number" : "bullet"], "list")
        case .links(let links):
            return links.isEmpty
                ? "" : render(["items": links.map(Self.link), "hasNotes": links.contains { $0.note != nil }], "links")
        case .inset(let text): return render(["text": text], "inset")
        case .warning(let text): return render(["text": text, "prefix": texts("frame.warning")], "warning")
        case .notice(let title, let blocks, let isSuccess):
            return render(
                ["title": title, "success": isSuccess, "id": "notice-\(Self.slug(title))", "body": html(blocks, csrf: csrf)], "notice")
        case .summary(let rows):
            return render(
                [
                    "rows": rows.map { row -> [String: Any] in
                        var context: [String: Any] = ["name": row.name, "values": row.values.map { value in markup { $0.add(value) } }]
                        if let action = row.action { context["action"] = ["href": action.href, "text": action.text, "of": row.name] }
                        return context
                    }
                ], "summary")
        case .table(let table): return html(table)
        case .form(let form): return html(form, csrf: csrf)
        case .buttons(let buttons):
            let items = buttons.map { button -> [String: Any] in
                ["href": button.href, "text": button.text, "isSecondary": button.isSecondary, "isDownload": button.isDownload]
            }
            return render(["items": items], "buttons")
        case .tasks(let tasks):
            let items = tasks.enumerated().map { place, task -> [String: Any] in
                var context: [String: Any] = ["title": task.title]
                if let href = task.href { context["href"] = href }
                if let hint = task.hint { context["hint"] = hint }
                if let tag = task.tag {
                    context["tag"] = ["text": tag.text, "colour": tag.colour.rawValue]
                    context["id"] = "task-\(Self.slug(task.title))-\(place)"
                }
                return context
            }
            return render(["items": items], "tasks")
        case .details(let title, let blocks): return render(["title": title, "body": html(blocks, csrf: csrf), "isOpen": false], "details")
        case .columns(let main, let side):
            return render(["main": html(main, csrf: csrf), "side": html(side, csrf: csrf)], "columns")
        case .picture(let picture):
            return render(Self.picture(picture), "picture")
        case .pictures(let pictures, let legend):
            return render(["pictures": pictures.map(Self.picture), "legend": legend.map(Self.key)], "pictures")
        case .cards(let cards): return cards.isEmpty ? "" : render(["items": cards.map(Self.card)], "cards")
        case .panel(let blocks, let isWide): return render(["body": html(blocks, csrf: csrf), "isWide": isWide], "panel")
        case .panels(let parts): return render(["parts": parts.map { ["body": html($0, csrf: csrf)] }], "panels")
        case .steps(let steps, let current):
            let items = steps.enumerated().map { place, step -> [String: Any] in
                ["text": step, "number": place + 1, "isDone": place < current, "isCurrent": place == current]
            }
            return render(["items": items, "label": texts("frame.steps"), "done": texts("frame.step-done")], "steps")
        case .figures(let figures):
            return render(["items": figures.map { ["name": $0.name, "value": $0.value] }], "figures")
        case .verbatim(let text): return render(["text": text], "verbatim")
        case .pages(let pages):
            var context: [String: Any] = ["here": pages.where_, "label": texts("frame.pages")]
            if let previous = pages.previous { context["previous"] = Self.link(previous) }
            if let next = pages.next { context["next"] = Self.link(next) }
            return render(context, "pages")
        case .live(let live, let blocks):
            return render(["id": live.id, "address": live.address, "every": live.every, "body": html(blocks, csrf: csrf)], "live")
        case .row(let blocks): return render(["body": html(blocks, csrf: csrf)], "row")
        case .group(let id, let blocks): return render(["id": id, "body": html(blocks, csrf: csrf)], "group")
        case .map(let map, let still):
            return render(
                [
                    "id": map.id, "data": map.data, "title": map.title, "kind": map.kind, "help": map.help,
                    "legend": map.legend.map(Self.key), "still": html(still, csrf: csrf),
                ], "map")
        case .chosen(let links):
            return links.isEmpty
                ? ""
                : render(["items": links.map(Self.link), "label": texts("frame.chosen"), "remove": texts("frame.remove")], "chosen")
        case .filtered(let title, let form, let main):
            return render(["title": title, "side": html(form, csrf: csrf), "main": html(main, csrf: csrf)], "filtered")
        case .bars(let bars):
            return render(
                [
                    "caption": bars.caption, "name": bars.nameTitle, "number": bars.numberTitle, "rows": markup { $0.add(bars) },
                ], "bars")
        }
    }

    private func html(_ table: Table) -> String {
        if table.rows.isEmpty, let empty = table.empty { return render(["text": empty], "text") }
        var context: [String: Any] = [
            "caption": table.caption, "showsCaption": table.showsCaption, "rows": markup { $0.add(table) }, "stacks": table.stacks,
            "isNarrow": table.isNarrow, "isLong": table.rows.count > 3,
            "columns": table.columns.map { ["title": $0.title, "isNumber": $0.isNumber] as [String: Any] },
        ]
        if let id = table.id { context["id"] = id }
        return render(context, "table")
    }

    private func html(_ form: Form, csrf: String) -> String {
        var context: [String: Any] = [
            "method": form.isGet ? "get" : "post", "isGet": form.isGet, "action": form.action, "isUpload": form.isUpload,
            "isWarning": form.isWarning, "isSecondary": form.isSecondary, "button": form.button, "csrf": csrf,
            "fields": folded(form.fields, asks: !form.isGet).map { ["html": $0] as [String: Any] },
        ]
        if let cancel = form.cancel { context["cancel"] = Self.link(cancel) }
        if let id = form.id { context["id"] = id }
        if let replaces = form.replaces { context["replaces"] = replaces }
        if let folded = form.folded {
            context["folded"] =
                [
                    "title": folded.title, "isOpen": folded.isOpen,
                    "fields": folded.fields.map { ["html": html($0, asks: !form.isGet)] as [String: Any] },
                ] as [String: Any]
        }
        return render(context, "form")
    }

    /// Fields, those that stand together under one text folded until asked for; open where something is in one of them.
    private func folded(_ fields: [Field], asks: Bool) -> [String] {
        var parts: [String] = []
        var place = fields.startIndex
        while place < fields.endIndex {
            guard let fold = fields[place].fold else {
                parts.append(html(fields[place], asks: asks))
                place += 1
                continue
            }
            let end = fields[place...].firstIndex { $0.fold != fold } ?? fields.endIndex
            let together = fields[place..<end]
            let isOpen = together.contains { !$0.value.trimmingSpace.filter { $0 != "-" }.isEmpty || !$0.values.isEmpty || $0.error != nil }
            parts.append(render(["title": fold, "body": together.map { html($0, asks: asks) }.joined(), "isOpen": isOpen], "details"))
            place = end
        }
        return parts
    }

    /// `asks`: what is chosen is taken down, so that nothing is chosen by leaving a list as it is.
    private func html(_ field: Field, asks: Bool) -> String {
        var context: [String: Any] = [
            "name": field.name, "label": field.label, "value": field.value, "isHeading": field.isHeading, "isCode": field.isCode,
            "isInline": field.isInline, "isSmall": field.isSmall, "errorPrefix": texts("frame.error"),
        ]
        if let hint = field.hint { context["hint"] = hint }
        if let error = field.error { context["error"] = error }
        if let width = field.width { context["width"] = width }
        if let autocomplete = field.autocomplete { context["autocomplete"] = autocomplete }
        let described = [field.hint.map { _ in "\(field.name)-hint" }, field.error.map { _ in "\(field.name)-error" }].compactMap { $0 }
        if !described.isEmpty { context["describedby"] = described.joined(separator: " ") }
        func choices(_ all: [Choice], chosen: Set<String>) -> [[String: Any]] {
            all.enumerated().map { place, choice in
                var entry: [String: Any] = [
                    // The first has the field's own id, so that a fault's link leads to it.
                    "id": place == 0 ? field.name : "\(field.name)-\(place + 1)", "name": field.name, "value": choice.value,
                    "label": choice.label, "chosen": chosen.contains(choice.value),
                ]
                // Set even where empty: a section must not find the field's own hint in the context around it.
                entry["hint"] = choice.hint ?? false
                return entry
            }
        }
        switch field.kind {
        case .line(let type):
            context["type"] = type
            return render(context, "field-line")
        case .number:
            context["type"] = "text"
            context["isNumber"] = true
            return render(context, "field-line")
        case .textArea(let rows):
            context["rows"] = rows
            return render(context, "field-text")
        case .select(let all):
            let isOpen = asks && all.count != 1 && !all.contains { $0.value == field.value }
            let first = isOpen ? [Choice(value: "", label: texts("form.choose-first"))] : []
            context["options"] = markup { $0.add(first + all, chosen: field.value) }
            return render(context, "field-select")
        case .radios(let all):
            context["choices"] = choices(all, chosen: [field.value])
            return render(context, "field-radios")
        case .checkboxes(let all):
            context["choices"] = markup { $0.add(all, of: field.name, chosen: Set(field.values)) }
            return render(context, "field-checkboxes")
        case .date:
            let parts = field.value.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            context["parts"] = [("day", 2, 2), ("month", 2, 1), ("year", 4, 0)].map { part, width, place -> [String: Any] in
                [
                    "id": "\(field.name)-\(part)", "label": texts("frame.\(part)"), "width": width,
                    "value": place < parts.count ? parts[place] : "",
                ]
            }
            return render(context, "field-date")
        case .file(let accepts):
            context["accepts"] = accepts
            return render(context, "field-file")
        case .hidden: return render(context, "field-hidden")
        }
    }

    static func slug(_ text: String) -> String {
        String(text.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }
}
