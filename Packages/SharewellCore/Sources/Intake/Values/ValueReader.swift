internal import Guidance
internal import Places

/// Turns one distinct value of a field into its canonical form. Pure: the same value always gives the same reading.
struct ValueReader {
    let type: FieldType
    /// The field's list, or the profile's own meanings, where there are any.
    let codes: CodeIndex?
    /// Words of the profile that stand for nothing, in `WordKey.plain` form.
    var missing: Set<String> = []
    /// Beginnings to take off, such as `On or near `.
    var strip: [[UInt8]] = []
    var yes: Set<String> = []
    var no: Set<String> = []
    var dates: DateScanner
    var today: Int
    /// Dates may lie ahead: releases, planned discharges.
    var mayLieAhead = false
    var postcodes: (any PostcodeKnowing)?
    /// Numbers need not be canonical: they are degrees on their way to the grid.
    var isDegrees = false

    /// Reads a value; `bytes` is UTF-8 but any bytes do no harm.
    func read(_ bytes: UnsafeRawBufferPointer) -> ValueReading {
        if isPlainly(bytes) { return .unchanged }
        var value = bytes.trimmed
        for prefix in strip where value.count >= prefix.count && value.prefix(prefix.count).elementsEqual(prefix) {
            value = UnsafeRawBufferPointer(rebasing: value[prefix.count...]).trimmed
            break
        }
        if value.isEmpty { return .missing }
        let mayBeMissing = value.count <= 20 || !missing.isEmpty
        let key = mayBeMissing ? WordKey.plain(value) : ""
        if mayBeMissing, missing.contains(key) { return .missing }
        if let codes, let found = codes.find(value) {
            // A profile's meaning for a value of another type is read on as that type.
            if type == .code || type == .text { return bytes.equals(found) ? .unchanged : .text(found) }
            return found.withUnsafeBytes { settle(typed($0), over: $0, as: bytes) }
        }
        if mayBeMissing, MissingWords.anywhere.contains(key) || (!holdsWords && MissingWords.typed.contains(key)) { return .missing }
        return settle(typed(value), over: value, as: bytes)
    }

    /// The common case of values that are canonical as they stand, without asking further.
    private func isPlainly(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard codes == nil, strip.isEmpty, missing.isEmpty else { return false }
        switch type {
        case .number: return isDegrees ? !PlainDecimal.value(bytes).isNaN : DirectText.isPlainNumber(bytes, 0, bytes.count)
        case .easting, .northing: return DirectText.isPlainNumber(bytes, 0, bytes.count)
        case .reference, .text, .freeText, .address: return bytes.count > DirectText.longestWord && TextCleaner.isClean(bytes)
        default: return false
        }
    }

    private var holdsWords: Bool {
        switch type {
        case .text, .freeText, .address, .reference: true
        default: false
        }
    }

    /// A reading of part of the value is "unchanged" only if that part is the whole.
    private func settle(_ reading: ValueReading, over part: UnsafeRawBufferPointer, as whole: UnsafeRawBufferPointer) -> ValueReading {
        guard reading.form == .unchanged, part.count != whole.count || part.baseAddress != whole.baseAddress else { return reading }
        var reading = reading
        reading.form = .text(Array(part))
        return reading
    }

    private func typed(_ value: UnsafeRawBufferPointer) -> ValueReading {
        switch type {
        case .reference: return .unchanged
        case .text, .freeText, .address:
            if TextCleaner.isClean(value) { return .unchanged }
            let cleaned = TextCleaner.clean(value)
            if MissingWords.anywhere.contains(WordKey.plain(cleaned.text.prefix(20))) { return .missing }
            return value.equals(cleaned.text)
                ? ValueReading(form: .unchanged, finding: cleaned.finding) : .text(cleaned.text, cleaned.finding)
        case .code: return code(value)
        case .date: return date(value)
        case .time: return time(value)
        case .flag: return flag(value)
        case .number: return NumberReader.read(value)
        case .easting, .northing: return coordinate(value)
        case .age: return AgeReader(dates: dates, today: today).read(value)
        case .postcode: return postcode(value)
        case .area: return area(value)
        }
    }

    /// A number; one of more digits than a place can have is none.
    private func coordinate(_ value: UnsafeRawBufferPointer) -> ValueReading {
        let reading = NumberReader.read(value)
        return reading.finding != nil || value.count > 24 ? .refused(.coordinateNotUnderstood) : reading
    }

