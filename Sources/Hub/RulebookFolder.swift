import Crypto
import Depersonalisation
public import Foundation
public import Guidance
import Intake
public import Law
import Storage

/// A rulebook on disk: the YAML files of one folder tree.
public struct RulebookFolder: Sendable {
    /// The folder.
    public let root: URL
    /// A rulebook in that folder.
    public init(_ root: URL) { self.root = root }

    /// Every file of rules, profiles, rule packs and law, in the order of their paths.
    public func everyFile() throws(HubError) -> [RulebookFile] {
        let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        let paths = found.filter { Self.kinds.contains($0.pathExtension) }.map { $0.standardizedFileURL.path }.sorted()
        let base = root.standardizedFileURL.path + "/"
        var files: [RulebookFile] = []
        for path in paths {
            guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
                throw HubError(
                    .storage, code: "rulebook-unreadable", "The rulebook file \(path) cannot be read as UTF-8 text.",
                    remedy: "Check the file and its permissions.")
            }
            files.append(RulebookFile(path: path.hasPrefix(base) ? String(path.dropFirst(base.count)) : path, text: text))
        }
        guard !files.isEmpty else {
            throw HubError(
                .setUp, code: "no-rulebook", "There is no rulebook in \(root.path).",
                remedy: "Name the folder that holds the YAML files with --guidance or SHAREWELL_GUIDANCE.")
        }
        return files
    }

    /// The files of the depersonalising rule pack.
    func rulePackFiles() throws(HubError) -> [RulebookFile] { try everyFile().filter { $0.path.hasPrefix(Self.rulePacks) } }

    /// Every fault of the rules, the mapping profiles, the rule pack and the law of this folder, in the order of files and lines; the rulebook where
    /// its own files have none.
    public func check() throws(HubError) -> (rulebook: Rulebook?, faults: [RulebookFault]) {
        let every = try everyFile()
        var faults: [RulebookFault] = []
        var rulebook: Rulebook?
        do { rulebook = try Rulebook.load(files: every.filter(Self.isRule)) } catch { faults += error.faults }
        for file in every where file.path.hasPrefix(Self.profiles) { faults += MappingProfile.faults(in: file, rulebook: rulebook) }
        let packs = every.filter { $0.path.hasPrefix(Self.rulePacks) }
        if !packs.isEmpty { do { _ = try RulePack.load(files: packs) } catch { faults += error.faults } }
        let law = every.filter(Self.isLaw)
        if !law.isEmpty { do { _ = try LawBook.load(files: law, rulebook: rulebook) } catch { faults += error.faults } }
        return (rulebook, faults.sorted { ($0.file, $0.line) < ($1.file, $1.line) })
    }

    private static func isRule(_ file: RulebookFile) -> Bool {
        !file.path.hasPrefix(profiles) && !file.path.hasPrefix(rulePacks) && !isLaw(file)
    }
    private static func isLaw(_ file: RulebookFile) -> Bool { file.path.hasPrefix("\(LawBook.folder)/") }
    private static let kinds = ["yaml", "yml", "txt", "csv"]
    private static let profiles = "profiles/"
    private static let rulePacks = "rule-packs/"

    /// Loads and cross-checks; the digest is over every path and text.
    public func load() throws -> LoadedRulebook {
        let every = try everyFile()
        var hash = SHA256()
        for file in every {
            for part in [file.path, file.text] {
                let bytes = Array(part.utf8)
                withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { hash.update(bufferPointer: $0) }
                hash.update(data: bytes)
            }
        }
        let rulebook = try Rulebook.load(files: every.filter(Self.isRule))
        let law = every.filter(Self.isLaw)
        return LoadedRulebook(
            rulebook: rulebook, law: law.isEmpty ? nil : try LawBook.load(files: law, rulebook: rulebook),
            digest: hash.finalize().hexadecimal, files: every,
            profileFiles: every.filter { $0.path.hasPrefix(Self.profiles) },
            rulePackFiles: every.filter { $0.path.hasPrefix(Self.rulePacks) })
    }

    /// The rulebook that came with this program: named by the environment, beside the program, or in the checkout it was built in.
    public static func shipped(environment: [String: String], executable: URL?) throws(HubError) -> URL {
        let found = Distribution.folder(
            "Guidance", holding: "england-wales-2010", variable: "SHAREWELL_GUIDANCE", environment: environment, executable: executable)
        if let found { return found }
        throw HubError(
            .setUp, code: "no-rulebook", "The rulebook that belongs to this program was not found.",
            remedy: "Set SHAREWELL_GUIDANCE to the folder Guidance of the distribution.")
    }
}

/// A rulebook as it was read once. Profiles and rule pack are made from these texts, which the digest is over, and never read again.
public struct LoadedRulebook: Sendable {
    /// The rules.
    public let rulebook: Rulebook
    /// The law; nil in a rulebook without the folder of that name, under which nothing personal can be shared.
    public let law: LawBook?
    /// SHA-256 over every path and text, hexadecimal.
    public let digest: String
    /// Every file, in the order of the paths.
    let files: [RulebookFile]
    /// Mapping profiles, each a file.
    let profileFiles: [RulebookFile]
    /// The files of the depersonalising rule pack.
    let rulePackFiles: [RulebookFile]
}
