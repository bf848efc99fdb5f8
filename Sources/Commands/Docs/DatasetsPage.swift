import Guidance

/// Every record type of the rulebook and every field of it, as one page.
enum DatasetsPage {
    /// An overview, then a table of fields per record type, in the order of the guidance.
    static func text(of rulebook: Rulebook) -> String {
        var text =
            DocsCommand.generatedNotice + """
                # Datasets

                Rulebook \(rulebook.id): \(rulebook.title). \(rulebook.recordTypes.count) record types.

                | record type | title | section | priority | information | marking | fields |
                |---|---|---|---|---|---|---|

                """
        for type in rulebook.recordTypes {
            text += row(
                "[`\(type.id)`](#\(type.id))", type.title, type.section, type.priority.rawValue, type.information.rawValue, type.marking,
                String(type.fields.count))
        }
        for type in rulebook.recordTypes {
            text += """

                ## \(type.id)

                \(type.title) (\(type.section)). Supplied by: \(type.sources.joined(separator: ", ")).

                | field | title | type | role | rule | needed | code list | section |
                |---|---|---|---|---|---|---|---|

                """
            for field in type.fields {
                text += row(
                    "`\(field.name)`", field.title, field.type.rawValue, field.role.rawValue, field.rule.rawValue,
                    field.supplementary ? "supplementary" : field.requirement.rawValue, field.codeList ?? "", field.section)
            }
        }
        return text
    }

    private static func row(_ cells: String...) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
}
