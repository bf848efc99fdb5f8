/// Puts an image together in memory: sections in the order they were added, each on a multiple of 64 bytes.
struct ImageWriter {
    private var sections: [(id: UInt32, elementSize: Int, bytes: [UInt8])] = []

    mutating func add<Element: FixedWidthInteger & BitwiseCopyable>(_ id: UInt32, _ values: [Element]) {
        let bytes: [UInt8]
        #if _endian(little)
            bytes = values.withUnsafeBytes { Array($0) }
        #else
            bytes = values.flatMap { value in withUnsafeBytes(of: value.littleEndian) { Array($0) } }
        #endif
        sections.append((id, MemoryLayout<Element>.size, bytes))
    }

    /// Two bytes a number where all fit, four otherwise.
    mutating func addColumn(_ id: UInt32, _ values: [UInt32]) {
        if values.allSatisfy({ $0 <= UInt32(UInt16.max) }) {
            add(id, values.map { UInt16(truncatingIfNeeded: $0) })
        } else {
            add(id, values)
        }
    }

    /// Texts under `id`, their ends under `id + 1`.
    mutating func addTexts(_ id: UInt32, _ texts: [String]) {
        var bytes: [UInt8] = []
        var ends: [UInt32] = []
        for text in texts {
            bytes.append(contentsOf: text.utf8)
            ends.append(UInt32(truncatingIfNeeded: bytes.count))
        }
        add(id, bytes)
        add(id + 1, ends)
    }

    consuming func image(_ kind: ImageContainer.Kind) -> [UInt8] {
        let table = ImageContainer.headerLength + sections.count * ImageContainer.entryLength
        var offsets: [Int] = []
        var end = table
        for section in sections {
            end = (end + 63) / 64 * 64
            offsets.append(end)
            end += section.bytes.count
        }
        var image = [UInt8]()
        image.reserveCapacity(end)
        image.append(contentsOf: ImageContainer.magic)
        image.append(ImageContainer.version)
        image.append(kind.rawValue)
        image.append(UInt32(sections.count))
        image.append(UInt32(0))
        image.append(UInt64(end))
        image.append(UInt64(0))
        image.append(UInt64(0))
        for (section, offset) in zip(sections, offsets) {
            image.append(section.id)
            image.append(UInt32(section.elementSize))
            image.append(UInt64(offset))
            image.append(UInt64(section.bytes.count))
            image.append(section.bytes.withUnsafeBytes { ImageChecksum.of($0) })
        }
        for (section, offset) in zip(sections, offsets) {
            image.append(contentsOf: repeatElement(0, count: offset - image.count))
            image.append(contentsOf: section.bytes)
        }
        let sum = image.withUnsafeBytes { ImageContainer.headerChecksum($0, tableEnd: table) }
        withUnsafeBytes(of: sum.littleEndian) { bytes in for (index, byte) in bytes.enumerated() { image[32 + index] = byte } }
        return image
    }
}

extension [UInt8] {
    fileprivate mutating func append<Value: FixedWidthInteger>(_ value: Value) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }
}
