extension RulebookDecoder {
    mutating func readCodeLists(_ top: EntryReader) {
        for var reader in top.maps("code-lists", each: "code list", allowed: ["id", "title", "source", "open", "form", "codes"]) {
            let id = reader.identifier("id")
            if let id {
                define(.codeList, id, in: reader.file)
                reader.rename("code list \(id.value)")
            }
            let title = reader.text("title")
            let source = reader.text("source")
            if !reader.has("open") { _ = reader.text("open") }
            let open = reader.flag("open")
            let form: CodeList.Form? = reader.choice("form", unless: CodeList.Form.none)
            let codes = readCodes(reader)
            codeLists.append(
                CodeList(
                    id: id?.value ?? "", title: title?.value ?? "", source: source?.value ?? "", open: open, form: form ?? .none,
                    codes: codes))
        }
    }

    /// One code a line: `code | label | group | alias; alias | mark, mark`; what is empty at the end may be left out.
    private func readCodes(_ reader: EntryReader) -> [CodeList.Code] {
        let lines = reader.blockLines("codes")
        if lines.isEmpty, reader.has("codes") {
            reader.report("missing-value", line: reader.line(of: "codes"), "The \(reader.what) has no codes.", "Write one a line.")
        }
        var spellings: [String: Int] = [:]
        spellings.reserveCapacity(lines.count * 3)
        func claim(_ spelling: String, _ line: Int, _ code: String) {
            let folded = spelling.lowercased()
            if let first = spellings[folded] {
                reader.report(
                    "duplicate-code", line: line, "\(Spelling.shown(spelling)) is already a code or alias, on line \(first).",
                    "A spelling can mean one code only: remove it from one of the two.")
            } else {
                spellings[folded] = line
            }
        }
        struct Draft {
            let code: String, label: String, group: String?
            var aliases: [String]
            let marks: Set<String>
        }
        var drafts: [Draft] = []
        drafts.reserveCapacity(lines.count)
        var labels: [String: Int] = [:]
        for line in lines {
            let parts = line.value.split(separator: "|", omittingEmptySubsequences: false).map { String(Spelling.trimmed($0)) }
            guard parts.count >= 2, parts.count <= 5, !parts[0].isEmpty, !parts[1].isEmpty else {
                reader.report(
                    "bad-code-line", line: line.line, "This line of the \(reader.what) is not a code.",
                    "Write: code | label | group | alias; alias | mark, mark. Group, aliases and marks may be left out.")
                continue
            }
            claim(parts[0], line.line, parts[0])
            let aliases = parts.count > 3 ? words(parts[3], ";") : []
            for alias in aliases { claim(alias, line.line, parts[0]) }
            let marks = parts.count > 4 ? words(parts[4], ",") : []
            for mark in marks where !CodeList.Code.knownMarks.contains(mark) {
                reader.report(
                    "unknown-value", line: line.line, "\(Spelling.shown(mark)) is not a mark of a code.",
                    "Choose from: \(CodeList.Code.knownMarks.sorted().joined(separator: ", ")).")
            }
            labels[parts[1].lowercased(), default: 0] += 1
            let group = parts.count > 2 && !parts[2].isEmpty ? parts[2] : nil
            drafts.append(Draft(code: parts[0], label: parts[1], group: group, aliases: aliases, marks: Set(marks)))
        }
        let others = drafts.filter { $0.marks.contains("other") }
        if others.count > 1 {
            reader.report(
                "duplicate-mark", line: reader.line(of: "codes"), "The \(reader.what) has \(others.count) codes marked other.",
                "Leave the mark at the one that stands for whatever is not listed.")
        }
        return drafts.map { draft in
            let folded = draft.label.lowercased()
            let labelIsFree = labels[folded] == 1 && spellings[folded] == nil
            return CodeList.Code(
                code: draft.code, label: draft.label, aliases: labelIsFree ? draft.aliases + [draft.label] : draft.aliases,
                group: draft.group, marks: draft.marks)
        }
    }

    private func words(_ text: String, _ separator: Character) -> [String] {
        text.split(separator: separator).compactMap { part in
            let word = Spelling.trimmed(part)
            return word.isEmpty ? nil : String(word)
        }
    }
}
