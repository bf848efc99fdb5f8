extension Rulebook {
    /// Every record type, field, code list, agency class and aggregate source as one page of Markdown.
    public var referencePage: String {
        var page = """
            # Datasets

            Rulebook `\(id)`: \(title). \(recordTypes.count) record types of \(Set(recordTypes.map(\.dataset)).count) datasets, with the fields that the standard
            carries beside the guidance's own (requirement *beside*). Typed from: \(source)

            | record type | title | section | priority | information | marking | fields |
            |---|---|---|---|---|---|---|

            """
        for type in recordTypes {
            page += Self.row(
                "[`\(type.id)`](#\(type.id))", type.title, type.section, type.priority.rawValue, type.information.rawValue, type.marking,
                String(type.fields.count))
        }
        for type in recordTypes { page += section(on: type) }
        page += "\n## Code lists\n\n| list | title | codes | other values | source |\n|---|---|---|---|---|\n"
        for list in codeLists {
            page += Self.row(
                "`\(list.id)`", list.title, String(list.codes.count), list.open ? "noted" : "refused", list.source)
        }
        page += "\n## Agency classes\n\n| class | title | section | groups | liaison officer |\n|---|---|---|---|---|\n"
        for agency in agencyClasses {
            page += Self.row(
                "`\(agency.id)`", agency.title, agency.section, agency.groups.map(\.rawValue).joined(separator: ", "),
                agency.needsLiaisonOfficer ? "compulsory" : "")
        }
        page += "\n## Aggregate sources\n\n| title | section | source | marking |\n|---|---|---|---|\n"
        for source in aggregateSources {
            page += Self.row(source.title, source.section, source.source, source.restricted ? "RESTRICTED" : "")
        }
        return page
    }

    private func section(on type: RecordType) -> String {
        var text = "\n## \(type.id)\n\n\(type.title) (\(type.section)). \(type.explanation)\n\n"
        text += "Supplied by: \(type.sources.map { "`\($0)`" }.joined(separator: ", ")). "
        let main = [("Counted by", type.period), ("at", type.time), ("mapped by", type.place)].compactMap { word, name in
            name.map { "\(word) `\($0)`" }
        }
        if !main.isEmpty { text += main.joined(separator: ", ").prefix(1).uppercased() + main.joined(separator: ", ").dropFirst() + ". " }
        if let person = type.person { text += "One person's records share `\(person)`. " }
        if !type.linked.isEmpty { text += "Shares its reference with \(type.linked.map { "`\($0)`" }.joined(separator: ", "))." }
        text +=
            "\n\n| field | title | type | role | when depersonalised | requirement | code list | place |\n|---|---|---|---|---|---|---|---|\n"
        for field in type.fields {
            text += Self.row(
                "`\(field.name)`", field.title, field.type.rawValue, field.role.rawValue, field.rule.rawValue,
                field.supplementary ? "*beside*" : field.requirement.rawValue, field.codeList.map { "`\($0)`" } ?? "",
                field.place.map { "\($0.group) (\($0.kind.rawValue))" } ?? "")
        }
        return text
    }

    private static func row(_ cells: String...) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
}
