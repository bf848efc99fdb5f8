/// Finds how a supplied file is laid out from its first bytes.
public enum LayoutDetector {
    /// Looks at the beginning of a file.
    ///
    /// - Parameters:
    ///   - prefix: the first bytes as supplied, `TableLimits.prefixBytes` of them or the whole file.
    ///   - isWhole: true if `prefix` is the whole file.
    ///   - knownHeaders: headers that the record type or a mapping profile knows: they help to tell the header from what stands above it.
    ///     Case, spaces and punctuation do not matter.
    /// - Returns: the layout, and what was found on the way.
    public static func detect(
        _ prefix: [UInt8], isWhole: Bool, knownHeaders: Set<String> = []
    ) throws(TableError) -> (layout: DelimitedLayout, findings: FindingTally) {
        var findings = FindingTally()
        if let foreign = ForeignFormat.recognise(prefix) { throw TableError(foreign) }
        let encoding = EncodingDetector.detect(prefix, isWhole: isWhole)
        var transcoder = Transcoder(encoding: encoding.encoding, markLength: encoding.markLength)
        var text: [UInt8] = []
        transcoder.decode(prefix, into: &text)
        if ForeignFormat.isBinary(text[...]) {
            let isUTF16 = encoding.encoding == .utf16LittleEndian || encoding.encoding == .utf16BigEndian
            throw TableError(isUTF16 ? .brokenUTF16 : .binaryFile)
        }
        if let foreign = ForeignFormat.recognise(text: text[...]) { throw TableError(foreign) }
        guard text.contains(where: { $0 > 32 }) else { throw TableError(.emptyFile) }
        switch encoding.encoding {
        case .windows1252: findings.add(TableFault.readAsWindows1252.finding())
        case .utf16LittleEndian, .utf16BigEndian: findings.add(TableFault.readAsUTF16.finding())
        case .utf8: break
        }

        let known = Set(knownHeaders.map(HeaderText.key)).subtracting([""])
        let separator = SeparatorLine.read(text)
        if separator != nil { findings.add(TableFault.separatorLine.finding(line: 1)) }
        let start = separator?.next ?? 0
        let line = separator == nil ? 1 : 2
        let delimiter =
            separator?.delimiter
            ?? DelimiterDetector.detect(text, from: start, line: line, isWhole: isWhole, knownHeaders: known)
        let records = SampleRecord.read(
            text, from: start, line: line, delimiter: delimiter, isWhole: isWhole, limit: DelimiterDetector.sampleRows)
        guard !records.isEmpty else { throw TableError(isWhole ? .emptyFile : .lineTooLong, line: line) }
        guard let row = HeaderDetector.detect(Array(records.prefix(TableLimits.headerRows)), knownHeaders: known) else {
            throw TableError(.emptyFile)
        }
        let header = records[row]
        guard header.cells.count <= TableLimits.columns else { throw TableError(.tooManyColumns, line: header.line) }
        if row > 0 { findings.add(TableFault.linesAboveHeader.finding(line: records[0].line)) }
        if Set(records.map(\.lineEnd)).subtracting([0]).count > 1 { findings.add(TableFault.mixedLineEnds.finding()) }
        judge(header, known: known, into: &findings)
        return (
            DelimitedLayout(
                encoding: encoding.encoding, encodingIsProven: encoding.isProven, markLength: encoding.markLength, delimiter: delimiter,
                quote: UInt8(ascii: "\""), headers: header.cells, headerLine: header.line, dataLine: header.nextLine,
                dataOffset: header.next), findings
        )
    }

    private static func judge(_ header: SampleRecord, known: Set<String>, into findings: inout FindingTally) {
        var seen: Set<String> = []
        for (column, cell) in header.cells.enumerated() {
            let place = "column \(column + 1)"
            if cell.isEmpty {
                findings.add(TableFault.blankHeader.finding(line: header.line, field: place))
            } else if !seen.insert(cell.lowercased()).inserted {
                findings.add(TableFault.duplicateHeader.finding(line: header.line, field: place))
            }
        }
        if !header.cells.contains(where: { known.contains(HeaderText.key($0)) }), HeaderDetector.isDoubtful(header) {
            findings.add(TableFault.doubtfulHeader.finding(line: header.line))
        }
    }
}

/// The line `sep=;` with which a file tells Excel its delimiter.
enum SeparatorLine {
    static func read(_ text: [UInt8]) -> (delimiter: UInt8, next: Int)? {
        var index = 0
        if text.first == UInt8(ascii: "\"") { index = 1 }
        guard text.count >= index + 5,
            text[index..<(index + 4)].elementsEqual("sep=".utf8) || text[index..<(index + 4)].elementsEqual("SEP=".utf8)
        else { return nil }
        let delimiter = text[index + 4]
        guard DelimiterDetector.candidates.contains(delimiter) else { return nil }
        var next = index + 5
        while next < text.count, text[next] != 10, text[next] != 13 {
            guard text[next] == UInt8(ascii: "\"") || text[next] == delimiter || text[next] == 32 else { return nil }
            next += 1
        }
        if next < text.count { next += text[next] == 13 && next + 1 < text.count && text[next + 1] == 10 ? 2 : 1 }
        return (delimiter, next)
    }
}

extension LayoutDetector {
    /// Why a file is not taken, where its beginning alone tells so: a workbook, a document, a picture. Nil for what may be a table, packed or not;
    /// the first 64 KiB are enough.
    public static func refusal(ofBeginning beginning: [UInt8]) -> TableError? {
        ForeignFormat.recognise(beginning: beginning).map { TableError($0) }
    }
}
