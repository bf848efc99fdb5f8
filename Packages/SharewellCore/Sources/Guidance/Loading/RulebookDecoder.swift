import Yams

/// Reads the files of a rulebook one after the other, then checks the parts against each other.
struct RulebookDecoder {
    /// What a word in one place says must exist in another.
    enum Kind: String {
        case codeList = "code list"
        case agencyClass = "agency class"
        case marking
        case recordType = "record type"
        case aggregateSource = "aggregate source"
        case dataset
        case refusalReason = "refusal reason"
        case exemption
    }
    struct Reference {
        let kind: Kind
        let id: String
        let file: String
        let line: Int
        let by: String
        /// True where records of the two types join, which both must say.
        let isLink: Bool
    }
    static let topKeys = [
        "rulebook", "markings", "agency-classes", "aggregate-sources", "refusal-reasons", "metadata-form", "code-lists", "dataset",
        "record-types", "marking-rules", "matrix", "storage-hierarchy", "calendar", "prescribed-information",
        "enquiries", "exemptions", "small-numbers",
    ]

    let log = FaultLog()
    var header: (id: String, title: String, source: String)?
    var recordTypes: [RecordType] = []
    var codeLists: [CodeList] = []
    var agencyClasses: [AgencyClass] = []
    var aggregateSources: [AggregateSource] = []
    var markings: [Marking] = []
    var refusalReasons: [RefusalReason] = []
    var form: MetadataForm?
    var markingRules: [MarkingRule] = []
    var matrix: SuffolkMatrix?
    /// Where the levels of the matrix stand.
    var matrixPlace: (file: String, line: Int)?
    var storageHierarchy: StorageHierarchy?
    var bankHolidays: BankHolidays?
    var holidaysElsewhere: [BankHolidays] = []
    var prescribed: PrescribedInformation?
    var enquiryRules: [EnquiryRule] = []
    var exemptions: [Exemption] = []
    var smallNumbers: SmallNumberRule?
    /// Items of the prescribed information with the lines of what they name, to be compared with the agency classes and datasets.
    var prescribedLines: [(item: PrescribedInformation.Item, owing: [Located<String>], recordTypes: [Located<String>], file: String)] = []
    var references: [Reference] = []
    /// Where each identifier was first defined; a definition with faults counts, so that one mistake makes one report.
    var defined: [Kind: [String: (file: String, line: Int)]] = [:]
    /// Texts of files that could not be read: what they would have defined is not reported as missing.
    private var unread: [RulebookFile] = []
    private var firstFile = "rulebook.yaml"
    private var seen: Set<String> = []

    mutating func read(_ file: RulebookFile) {
        if seen.isEmpty { firstFile = file.path }
        seen.insert(file.path)
        guard let node = YAMLText(file).compose(log) else {
            unread.append(file)
            return
        }
        guard let top = EntryReader(node, file: file.path, what: "file", allowed: Self.topKeys, log: log) else { return }
        if let header = top.has("rulebook") ? top.map("rulebook", allowed: ["id", "title", "source"]) : nil { readHeader(header) }
        if top.has("markings") { readMarkings(top) }
        if top.has("agency-classes") { readAgencyClasses(top) }
        if top.has("aggregate-sources") { readAggregateSources(top) }
        if top.has("refusal-reasons") { readRefusalReasons(top) }
        if top.has("metadata-form") { readForm(top) }
        if top.has("code-lists") { readCodeLists(top) }
        if top.has("dataset") || top.has("record-types") { readDataset(top) }
        if top.has("marking-rules") { readMarkingRules(top) }
        if top.has("matrix") { readMatrix(top) }
        if top.has("storage-hierarchy") { readStorageHierarchy(top) }
        if top.has("calendar") { readCalendar(top) }
        if top.has("prescribed-information") { readPrescribedInformation(top) }
        if top.has("enquiries") { readEnquiries(top) }
        if top.has("exemptions") { readExemptions(top) }
        if top.has("small-numbers") { readSmallNumbers(top) }
    }

    /// Notes a definition; reports the second of the same name.
    mutating func define(_ kind: Kind, _ id: Located<String>, in file: String) {
        if let first = defined[kind, default: [:]][id.value] {
            log.report(
                "duplicate-id", file, id.line,
                "There is another \(kind.rawValue) \(Spelling.shown(id.value)), in \(first.file) line \(first.line).",
                "Give one of them another identifier, or remove it.")
        } else {
            defined[kind, default: [:]][id.value] = (file, id.line)
        }
    }

