import Guidance
import HTTPTypes
import Hub
import Intake
import Register

/// The metadata form of §3.4, filled in as far as the hub knows.
struct MetadataStep {
    private let visit: Visit
    private let job: SupplyJob
    init(_ visit: Visit) throws {
        self.visit = visit
        job = try UploadRoutes.job(visit)
    }

    private var form: MetadataForm { visit.rulebook.metadataForm }

    /// What is known before anybody has typed anything.
    private var known: MetadataStatement {
        if let statement = job.statement { return statement }
        let proposal = job.proposal
        return MetadataStatement(
            agency: SupplyWords(visit).agency(job.agency), supplier: (try? visit.person.name) ?? "", contact: "",
            dataset: SupplyWords(visit).dataset(job.dataset), periodFrom: nil, periodTo: nil, fileFormat: proposal?.format ?? "",
            recordCount: nil,
            dateSupplied: CalendarDay(number: visit.now.day).description,
            fields: proposal?.columns.map(\.header).filter { !$0.isEmpty } ?? [],
            caveats: (job.profile ?? proposal?.profile)?.caveats ?? [])
    }

    private func value(_ key: String, _ statement: MetadataStatement) -> String {
        func lines(_ table: [String: String]) -> String {
            table.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
        }
        return switch key {
        case "agency": statement.agency
        case "supplier": statement.supplier
        case "contact": statement.contact
        case "dataset": statement.dataset
        case "period-from": statement.periodFrom ?? ""
        case "period-to": statement.periodTo ?? ""
        case "file-format": statement.fileFormat
        case "record-count": statement.recordCount.map(String.init) ?? ""
        case "date-supplied": statement.dateSupplied ?? ""
        case "fields": statement.fields.joined(separator: "\n")
        case "explanations": lines(statement.explanations)
        case "caveats": statement.caveats.joined(separator: "\n")
        case "coding-systems": lines(statement.codingSystems)
        case "coordinate-method": statement.coordinateMethod ?? ""
        default: ""
        }
    }

    func page(_ faults: FormFaults = FormFaults()) throws -> Page {
        let statement = known
        let fields = form.entries.map { entry -> Field in
            let kind: Field.Kind =
                switch entry.shape {
                case .text, .date: .line(type: "text")
                case .count: .number
                case .list, .table: .textArea(rows: entry.key == "fields" ? 6 : 3)
                }
            let text = visit.texts.find("supply.form.\(entry.key)")
            let hint = visit.texts.find("supply.form-hint.\(entry.key)")
            return Field(
                entry.key, "\(entry.item). \(text ?? entry.title)", kind, hint: hint ?? entry.explanation,
                value: value(entry.key, statement),
                width: [.date, .count].contains(entry.shape) ? 10 : nil)
        }
        var ownFile = Form(
            action: "/supply/\(job.id)/form-file", button: visit.t("supply.form-file-button"),
            fields: [
                Field("form", visit.t("supply.form-file"), .file(accepts: ".yaml,.yml,.txt"), hint: visit.t("supply.form-file-hint"))
            ], id: "form-file")
        ownFile.isUpload = true
        let typed = Form(action: "/supply/\(job.id)/form", button: visit.t("supply.form-button"), fields: fields, id: "metadata")
        return UploadPages.frame(
            visit, job, visit.t("supply.form-title"), faults: faults,
            [
                .text(visit.t("supply.form-text")), .inset(form.reminder.split(separator: "\n").joined(separator: " ")),
                .details(visit.t("supply.form-own"), [.form(ownFile)]),
                .form(visit.form.isEmpty ? typed : typed.filled(with: visit.form, faults: faults)), UploadPages.giveUp(visit, job),
            ])
    }

    /// A form that came as a file: shown filled in, to be looked over.
    func read(_ bytes: [UInt8]) throws -> Reply {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return .page(try page(FormFaults("form", visit.t("supply.fault-form-file"))), status: .unprocessableContent)
        }
        do {
            job.state(try MetadataStatement.load(yaml: text, form: form))
            return .redirect("/supply/\(job.id)")
        } catch {
            let first = error.faults.first
            return .page(
                try page(
                    FormFaults(
                        "form",
                        first.map { visit.t("supply.fault-form-line", ["line": String($0.line), "fault": $0.message]) }
                            ?? visit.t("supply.fault-form-file"))), status: .unprocessableContent)
        }
    }

    func take() throws -> Reply {
        guard job.stage.name == "form" else { return .redirect("/supply/\(job.id)") }
        var faults = FormFaults()
        func text(_ key: String) -> String { visit.form[key] ?? "" }
        func date(_ key: String) -> CalendarDate? {
            guard let typed = visit.form[key] else { return nil }
            let date = CalendarDate(typed)
            if date == nil { faults.add(key, visit.t("supply.fault-date")) }
            return date
        }
        func list(_ key: String) -> [String] {
            text(key).split(whereSeparator: \.isNewline).map { String($0).trimmingSpace }.filter { !$0.isEmpty }
        }
        func table(_ key: String) -> [String: String] {
            let pairs = list(key).compactMap { line -> (String, String)? in
                guard let colon = line.firstIndex(of: ":") else {
                    faults.add(key, visit.t("supply.fault-table"))
                    return nil
                }
                return (String(line[..<colon]).trimmingSpace, String(line[line.index(after: colon)...]).trimmingSpace)
            }
            return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        }
        let from = date("period-from"), to = date("period-to"), supplied = date("date-supplied")
        if let from, let to, from.firstDay > to.lastDay { faults.add("period-to", visit.t("supply.fault-period")) }
        let count = visit.form["record-count"].map { $0.filter { $0 != "," && $0 != " " } }.flatMap { Int($0) }
        if visit.form.has("record-count"), visit.form["record-count"] != nil, count ?? -1 < 0 {
            faults.add("record-count", visit.t("supply.fault-count"))
        }
        for key in ["agency", "dataset"] where text(key).isEmpty { faults.add(key, visit.t("supply.fault-\(key)")) }
        let caveats = list("caveats")
        // Caveats are kept with the report and read by partners.
        for caveat in caveats where faults["caveats"] == nil {
            do throws(Refusal) { try Register.checkCaveat(caveat) } catch { faults.add("caveats", error.message) }
        }
        let statement = MetadataStatement(
            agency: text("agency"), supplier: text("supplier"), contact: text("contact"), dataset: text("dataset"), periodFrom: from?.text,
            periodTo: to?.text, fileFormat: text("file-format"), recordCount: count, dateSupplied: supplied?.text, fields: list("fields"),
            explanations: table("explanations"), caveats: caveats, codingSystems: table("coding-systems"),
            coordinateMethod: visit.form["coordinate-method"])
        guard faults.isEmpty else { return .page(try page(faults), status: .unprocessableContent) }
        job.state(statement)
        try UploadRoutes.work(job, .reading, visit)
        return .redirect("/supply/\(job.id)")
    }
}
