import Foundation
import Guidance

/// The rulebook of this repository, as files and loaded.
enum ShippedRulebook {
    static let root: URL = {
        var folder = URL(filePath: #filePath)
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "Guidance/england-wales-2010").path) {
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    static let files: [RulebookFile] = {
        let folder = root.appending(path: "Guidance/england-wales-2010")
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().compactMap { name in
            (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)).map { RulebookFile(path: name, text: $0) }
        }
    }()

    static let rulebook: Result<Rulebook, RulebookFaults> = Result { () throws(RulebookFaults) in try Rulebook.load(files: files) }
}
