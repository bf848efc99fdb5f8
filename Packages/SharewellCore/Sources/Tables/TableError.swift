/// A file, or its rest, that cannot be read as a table at all.
public struct TableError: Error, Sendable, Hashable {
    /// What, where and what to do.
    public let finding: Finding
    /// Makes an error of a finding.
    public init(finding: Finding) { self.finding = finding }

    init(_ fault: TableFault, line: Int? = nil) { finding = fault.finding(line: line) }
}
