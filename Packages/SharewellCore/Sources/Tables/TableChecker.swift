public import Guidance

/// Checks one file of delimited text from end to end, alone or against a record type: the work behind `sharewell csv check`.
public struct TableChecker {
    /// What was found.
    public struct Report: Sendable, Encodable {
        /// True if nothing was found that is graver than a note.
        public let valid: Bool
        /// Records read; blank rows and totals are not among them.
        public let rows: Int
        /// Columns of the header.
        public let fields: Int
        /// In the order of the file, those about the whole file first; at most as many as asked for.
        public let findings: [Finding]
        /// How many there are in all.
        public let findingCount: Int
        /// How the characters are written; nil where that was not seen.
        public let encoding: String?
        /// `comma`, `semicolon`, `tab` or `pipe`; nil where that was not seen.
        public let delimiter: String?
        /// Physical line of the header, from 1; nil where there is none.
        public let headerLine: Int?
        /// The record type it was checked against.
        public let dataset: String?

        /// The report on a file that could not even be opened as one.
        public init(failing finding: Finding, dataset: String?) {
            self.init(valid: false, rows: 0, layout: nil, log: FindingLog(keeping: 1).adding(finding), dataset: dataset)
        }

        init(valid: Bool, rows: Int, layout: DelimitedLayout?, log: FindingLog, dataset: String?) {
            self.valid = valid
            self.rows = rows
            self.dataset = dataset
            fields = layout?.headers.count ?? 0
            findings = log.list
            findingCount = log.count
            encoding = layout?.encoding.rawValue
            delimiter = layout?.delimiterName
            headerLine = layout?.headerLine
        }
    }

    /// How many findings a report lists unless asked otherwise.
    public static let mostFindings = 1000

    private let recordType: RecordType?
    private let codeLists: [CodeList]
    private let most: Int

    /// - Parameters:
    ///   - recordType: what the records should be; nil to check the form of the file only.
    ///   - codeLists: the rulebook's.
    public init(recordType: RecordType?, codeLists: [CodeList] = [], mostFindings: Int = TableChecker.mostFindings) {
        self.recordType = recordType
        self.codeLists = codeLists
        most = mostFindings
    }

    /// Checks what `read` gives, piece by piece, from first byte to last; it gives nothing at the end. What it throws passes through.
    public func check<Failure: Error>(reading read: () throws(Failure) -> [UInt8]) throws(Failure) -> Report {
        var prefix: [UInt8] = []
        var isWhole = false
        while prefix.count < TableLimits.prefixBytes, !isWhole {
            let more = try read()
            isWhole = more.isEmpty
            prefix += more
        }
        var work: Work
        do { work = try Work(self, prefix, isWhole: isWhole) } catch {
            return Report(failing: error.finding, dataset: recordType?.id.rawValue)
        }
        var piece = prefix
        while true {
            do { try work.take(piece) } catch { return work.report(failing: error.finding) }
            if piece.isEmpty { return work.report(failing: nil) }
            piece = isWhole ? [] : try read()
        }
    }

    /// The state of one check.
    private struct Work {
        let layout: DelimitedLayout
        let parser: TableParser
        let dataset: String?
        var splitter: RecordSplitter
        var schema: SchemaCheck?
        var log: FindingLog
        var rows = 0

        init(_ checker: TableChecker, _ prefix: [UInt8], isWhole: Bool) throws(TableError) {
            let known = Set(checker.recordType?.fields.flatMap { [$0.name, $0.title] } ?? [])
            let (layout, found) = try LayoutDetector.detect(prefix, isWhole: isWhole, knownHeaders: known)
            self.layout = layout
            log = FindingLog(keeping: checker.most)
            log.add(found)
            parser = TableParser(layout: layout, keepingFindings: checker.most)
            splitter = RecordSplitter(layout: layout, chunkBytes: 1 << 20)
            dataset = checker.recordType?.id.rawValue
            if let recordType = checker.recordType {
                schema = SchemaCheck(
                    recordType: recordType, codeLists: checker.codeLists, headers: layout.headers, headerLine: layout.headerLine,
                    into: &log)
            }
        }

        mutating func take(_ piece: [UInt8]) throws(TableError) {
            for chunk in piece.isEmpty ? try splitter.finish() : try splitter.push(piece) {
                let table = try parser.parse(chunk)
                rows += table.rowCount
                log.add(parser.takeLog())
                schema?.check(table, into: &log)
            }
        }

        mutating func report(failing finding: Finding?) -> Report {
            schema?.finish(into: &log)
            if let finding {
                log.addFirst(finding)
            } else if rows == 0 {
                log.add(TableFault.noRecords.finding())
            }
            return Report(valid: log.tally.count(atLeast: .warning) == 0, rows: rows, layout: layout, log: log, dataset: dataset)
        }
    }
}

extension FindingLog {
    fileprivate func adding(_ finding: Finding) -> FindingLog {
        var log = self
        log.add(finding)
        return log
    }
    /// Adds the finding that ended the check, which is listed whatever the limit.
    fileprivate mutating func addFirst(_ finding: Finding) {
        var log = FindingLog(keeping: most)
        log.add(finding)
        log.add(self)
        self = log
    }
}
