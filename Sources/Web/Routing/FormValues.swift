/// Names and values as a form or an address holds them (application/x-www-form-urlencoded).
struct FormValues: Sendable, Hashable {
    private(set) var pairs: [(name: String, value: String)] = []

    /// False where there was something that is no list of names and values.
    private(set) var isReadable = true

    /// Nothing.
    init() {}

    /// What cannot be read: nothing is in it, and whoever minds can tell.
    static let unreadable = {
        var values = FormValues()
        values.isReadable = false
        return values
    }()

    /// Reads an encoded text of at most `most` pairs; what cannot be read as UTF-8 is refused.
    init?(_ encoded: some StringProtocol, most: Int = 2_000) {
        for part in Array(encoded.utf8).split(separator: UInt8(ascii: "&")) {
            guard pairs.count < most else { return nil }
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(halves[0]), let value = halves.count > 1 ? Self.decoded(halves[1]) : "" else { return nil }
            pairs.append((name, value))
        }
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "+"): out.append(0x20)
            case UInt8(ascii: "%"):
                guard index + 2 < bytes.endIndex, let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2]) else { return nil }
                out.append(high << 4 | low)
                index += 2
            case let byte: out.append(byte)
            }
            index += 1
        }
        // A NUL is in no name and no text, and ends strings of C.
        guard !out.contains(0), let text = String(validating: out, as: UTF8.self) else { return nil }
        return text
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    var isEmpty: Bool { pairs.isEmpty }
    /// True if there is such a name.
    func has(_ name: String) -> Bool { pairs.contains { $0.name == name } }
    /// The first value of that name, without space around it; nil if there is none or it is empty.
    subscript(name: String) -> String? {
        pairs.first { $0.name == name }.map { $0.value.trimmingSpace }.flatMap { $0.isEmpty ? nil : $0 }
    }
    /// The first value as it stands, such as a password.
    func exact(_ name: String) -> String { pairs.first { $0.name == name }?.value ?? "" }
    /// Every value of that name that is not empty.
    func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value.trimmingSpace).filter { !$0.isEmpty } }
    /// One more.
    mutating func add(_ name: String, _ value: String) { pairs.append((name, value)) }
    /// Without any of that name.
    func without(_ name: String) -> FormValues {
        var copy = self
        copy.pairs.removeAll { $0.name == name }
        return copy
    }
    /// With one value in place of those of that name.
    func with(_ name: String, _ value: String) -> FormValues {
        var copy = without(name)
        copy.add(name, value)
        return copy
    }

    /// A day given in three fields, as ISO 8601; nil where nothing was given, a text that is no day where it makes none.
    func day(_ name: String) -> String? {
        let parts = ["year", "month", "day"].map { self["\(name)-\($0)"] ?? "" }
        if parts.allSatisfy(\.isEmpty) { return nil }
        func padded(_ text: String, _ width: Int) -> String { String(repeating: "0", count: max(0, width - text.count)) + text }
        return "\(padded(parts[0], 4))-\(padded(parts[1], 2))-\(padded(parts[2], 2))"
    }

    /// For an address.
    var encoded: String { pairs.map { "\($0.name.queryEscaped)=\($0.value.queryEscaped)" }.joined(separator: "&") }

    static func == (left: FormValues, right: FormValues) -> Bool { left.encoded == right.encoded }
    func hash(into hasher: inout Hasher) { hasher.combine(encoded) }
}

extension String {
    /// Without white space and line ends at either end.
    var trimmingSpace: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }

    /// Percent-encoded for one value of an address.
    var queryEscaped: String {
        var out = ""
        for byte in utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: out.unicodeScalars.append(UnicodeScalar(byte))
            default: out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return out
    }
}