    mutating func refer(_ kind: Kind, _ id: Located<String>, in file: String, by: String, isLink: Bool = false) {
        references.append(Reference(kind: kind, id: id.value, file: file, line: id.line, by: by, isLink: isLink))
    }

    /// Reports the second of a part that there is one of.
    func single(_ isThere: Bool, _ reader: EntryReader, _ key: String) {
        guard isThere else { return }
        reader.report("duplicate-id", "There is a second \(key) in the rulebook.", "Keep the key \(key) in one file only.")
    }

    private mutating func readHeader(_ reader: EntryReader) {
        let id = reader.identifier("id")
        let title = reader.text("title")
        let source = reader.text("source")
        if header != nil {
            reader.report("duplicate-id", "The rulebook is named a second time.", "Keep the key rulebook in one file only.")
        }
        header = (id?.value ?? "", title?.value ?? "", source?.value ?? "")
    }

    mutating func finish() throws(RulebookFaults) -> Rulebook {
        checkReferences()
        checkLinks()
        checkMatrix()
        checkPrescribedInformation()
        if unread.isEmpty { checkCompleteness() }
        try log.throwIfAny()
        guard let header, let form else {
            throw RulebookFaults([
                RulebookFault(
                    code: "missing-part", file: firstFile, line: 1, message: "The rulebook is incomplete.", remedy: "Add the missing part.")
            ])
        }
        return Rulebook(
            id: header.id, title: header.title, source: header.source, recordTypes: recordTypes, codeLists: codeLists,
            agencyClasses: agencyClasses, aggregateSources: aggregateSources, markings: markings, refusalReasons: refusalReasons,
            metadataForm: form, markingRules: markingRules, matrix: matrix, storageHierarchy: storageHierarchy,
            bankHolidays: bankHolidays, holidaysElsewhere: holidaysElsewhere, prescribedInformation: prescribed, enquiryRules: enquiryRules,
            exemptions: exemptions, smallNumbers: smallNumbers ?? .usual)
    }

    private func checkCompleteness() {
        func need(_ present: Bool, _ part: String, _ key: String) {
            if !present {
                log.report("missing-part", firstFile, 1, "No file of the rulebook has \(part).", "Add a file with the key \(key).")
            }
        }
        need(header != nil, "its identifier and title", "rulebook")
        need(form != nil, "the metadata form of §3.4", "metadata-form")
        need(defined[.recordType] != nil, "a record type", "record-types")
        need(defined[.agencyClass] != nil, "the agency classes", "agency-classes")
        need(defined[.marking] != nil, "the markings", "markings")
    }

    private func checkReferences() {
        var salvaged: Set<String> = []
        for file in unread {
            for line in file.text.split(separator: "\n") {
                let words = line.split(whereSeparator: { " \t-{,:\"'".contains($0) && $0 != "-" })
                if let at = words.firstIndex(of: "id"), at + 1 < words.endIndex { salvaged.insert(String(words[at + 1])) }
            }
        }
        for reference in references where defined[reference.kind]?[reference.id] == nil && !salvaged.contains(reference.id) {
            let known = (defined[reference.kind] ?? [:]).keys.sorted()
            let near = Spelling.nearest(to: reference.id, among: known).map { "Did you mean \($0)? " } ?? ""
            log.report(
                "unknown-\(reference.kind.rawValue.split(separator: " ").joined(separator: "-"))", reference.file, reference.line,
                "The \(reference.by) names the \(reference.kind.rawValue) \(Spelling.shown(reference.id)), which no file defines.",
                "\(near)Define it, or name one of those there are.")
        }
    }

    /// A link is a property of both files: what one can be joined with can be joined with it.
    private func checkLinks() {
        let types = Dictionary(recordTypes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for reference in references where reference.isLink {
            guard let target = types[RecordTypeID(rawValue: reference.id)] else { continue }
            let source = reference.by.split(separator: " ").last.map(String.init) ?? ""
            if !target.linked.contains(RecordTypeID(rawValue: source)) {
                log.report(
                    "one-sided-link", reference.file, reference.line,
                    "The \(reference.by) is linked with \(reference.id), which does not link back.",
                    "Add \(source) to linked of \(reference.id), or remove this link.")
            }
            if target.reference == nil {
                log.report(
                    "link-without-reference", reference.file, reference.line,
                    "\(reference.id) has no reference field by which its records could be joined.", "Give it one, or remove this link.")
            }
        }
    }
}
