/// Decides whether a quote at the beginning of a field truly opens a quoted field.
///
/// The rule, which `docs/formats/delimited-text.md` explains: a quoted field ends at the first quote that is not doubled and is followed by
/// a delimiter, a line end or the end of the file (blanks between are passed over). Until then
/// - a doubled quote is one quote; a lone quote in the midst of text is kept and noted;
/// - a lone quote that itself looks like the opening of a field, right after a delimiter or line end, shows that the first never closed;
/// - so does the end of the file, or `TableLimits.quotedBytes` or `.quotedLines` without an end;
/// - so does a field over several lines when reading each of those lines as a row of its own gives every row the header's number of cells
///   and reading them as one does not, or only by a coincidence of at least four delimiters.
struct QuoteRule {
    enum Verdict: Equatable {
        /// Index of the delimiter or line end after the closing quote; whether RFC 4180 was kept; whether a quote stands inside; line ends inside.
        case closed(end: Int, isStrict: Bool, hasQuotes: Bool, lines: Int)
        case unclosed
        /// The field runs on beyond the bytes at hand.
        case needsMore
    }
    let delimiter: UInt8
    let quote: UInt8
    /// Cells of the header; 0 while it is not known.
    let width: Int
    /// How far to look for an end.
    var patience = TableLimits.quotedBytes

    /// - Parameters:
    ///   - open: index of the quote.
    ///   - before: cells of the record before this field.
    ///   - atEnd: true when the file ends where `bytes` ends.
    func judge(_ bytes: UnsafeBufferPointer<UInt8>, open: Int, before: Int, atEnd: Bool) -> Verdict {
        var index = open + 1
        var lines = 0
        var firstBreak = 0
        var lone = false
        var doubled = false
        let bound = min(bytes.count, open + patience)
        while index < bound {
            let byte = bytes[index]
            if byte == quote {
                guard let next = following(bytes, index, atEnd) else { return .needsMore }
                if next == .quote {
                    doubled = true
                    index += 2
                    continue
                }
                if case .fieldEnd(let end) = next {
                    let isStrict = !lone && end == index + 1
                    let closed = Verdict.closed(end: end, isStrict: isStrict, hasQuotes: doubled || lone, lines: lines)
                    guard lines > 0, width > 1 else { return closed }
                    guard
                        let isCredible = isCredible(
                            bytes, open: open, firstBreak: firstBreak, close: end, lines: lines, before: before, atEnd: atEnd,
                            isStrict: isStrict)
                    else { return .needsMore }
                    return isCredible ? closed : .unclosed
                }
                let previous = bytes[index - 1]
                if index - 1 > open, previous == delimiter || previous == 10 || previous == 13 { return .unclosed }
                lone = true
            } else if byte == 10 || byte == 13 {
                if byte == 13, index + 1 < bytes.count, bytes[index + 1] == 10 { index += 1 }
                if lines == 0 { firstBreak = index + 1 }
                lines += 1
                if lines > TableLimits.quotedLines { return .unclosed }
            }
            index += 1
        }
        if bytes.count - open >= patience || atEnd { return .unclosed }
        return .needsMore
    }

    private enum Following: Equatable {
        case quote
        case fieldEnd(Int)
        case other
    }

    private func following(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ atEnd: Bool) -> Following? {
        var next = index + 1
        if next < bytes.count, bytes[next] == quote { return .quote }
        while next < bytes.count, bytes[next] == 32 || bytes[next] == 9, bytes[next] != delimiter, next - index < 256 { next += 1 }
        guard next < bytes.count else { return atEnd ? .fieldEnd(next) : nil }
        let byte = bytes[next]
        return byte == delimiter || byte == 10 || byte == 13 ? .fieldEnd(next) : .other
    }

    /// Weighs one record over several lines against several records of one line each; nil where more of the file must be seen.
    private func isCredible(
        _ bytes: UnsafeBufferPointer<UInt8>, open: Int, firstBreak: Int, close: Int, lines: Int, before: Int, atEnd: Bool, isStrict: Bool
    ) -> Bool? {
        var end = close
        var rest = 0
        var restIsPlain = true
        let bound = min(bytes.count, close + patience)
        while end < bound, bytes[end] != 10, bytes[end] != 13 {
            if bytes[end] == delimiter { rest += 1 }
            if bytes[end] == quote { restIsPlain = false }
            end += 1
        }
        if end == bytes.count, !atEnd, end < close + patience { return nil }
        // With more quotes to come the number of cells as one record is not known yet.
        guard restIsPlain else { return true }
        var first = before + 1
        for index in open..<firstBreak where bytes[index] == delimiter { first += 1 }
        var separately = first == width
        var cells = 1
        var index = firstBreak
        while separately, index <= end {
            if index == end || bytes[index] == 10 || bytes[index] == 13 {
                if index < end, bytes[index] == 13, bytes[index + 1] == 10 { index += 1 }
                separately = cells == width
                cells = 1
            } else if bytes[index] == delimiter {
                cells += 1
            }
            index += 1
        }
        if before + 1 + rest == width {
            let isCoincidence = lines * (width - 1) >= 4
            return !(separately && (!isStrict || isCoincidence))
        }
        return first != width && !separately && isStrict
    }
}
