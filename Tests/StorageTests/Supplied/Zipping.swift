import CZlib

/// Makes gzip and zip files of bytes, honest ones and others.
enum Zipping {
    static func gzip(_ bytes: [UInt8]) -> [UInt8] { deflate(bytes, windowBits: MAX_WBITS + 16) }

    private static func deflate(_ bytes: [UInt8], windowBits: Int32) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(&stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
        let count = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                CZlib.deflate(&stream, Z_FINISH)
                return target.count - Int(stream.avail_out)
            }
        }
        return Array(output.prefix(count))
    }

    private static func number(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }

    /// - Parameters:
    ///   - isWide: sizes, offset and directory in zip64 form.
    ///   - method: a compression method to claim, whatever was done.
    static func zip(
        _ members: [(name: String, bytes: [UInt8])], isDeflated: Bool = true, isWide: Bool = false, flags: Int = 0, method: Int? = nil
    ) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for (name, bytes) in members {
            let packed = isDeflated ? deflate(bytes, windowBits: -MAX_WBITS) : bytes
            let sum = Int(crc32_z(0, bytes, bytes.count))
            let claimed = method ?? (isDeflated ? 8 : 0)
            let offset = file.count
            let common = number(flags, 2) + number(claimed, 2) + number(0, 4) + number(sum, 4)
            let all = 0xFFFF_FFFF
            file += number(0x0403_4B50, 4) + number(20, 2) + common + number(packed.count, 4) + number(bytes.count, 4)
            file += number(name.utf8.count, 2) + number(0, 2) + Array(name.utf8) + packed
            let extra = isWide ? number(1, 2) + number(24, 2) + number(bytes.count, 8) + number(packed.count, 8) + number(offset, 8) : []
            directory += number(0x0201_4B50, 4) + number(20, 2) + number(20, 2) + common
            directory += number(isWide ? all : packed.count, 4) + number(isWide ? all : bytes.count, 4)
            directory += number(name.utf8.count, 2) + number(extra.count, 2) + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4)
            directory += number(isWide ? all : offset, 4) + Array(name.utf8) + extra
        }
        let start = file.count
        file += directory
        if isWide {
            let end = file.count
            file += number(0x0606_4B50, 4) + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 4) + number(0, 4)
            file += number(members.count, 8) + number(members.count, 8) + number(directory.count, 8) + number(start, 8)
            file += number(0x0706_4B50, 4) + number(0, 4) + number(end, 8) + number(1, 4)
        }
        file += number(0x0605_4B50, 4) + number(0, 4) + number(members.count, 2) + number(members.count, 2)
        file += number(isWide ? 0xFFFF_FFFF : directory.count, 4) + number(isWide ? 0xFFFF_FFFF : start, 4) + number(0, 2)
        return file
    }
}
