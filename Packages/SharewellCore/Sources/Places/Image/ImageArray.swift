/// Little-endian numbers inside an image. Reading beyond the end gives 0, so that a damaged image can mislead but never trap.
struct ImageArray<Element: FixedWidthInteger & BitwiseCopyable>: @unchecked Sendable {
    // The pointer stays valid because whoever holds the array also holds the image's bytes.
    private let base: UnsafeRawPointer?
    let count: Int

    init(_ bytes: UnsafeRawBufferPointer) {
        base = bytes.baseAddress
        count = bytes.count / MemoryLayout<Element>.size
    }

    @inline(__always) subscript(index: Int) -> Element {
        guard let base, index >= 0, index < count else { return 0 }
        return Element(littleEndian: base.loadUnaligned(fromByteOffset: index &* MemoryLayout<Element>.size, as: Element.self))
    }
}

extension ImageArray<UInt8> {
    /// The bytes of a range as text; empty where the range leaves the array.
    func text(_ range: Range<Int>) -> String {
        guard let base, range.lowerBound >= 0, range.upperBound <= count else { return "" }
        return String(decoding: UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count), as: UTF8.self)
    }
}

/// Numbers of two or four bytes each, as many as the image chose.
struct ImageColumn: Sendable {
    private let narrow: ImageArray<UInt16>
    private let wide: ImageArray<UInt32>
    private let isWide: Bool

    init(_ bytes: UnsafeRawBufferPointer, elementSize: Int) {
        narrow = ImageArray(bytes)
        wide = ImageArray(bytes)
        isWide = elementSize == 4
    }

    var count: Int { isWide ? wide.count : narrow.count }
    @inline(__always) subscript(index: Int) -> UInt32 { isWide ? wide[index] : UInt32(narrow[index]) }
}

/// Texts end to end, with the end of each.
struct ImageTexts: Sendable {
    private let ends: ImageArray<UInt32>
    private let bytes: ImageArray<UInt8>

    init(bytes: UnsafeRawBufferPointer, ends: UnsafeRawBufferPointer) {
        self.bytes = ImageArray(bytes)
        self.ends = ImageArray(ends)
    }

    var count: Int { ends.count }

    /// The text, or the empty one where there is none.
    subscript(index: Int) -> String {
        guard index >= 0, index < ends.count else { return "" }
        let start = index == 0 ? 0 : Int(ends[index - 1])
        let end = min(Int(ends[index]), bytes.count)
        guard start < end, end - start < 4096 else { return "" }
        return bytes.text(start..<end)
    }
}
