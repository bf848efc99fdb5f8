/// Reads times of day: `2359`, `23:59`, `23.59.59`, `11.59pm`, `9am`, `24:00`, with `Z`, `BST` or an offset behind them.
enum TimeScanner {
    struct Time: Equatable {
        /// Minutes since midnight; seconds are left off, never rounded.
        var minute: Int
        /// Minutes ahead of UTC; nil where nothing was said.
        var offset: Int?
        /// Supplied as 24:00 and taken as 23:59.
        var wasTwentyFour = false
    }

    /// Takes all that is left of the value, or returns nil.
    static func scan(_ cursor: inout ByteCursor) -> Time? {
        guard let first = cursor.number() else { return nil }
        var hour = first.value, minute = 0
        switch first.width {
        case 1, 2:
            if let byte = cursor.next, byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "h") {
                cursor.advance()
                guard let second = cursor.number(), second.width == 2 else { return nil }
                minute = second.value
                guard seconds(&cursor) else { return nil }
            } else {
                guard !cursor.atEnd else { return nil }
                return afternoon(hour, 0, &cursor, required: true)
            }
        case 3, 4:
            hour = first.value / 100
            minute = first.value % 100
        case 6:
            hour = first.value / 10_000
            minute = first.value / 100 % 100
            guard first.value % 100 < 60 else { return nil }
        default: return nil
        }
        return afternoon(hour, minute, &cursor, required: false)
    }

    private static func seconds(_ cursor: inout ByteCursor) -> Bool {
        guard let byte = cursor.next, byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") else { return true }
        cursor.advance()
        guard let second = cursor.number(), second.width <= 2, second.value <= 60 else { return false }
        if cursor.take(UInt8(ascii: ".")) || cursor.take(UInt8(ascii: ",")) { return cursor.number() != nil }
        return true
    }

    private static func afternoon(_ hour: Int, _ minute: Int, _ cursor: inout ByteCursor, required: Bool) -> Time? {
        var hour = hour
        let start = cursor.position
        cursor.spaces()
        var isTwelve = false
        if let word = cursor.word(),
            word == "am" || word == "pm" || word == "a" || word == "p" || word == "hrs" || word == "hours" || word == "h"
        {
            if word == "am" || word == "a" || word == "pm" || word == "p" {
                if cursor.take(UInt8(ascii: ".")), cursor.word() == "m" { _ = cursor.take(UInt8(ascii: ".")) }
                guard (1...12).contains(hour) else { return nil }
                hour = hour % 12 + (word == "pm" || word == "p" ? 12 : 0)
                isTwelve = true
            }
        } else {
            cursor.back(to: start)
        }
        if required, !isTwelve { return nil }
        guard minute < 60, hour < 24 || (hour == 24 && minute == 0) else { return nil }
        guard let zone = zone(&cursor) else { return nil }
        if hour == 24 { return Time(minute: 1439, offset: zone.offset, wasTwentyFour: true) }
        return Time(minute: hour * 60 + minute, offset: zone.offset)
    }

    /// The zone behind the time, which must end the value; nil if what is there is no zone.
    private static func zone(_ cursor: inout ByteCursor) -> (offset: Int?, Void)? {
        cursor.spaces()
        if cursor.atEnd { return (nil, ()) }
        if let word = cursor.word() {
            guard cursor.atEnd else { return nil }
            switch word {
            case "z", "utc", "gmt": return (0, ())
            case "bst": return (60, ())
            default: return nil
            }
        }
        let negative = cursor.next == UInt8(ascii: "-")
        guard negative || cursor.next == UInt8(ascii: "+") else { return nil }
        cursor.advance()
        guard let first = cursor.number() else { return nil }
        var offset = first.value
        if first.width == 2 {
            offset *= 60
            if cursor.take(UInt8(ascii: ":")) {
                guard let second = cursor.number(), second.width == 2, second.value < 60 else { return nil }
                offset += second.value
            }
        } else {
            guard first.width == 4, first.value % 100 < 60 else { return nil }
            offset = first.value / 100 * 60 + first.value % 100
        }
        guard cursor.atEnd, offset <= 14 * 60 else { return nil }
        return (negative ? -offset : offset, ())
    }
}
