/// Everything Tables can find in a file of delimited text, each with its stable code, gravity and advice.
public enum TableFault: String, Sendable, CaseIterable {
    // The file cannot be read.
    case emptyFile = "empty-file"
    case binaryFile = "binary-file"
    case workbookFile = "workbook-file"
    case documentFile = "document-file"
    case compressedFile = "compressed-file"
    case markupFile = "markup-file"
    case jsonFile = "json-file"
    case brokenUTF16 = "broken-utf-16"
    case tooManyColumns = "too-many-columns"
    case lineTooLong = "line-too-long"
    // A record cannot be taken.
    case unclosedQuote = "unclosed-quote"
    case missingCells = "missing-cells"
    case extraCells = "extra-cells"
    case doubtfulTotals = "doubtful-totals"
    case invalidCharacters = "invalid-characters"
    // Something is not as it should be.
    case noRecords = "no-records"
    case blankHeader = "blank-header"
    case duplicateHeader = "duplicate-header"
    case blankRow = "blank-row"
    case totalsRow = "totals-row"
    case extraBlankCells = "extra-blank-cells"
    case nulByte = "nul-byte"
    case overLongField = "over-long-field"
    case strayQuote = "stray-quote"
    // Noted.
    case fallbackCharacters = "fallback-characters"
    case garbledCharacters = "garbled-characters"
    case linesAboveHeader = "lines-above-header"
    case doubtfulHeader = "doubtful-header"
    case readAsWindows1252 = "read-as-windows-1252"
    case readAsUTF16 = "read-as-utf-16"
    case mixedLineEnds = "mixed-line-ends"
    case separatorLine = "separator-line"

    /// How much it matters.
    public var severity: Finding.Severity {
        switch self {
        case .emptyFile, .binaryFile, .workbookFile, .documentFile, .compressedFile, .markupFile, .jsonFile, .brokenUTF16, .tooManyColumns,
            .lineTooLong, .unclosedQuote, .missingCells, .extraCells, .doubtfulTotals, .invalidCharacters:
            .error
        case .blankHeader, .duplicateHeader, .blankRow, .totalsRow, .extraBlankCells, .nulByte, .overLongField: .warning
        case .noRecords, .strayQuote, .fallbackCharacters, .garbledCharacters, .linesAboveHeader, .doubtfulHeader, .readAsWindows1252,
            .readAsUTF16, .mixedLineEnds, .separatorLine:
            .note
        }
    }

    /// What to do about it.
    public var advice: String {
        switch self {
        case .emptyFile: "The file holds no table. Export it again and see that it has a header line and records."
        case .binaryFile: "The file is not text. Export the records as CSV (UTF-8) and supply that."
        case .workbookFile: "The file is a spreadsheet workbook. Open it and save the sheet as CSV UTF-8, then supply that."
        case .documentFile: "The file is a document, not a table. Ask for the records behind it as CSV."
        case .compressedFile:
            "The file is an archive inside an archive, or of a kind that is not read. Unpack it and supply the table itself."
        case .markupFile:
            "The file is a web page or XML, whatever its name says. Open it in a spreadsheet program and save it as CSV UTF-8."
        case .jsonFile: "The file is JSON. Export the records as CSV."
        case .brokenUTF16: "The file looks like UTF-16 but breaks off or is damaged. Export it again, as CSV UTF-8 if you can."
        case .tooManyColumns: "The row has more than \(TableLimits.columns) cells. Check the delimiter and the line ends of the export."
        case .lineTooLong:
            "The record is longer than \(TableLimits.recordBytes >> 20) MiB. Check the line ends and quotes of the export."
        case .unclosedQuote:
            "A quote opens here and does not close. Close it, or write a quote inside a quoted field twice. The line was read by itself; no other row was touched."
        case .missingCells:
            "The row has fewer cells than the header. A cell or delimiter is missing: correct the row, as values may have moved to another column."
        case .extraCells:
            "The row has more cells than the header. Put quotes round cells that hold the delimiter, or remove what is too many."
        case .invalidCharacters: "Bytes here are not valid in the file's encoding. Export the file again as UTF-8."
        case .noRecords: "There is a header but no records. Check that the export was meant to be empty."
        case .blankHeader: "A column has no header, so it cannot be used. Name it or leave the column out."
        case .duplicateHeader: "Two columns have the same header, so neither can be told from the other. Rename one."
        case .blankRow: "The row has no values and was passed over. Leave blank rows out of the export."
        case .totalsRow: "The row says nothing but that a total follows and was passed over. Leave totals out of the export."
        case .doubtfulTotals:
            "The row begins like a total and is half empty, so it was not taken for a record. Leave totals out of the export; if it is a record, fill in its missing values."
        case .extraBlankCells: "The row ends in more delimiters than the header; the extra cells are blank and were passed over."
        case .nulByte: "NUL characters were taken out. Check the program that made the export."
        case .overLongField:
            "The value is longer than \(TableLimits.fieldBytes) bytes. Check that a quote is not missing and that the field is meant to hold so much."
        case .strayQuote: "A quote stands inside a value and was kept as it is. Write quotes inside quoted fields twice."
        case .fallbackCharacters:
            "The value is not UTF-8 and was read as Windows-1252. Export the file as UTF-8 to be sure of accents and pound signs."
        case .garbledCharacters:
            "Characters look garbled, as when UTF-8 is read as Windows-1252 and saved again. Check accents and pound signs at the source."
        case .linesAboveHeader: "Lines above the header were passed over. Leave titles and notes out of the export."
        case .doubtfulHeader: "The first row may be a record and not a header. See that the file begins with a header line."
        case .readAsWindows1252:
            "The file is not UTF-8 and was read as Windows-1252. Export it as UTF-8 to be sure of accents and pound signs."
        case .readAsUTF16: "The file was read as UTF-16. UTF-8 is smaller and the standard."
        case .mixedLineEnds: "The file mixes line ends (CRLF, LF, CR). Each was taken as the end of a line."
        case .separatorLine: "The first line names the delimiter for a spreadsheet program and was passed over."
        }
    }

    /// The finding at a place.
    public func finding(line: Int? = nil, field: String? = nil) -> Finding {
        Finding(code: rawValue, severity: severity, line: line, field: field, advice: advice)
    }
}

/// What a file may hold at most. Limits bound memory whatever is supplied; honest files do not meet them.
public enum TableLimits {
    /// Cells in a row; Excel's own limit.
    public static let columns = 16_384
    /// Bytes of one record, as UTF-8.
    public static let recordBytes = 16 << 20
    /// Bytes of one value beyond which it gets a finding; Excel cannot hold more characters in a cell.
    public static let fieldBytes = 32_767
    /// How far a quoted field may run on over further lines, in bytes.
    public static let quotedBytes = 1 << 20
    /// How many lines a quoted field may run over.
    public static let quotedLines = 10_000
    /// Rows from the top within which the header is looked for.
    public static let headerRows = 60
    /// Bytes at the beginning of a file that show its layout.
    public static let prefixBytes = 1 << 20
}
