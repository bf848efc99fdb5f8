/// One page of a long list, by `page` of the query, from 0.
struct LongList {
    /// What the list is in the order of, for the words of the links.
    enum Order { case newest, name }
    /// Places in the list.
    let shown: Range<Int>
    private let page: Int, last: Int

    /// The page asked for of a list of so many; the nearest there is where it has none of that number.
    init(_ visit: Visit, of count: Int, each: Int) {
        last = max(0, (count - 1) / each)
        page = min(max(0, visit.query["page"].flatMap { Int($0) } ?? 0), last)
        shown = page * each..<min(count, (page + 1) * each)
    }

    /// Links to the pages around it; nothing where the list is one page.
    func links(_ order: Order, _ visit: Visit) -> [Block] {
        guard last > 0 else { return [] }
        func link(_ page: Int, _ text: String) -> Link {
            Link(text: text, href: "\(visit.path)?\(visit.query.with("page", String(page)).encoded)")
        }
        let (before, after) =
            switch order {
            case .newest: (visit.t("pages.newer"), visit.t("pages.older"))
            case .name: (visit.t("pages.previous"), visit.t("pages.next"))
            }
        return [
            .pages(
                Pagination(
                    previous: page > 0 ? link(page - 1, before) : nil, next: page < last ? link(page + 1, after) : nil,
                    where_: visit.t("pages.which", ["page": Texts.grouped(page + 1), "all": Texts.grouped(last + 1)])))
        ]
    }
}
