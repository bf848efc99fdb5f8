extension TableChecker.Report {
    private enum Keys: String, CodingKey {
        case valid, rows, fields, findings, findingCount, encoding, delimiter, headerLine, dataset
    }
    private enum FindingKeys: String, CodingKey {
        case code, severity, line, field, advice
    }

    /// Every key is always there; what is not known is null.
    public func encode(to encoder: any Encoder) throws {
        var report = encoder.container(keyedBy: Keys.self)
        try report.encode(valid, forKey: .valid)
        try report.encode(rows, forKey: .rows)
        try report.encode(fields, forKey: .fields)
        try report.encode(findingCount, forKey: .findingCount)
        try report.encode(encoding, forKey: .encoding)
        try report.encode(delimiter, forKey: .delimiter)
        try report.encode(headerLine, forKey: .headerLine)
        try report.encode(dataset, forKey: .dataset)
        var list = report.nestedUnkeyedContainer(forKey: .findings)
        for finding in findings {
            var entry = list.nestedContainer(keyedBy: FindingKeys.self)
            try entry.encode(finding.code, forKey: .code)
            try entry.encode(finding.severity, forKey: .severity)
            try entry.encode(finding.line, forKey: .line)
            try entry.encode(finding.field, forKey: .field)
            try entry.encode(finding.advice, forKey: .advice)
        }
    }
}
