import Guidance
import Testing

@Suite("The metadata form")
struct MetadataStatementTests {
    let form: MetadataForm

    init() throws { form = try ShippedRulebook.rulebook.get().metadataForm }

    static let filled = """
        agency: Bedfordshire Police
        supplier: A. Person
        contact: a.person@police.example
        dataset: police-recorded-crime-offence
        period-from: 2021-05
        period-to: 2021-05-31
        file-format: CSV
        record-count: 5123
        date-supplied: 2021-06-03
        fields: [Crime ID, Month]
        explanations:
          Month: the month in which it was reported
        caveats:
          - Ethnicity is seldom recorded.
        coding-systems: {Ethnicity: 16+1}
        coordinate-method: nearest map point
        """

    @Test("carries all ten items of §3.4, coding systems and how coordinates were made")
    func template() {
        for key in MetadataStatement.keys { #expect(form.template.contains("\n\(key):\n"), "\(key)") }
        for words in [
            "Name of agency supplying the information", "Name and contact details of supplier", "Dataset name", "Time period covered",
            "File format", "Number of records supplied", "Date supplied", "List of datafields contained in the dataset",
            "Explanation of datafields contained in the dataset", "Caveats and considerations on the use of the dataset",
        ] { #expect(form.template.contains(words), "\(words)") }
    }

    @Test("is read back when filled in")
    func filledIn() throws {
        let statement = try MetadataStatement.load(yaml: Self.filled, form: form)
        #expect(statement.agency == "Bedfordshire Police")
        #expect(statement.periodFrom == "2021-05")
        #expect(statement.recordCount == 5123)
        #expect(statement.fields == ["Crime ID", "Month"])
        #expect(statement.explanations == ["Month": "the month in which it was reported"])
        #expect(statement.codingSystems == ["Ethnicity": "16+1"])
        #expect(statement.missing == [])
    }

    @Test("as a template with the two names filled in says what is missing")
    func barelyFilled() throws {
        let yaml = form.template.replacing("\nagency:\n", with: "\nagency: A\n").replacing("\ndataset:\n", with: "\ndataset: D\n")
        let statement = try MetadataStatement.load(yaml: yaml, form: form)
        #expect(statement.missing.contains("record-count"))
        #expect(statement.recordCount == nil)
    }

    @Test(
        "with mistakes reports each",
        arguments: [
            ("record-count: 5123", "record-count: many", "wrong-type"), ("agency: Bedfordshire Police", "agency:", "missing-value"),
            ("period-from: 2021-05", "period-from: May 2021", "bad-date"), ("period-to: 2021-05-31", "period-to: 2021-02-30", "bad-date"),
            ("period-to: 2021-05-31", "period-to: 2020-12", "bad-date"), ("caveats:", "caveat:", "unknown-key"),
            ("fields: [Crime ID, Month]", "fields: Crime ID", "wrong-type"), ("supplier: A. Person", "supplier: \"A", "malformed-yaml"),
        ])
    func mistakes(old: String, new: String, code: String) {
        do {
            _ = try MetadataStatement.load(yaml: Self.filled.replacing(old, with: new), form: form)
            Issue.record("no fault was found")
        } catch { #expect(error.faults.map(\.code).contains(code), "\(error.faults)") }
    }
}
