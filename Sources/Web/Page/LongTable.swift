/// All rows of a table of which the first stand on the page already. Some hundred open in place; of more there is a link to the page with all of them,
/// so that whoever looks at a map or a chart does not wait for a thousand rows that are not read.
struct LongTable {
    let caption: String
    let columns: [Table.Column]
    /// Made where they are shown only.
    let rows: () -> [[Cell]]
    let count: Int
    /// What says that it shows all.
    let link: String
    /// What the table is called in addresses of the page.
    let name: String
    /// Where the page is, and by which query without this.
    let path: String, query: FormValues
    /// True if it is all that was asked for.
    let isWhole: Bool

    /// In an address, the table of which all rows are wanted.
    static let parameter = "whole"
    private static let mostInPlace = 200

    /// Below the first rows, which stand there unless all were asked for.
    func blocks(after first: [Block]) -> [Block] { isWhole ? blocks : first + blocks }

    var blocks: [Block] {
        func table() -> Table { Table(caption: caption, columns: columns, rows: rows(), showsCaption: false, id: name) }
        if isWhole { return [.table(table())] }
        if count <= Self.mostInPlace { return [.details(link, [.table(table())])] }
        return [.links([Link(text: link, href: "\(path)?\(query.with(Self.parameter, name).encoded)#\(name)")])]
    }
}
