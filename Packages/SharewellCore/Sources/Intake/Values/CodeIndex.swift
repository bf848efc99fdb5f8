internal import Guidance

/// Finds the canonical code for any of the spellings a list, or a profile, gives for it.
struct CodeIndex {
    private var exact: [String: [UInt8]] = [:]
    private var loose: [String: [UInt8]] = [:]
    private var ambiguous: Set<String> = []
    /// True when values that are not listed are allowed.
    let open: Bool

    /// The profile's own meanings come before the list's.
    init(list: CodeList?, profile: [String: String]) {
        open = list?.open ?? true
        for code in list?.codes ?? [] {
            add(code.code, to: code.code)
        }
        // A label that only one code has is among its aliases. One that two codes share decides between neither ("Chinese" is A4 since 2011
        // and O1 before): the profile says what its file means by it.
        for code in list?.codes ?? [] {
            for alias in code.aliases { add(alias, to: code.code) }
        }
        for (value, code) in profile.sorted(by: { $0.key < $1.key }) {
            let canonical = find(Array(code.utf8)) ?? Array(code.utf8)
            exact[WordKey.plain(value.utf8)] = canonical
        }
    }

    private mutating func add(_ spelling: String, to code: String) {
        let canonical = Array(code.utf8)
        let key = WordKey.plain(spelling.utf8)
        if exact[key] == nil { exact[key] = canonical }
        let wide = WordKey.loose(spelling.utf8)
        if let known = loose[wide] {
            if known != canonical { ambiguous.insert(wide) }
        } else if !wide.isEmpty {
            loose[wide] = canonical
        }
    }

    /// The code that a value stands for.
    func find(_ value: some Sequence<UInt8>) -> [UInt8]? {
        let bytes = Array(value)
        if let found = exact[WordKey.plain(bytes)] { return found }
        let wide = WordKey.loose(bytes)
        if let found = loose[wide], !ambiguous.contains(wide) { return found }
        guard bytes.count <= 24, let bare = Self.withoutLeadingZeros(bytes) else { return nil }
        return exact[WordKey.plain(bare)]
    }

    /// `008/06` → `8/6`; nil if there are no leading zeros.
    private static func withoutLeadingZeros(_ bytes: [UInt8]) -> [UInt8]? {
        var bare: [UInt8] = []
        var inNumber = false
        for (index, byte) in bytes.enumerated() {
            let isDigit = (0x30...0x39).contains(byte)
            let followed = index + 1 < bytes.count && (0x30...0x39).contains(bytes[index + 1])
            if byte == 0x30, !inNumber, followed { continue }
            inNumber = isDigit
            bare.append(byte)
        }
        return bare.count == bytes.count ? nil : bare
    }
}
