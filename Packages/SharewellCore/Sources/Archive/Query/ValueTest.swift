/// A condition made ready: works on the bytes of values, falling back to strings where there is more than ASCII.
struct ValueTest: Sendable {
    private enum Kind: Sendable {
        case anyOf(Set<[UInt8]>, unicode: Set<String>, missing: Bool)
        case contains([UInt8], unicode: String?)
        case period(CivilSpan)
        case satisfies(@Sendable (String) -> Bool)
    }
    private let kind: Kind
    /// Texts a reference must be one of, where that is what the test says.
    let references: [String]?

    init(_ test: SegmentQuery.Test) throws(SegmentError) {
        references = if case .anyOf(let texts) = test { texts } else { nil }
        switch test {
        case .anyOf(let texts):
            let ascii = texts.filter { $0.utf8.allSatisfy { $0 < 128 } }
            kind = .anyOf(
                Set(ascii.map { $0.utf8.map(Self.lowercased) }), unicode: Set(texts.map { $0.lowercased() }), missing: texts.contains(""))
        case .contains(let text):
            let isASCII = text.utf8.allSatisfy { $0 < 128 }
            kind = .contains(text.utf8.map(Self.lowercased), unicode: isASCII ? nil : text.lowercased())
        case .period(let from, let to):
            var (first, last) = (Int32.min + 1, Int32.max - 1)
            if let from {
                guard let span = CivilSpan(from) else { throw Self.unreadable(from) }
                first = span.first
            }
            if let to {
                guard let span = CivilSpan(to) else { throw Self.unreadable(to) }
                last = span.last
            }
            kind = .period(CivilSpan(first: first, last: last))
        case .satisfies(let closure): kind = .satisfies(closure)
        }
    }

    private static func unreadable(_ text: String) -> SegmentError {
        SegmentError(
            code: "period-not-a-date", "The beginning or end of the period is not a date.",
            remedy: "Write a year, a month or a day the calendar has: 2021, 2021-05 or 2021-05-03.")
    }

    /// The days asked for, if it is a period.
    var days: CivilSpan? { if case .period(let span) = kind { span } else { nil } }

    /// True if the value passes.
    func passes(_ value: UnsafeRawBufferPointer) -> Bool {
        switch kind {
        case .anyOf(let ascii, let unicode, let missing):
            if value.isEmpty { return missing }
            if Self.isASCII(value) { return ascii.contains(value.map(Self.lowercased)) }
            return unicode.contains(String(decoding: value, as: UTF8.self).lowercased())
        case .contains(let pattern, let unicode):
            if let unicode { return Self.isASCII(value) ? false : String(decoding: value, as: UTF8.self).lowercased().contains(unicode) }
            return Self.contains(value, pattern)
        case .period(let span):
            guard let days = CivilSpan(value) else { return false }
            return days.first <= span.last && days.last >= span.first
        case .satisfies(let closure): return closure(String(decoding: value, as: UTF8.self))
        }
    }

    private static func contains(_ value: UnsafeRawBufferPointer, _ pattern: [UInt8]) -> Bool {
        guard let first = pattern.first else { return true }
        guard value.count >= pattern.count else { return false }
        for start in 0...(value.count - pattern.count) where lowercased(value[start]) == first {
            if pattern.indices.allSatisfy({ lowercased(value[start + $0]) == pattern[$0] }) { return true }
        }
        return false
    }

    private static func isASCII(_ value: UnsafeRawBufferPointer) -> Bool { value.allSatisfy { $0 < 128 } }

    @inline(__always) private static func lowercased(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 32 : byte }
}
