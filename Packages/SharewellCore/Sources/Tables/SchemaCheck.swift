import Guidance

/// Checks a file's headers and values against a record type of the rulebook, without any mapping.
struct SchemaCheck {
    fileprivate struct Checked {
        let column: Int
        let field: Field
        let check: ValueCheck
        var generation = -1
        var verdicts: [ColumnFault?] = []
        var missing = 0
    }
    private let recordType: RecordType
    fileprivate var columns: [Checked] = []

    init(recordType: RecordType, codeLists: [CodeList], headers: [String], headerLine: Int, into log: inout FindingLog) {
        self.recordType = recordType
        var byKey: [String: Field] = [:]
        for field in recordType.fields {
            byKey[HeaderText.key(field.title)] = byKey[HeaderText.key(field.title)] ?? field
        }
        for field in recordType.fields { byKey[HeaderText.key(field.name)] = field }
        var found: Set<String> = []
        for (column, header) in headers.enumerated() where !header.isEmpty {
            guard let field = byKey[HeaderText.key(header)] else {
                log.add(Self.unknown(header, column, among: recordType, headerLine))
                continue
            }
            guard found.insert(field.name).inserted else { continue }
            let list = field.codeList.flatMap { id in codeLists.first { $0.id == id } }
            columns.append(Checked(column: column, field: field, check: ValueCheck(field: field, codeList: list)))
        }
        for field in recordType.fields where !found.contains(field.name) && !field.supplementary {
            let isRequired = field.requirement == .required
            log.add(
                Finding(
                    code: ColumnFault.missingHeader.rawValue, severity: isRequired ? .error : .note, line: headerLine, field: field.name,
                    advice: isRequired
                        ? "The guidance (\(field.section)) requires this field. Add a column headed \(field.name)."
                        : "The guidance (\(field.section)) asks for this field where it is recorded."))
        }
    }

    private static func unknown(_ header: String, _ column: Int, among type: RecordType, _ line: Int) -> Finding {
        let key = HeaderText.key(header)
        let nearest = type.fields.map { ($0.name, distance(key, HeaderText.key($0.name))) }.min { $0.1 < $1.1 }
        let hint =
            nearest.flatMap { $0.1 <= max(2, key.count / 3) ? " Did you mean \($0.0)?" : nil }
            ?? " Leave it out, or supply it through a mapping profile."
        return Finding(
            code: ColumnFault.unknownHeader.rawValue, severity: .warning, line: line, field: "column \(column + 1)",
            advice: "This column is no field of \(type.id.rawValue)." + hint)
    }

    /// Letters to change, add or leave out; texts longer than 64 are not compared.
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
        guard left.count <= 64, right.count <= 64 else { return Int.max }
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }

    mutating func check(_ table: ParsedTable, into log: inout FindingLog) {
        for position in columns.indices {
            let column = table.columns[columns[position].column]
            for row in 0..<table.rowCount {
                let fault: ColumnFault?
                switch column {
                case .coded(let coded):
                    let code = coded.codes[row]
                    if code == 0 {
                        columns[position].missing += 1
                        continue
                    }
                    fault = columns[position].verdict(code, coded.dictionary)
                case .direct(let direct):
                    if direct.range(row).isEmpty {
                        columns[position].missing += 1
                        continue
                    }
                    fault = columns[position].check.fault(direct.string(row))
                case .absent: fault = nil
                }
                if let fault { log.add(finding(fault, columns[position].field, Int(table.lines[row]))) }
            }
        }
    }

    private func finding(_ fault: ColumnFault, _ field: Field, _ line: Int) -> Finding {
        let advice =
            fault == .codeNotInList
            ? "The value is not in the list \(field.codeList ?? ""). See sharewell datasets show \(recordType.id.rawValue) --json for its codes."
            : ColumnFault.form(of: field.type) + " A mapping profile can take other forms."
        return Finding(code: fault.rawValue, severity: .error, line: line, field: field.name, advice: advice)
    }

    /// Required fields with missing values, once each.
    func finish(into log: inout FindingLog) {
        for column in columns where column.missing > 0 && column.field.requirement == .required {
            log.add(
                Finding(
                    code: ColumnFault.missingValue.rawValue, severity: .note, line: nil, field: column.field.name,
                    advice: "\(column.missing) records have no value in this required field. Fill it in where it is known."))
        }
    }
}

extension SchemaCheck.Checked {
    fileprivate mutating func verdict(_ code: UInt32, _ dictionary: TextDictionary) -> ColumnFault? {
        if dictionary.generation != generation {
            generation = dictionary.generation
            verdicts = []
        }
        while verdicts.count < dictionary.count { verdicts.append(check.fault(dictionary.string(UInt32(verdicts.count)))) }
        return verdicts[Int(code)]
    }
}
