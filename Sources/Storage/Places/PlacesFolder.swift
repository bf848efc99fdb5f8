import Crypto
public import Foundation
import Places

/// A folder of imported places: numbered pins, each naming its images. What is there is never changed; an import adds a pin.
///
/// ```
/// places.json                    number of the pin in force
/// pins/000003.json               a PlacesPin
/// gazetteer-<digest>.places      images, named after their content
/// areas-<digest>.places
/// grids/                         OSTN15, if it was imported
/// ```
public struct PlacesFolder: Sendable {
    /// Where it lies.
    public let root: URL
    /// A folder at that path; nothing is touched yet.
    public init(_ root: URL) { self.root = root.standardizedFileURL }

    /// Where PROJ's grids are kept.
    public var grids: URL { root.appending(path: "grids") }
    private var current: URL { root.appending(path: "places.json") }
    private var pinFolder: URL { root.appending(path: "pins") }

    private struct Current: Codable { let pin: Int }

    /// Number of the pin in force; nil where nothing was imported yet.
    public func currentPin() throws(PlacesError) -> Int? {
        guard FileManager.default.fileExists(atPath: current.path) else { return nil }
        do { return try JSONDecoder().decode(Current.self, from: try Data(contentsOf: current)).pin } catch {
            throw PlacesError(
                .damaged, code: "places-list-damaged", "places.json in the places folder is damaged.",
                remedy: "Restore the places folder from a backup, or import into a new one.")
        }
    }

    /// A pin by number.
    public func pin(_ number: Int) throws(PlacesError) -> PlacesPin {
        do { return try JSONDecoder().decode(PlacesPin.self, from: try Data(contentsOf: pinFile(number))) } catch {
            throw PlacesError(
                .missing, code: "places-pin-missing", "The places folder has no version \(number).",
                remedy: "See sharewell places list for the versions it has.")
        }
    }

    /// Every pin that was not pruned, oldest first.
    public func pins() throws(PlacesError) -> [PlacesPin] {
        var pins: [PlacesPin] = []
        for number in pinNumbers { pins.append(try pin(number)) }
        return pins
    }

    private var pinNumbers: [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: pinFolder.path)) ?? []
        return names.compactMap { Int($0.split(separator: ".").first ?? "") }.sorted()
    }

    /// Opens the places in force, or an earlier version.
    /// - Parameter checkingAll: compares every byte with its checksum, and the images with the digests the version names, so that an exchanged
    ///   image is noticed too. A supply does that beside its own beginning: see `PlacesCheck`.
    public func open(pin number: Int? = nil, checkingAll: Bool = false) throws(PlacesError) -> OpenPlaces {
        let current = try currentPin()
        guard let number = number ?? current else {
            throw PlacesError(
                .missing, code: "no-places", "Nothing was imported into the places folder \(root.lastPathComponent) yet.",
                remedy: "Import Code-Point Open, an ONS postcode directory or boundaries: sharewell places import FILE.")
        }
        let places = try OpenPlaces(pin: try pin(number), in: self)
        if checkingAll { try places.check() }
        return places
    }

    func image(_ image: PlacesPin.Image) -> URL { root.appending(path: image.file) }
    private func pinFile(_ number: Int) -> URL {
        let digits = String(number)
        return pinFolder.appending(path: String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".json")
    }

    /// Writes both images and a new pin that is not in force yet. A crash at any moment leaves the old state or the new.
    func write(gazetteer: [UInt8], areas: [UInt8], sources: [PlacesSource]) throws(PlacesError) -> PlacesPin {
        // Beyond every one that is there: after a crash the newest may be recorded and not yet in force.
        let number = max(try currentPin() ?? 0, pinNumbers.last ?? 0) + 1
        let pin = PlacesPin(
            number: number, gazetteer: try write(gazetteer, named: "gazetteer"), areas: try write(areas, named: "areas"), sources: sources)
        try PlacesFile.write(try json(pin), to: pinFile(number))
        return pin
    }

    /// Makes a pin the one in force.
    func putInForce(_ pin: PlacesPin) throws(PlacesError) { try PlacesFile.write(try json(Current(pin: pin.number)), to: current) }

    private func json(_ value: some Encodable) throws(PlacesError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        do { return [UInt8](try encoder.encode(value)) } catch { throw .unwritable("the list of versions") }
    }

    private func write(_ image: [UInt8], named name: String) throws(PlacesError) -> PlacesPin.Image {
        let digest = SHA256.hash(data: image).hexadecimal
        let file = "\(name)-\(digest.prefix(16)).places"
        try PlacesFile.write(image, to: root.appending(path: file))
        return PlacesPin.Image(file: file, digest: digest, bytes: image.count)
    }

    /// Makes the folders, for their owner alone.
    func create() throws(PlacesError) {
        for folder in [root, pinFolder, grids] {
            do {
                try FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch { throw .unwritable("a folder could not be made") }
        }
    }

    /// Removes files that a crash left unfinished. Call with the folder's lock held.
    func removeUnfinished() throws(PlacesError) {
        for place in [root, pinFolder, grids] {
            for file in DurableFile.unfinished(in: place) {
                do { try DurableFile.remove(file) } catch { throw .unwritable("\(error.name)\(error.explanation)") }
            }
        }
    }

    /// Removes versions older than the one in force and images that no remaining version names. Returns how many versions went.
    /// - Parameters:
    ///   - keeping: older versions to keep.
    ///   - inForce: the version in force; the folder's own word is taken if it returns nil. Called with the folder locked.
    ///   - recording: called with the numbers that are to go, before anything is removed; if it throws, nothing is.
    public func prune(
        keeping: Set<Int> = [], inForce: () throws -> PlacesPin? = { nil }, recording: ([Int]) throws -> Void = { _ in }
    ) throws -> Int {
        try create()
        let lock = try PlacesLock(root)
        defer { withExtendedLifetime(lock) {} }
        guard let current = try inForce()?.number ?? currentPin() else { return 0 }
        let all = try pins()
        let kept = all.filter { $0.number >= current || keeping.contains($0.number) }
        let removed = all.map(\.number).filter { number in !kept.contains { $0.number == number } }
        if !removed.isEmpty { try recording(removed) }
        let images = Set(kept.flatMap { [$0.gazetteer.file, $0.areas.file] })
        for number in removed { try? FileManager.default.removeItem(at: pinFile(number)) }
        for file in (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        where file.hasSuffix(".places") && !images.contains(file) {
            try? FileManager.default.removeItem(at: root.appending(path: file))
        }
        return removed.count
    }
}
