import Foundation
import Places

/// Files that make up one source: a file by itself, or the areas of a postcode product in a folder.
struct SourceGroup {
    /// What the files look like.
    enum Form {
        case units
        case boundaries
        case gridShift
    }
    struct File {
        let archive: SourceArchive
    }
    let name: String
    let form: Form
    let files: [File]
    /// SHA-256 of the file, or of the digests of several in order of name.
    let digest: String
    var size: Int { files.reduce(0) { $0 + $1.archive.size } }

    /// Members of a product's zip that hold units or say what the product is.
    static func holdsUnits(_ member: String) -> Bool {
        if member.isEmpty || isProductNote(member) { return true }
        let parts = member.lowercased().split(separator: "/")
        let aside = ["doc", "docs", "documents", "user guide", "multi_csv", "__macosx"]
        return parts.last?.hasSuffix(".csv") == true && !parts.dropLast().contains { aside.contains(String($0)) }
            && parts.last?.hasPrefix(".") == false
    }

    static func isProductNote(_ member: String) -> Bool { member.lowercased().hasSuffix("metadata.txt") }

    static func find(_ path: URL) throws(PlacesError) -> [SourceGroup] {
        var isFolder = ObjCBool(false)
        guard FileManager.default.fileExists(atPath: path.path, isDirectory: &isFolder) else {
            throw PlacesError(
                .missing, code: "places-source-missing", "There is no file \(path.lastPathComponent).",
                remedy: "Check the name and that you may read it.")
        }
        if !isFolder.boolValue { return [try SourceGroup(file: path)] }
        let found = FileManager.default.enumerator(at: path, includingPropertiesForKeys: nil)?.allObjects.compactMap { $0 as? URL } ?? []
        let files = found.filter { file in
            let relative = String(file.path.dropFirst(path.path.count))
            return Self.holdsUnits(relative) || [".json", ".geojson", ".gz", ".zip"].contains { relative.lowercased().hasSuffix($0) }
        }.sorted { $0.path < $1.path }
        guard !files.isEmpty else { throw PlacesError(.notRecognised, in: path.lastPathComponent) }
        var groups: [SourceGroup] = []
        var areas: [File] = []
        for file in files {
            let group = isProductNote(file.lastPathComponent) ? nil : try SourceGroup(file: file)
            if let group, group.form != .units || !Self.isCodePoint(group.files[0].archive) {
                groups.append(group)
            } else {
                if let group { areas.append(group.files[0]) } else { areas.append(File(archive: try SourceArchive(file))) }
            }
        }
        if areas.contains(where: { !isProductNote($0.archive.file.lastPathComponent) }) {
            groups.insert(SourceGroup(name: path.lastPathComponent, areas: areas), at: 0)
        }
        return groups
    }

    private static func isCodePoint(_ archive: SourceArchive) -> Bool {
        var isCodePoint = false
        try? archive.read(wanted: { $0.isEmpty }) { _, isFirst, bytes throws(PlacesError) in
            if isFirst, let reader = try? UnitSourceReader(prefix: bytes) { isCodePoint = reader.kind == "code-point-open" }
        }
        return isCodePoint
    }

    private init(name: String, areas: [File]) {
        self.name = name
        form = .units
        files = areas
        digest = SourceVersion.digest(areas.map(\.archive.digest))
    }

    private init(file: URL) throws(PlacesError) {
        let archive = try SourceArchive(file)
        name = file.lastPathComponent
        files = [File(archive: archive)]
        digest = archive.digest
        var first: [UInt8] = []
        try archive.read(wanted: { _ in first.isEmpty }) { _, isFirst, bytes throws(PlacesError) in
            if isFirst, first.isEmpty { first = Array(bytes.prefix(4096)) }
        }
        let start = first.first { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }
        if first.starts(with: Array("NUM_OREC".utf8)) || first.starts(with: [0x49, 0x49, 0x2A, 0x00]) {
            form = .gridShift
        } else if start == 0x7B || archive.isZip && name.lowercased().contains("json") {
            form = .boundaries
        } else {
            form = .units
        }
    }
}
