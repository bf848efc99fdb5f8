public import Foundation
import Places
import Storage

/// Judges postcodes one a line. The same text gives the same line, with or without a gazetteer, but for what only a gazetteer knows.
public struct PostcodeLines: Sendable {
    private let gazetteer: Gazetteer?

    /// With the places in that folder, or by the grammar alone.
    public init(places: URL?) throws { gazetteer = try places.map { try PlacesFolder($0).open().gazetteer } }

    /// `{"advice":…,"fault":…,"kind":…,"notes":[…],"outward":…,"postcode":…,"sector":…,"suggestion":…}`, and with places `status`, `terminated`,
    /// `district`, `lsoa`, `properties` and `place`. What does not apply is null.
    public func json(for line: String) -> String {
        let reading = PostcodeReading(line)
        var answer = Answer(
            advice: nil, fault: reading.fault, kind: reading.postcode?.kind.rawValue, notes: reading.notes, outward: reading.outward,
            postcode: reading.postcode?.description, sector: reading.sector, suggestion: reading.suggestion?.description)
        if let gazetteer, let packed = reading.packed { answer.judge(packed, by: gazetteer) }
        answer.advice = answer.fault?.advice
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = (try? encoder.encode(answer)) ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }

    private struct Answer: Encodable {
        var advice: String?
        var fault: PostcodeFault?
        let kind: String?
        let notes: [PostcodeNote]
        let outward: String?
        let postcode: String?
        let sector: String?
        let suggestion: String?
        var known: Known?

        struct Known {
            var status = "unknown"
            var terminated: String?
            var district: String?
            var lsoa: String?
            var properties: Int?
            var place: String?
        }

        private enum Key: String, CodingKey {
            case advice, fault, kind, notes, outward, postcode, sector, suggestion, status, terminated, district, lsoa, properties, place
        }

        mutating func judge(_ packed: PackedPostcode, by gazetteer: Gazetteer) {
            var known = Known()
            if let unit = gazetteer.unit(packed) {
                known.status = gazetteer.isTerminated(unit) ? "terminated" : "live"
                known.terminated = gazetteer.terminated(unit)?.description
                known.district = gazetteer.code(.district, of: unit)
                known.lsoa = gazetteer.code(.lsoa, of: unit)
                known.properties = gazetteer.properties(unit)
                known.place = gazetteer.retainedPlace(of: unit)?.label
                if gazetteer.isTerminated(unit) { fault = .terminated }
            } else {
                fault = .unknown
            }
            self.known = known
        }

        func encode(to encoder: any Encoder) throws {
            var box = encoder.container(keyedBy: Key.self)
            try box.encode(advice, forKey: .advice)
            try box.encode(fault, forKey: .fault)
            try box.encode(kind, forKey: .kind)
            try box.encode(notes, forKey: .notes)
            try box.encode(outward, forKey: .outward)
            try box.encode(postcode, forKey: .postcode)
            try box.encode(sector, forKey: .sector)
            try box.encode(suggestion, forKey: .suggestion)
            guard let known else { return }
            try box.encode(known.status, forKey: .status)
            try box.encode(known.terminated, forKey: .terminated)
            try box.encode(known.district, forKey: .district)
            try box.encode(known.lsoa, forKey: .lsoa)
            try box.encode(known.properties, forKey: .properties)
            try box.encode(known.place, forKey: .place)
        }
    }
}
