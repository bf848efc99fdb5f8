/// Finds headers of a file without regard to case, outer spaces and runs of spaces.
struct HeaderIndex {
    private var positions: [String: Int] = [:]
    let count: Int

    /// Where a header stands twice, the first counts.
    init(_ headers: [String]) {
        count = headers.count
        for (position, header) in headers.enumerated() {
            let key = Self.key(header)
            if !key.isEmpty, positions[key] == nil { positions[key] = position }
        }
    }

    subscript(header: String) -> Int? { positions[Self.key(header)] }

    static func key(_ header: String) -> String { WordKey.plain(header.utf8) }
}
