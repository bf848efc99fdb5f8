/// A form: one question a page where it can be, errors above it and beside the field.
struct Form: Sendable {
    let action: String
    let button: String
    var fields: [Field]
    /// `get` for questions that change nothing.
    var isGet = false
    /// True for a form with a file in it.
    var isUpload = false
    var isWarning = false
    /// True for one beside another that matters more.
    var isSecondary = false
    /// A link beside the button.
    var cancel: Link? = nil
    /// An id, where a page has several.
    var id: String? = nil
    /// With JavaScript, the part of the page that the answer replaces.
    var replaces: String? = nil
    /// Fields that are right for most, below the others.
    var folded: Folded? = nil

    /// Fields that open when asked; shown at once where one of them is to be looked at.
    struct Folded: Sendable {
        let title: String
        var fields: [Field]
        var isOpen = false
    }
}

/// A choice of a field.
struct Choice: Sendable {
    let value: String
    let label: String
    var hint: String? = nil
}

/// A field of a form.
struct Field: Sendable {
    enum Kind: Sendable {
        /// One line; `type` of HTML, such as `text`, `password`, `email`, `search`.
        case line(type: String)
        case number
        case textArea(rows: Int)
        case select([Choice])
        case radios([Choice])
        case checkboxes([Choice])
        /// Day, month and year of their own.
        case date
        /// A file; what kinds it may be, as the browser's chooser takes them.
        case file(accepts: String)
        case hidden
    }
    let name: String
    let label: String
    let kind: Kind
    var hint: String? = nil
    var value: String = ""
    /// What is chosen, of checkboxes.
    var values: [String] = []
    var error: String? = nil
    /// `autocomplete` of HTML (WCAG 1.3.5).
    var autocomplete: String? = nil
    /// True where the label is the page's heading.
    var isHeading = false
    /// Characters, as a hint of the width: 2, 4, 5, 10, 20.
    var width: Int? = nil
    /// Spelling is not checked: codes and names.
    var isCode = false
    var isInline = false
    var isSmall = false
    /// Fields one after another with the same text here stand together, folded under it until asked for.
    var fold: String? = nil

    init(
        _ name: String, _ label: String, _ kind: Kind = .line(type: "text"), hint: String? = nil, value: String = "", values: [String] = [],
        autocomplete: String? = nil, isHeading: Bool = false, width: Int? = nil, isCode: Bool = false, isInline: Bool = false,
        isSmall: Bool = false, fold: String? = nil
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.hint = hint
        self.value = value
        self.values = values
        self.autocomplete = autocomplete
        self.isHeading = isHeading
        self.width = width
        self.isCode = isCode
        self.isInline = isInline
        self.isSmall = isSmall
        self.fold = fold
    }
}

/// What was wrong with a filled-in form, by field; the page is shown again with it.
struct FormFaults: Error, Sendable {
    var byField: [(field: String, message: String)] = []
    var isEmpty: Bool { byField.isEmpty }
    init() {}
    init(_ field: String, _ message: String) { byField = [(field, message)] }
    mutating func add(_ field: String, _ message: String) { byField.append((field, message)) }
    subscript(field: String) -> String? { byField.first { $0.field == field }?.message }
}

extension Form {
    /// The form with what was typed and what was wrong with it.
    func filled(with values: FormValues, faults: FormFaults) -> Form {
        var form = self
        form.fields = fields.map { $0.filled(with: values, faults: faults) }
        if let folded {
            let fields = folded.fields.map { $0.filled(with: values, faults: faults) }
            form.folded = Folded(title: folded.title, fields: fields, isOpen: folded.isOpen || fields.contains { $0.error != nil })
        }
        return form
    }
}

extension Field {
    fileprivate func filled(with values: FormValues, faults: FormFaults) -> Field {
        var field = self
        // A day's fault is named by the first of its three fields, where its link leads.
        field.error = faults[name] ?? faults["\(name)-day"]
        if case .line(type: "password") = kind { return field }
        if case .file = kind { return field }
        if values.has(name) || !values.isEmpty {
            field.value = values[name] ?? ""
            field.values = values.all(name)
        }
        if case .date = kind { field.value = ["year", "month", "day"].map { values["\(name)-\($0)"] ?? "" }.joined(separator: "-") }
        return field
    }
}
