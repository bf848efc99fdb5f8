import Guidance
import Tables
import Testing

@Suite("Checking a file against a record type")
struct CheckerTests {
    private static func field(_ name: String, _ type: FieldType, list: String? = nil, _ requirement: Requirement = .required) -> Field {
        Field(
            name: name, title: name, explanation: "", type: type, role: .plain, codeList: list, rule: .keep, requirement: requirement,
            section: "§3.2.1", place: nil, supplementary: false)
    }
    private static let type = RecordType(
        id: RecordTypeID(rawValue: "test"), dataset: "test", title: "Test", section: "§3.2.1", sources: [], priority: .core,
        information: .depersonalised, marking: "", explanation: "",
        fields: [
            field("crime_reference", .reference), field("committed_date", .date), field("committed_time", .time, .wanted),
            field("offence", .code, list: "offences"), field("domestic", .flag, .wanted), field("age", .age, .wanted),
            field("postcode", .postcode, .wanted), field("easting", .easting, .wanted), field("lsoa", .area, .wanted),
        ])
    private static let lists = [
        CodeList(
            id: "offences", title: "", source: "", open: false, codes: [CodeList.Code(code: "8N", label: "", aliases: ["Assault"])])
    ]

    private func check(_ text: String) -> TableChecker.Report {
        var left = Array(text.utf8)
        return TableChecker(recordType: Self.type, codeLists: Self.lists).check { () -> [UInt8] in
            defer { left = [] }
            return left
        }
    }
    private static let header = "Crime Reference,committed_date,committed_time,offence,domestic,age,postcode,easting,lsoa\n"

    @Test("a file in the standard's form is valid")
    func valid() {
        let report = check(Self.header + "1,2021-05,17:05,8N,yes,34,LU1 2AB,509000,E01015725\n2,2021-02-28,,assault,no,1987-02-03,,,\n")
        #expect(report.valid)
        #expect(report.rows == 2 && report.fields == 9 && report.findings.isEmpty)
    }

    @Test("each value that is not of its type is named by line and field, never shown")
    func values() {
        let bad = [
            ("committed_date", "31/02/2021"), ("committed_date", "2021-02-29"), ("committed_time", "25:00"), ("offence", "99Z"),
            ("domestic", "maybe"), ("age", "-1"), ("postcode", "ZZ1 2A"), ("easting", "-5"), ("lsoa", "Luton 001"),
        ]
        let names = ["crime_reference", "committed_date", "committed_time", "offence", "domestic", "age", "postcode", "easting", "lsoa"]
        var text = Self.header
        for (field, value) in bad {
            text += names.map { $0 == field ? value : $0 == "crime_reference" ? "x" : "" }.joined(separator: ",") + "\n"
        }
        let report = check(text)
        #expect(!report.valid)
        let errors = report.findings.filter { $0.severity == .error }
        #expect(Set(errors.map { "\($0.line ?? 0) \($0.field ?? "")" }) == Set(bad.enumerated().map { "\($0 + 2) \($1.0)" }))
        for (_, value) in bad { #expect(!"\(report)".contains(value)) }
    }

    @Test("headers that are missing or unknown are named, with the nearest field")
    func headers() {
        let report = check("crime_reference,comitted_date,Surname\n1,2021,Zzleak\n")
        let found = report.findings.map { "\($0.code) \($0.field ?? "")" }
        #expect(found.contains("unknown-header column 2") && found.contains("unknown-header column 3"))
        #expect(found.contains("missing-header committed_date") && found.contains("missing-header offence"))
        #expect(report.findings.contains { $0.advice.contains("Did you mean committed_date?") })
        #expect(!"\(report)".contains("Zzleak") && !"\(report)".contains("Surname"))
        #expect(!report.valid)
    }

    @Test("values missing from a required field are noted once")
    func missing() {
        let report = check(Self.header + "1,,,8N,,,,,\n2,,,8N,,,,,\n")
        #expect(report.valid)
        #expect(report.findings.map(\.code) == ["missing-value"])
        #expect(report.findings.first?.advice.hasPrefix("2 records") == true)
    }

    @Test("the list is capped, the count is not")
    func cap() {
        let report = check("crime_reference,committed_date,offence\n" + String(repeating: "1,x,8N\n", count: 3000))
        #expect(report.findings.count == TableChecker.mostFindings)
        #expect(report.findingCount >= 3000)
    }
}
