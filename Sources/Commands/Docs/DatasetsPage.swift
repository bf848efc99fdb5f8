import Guidance

/// Every record type of the rulebook and every field of it, as one page.
enum DatasetsPage {
    /// The rulebook's own page under the notice that it is generated.
    static func text(of rulebook: Rulebook) -> String { DocsCommand.generatedNotice + rulebook.referencePage }
}
