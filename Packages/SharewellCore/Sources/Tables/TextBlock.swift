/// Some texts end to end, gathered to be looked up together in a `TextDictionary`.
public struct TextBlock {
    private var bytes: [UInt8]
    private var ranges: [Range<Int>] = []
    private var used = 0
    private let longest: Int

    /// A block with room for so many texts of at most `longest` bytes each.
    public init(room: Int, longest: Int) {
        self.longest = longest
        bytes = [UInt8](repeating: 0, count: room * longest)
        ranges.reserveCapacity(room)
    }

    /// Adds a text: `write` is given room for the longest and returns the length of what it wrote there.
    public mutating func append(_ write: (UnsafeMutableRawBufferPointer) -> Int) {
        let (first, longest) = (used, longest)
        used += bytes.withUnsafeMutableBytes { write(UnsafeMutableRawBufferPointer(rebasing: $0[first..<first + longest])) }
        ranges.append(first..<used)
    }

    /// Takes all texts out.
    public mutating func removeAll() {
        ranges.removeAll(keepingCapacity: true)
        used = 0
    }

    func withTexts(_ body: (UnsafeRawBufferPointer, [Range<Int>]) -> Void) { bytes.withUnsafeBytes { body($0, ranges) } }
}
