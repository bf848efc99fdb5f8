import Tables

/// From one worker's codes of a column to the segment's, extended only when the worker met new values.
struct CodeMap {
    /// Stands for a value the full dictionary could not take.
    static let unheld = UInt32.max
    private var dictionary: TextDictionary?
    private var generation = 0
    /// Segment code per worker code.
    private(set) var codes: [UInt32] = []
    /// Days per worker code, for dates.
    private(set) var days: [CivilSpan] = []

    /// True if the worker's dictionary is not the one mapped so far: another, or emptied since.
    func isForeign(_ dictionary: TextDictionary) -> Bool { self.dictionary !== dictionary || generation != dictionary.generation }

    /// Brings the map up to date with the worker's dictionary.
    mutating func extend(_ dictionary: TextDictionary, into shared: SharedDictionary, dates: Bool, limited: Bool) {
        if isForeign(dictionary) {
            self.dictionary = dictionary
            generation = dictionary.generation
            codes.removeAll(keepingCapacity: true)
            days.removeAll(keepingCapacity: true)
        }
        let known = codes.count
        guard known < dictionary.count else { return }
        var fresh = DirectColumn()
        for code in known..<dictionary.count {
            dictionary.withBytes(of: UInt32(code)) { value in
                fresh.append(value)
                if dates {
                    days.append(value.isEmpty ? Self.noDay : CivilSpan(value) ?? CivilSpan(first: .min, last: .max))
                }
            }
        }
        codes.append(contentsOf: shared.codes(for: fresh, limited: limited))
    }

    /// A span that changes no minimum or maximum.
    static let noDay = CivilSpan(first: .max, last: .min)
}
