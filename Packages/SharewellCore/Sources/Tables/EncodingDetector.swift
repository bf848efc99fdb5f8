/// Tells from the beginning of a file how its characters are written.
enum EncodingDetector {
    struct Answer: Equatable {
        let encoding: TextEncoding
        let markLength: Int
        let isProven: Bool
    }

    static func detect(_ prefix: [UInt8], isWhole: Bool) -> Answer {
        if prefix.starts(with: [0xEF, 0xBB, 0xBF]) { return Answer(encoding: .utf8, markLength: 3, isProven: true) }
        if prefix.starts(with: [0xFF, 0xFE]) { return Answer(encoding: .utf16LittleEndian, markLength: 2, isProven: true) }
        if prefix.starts(with: [0xFE, 0xFF]) { return Answer(encoding: .utf16BigEndian, markLength: 2, isProven: true) }
        if let encoding = unmarkedUTF16(prefix) { return Answer(encoding: encoding, markLength: 0, isProven: true) }
        return singleBytes(prefix, isWhole: isWhole)
    }

    /// In UTF-16 of western text every other byte is 0: the second of each pair when the lower comes first.
    private static func unmarkedUTF16(_ prefix: [UInt8]) -> TextEncoding? {
        let pairs = min(prefix.count, 16 << 10) / 2
        guard pairs >= 2 else { return nil }
        var first = 0
        var second = 0
        for pair in 0..<pairs {
            if prefix[pair * 2] == 0 { first += 1 }
            if prefix[pair * 2 + 1] == 0 { second += 1 }
        }
        if second * 10 >= pairs * 6, first * 20 <= pairs { return .utf16LittleEndian }
        if first * 10 >= pairs * 6, second * 20 <= pairs { return .utf16BigEndian }
        return nil
    }

    private static func singleBytes(_ prefix: [UInt8], isWhole: Bool) -> Answer {
        var good = 0
        var bad = 0
        prefix.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let rest = UnsafeBufferPointer(rebasing: bytes[start...])
                let end = UTF8Check.invalidIndex(rest) ?? rest.count
                for byte in rest[..<end] where byte >= 0xC0 { good += 1 }
                guard end < rest.count else { break }
                // A character cut in two by the end of the prefix is no fault.
                if isWhole || rest.count - end >= 4 || rest[end...].dropFirst().contains(where: { $0 & 0xC0 != 0x80 }) { bad += 1 }
                start += end + 1
            }
        }
        if bad == 0 { return Answer(encoding: .utf8, markLength: 0, isProven: good > 0) }
        // Some of each: files of several sources were put end to end, so each field is judged by itself.
        if good > bad { return Answer(encoding: .utf8, markLength: 0, isProven: false) }
        return Answer(encoding: .windows1252, markLength: 0, isProven: true)
    }
}
