import HTTPTypes
import Hub
import Register

/// A page with one form, at an address of its own: GET shows it, POST does what it says. What was wrong is said beside it, with what was typed.
struct FormPage: Sendable {
    let title: String
    var section: String? = nil
    var caption: String? = nil
    var trail: [Link] = []
    var marking: String? = nil
    /// Above the form.
    var blocks: [Block] = []
    /// Nil where nothing can be filled in yet, and the page says what comes first.
    var form: Form?

    /// The page, empty or with what was filled in.
    func page(_ values: FormValues, _ faults: FormFaults = FormFaults()) -> Page {
        let shown = values.isEmpty ? form : form?.filled(with: values, faults: faults)
        return Page(
            title, section: section, caption: caption, trail: trail, marking: marking, faults: faults,
            blocks + (shown.map { [.form($0)] } ?? []))
    }

    /// The two routes. `show` refuses whoever the form is not for, before either; `take` does it, or throws `FormFaults`.
    static func routes(
        _ path: String, _ access: Route.Access, event: String, show: @escaping @Sendable (Visit) throws -> FormPage,
        take: @escaping @Sendable (Visit) throws -> Reply
    ) -> [Route] {
        [
            .get(path, access) { visit in .page(try show(visit).page(FormValues())) },
            .post(path, access, event: event) { visit in
                let asked = try show(visit)
                guard let form = asked.form else { throw WebFault.notFound }
                func again(_ faults: FormFaults) -> Reply {
                    .page(asked.page(visit.form.without("csrf"), form.named(faults, visit.texts)), status: .unprocessableContent)
                }
                do { return try take(visit) } catch let faults as FormFaults { return again(faults) } catch let refusal as Refusal {
                    guard typed.contains(refusal.code) else { throw refusal }
                    let first = form.fields.first { if case .hidden = $0.kind { false } else { true } }
                    return again(FormFaults(first?.anchor ?? "", refusal.message))
                }
            },
        ]
    }

    /// Refusals of what was typed, which another text mends.
    private static let typed: Set<Refusal.Code> = [
        .malformed, .alreadyExists, .unknownAgencyClass, .unknownDataset, .notSource, .noPurpose, .namesSubject, .contractCharges,
        .consentMissing, .unknownContract, .notResponsible, .protocolNotInForce, .lawNotSatisfied, .wrongStage, .personalInformation,
        .consultationMissing,
    ]
}

extension Form {
    /// Faults that say no more than that something is lacking say of what, as they stand above the form too.
    fileprivate func named(_ faults: FormFaults, _ texts: Texts) -> FormFaults {
        var named = FormFaults()
        for (name, message) in faults.byField {
            let field = fields.first { $0.name == name || $0.anchor == name }
            let key = ["needed", "choose", "day-needed"].first { texts("form.\($0)") == message }
            guard let field, let key else {
                named.add(name, message)
                continue
            }
            named.add(name, name == "why" ? texts("form.why-needed") : texts("form.\(key)-of", ["field": field.label]))
        }
        return named
    }
}

extension Field {
    /// Where a fault of the field leads: the first thing in it that can be focused.
    var anchor: String { if case .date = kind { "\(name)-day" } else { name } }
}

extension Visit {
    /// What a field must hold.
    func needed(_ name: String, _ faults: inout FormFaults) -> String {
        if let text = form[name] { return text }
        faults.add(name, t("form.needed"))
        return ""
    }

    /// A short name for something new.
    func shortName<Name: ShortName>(_ name: String, _ faults: inout FormFaults, _: Name.Type = Name.self) -> Name? {
        guard let text = form[name] else {
            faults.add(name, t("form.needed"))
            return nil
        }
        guard let id = try? Name(checking: text) else {
            faults.add(name, t("form.short-name"))
            return nil
        }
        return id
    }

    /// A day, in days since 1970-01-01; nil where none was given.
    func dayNumber(_ name: String, needed: Bool = true, _ faults: inout FormFaults) -> Int? {
        guard let text = form.day(name) else {
            if needed { faults.add("\(name)-day", t("form.day-needed")) }
            return nil
        }
        guard let day = CalendarDayText.number(text) else {
            faults.add("\(name)-day", t("form.day-wrong"))
            return nil
        }
        return day
    }

    /// Answers to a question whose form stands on a page: the value, if it is among those offered.
    func chosen(_ name: String, among choices: [Choice], _ faults: inout FormFaults) -> String? {
        guard let value = form[name], choices.contains(where: { $0.value == value }) else {
            faults.add(name, t("form.choose"))
            return nil
        }
        return value
    }
}
