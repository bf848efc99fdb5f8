import Guidance
import Intake
import Tables

/// Turns dates of birth into ages in single years at the record's date (rule 7); supplied ages and bands of age stay what they are.
struct AgeReckoning {
    /// An age, or a day of birth to reckon from.
    private enum Reading {
        /// An age, a band or nothing: no day to reckon from.
        case age(ReckonedAge)
        /// Year, month, day; month and day 0 where they are not given.
        case born(year: Int32, month: Int32, day: Int32)
    }
    private var readings: [Reading] = []
    private var memo = ColumnMemo<Reading>()
    private var dates: [Int32] = []
    private var dateMemo = ColumnMemo<Int32>()
    private let today: Int32
    /// By row of the last batch.
    private(set) var ages: [ReckonedAge] = []

    /// `today` as year × 10,000 + month × 100 + day: for records without a date of their own.
    init(today: Int) { self.today = Int32(clamping: today) }

    mutating func read(_ column: Column, date: Column, count: Int) {
        column.fill(&readings, count: count, memo: &memo, missing: .age(.missing)) { Self.reading($0) }
        date.fill(&dates, count: count, memo: &dateMemo, missing: 0) { Self.day($0) }
        ages.removeAll(keepingCapacity: true)
        ages.reserveCapacity(count)
        for row in 0..<count {
            switch readings[row] {
            case .age(let age): ages.append(age)
            case .born(let year, let month, let day):
                let at = dates[row] != 0 ? dates[row] : today
                let (atYear, atMonth, atDay) = (at / 10_000, at / 100 % 100, at % 100)
                var years = atYear - year
                // Where month or day is not known on either side the birthday counts as past.
                if month > 0, atMonth > 0, atMonth < month || (atMonth == month && day > 0 && atDay > 0 && atDay < day) { years -= 1 }
                ages.append(ReckonedAge(years: Int(years)))
            }
        }
    }

    private static func reading(_ text: UnsafeRawBufferPointer) -> Reading {
        if text.isEmpty { return .age(.missing) }
        if text.count <= 3, text.allSatisfy({ $0 &- 48 < 10 }) {
            return .age(ReckonedAge(years: text.reduce(0) { $0 * 10 + Int($1 &- 48) }))
        }
        let day = day(text)
        if day != 0 { return .born(year: day / 10_000, month: day / 100 % 100, day: day % 100) }
        return .age(ReckonedAge(band: text) ?? .missing)
    }

    /// `2021`, `2021-05` or `2021-05-03` as year × 10,000 + month × 100 + day; 0 if it is none.
    private static func day(_ text: UnsafeRawBufferPointer) -> Int32 {
        guard text.count == 4 || text.count == 7 || text.count == 10 else { return 0 }
        var parts: (Int32, Int32, Int32) = (0, 0, 0)
        for (index, byte) in text.enumerated() {
            if index == 4 || index == 7 {
                guard byte == UInt8(ascii: "-") else { return 0 }
                continue
            }
            guard byte &- 48 < 10 else { return 0 }
            let digit = Int32(byte &- 48)
            switch index {
            case 0..<4: parts.0 = parts.0 * 10 + digit
            case 5...6: parts.1 = parts.1 * 10 + digit
            default: parts.2 = parts.2 * 10 + digit
            }
        }
        guard parts.0 > 0, parts.1 <= 12, parts.2 <= 31 else { return 0 }
        return parts.0 * 10_000 + parts.1 * 100 + parts.2
    }
}
