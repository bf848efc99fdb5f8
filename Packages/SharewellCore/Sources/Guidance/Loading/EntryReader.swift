package import Yams

/// Reads the entries of one YAML mapping, reporting what is missing, misspelt or of the wrong shape, and going on.
package struct EntryReader {
    private struct Entry {
        let key: String
        let line: Int
        let value: Node
    }
    package let file: String
    package let line: Int
    /// What the mapping describes, for messages: `field age`.
    package private(set) var what: String
    package let log: FaultLog
    private let entries: [Entry]

    /// Reads a mapping; nil after a report when the node is none. Keys that are not `allowed` are reported at once.
    package init?(_ node: Node, file: String, what: String, allowed: [String], log: FaultLog) {
        self.file = file
        self.what = what
        self.log = log
        self.line = node.mark?.line ?? 1
        guard case .mapping(let mapping) = node else {
            log.report(
                "wrong-type", file, line, "The \(what) is not a mapping of keys to values.",
                "Write one key a line, from: \(allowed.joined(separator: ", ")).")
            return nil
        }
        var entries: [Entry] = []
        entries.reserveCapacity(mapping.count)
        for (keyNode, value) in mapping {
            let keyLine = keyNode.mark?.line ?? line
            guard let key = keyNode.scalar?.string else {
                log.report("wrong-type", file, keyLine, "A key of the \(what) is not a word.", "Write the key as plain text.")
                continue
            }
            if !allowed.contains(key) {
                let near = Spelling.nearest(to: key, among: allowed).map { "Did you mean \($0)? " } ?? ""
                log.report(
                    "unknown-key", file, keyLine, "\(Spelling.shown(key)) is not a key of the \(what).",
                    "\(near)The keys are: \(allowed.joined(separator: ", ")).")
                continue
            }
            entries.append(Entry(key: key, line: keyLine, value: value))
        }
        self.entries = entries
    }

    /// Gives the mapping a better name for messages, once its identifier is known.
    package mutating func rename(_ what: String) { self.what = what }

    /// Reports a fault of this mapping.
    package func report(_ code: String, line: Int? = nil, _ message: String, _ remedy: String) {
        log.report(code, file, line ?? self.line, message, remedy)
    }

    /// Line of a key, or of the mapping.
    package func line(of key: String) -> Int { entries.first { $0.key == key }?.line ?? line }
    /// True when the key has a value.
    package func has(_ key: String) -> Bool { entries.contains { $0.key == key && !$0.value.isEmptyScalar } }

    /// The node under a key that has a value, for a reader of its own, with its line.
    package func node(_ key: String) -> Located<Node>? {
        entry(key, required: false).map { Located($0.value, line: $0.value.mark?.line ?? $0.line) }
    }

    /// One text, or a list of texts; empty when the key is not there.
    package func oneOrMoreTexts(_ key: String) -> [Located<String>] {
        guard let entry = entry(key, required: false) else { return [] }
        if case .scalar = entry.value { return scalar(entry).map { [$0] } ?? [] }
        return texts(key)
    }

    private func entry(_ key: String, required: Bool) -> Entry? {
        if let entry = entries.first(where: { $0.key == key }) {
            if !entry.value.isEmptyScalar { return entry }
            if required {
                report("missing-value", line: entry.line, "\(key) of the \(what) has no value.", "Write one after the colon.")
            }
            return nil
        }
        if required { report("missing-key", "The \(what) has no \(key).", "Add the key \(key) with its value.") }
        return nil
    }

    private func scalar(_ entry: Entry) -> Located<String>? {
        guard let text = scalar(entry.value) else {
            report("wrong-type", line: entry.line, "\(entry.key) of the \(what) is not a text.", "Write a single value after the colon.")
            return nil
        }
        if text.isEmpty {
            report("missing-value", line: entry.line, "\(entry.key) of the \(what) is empty.", "Write a value, or leave the key out.")
            return nil
        }
        return Located(text, line: entry.line)
    }

    private func scalar(_ node: Node) -> String? {
        guard case .scalar(let scalar) = node else { return nil }
        return Spelling.trimmed(scalar.string)
    }

    /// A text that must be there.
    package func text(_ key: String) -> Located<String>? { entry(key, required: true).flatMap(scalar) }
    /// A text that may be there.
    package func optionalText(_ key: String) -> Located<String>? { entry(key, required: false).flatMap(scalar) }

    /// An identifier that must be there: lower-case letters, digits and the separator.
    package func identifier(_ key: String, separator: Character = "-") -> Located<String>? {
        guard let found = text(key) else { return nil }
        if !Spelling.isIdentifier(found.value, separator: separator) {
            report(
                "bad-identifier", line: found.line, "\(Spelling.shown(found.value)) cannot be the \(key) of the \(what).",
                "Use lower-case words of letters and digits, joined by \(separator).")
        }
        return found
    }

    /// `true` or `false`; `unless` when the key is not there or not one of these.
    package func flag(_ key: String, unless fallback: Bool = false) -> Bool {
        guard let found = optionalText(key) else { return fallback }
        switch found.value {
        case "true", "yes": return true
        case "false", "no": return false
        default:
            report("wrong-type", line: found.line, "\(key) of the \(what) is neither true nor false.", "Write true or false.")
            return fallback
        }
    }

    /// A day, `2026-11-24`.
    package func day(_ key: String) -> Located<CalendarDay>? {
        guard let found = text(key) else { return nil }
        if let day = CalendarDay(iso: found.value) { return Located(day, line: found.line) }
        report(
            "wrong-type", line: found.line, "\(key) of the \(what) is not a day of the calendar.", "Write year, month and day: 2026-11-24.")
        return nil
    }

    /// A whole number from 0.
    package func count(_ key: String) -> Located<Int>? { text(key).flatMap { whole($0, key) } }
    /// A whole number from 0 that may be there.
    package func optionalCount(_ key: String) -> Located<Int>? { optionalText(key).flatMap { whole($0, key) } }

    private func whole(_ found: Located<String>, _ key: String) -> Located<Int>? {
        if let number = Int(found.value), number >= 0 { return Located(number, line: found.line) }
        report("wrong-type", line: found.line, "\(key) of the \(what) is not a whole number from 0.", "Write digits only.")
        return nil
    }

    /// One of the cases of an enumeration; `unless` when the key is not there (a report is made if that is nil).
    package func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, unless fallback: Choice? = nil) -> Choice?
    where Choice.RawValue == String {
        guard let found = fallback == nil ? text(key) : optionalText(key) else { return fallback }
        return Self.choice(found, among: Choice.self) { near, all in
            report("unknown-value", line: found.line, "\(Spelling.shown(found.value)) is not a \(key) of a \(what).", near + all)
        } ?? fallback
    }

    static func choice<Choice: RawRepresentable & CaseIterable>(
        _ found: Located<String>, among: Choice.Type, otherwise: (String, String) -> Void
    ) -> Choice? where Choice.RawValue == String {
        if let choice = Choice(rawValue: found.value) { return choice }
        let all = Choice.allCases.map(\.rawValue)
        otherwise(
            Spelling.nearest(to: found.value, among: all).map { "Did you mean \($0)? " } ?? "",
            "Choose one of: \(all.joined(separator: ", ")).")
        return nil
    }

    /// A list of texts; empty when the key is not there (reported if required).
    package func texts(_ key: String, required: Bool = true) -> [Located<String>] {
        nodes(key, required: required).compactMap { node in
            let line = node.mark?.line ?? self.line
            guard let text = scalar(node), !text.isEmpty else {
                report("wrong-type", line: line, "A member of \(key) of the \(what) is not a text.", "Write one text each.")
                return nil
            }
            return Located(text, line: line)
        }
    }

    private func nodes(_ key: String, required: Bool) -> [Node] {
        guard let entry = entry(key, required: required) else { return [] }
        guard case .sequence(let sequence) = entry.value else {
            report(
                "wrong-type", line: entry.line, "\(key) of the \(what) is not a list.",
                "Write [one, another], or a line with a hyphen for each.")
            return []
        }
        if sequence.isEmpty, required {
            report("missing-value", line: entry.line, "\(key) of the \(what) is an empty list.", "List at least one.")
        }
        return Array(sequence)
    }

    /// A list of mappings.
    package func maps(_ key: String, each name: String, allowed: [String], required: Bool = true) -> [EntryReader] {
        nodes(key, required: required).compactMap { EntryReader($0, file: file, what: name, allowed: allowed, log: log) }
    }

    /// A mapping under a key.
    package func map(_ key: String, allowed: [String], required: Bool = true) -> EntryReader? {
        entry(key, required: required).flatMap { EntryReader($0.value, file: file, what: key, allowed: allowed, log: log) }
    }

    /// A mapping of free names to texts, in its order.
    package func pairs(_ key: String, required: Bool = true) -> [(name: Located<String>, text: Located<String>)] {
        guard let entry = entry(key, required: required) else { return [] }
        guard case .mapping(let mapping) = entry.value else {
            report("wrong-type", line: entry.line, "\(key) of the \(what) is not a mapping.", "Write name: text, one a line.")
            return []
        }
        return mapping.compactMap { name, value in
            let line = name.mark?.line ?? entry.line
            guard let name = scalar(name), let text = scalar(value), !name.isEmpty else {
                report("wrong-type", line: line, "A member of \(key) of the \(what) is not name: text.", "Write name: text, one a line.")
                return nil
            }
            return (Located(name, line: line), Located(text, line: value.mark?.line ?? line))
        }
    }

    /// The text of a literal block (`key: |`), line by line with the line it stands on; blank lines and lines that begin with # are left out.
    package func blockLines(_ key: String, required: Bool = true) -> [Located<Substring>] {
        guard let entry = entry(key, required: required) else { return [] }
        guard case .scalar(let scalar) = entry.value, scalar.style == .literal else {
            report(
                "wrong-type", line: entry.line, "\(key) of the \(what) is not a block of lines.",
                "Write \(key): | and the lines below it, indented.")
            return []
        }
        var line = scalar.mark?.line ?? entry.line
        return scalar.string.split(separator: "\n", omittingEmptySubsequences: false).compactMap { text in
            line += 1
            let text = Spelling.trimmed(text)
            return text.isEmpty || text.first == "#" ? nil : Located(text, line: line)
        }
    }
}
