public import Foundation
public import Guidance
import Places
import Specimens
import Storage

/// Writes a synthetic extract of one record type; nobody in it is real.
public struct MakeSample {
    private let type: RecordType
    private let rulebook: Rulebook
    private let rows: Int
    private let seed: UInt64
    private let places: URL?

    /// `places` is a folder of imported places, for real postcodes.
    public init(type: RecordType, rulebook: Rulebook, rows: Int, seed: UInt64, places: URL?) {
        self.type = type
        self.rulebook = rulebook
        self.rows = rows
        self.seed = seed
        self.places = places
    }

    /// To a file that must not be there yet, or through `output`, a piece at a time.
    public func perform(to file: URL?, otherwise output: (String) -> Void) throws {
        let generator = Specimens.generator(for: type, rulebook: rulebook, seed: seed, places: try realPlaces())
        guard let file else {
            generator.write(rows: rows) { (bytes: [UInt8]) in output(String(decoding: bytes, as: UTF8.self)) }
            return
        }
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw HubError(
                .storage, code: "sample-not-written", "The file \(file.path) could not be made.",
                remedy: "Name a file that is not there yet, in a folder you may write to.")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try generator.write(rows: rows) { try handle.write(contentsOf: Data($0)) }
        } catch {
            throw HubError(
                .storage, code: "sample-not-written", "Writing \(file.path) failed.", remedy: "Check that the place has room.")
        }
    }

    /// Up to 50,000 live postcodes of the gazetteer, evenly taken.
    private func realPlaces() throws -> SpecimenPlaces? {
        guard let places else { return nil }
        let gazetteer = try PlacesFolder(places).open().gazetteer
        let step = max(1, gazetteer.unitCount / 50_000)
        var found: [SpecimenPlace] = []
        for position in stride(from: 0, to: gazetteer.unitCount, by: step) {
            guard let unit = gazetteer.unit(at: position), !gazetteer.isTerminated(unit), let point = gazetteer.point(unit) else {
                continue
            }
            found.append(
                SpecimenPlace(
                    postcode: gazetteer.postcode(unit).description, easting: point.easting, northing: point.northing,
                    area: gazetteer.code(.lsoa, of: unit)))
        }
        return found.isEmpty ? nil : SpecimenPlaces(town: "Anytown", places: found)
    }
}
