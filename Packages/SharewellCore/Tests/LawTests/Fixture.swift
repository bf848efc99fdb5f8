import Foundation
import Guidance

@testable import Law

/// The shipped rulebook and its law, and fact sheets written in a test.
enum Fixture {
    static let folder = URL(filePath: #filePath).appending(path: "../../../../../Guidance/england-wales-2010").standardized

    static func files() throws -> [RulebookFile] {
        let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
        return try names.filter { $0.hasSuffix(".yaml") }.sorted().map {
            RulebookFile(path: $0, text: try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
        }
    }

    static let shipped: Result<(rulebook: Rulebook, law: LawBook), any Error> = Result {
        let found = try files()
        let rulebook = try Rulebook.load(files: found)
        return (rulebook, try LawBook.load(files: found, rulebook: rulebook))
    }

    static func law() throws -> LawBook { try shipped.get().law }
    static func rulebook() throws -> Rulebook { try shipped.get().rulebook }

    static func assess(_ sheet: String) throws -> SheetAssessment {
        let (rulebook, law) = try shipped.get()
        return try LawSheet.load(file: RulebookFile(path: "case.yaml", text: sheet), law: law, rulebook: rulebook).assess(by: law)
    }

    /// The faults a sheet is refused with; empty if it is taken.
    static func faults(_ sheet: String) throws -> [RulebookFault] {
        do { _ = try assess(sheet) } catch let faults as RulebookFaults { return faults.faults }
        return []
    }
}
