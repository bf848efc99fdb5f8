import CXlsxwriter
public import Foundation

/// An Excel workbook of records and a cover sheet, written record by record: memory does not grow with it.
///
/// Texts are written as texts, so that none is ever run as a formula; the library's own files lie in the folder of the workbook.
public final class WorkbookFile {
    /// Rows that a sheet can hold, with its heading.
    public static let mostRows = 1_048_576
    private let file: URL
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private let cover: UnsafeMutablePointer<lxw_worksheet>
    private let records: UnsafeMutablePointer<lxw_worksheet>
    private let bold: UnsafeMutablePointer<lxw_format>?
    private let isNumber: [Bool]
    private var row: UInt32 = 1

    /// Creates it; there must be none of that name. Every page says `marking` at its head and foot.
    public init(_ file: URL, marking: String, columns: [(name: String, isNumber: Bool)]) throws(ExtractError) {
        self.file = file
        let folder = file.deletingLastPathComponent().path
        guard !FileManager.default.fileExists(atPath: file.path) else { throw ExtractError.notWritten(file) }
        // The library keeps a copy of the folder's name.
        let place = strdup(folder)
        defer { free(place) }
        var options = lxw_workbook_options()
        options.constant_memory = 1
        options.tmpdir = place
        let made = workbook_new_opt(file.path, &options)
        guard let made, let cover = workbook_add_worksheet(made, "Read first"), let records = workbook_add_worksheet(made, "Records") else {
            throw ExtractError.notWritten(file)
        }
        (workbook, self.cover, self.records) = (made, cover, records)
        isNumber = columns.map(\.isNumber)
        bold = workbook_add_format(made)
        if let bold { format_set_bold(bold) }
        // An ampersand begins a code in a header.
        let text = "&C&\"Arial,Bold\"" + marking.replacing("&", with: "&&")
        for sheet in [cover, records] {
            worksheet_set_header(sheet, text)
            worksheet_set_footer(sheet, text)
        }
        worksheet_freeze_panes(records, 1, 0)
        for (column, name) in columns.enumerated() {
            worksheet_write_string(records, 0, UInt16(clamping: column), name.0, bold)
        }
    }

    deinit { if let workbook { _ = workbook_close(workbook) } }

    /// Adds a record.
    public func add(_ values: [String]) throws(ExtractError) {
        guard row < UInt32(Self.mostRows) else {
            throw ExtractError(
                code: "too-many-records-for-workbook", message: "A workbook holds 1,048,575 records at most.",
                remedy: "Narrow the period or the area, or take them as comma-separated values.")
        }
        for (column, value) in values.enumerated() where !value.isEmpty {
            let place = UInt16(clamping: column)
            let written =
                if isNumber[column], let number = Double(value), number.isFinite {
                    worksheet_write_number(records, row, place, number, nil)
                } else {
                    // A cell holds 32,767 characters; longer ones are cut, as the program that opens it would.
                    worksheet_write_string(records, row, place, String(value.unicodeScalars.prefix(32_000).map(Character.init)), nil)
                }
            guard written == LXW_NO_ERROR else { throw ExtractError.broken }
        }
        row += 1
    }

    /// Writes the cover sheet, headings apart from texts, and ends the workbook.
    public func close(cover lines: [(text: String, isHeading: Bool)]) throws(ExtractError) {
        guard let workbook else { return }
        worksheet_set_column(cover, 0, 0, 110, nil)
        for (row, line) in lines.enumerated() {
            worksheet_write_string(cover, UInt32(row), 0, String(line.text.prefix(8_000)), line.isHeading ? bold : nil)
        }
        self.workbook = nil
        guard workbook_close(workbook) == LXW_NO_ERROR, chmod(file.path, 0o600) == 0 else { throw ExtractError.broken }
    }
}
