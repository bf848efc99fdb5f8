internal import Guidance

/// Reads ages: whole years, bands and dates of birth.
struct AgeReader {
    let dates: DateScanner
    /// Today, in days since 1970-01-01.
    let today: Int
    private static let oldest = CanonicalForm.oldestAge

    func read(_ value: UnsafeRawBufferPointer) -> ValueReading {
        var cursor = ByteCursor(value)
        if let lower = edge(&cursor) { return lower }
        cursor.back(to: 0)
        if let first = cursor.number(), first.width <= 3 {
            if let reading = number(first.value, width: first.width, &cursor, whole: value) { return reading }
        }
        return birth(value)
    }

    /// `under 10`, `<10`, `over 34`, `>34`; nil if the value begins otherwise.
    private func edge(_ cursor: inout ByteCursor) -> ValueReading? {
        var over: Bool
        var inclusive = false
        if cursor.take(UInt8(ascii: "<")) {
            over = false
            inclusive = cursor.take(UInt8(ascii: "="))
        } else if cursor.take(UInt8(ascii: ">")) {
            over = true
            inclusive = cursor.take(UInt8(ascii: "="))
        } else {
            switch cursor.word() {
            case "under", "below", "younger": over = false
            case "over", "above", "older": over = true
            default: return nil
            }
            let start = cursor.position
            cursor.spaces()
            if cursor.word() != "than" { cursor.back(to: start) }
        }
        cursor.spaces()
        guard let bound = cursor.number(), bound.width <= 3 else { return .refused(.ageNotUnderstood) }
        years(&cursor)
        guard cursor.atEnd else { return .refused(.ageNotUnderstood) }
        guard bound.value <= Self.oldest else { return .refused(.ageImplausible) }
        return over ? band("over", inclusive ? bound.value - 1 : bound.value) : band("under", inclusive ? bound.value + 1 : bound.value)
    }

    private func number(_ years: Int, width: Int, _ cursor: inout ByteCursor, whole value: UnsafeRawBufferPointer) -> ValueReading? {
        if cursor.take(UInt8(ascii: ".")) {
            guard let fraction = cursor.number() else { return .refused(.ageNotUnderstood) }
            guard cursor.atEnd else { return nil }
            return fraction.value == 0 ? single(years, unchanged: false) : .refused(.ageNotUnderstood)
        }
        if cursor.atEnd { return single(years, unchanged: width == 1 || value[0] != 0x30) }
        let start = cursor.position
        cursor.spaces()
        if cursor.take(UInt8(ascii: "+")) { return cursor.atEnd ? band("over", years - 1) : .refused(.ageNotUnderstood) }
        if let word = cursor.word() {
            switch word {
            case "years", "year", "yrs", "yr", "y", "yo":
                cursor.spaces()
                if cursor.atEnd { return single(years, unchanged: false) }
                let rest = cursor.word()
                cursor.spaces()
                let second = cursor.word()
                if (rest == "old" || rest == "of"), second == nil || second == "age" { return single(years, unchanged: false) }
                if rest == "and" || rest == "or", second == "over" || second == "older" { return band("over", years - 1) }
                return .refused(.ageNotUnderstood)
            case "months", "month", "mths", "weeks", "week", "days", "day":
                return cursor.atEnd ? single(word == "months" || word == "month" || word == "mths" ? years / 12 : 0, unchanged: false) : nil
            case "and", "or":
                cursor.spaces()
                switch cursor.word() {
                case "over", "older", "above": return cursor.atEnd ? band("over", years - 1) : .refused(.ageNotUnderstood)
                case "under", "younger", "below": return cursor.atEnd ? band("under", years + 1) : .refused(.ageNotUnderstood)
                default: return .refused(.ageNotUnderstood)
                }
            case "plus": return cursor.atEnd ? band("over", years - 1) : .refused(.ageNotUnderstood)
            case "to": break
            default: return nil
            }
        } else if !cursor.take(UInt8(ascii: "-")) {
            // An en dash or em dash.
            cursor.back(to: start)
            cursor.spaces()
            guard cursor.take(0xE2), cursor.take(0x80), cursor.take(0x93) || cursor.take(0x94) else { return nil }
        }
        cursor.spaces()
        guard let upper = cursor.number(), upper.width <= 3 else { return nil }
        self.years(&cursor)
        guard cursor.atEnd else { return nil }
        guard years <= upper.value, upper.value <= Self.oldest else { return .refused(.ageImplausible) }
        if years == upper.value { return single(years, unchanged: false) }
        var text: [UInt8] = []
        text.append(digits: years, width: 1)
        text.append(UInt8(ascii: "-"))
        text.append(digits: upper.value, width: 1)
        return .text(text, .ageBanded, precision: .ageBand)
    }

    private func years(_ cursor: inout ByteCursor) {
        let start = cursor.position
        cursor.spaces()
        let word = cursor.word()
        if word != "years" && word != "yrs" && word != "year" { cursor.back(to: start) }
    }

    private func single(_ years: Int, unchanged: Bool) -> ValueReading {
        guard years <= Self.oldest else { return .refused(.ageImplausible) }
        if unchanged { return ValueReading(form: .unchanged, finding: nil, precision: .singleYear) }
        var text: [UInt8] = []
        text.append(digits: years, width: 1)
        return .text(text, precision: .singleYear)
    }

    private func band(_ word: StaticString, _ bound: Int) -> ValueReading {
        guard (0...Self.oldest).contains(bound) else { return .refused(.ageImplausible) }
        var text = word.withUTF8Buffer { Array($0) }
        text.append(0x20)
        text.append(digits: bound, width: 1)
        return .text(text, .ageBanded, precision: .ageBand)
    }

    private func birth(_ value: UnsafeRawBufferPointer) -> ValueReading {
        switch dates.scan(value) {
        case .fault(.dateNotUnderstood): return .refused(.ageNotUnderstood)
        case .fault(let fault): return .refused(fault)
        case .date(let scanned):
            if scanned.date.start > today || scanned.date.end < today - (Self.oldest + 1) * 366 { return .refused(.birthDateImplausible) }
            let text = scanned.date.text
            let precision: Precision = scanned.date.day == nil ? .ageBand : .birthDate
            return ValueReading(form: value.equals(text) ? .unchanged : .text(text), finding: nil, precision: precision)
        }
    }
}
