internal import Guidance

/// Texts as they stand in a CSV file, ready to be appended.
enum CSVText {
    /// Quoted where RFC 4180 asks for it.
    static func escaped(_ text: String) -> [UInt8] {
        guard text.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return Array(text.utf8) }
        return [0x22] + text.utf8.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
    }
}

extension [UInt8] {
    /// Appends a number with leading zeros up to a width.
    mutating func append(number: Int, width: Int = 1) {
        var value = number.magnitude
        var digits: (UInt64, Int) = (0, 0)
        while value > 0, digits.1 < 8 {
            digits.0 = digits.0 << 8 | UInt64(0x30 + value % 10)
            digits.1 += 1
            value /= 10
        }
        if value > 0 { append(number: Int(value), width: width - 8) }
        for _ in 0..<Swift.max(0, (value > 0 ? 0 : width) - digits.1) { append(0x30) }
        for _ in 0..<digits.1 {
            append(UInt8(truncatingIfNeeded: digits.0))
            digits.0 >>= 8
        }
    }

    /// Appends a day as `2024-06-30`.
    mutating func append(day: Int) {
        let day = CalendarDay(number: day)
        append(number: day.year, width: 4)
        append(0x2D)
        append(number: day.month, width: 2)
        append(0x2D)
        append(number: day.day, width: 2)
    }

    /// Appends minutes of the day as `23:05`.
    mutating func append(minute: Int) {
        append(number: minute / 60 % 24, width: 2)
        append(0x3A)
        append(number: minute % 60, width: 2)
    }
}