    private func code(_ value: UnsafeRawBufferPointer) -> ValueReading {
        guard codes?.open ?? true else { return .refused(.codeNotKnown) }
        let cleaned = TextCleaner.isClean(value) ? Array(value) : TextCleaner.clean(value).text
        let key = WordKey.plain(cleaned.prefix(20))
        if MissingWords.anywhere.contains(key) || MissingWords.typed.contains(key) { return .missing }
        return .text(cleaned, codes == nil ? nil : .codeNotListed)
    }

    private func date(_ value: UnsafeRawBufferPointer) -> ValueReading {
        switch dates.scan(value) {
        case .fault(let fault): return .refused(fault)
        case .date(let scanned):
            let date = scanned.date
            if !CanonicalForm.years.contains(date.year) || (date.year == 1900 && date.month == 1 && date.day == 1) {
                return .refused(.datePlaceholder)
            }
            if !mayLieAhead, date.start > today { return .refused(.dateInFuture) }
            let text = date.text
            return ValueReading(
                form: value.equals(text) ? .unchanged : .text(text), finding: nil, precision: date.precision, from: Int32(date.start),
                to: Int32(date.end))
        }
    }

    private func time(_ value: UnsafeRawBufferPointer) -> ValueReading {
        var cursor = ByteCursor(value)
        var finding: ValueFinding?
        let minute: Int
        if let time = TimeScanner.scan(&cursor) {
            minute = time.minute
            finding = time.wasTwentyFour ? .timeTwentyFour : nil
        } else if let found = timeOfTimestamp(value) {
            minute = found
        } else {
            return .refused(.timeNotUnderstood)
        }
        var text: [UInt8] = []
        text.append(digits: minute / 60, width: 2)
        text.append(UInt8(ascii: ":"))
        text.append(digits: minute % 60, width: 2)
        return ValueReading(
            form: value.equals(text) ? .unchanged : .text(text), finding: finding, from: Int32(minute), to: Int32(minute))
    }

    /// The order of day and month says nothing about the time.
    private func timeOfTimestamp(_ value: UnsafeRawBufferPointer) -> Int? {
        for order in [dates.order] + DateOrder.allCases.filter({ $0 != dates.order }) {
            var scanner = dates
            scanner.order = order
            if case .date(let scanned) = scanner.scan(value) { return scanned.minute }
        }
        return nil
    }

    private static let yesWords: Set<String> = ["yes", "y", "true", "t", "1", "x", "1.0", "✓", "✔"]
    private static let noWords: Set<String> = ["no", "n", "false", "f", "0", "0.0"]

    private func flag(_ value: UnsafeRawBufferPointer) -> ValueReading {
        let key = WordKey.plain(value)
        if yes.contains(key) { return canonical("yes", value) }
        if no.contains(key) { return canonical("no", value) }
        if Self.yesWords.contains(key) { return canonical("yes", value) }
        if Self.noWords.contains(key) { return canonical("no", value) }
        return .refused(.flagNotUnderstood)
    }

    private func canonical(_ word: StaticString, _ value: UnsafeRawBufferPointer) -> ValueReading {
        let text = word.withUTF8Buffer { Array($0) }
        return value.equals(text) ? .unchanged : .text(text)
    }

    private func postcode(_ value: UnsafeRawBufferPointer) -> ValueReading {
        let reading = PostcodeReading(bytes: value)
        guard let postcode = reading.postcode else {
            switch reading.fault {
            case .pseudo, .missing: return .refused(.postcodePseudo)
            case .outwardOnly, .sectorOnly: return ValueReading(form: .missing, finding: .postcodePartial, precision: .postcodePart)
            default: return .refused(.postcodeMalformed)
            }
        }
        var finding: ValueFinding?
        switch postcodes?.standing(of: postcode.packed) {
        case .terminated: finding = .postcodeTerminated
        case .unknown: finding = .postcodeNotFound
        case .live, .unchecked, nil: break
        }
        let text = Array(postcode.description.utf8)
        return ValueReading(form: value.equals(text) ? .unchanged : .text(text), finding: finding, precision: .postcodeUnit)
    }

    /// The nine characters of the ONS coding and naming policy: a letter in use and eight digits.
    private func area(_ value: UnsafeRawBufferPointer) -> ValueReading {
        guard value.count == 9, let first = value.first.map({ $0 & 0xDF }), CanonicalForm.areaLetters.utf8.contains(first),
            value.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
        else { return .refused(.areaNotUnderstood) }
        if value[0] == first { return .unchanged }
        return .text([first] + value.dropFirst())
    }
}
