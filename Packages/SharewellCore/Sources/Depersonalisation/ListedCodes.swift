import Guidance
import Tables

/// Lets out of a field with an open code list only what the list holds (rule 8): another value was typed by a person and may say anything.
///
/// It is released as the list's code for what it does not list, or not at all. Works per distinct value; a batch without such values costs
/// nothing by the row.
struct ListedCodes {
    private struct Reading {
        let code: UInt32
        let isListed: Bool
    }
    /// Index of the field.
    let field: Int
    /// Its name.
    let name: String
    /// The list's codes, and unlisted ones of the list's form, of which there are few by their form.
    private let dictionary = TextDictionary(expecting: 64)
    private var codes: [String: UInt32] = ["": 0]
    /// What other values become; 0 for nothing.
    private let other: UInt32
    /// What else may be let out as it stands.
    private let form: CodeList.Form
    private var readings: [Reading] = []
    private var memo = ColumnMemo<Reading>()

    /// nil where every value can be let out: the field has no list, or a closed one, and what is held back or removed needs no list.
    init?(field index: Int, of recordType: RecordType, rulebook: Rulebook) {
        let field = recordType.fields[index]
        guard field.rule == .keep || field.rule == .quasi, let list = field.codeList.flatMap(rulebook.codeList), list.open else {
            return nil
        }
        self.field = index
        name = field.name
        form = list.form
        for code in list.codes { codes[code.code] = dictionary.code(for: code.code) }
        other = list.codes.first { $0.marks.contains("other") }.flatMap { [codes] in codes[$0.code] } ?? 0
    }

    /// The column with listed values alone, and how many records held another.
    mutating func listed(_ column: Column, count: Int) -> (column: Column, unlisted: Int) {
        if case .absent = column { return (column, 0) }
        let (codes, other, form, dictionary) = (codes, other, form, dictionary)
        func read(_ text: UnsafeRawBufferPointer) -> Reading {
            let value = String(decoding: text, as: UTF8.self)
            let found = codes[value] ?? (form.holds(value) ? dictionary.code(for: value) : nil)
            return Reading(code: found ?? other, isListed: found != nil)
        }
        if case .coded(let coded) = column {
            memo.extend(coded.dictionary, read)
            if memo.read({ $0.allSatisfy(\.isListed) }) { return (column, 0) }
        }
        column.fill(&readings, count: count, memo: &memo, missing: Reading(code: 0, isListed: true), read)
        let unlisted = readings.reduce(0) { $1.isListed ? $0 : $0 + 1 }
        return (.coded(CodedColumn(codes: readings.map(\.code), dictionary: dictionary)), unlisted)
    }
}
